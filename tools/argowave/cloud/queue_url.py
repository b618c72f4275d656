"""URLs of SQS queues, of AWS and of emulators."""

from __future__ import annotations

import re
from typing import Final, NamedTuple
from urllib.parse import urlsplit

# LocalStack's strategy `path` puts /queue/REGION before the account
_PATH: Final = re.compile(r"(?:/queue/([a-z0-9-]+))?/([0-9]{12})/([A-Za-z0-9_-]{1,80}(?:\.fifo)?)")
_REGION: Final = r"([a-z]{2,4}(?:-[a-z]+)+-[0-9])"
_AWS: Final = re.compile(
    rf"(?:[a-z0-9-]+\.)?sqs(?:-fips)?\.{_REGION}(?:\.vpce)?\.(?:amazonaws\.com(?:\.cn)?|api\.aws)"
    rf"|{_REGION}\.queue\.amazonaws\.com(?:\.cn)?"
)
# the regions in the host names of LocalStack's strategies `standard` and `domain`
_EMULATED: Final = re.compile(rf"(?:sqs\.{_REGION}|{_REGION}\.queue)\..+")
_LEGACY: Final = "queue.amazonaws.com"


class QueueUrl(NamedTuple):
    """Where a queue is, as far as its URL says."""

    host: str  # with the port
    region: str  # "" where the URL does not say it
    account: str
    name: str
    is_aws: bool  # real AWS, not an emulator


def parse_queue_url(text: str) -> QueueUrl | None:
    """Return the queue that a URL is of, None for any other text.

    https://docs.aws.amazon.com/general/latest/gr/sqs-service.html for AWS; LocalStack's forms are
    its SQS_ENDPOINT_STRATEGY: standard, domain, path, and any other (HOST/ACCOUNT/NAME).
    """
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    path = _PATH.fullmatch(parts.path)
    if parts.scheme not in ("http", "https") or not parts.netloc or path is None:
        return None
    in_path, account, name = path.groups()
    host = parts.netloc.lower()
    aws = _AWS.fullmatch(host)
    if aws is not None or host == _LEGACY:
        return QueueUrl(host, _first(aws) if aws else "us-east-1", account, name, is_aws=True)
    emulated = _EMULATED.fullmatch(host)
    region = in_path or (_first(emulated) if emulated else "")
    return QueueUrl(host, region, account, name, is_aws=False)


def is_aws_host(host: str) -> bool:
    """Tell whether a host, with or without a port, is one of AWS' endpoints."""
    name = host.lower().partition(":")[0]
    return name.endswith((".amazonaws.com", ".amazonaws.com.cn", ".api.aws"))


def _first(match: re.Match[str]) -> str:
    return next(group for group in match.groups() if group)
