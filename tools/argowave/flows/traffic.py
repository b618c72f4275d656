"""The real traffic of a pipeline, watched without touching it.

On real AWS nothing is scanned, which would cost what the table holds: CloudWatch counts for us.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from argowave.flows.result import Seen

if TYPE_CHECKING:
    from argowave.aws import Aws
    from argowave.flows.declared import Declared

WINDOW: Final = timedelta(minutes=15)
OLDEST: Final = 300  # seconds that a message may wait while somebody consumes
_PERIOD: Final = int(WINDOW.total_seconds())


def watch_metrics(aws: Aws, queue: Declared, now: datetime | None = None) -> Seen:
    """Return what CloudWatch has of a queue: messages consumed, and how long the oldest waits.

    The metrics of SQS come every five minutes at the latest, so the last fifteen are looked at.

    Raises:
        AwsError: CloudWatch refuses, or does not answer.
    """
    until = now or datetime.now(UTC)
    consumed = _metric(aws, queue, "NumberOfMessagesDeleted", "Sum", until)
    oldest = _metric(aws, queue, "ApproximateAgeOfOldestMessage", "Maximum", until)
    words = f"{consumed:.0f} messages consumed in 15 minutes, the oldest waited {oldest:.0f} s"
    if oldest > OLDEST:
        message = f"messages wait too long: {words}: does the consumer keep up?"
        return Seen(words, (queue.finding(message),))
    if not consumed:
        message = f"no message was consumed: {words}: is anything published, and delivered?"
        return Seen(words, (queue.finding(message),))
    return Seen(words)


def _metric(aws: Aws, queue: Declared, name: str, statistic: str, until: datetime) -> float:
    answer = aws.call(
        "cloudwatch",
        "get_metric_statistics",
        Namespace="AWS/SQS",
        MetricName=name,
        Dimensions=[{"Name": "QueueName", "Value": queue.name}],
        StartTime=until - WINDOW,
        EndTime=until,
        Period=_PERIOD,
        Statistics=[statistic],
    )
    values = [float(each[statistic]) for each in answer["Datapoints"]]
    return sum(values) if statistic == "Sum" else max(values, default=0.0)
