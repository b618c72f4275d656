"""A service, an operation and its parameters → the answer of AWS."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any

from argowave.errors import AwsError, ProgramError

if TYPE_CHECKING:
    from argowave.aws.target import Target


class Aws:
    """AWS at one target; clients are made when a service is first called, and kept.

    Calls may come from several threads.
    """

    def __init__(self, target: Target, *, timeout: float = 10, attempts: int = 2) -> None:
        """Remember the target.

        Args:
            target: where AWS is.
            timeout: seconds that a connection, and each wait for bytes, may take.
            attempts: how often a call is tried, the first time included.
        """
        self.target = target
        self._timeout = timeout
        self._attempts = attempts
        self._clients: dict[str, Any] = {}
        self._lock = Lock()

    def call(self, service: str, operation: str, **parameters: object) -> dict[str, Any]:
        """Return the answer to one call.

        Args:
            service: as boto3 names it: sns.
            operation: as AWS names it, in boto3's spelling: create_topic.
            parameters: as AWS names them: TopicArn=….

        Raises:
            AwsError: it was refused, or nobody answered.
            ProgramError: boto3 is not installed.
        """
        client = self._client(service)
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 (heavy)
        from botocore.parsers import ResponseParserError  # noqa: PLC0415 (heavy)

        try:
            answer: dict[str, Any] = getattr(client, operation)(**parameters)
        except ClientError as error:
            stated = error.response.get("Error", {})
            code = str(stated.get("Code", "Unknown"))
            raise AwsError(_name(service, operation), code, str(stated.get("Message"))) from None
        except BotoCoreError as error:
            raise AwsError(_name(service, operation), "", _plain(error)) from None
        except ResponseParserError:
            reason = f"what answers at {self.target} is not AWS"
            raise AwsError(_name(service, operation), "", reason) from None
        return answer

    def _client(self, service: str) -> Any:  # noqa: ANN401 (boto3 makes the classes of its clients)
        with self._lock:
            if service not in self._clients:
                self._clients[service] = _make_client(
                    service, self.target, self._timeout, self._attempts
                )
            return self._clients[service]


def _make_client(service: str, target: Target, timeout: float, attempts: int) -> Any:  # noqa: ANN401 (boto3 makes its clients at run time)
    try:
        import boto3  # noqa: PLC0415 (heavy)
        from botocore.config import Config  # noqa: PLC0415 (heavy)
    except ImportError:
        message = "boto3 is not installed, and without it AWS cannot be asked"
        raise ProgramError(message, hint="pip install 'argowave[flow]'") from None
    key = target.key
    session = boto3.Session(
        aws_access_key_id=key.id if key else None,
        aws_secret_access_key=key.secret if key else None,
        aws_session_token=key.token if key else None,
        region_name=target.region,
    )
    return session.client(
        service,
        endpoint_url=target.endpoint,
        config=Config(
            connect_timeout=timeout,
            read_timeout=timeout + 20,  # a long poll of SQS takes up to 20 s by itself
            retries={"total_max_attempts": attempts, "mode": "standard"},
            max_pool_connections=32,
            # an endpoint from ~/.aws or a variable of one service would lead somewhere unforeseen
            ignore_configured_endpoint_urls=True,
        ),
    )


def _name(service: str, operation: str) -> str:
    return f"{service} {operation.title().replace('_', '')}"


def _plain(error: Exception) -> str:
    """Return what a connection said, in one line."""
    return " ".join(str(error).split())
