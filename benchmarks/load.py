"""10,000 events through the whole rehearsal of dev: each in the table exactly once, and how fast.

Printed are events a second, the time from publishing to the table of events that are sent while
the load lasts (median, 99th percentile), and where the time goes.

    python benchmarks/load.py [--events 10000] [--publishers 2]
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import Any

from argowave.aws import Aws
from argowave.rehearse.emulator import MiniStack
from argowave.rehearse.programs.producer import new_event
from argowave.rehearse.rehearsal import Rehearsal
from argowave.rehearse.stage import set_stage
from argowave.schema import open_store
from argowave.sources.request import Charts

ROOT = Path(__file__).parents[1]
NAME = "justtrack-dev-devops-consumer-events"
TOPIC = "arn:aws:sns:eu-central-1:000000000000:justtrack-dev-devops-producer-events"
BATCH = 10  # the most that SNS takes at once
PROBES = 8  # at once
LONGEST = 600  # seconds until the load counts as lost


@dataclass
class Probe:
    """Sends an event now and then while the load lasts, and sees when it arrives."""

    aws: Aws
    stopping: Event = field(default_factory=Event)
    seconds: list[float] = field(default_factory=list)

    def run(self) -> None:
        """Probe until told to stop."""
        while not self.stopping.wait(0.05):
            event = new_event(0)
            started = time.monotonic()
            self.aws.call("sns", "publish", TopicArn=TOPIC, Message=json.dumps(event))
            key = {"Id": {"S": str(event["Id"])}}
            while "Item" not in self.aws.call("dynamodb", "get_item", TableName=NAME, Key=key):
                if self.stopping.wait(0.01):
                    return
            self.seconds.append(time.monotonic() - started)


def main() -> None:
    """Bring dev up, put the load on it, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--events", type=int, default=10_000)
    parser.add_argument("--publishers", type=int, default=2, help="threads that publish (2)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        charts = Charts(cache=Path(folder), fetch=False, helm=None)
        stage = set_stage(ROOT, "dev", open_store(("default",)), charts)
        emulator = MiniStack(stage.account, stage.region)
        with emulator, Rehearsal(stage, emulator) as rehearsal:
            outcome = rehearsal.run(10)
            if outcome.findings:
                sys.exit("\n".join(map(str, outcome.findings)))
            measure(rehearsal, arguments.events, arguments.publishers)


def measure(rehearsal: Rehearsal, number: int, publishers: int) -> None:
    """Publish, wait until everything has arrived, print."""
    for producer in rehearsal.workloads.processes("producer"):
        producer.stop(3)  # only what is counted shall be in the way
    probe = Probe(Aws(rehearsal.aws.target))
    threads = [Thread(target=probe.run) for _ in range(PROBES)]
    for thread in threads:
        thread.start()
    started = time.monotonic()
    events = [str(event["Id"]) for event in publish(rehearsal.aws, number, publishers)]
    published = time.monotonic() - started
    drained = wait(rehearsal.aws, set(events), started)
    probe.stopping.set()
    for thread in threads:
        thread.join()
    found = seen(rehearsal.aws)
    missing = set(events) - set(found)
    print(f"{number} events: {len(missing)} missing, {len(found) - len(set(found))} twice")
    print(f"published in {published:.1f} s: {number / published:.0f} a second")
    print(f"in the table after {drained:.1f} s: {number / drained:.0f} a second")
    if probe.seconds:
        ranked = sorted(probe.seconds)
        last = ranked[min(len(ranked) - 1, int(len(ranked) * 0.99))]
        print(
            f"from topic to table under that load, {len(ranked)} probes: "
            f"median {statistics.median(ranked) * 1000:.0f} ms, "
            f"99th percentile {last * 1000:.0f} ms"
        )
    spend(rehearsal.aws)
    sys.exit(bool(missing))


def publish(aws: Aws, number: int, publishers: int) -> list[dict[str, object]]:
    """Publish events in batches; return them."""
    events = [new_event(each) for each in range(number)]

    def send(start: int) -> None:
        entries = [
            {"Id": str(place), "Message": json.dumps(event)}
            for place, event in enumerate(events[start : start + BATCH])
        ]
        aws.call("sns", "publish_batch", TopicArn=TOPIC, PublishBatchRequestEntries=entries)

    with ThreadPoolExecutor(publishers) as pool:
        list(pool.map(send, range(0, number, BATCH)))
    return events


def wait(aws: Aws, events: set[str], started: float) -> float:
    """Return the seconds until every event is in the table."""
    while not events <= set(seen(aws)):
        if time.monotonic() - started > LONGEST:
            print(f"given up after {LONGEST} s")
            break
        time.sleep(0.5)
    return time.monotonic() - started


def seen(aws: Aws) -> list[str]:
    """Return the Id of every item of the table."""
    found: list[str] = []
    more: dict[str, Any] = {}
    while True:
        answer = aws.call("dynamodb", "scan", TableName=NAME, **more)
        found += [item["Id"]["S"] for item in answer["Items"]]
        if "LastEvaluatedKey" not in answer:
            return found
        more = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}


def spend(aws: Aws) -> None:
    """Print how long each call of the way takes by itself, with nothing else going on."""
    url = aws.call("sqs", "get_queue_url", QueueName=NAME)["QueueUrl"]
    item = {"Id": {"S": "measured"}, "Number": {"N": "0"}}
    requests = {NAME: [{"PutRequest": {"Item": item}}]}
    entries = [{"Id": "0", "Message": json.dumps(new_event(0))}]
    calls: dict[str, tuple[str, str, dict[str, Any]]] = {
        "publish": (
            "sns",
            "publish_batch",
            {"TopicArn": TOPIC, "PublishBatchRequestEntries": entries},
        ),
        "receive": ("sqs", "receive_message", {"QueueUrl": url, "WaitTimeSeconds": 0}),
        "write": ("dynamodb", "batch_write_item", {"RequestItems": requests}),
    }
    print("each call by itself:", end="")
    for name, (service, operation, parameters) in calls.items():
        times = []
        for _ in range(30):
            started = time.monotonic()
            aws.call(service, operation, **parameters)
            times.append(time.monotonic() - started)
        print(f" {name} {statistics.median(times) * 1000:.1f} ms", end="")
    print()


if __name__ == "__main__":
    main()
