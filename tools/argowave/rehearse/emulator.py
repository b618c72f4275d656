"""An emulator of AWS, started here or running already."""

from __future__ import annotations

import json
import os
import socket
import time
from http.client import HTTPException
from importlib.util import find_spec
from typing import TYPE_CHECKING, Self
from urllib.error import URLError
from urllib.request import urlopen

from argowave.aws import Key
from argowave.errors import InvocationError, ProgramError
from argowave.rehearse.laxity import DEAD_LETTERS, FIFO, KEYS, POLICIES
from argowave.rehearse.process import Process

if TYPE_CHECKING:
    from types import TracebackType

    from argowave.rehearse.laxity import Laxity

HOST = "127.0.0.1"
ACCOUNT = "000000000000"  # that the root key belongs to, where an emulator is told no other
ROOT_KEY = Key("test", "test")  # that every emulator takes for its root user
SERVICES = "sns,sqs,dynamodb,sts,monitoring"
_START = 30.0  # seconds that it may take; 0.2 on an idle laptop
_STOP = 3.0
_TRIES = 3  # another process may take the port between its choice and the emulator's bind


class Emulator:
    """What stands in for AWS: its URL, who asks it, and what it cannot show."""

    def __init__(
        self, url: str, name: str, key: Key = ROOT_KEY, lax: tuple[Laxity, ...] = ()
    ) -> None:
        """Remember an emulator that runs.

        Args:
            url: where it listens.
            name: how results name it.
            key: that is the account's root user.
            lax: what it accepts and AWS does not.
        """
        self.url = url
        self.name = name
        self.key = key
        self.lax = lax

    def __enter__(self) -> Self:
        """Return it."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop it if it was started here."""
        self.stop()

    def stop(self) -> None:
        """Stop it if it was started here."""


class MiniStack(Emulator):
    """The emulator that is started here: it alone enforces queue policies, keys and signatures."""

    def __init__(self, account: str, region: str, port: int | None = None) -> None:
        """Start it on loopback.

        Args:
            account: twelve digits, the account that its key belongs to.
            region: the default region.
            port: where it listens; None for a free one.

        Raises:
            ProgramError: it is not installed, or does not start.
            InvocationError: the port is taken.
        """
        if find_spec("ministack") is None:
            message = "no emulator is installed: ministack is missing"
            hint = "pip install 'argowave[rehearse]', or name a LocalStack with --endpoint"
            raise ProgramError(message, hint=hint)
        if port is not None and _is_taken(port):
            message = f"port {port} of {HOST} is taken by another process"
            raise InvocationError(message, hint="leave --port out for a free one")
        self._settings = (account, region)
        self._process, port = self._start_somewhere(port)
        super().__init__(f"http://{HOST}:{port}", "ministack", lax=(FIFO,))
        self.port = port

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    def stop(self) -> None:
        """Stop it by its own handle."""
        self._process.stop(_STOP)

    def restart(self) -> None:
        """Kill it and start it again on the same port, its state gone."""
        self._process.kill()
        self._process, _ = self._start_somewhere(self.port)

    def _start_somewhere(self, wanted: int | None) -> tuple[Process, int]:
        for _ in range(_TRIES):
            port = wanted or free_port()
            process = self._start(port)
            if _answers(f"http://{HOST}:{port}", process):
                return process, port
            process.kill()
        message = f"ministack does not start: {process.last_words}"
        raise ProgramError(message)

    def _start(self, port: int) -> Process:
        account, region = self._settings
        variables = {
            "AUTH": "true",
            "BIND_HOST": HOST,
            "GATEWAY_PORT": str(port),
            "SERVICES": SERVICES,
            "MINISTACK_ACCOUNT_ID": account,
            "MINISTACK_REGION": region,
            "LOG_LEVEL": "ERROR",
        }
        return Process("ministack", ["-m", "ministack"], variables)


def connect(url: str, account: str = ACCOUNT) -> Emulator:
    """Return the LocalStack, or another emulator, that runs at a URL.

    Args:
        url: where it listens.
        account: twelve digits. A key whose id is an account's number belongs to that account, and
            every other key to 000000000000 (LocalStack's documentation, "Multi-account setups").

    Raises:
        ProgramError: nobody answers there.
    """
    url = url.rstrip("/")
    for path, name in (("_ministack/health", "ministack"), ("_localstack/health", "LocalStack")):
        health = _get(f"{url}/{path}")
        if health is not None:
            called = f"{name} {health.get('version', '')}".strip()
            key = ROOT_KEY if account == ACCOUNT else Key(account, ROOT_KEY.secret)
            return Emulator(url, called, key, _laxities(name, health))
    message = f"no emulator answers at {url}"
    hint = f"start one, or ask whether it is there: curl {url}/_localstack/health"
    raise ProgramError(message, hint=hint)


def _laxities(name: str, health: dict[str, object]) -> tuple[Laxity, ...]:
    if name == "LocalStack":
        return (POLICIES, KEYS, DEAD_LETTERS)
    return (FIFO,) if health.get("auth") == "enabled" else (POLICIES, KEYS, FIFO)


def _answers(url: str, process: Process) -> bool:
    """Wait until the emulator answers; False when it ended instead.

    Raises:
        ProgramError: it neither answers nor ends.
    """
    deadline = time.monotonic() + _START
    while time.monotonic() < deadline:
        if process.exit_code is not None:
            return False
        if _get(f"{url}/_ministack/health") is not None:
            # an answer may be another's, of one that has the port since before
            return process.exit_code is None
        time.sleep(0.02)
    process.kill()
    message = f"ministack does not answer after {_START:.0f} s: {process.last_words}"
    raise ProgramError(message)


def _get(url: str) -> dict[str, object] | None:
    try:
        with urlopen(url, timeout=2) as answer:  # noqa: S310 (a URL that the user or this module states)
            body = json.load(answer)
    except (URLError, HTTPException, OSError, ValueError):
        return None
    return body if isinstance(body, dict) else None


def free_port() -> int:
    """Return a port of loopback that nobody has."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        if os.name == "posix":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
        return False
