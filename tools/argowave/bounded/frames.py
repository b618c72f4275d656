"""JSON values through a pipe, each after eight bytes that tell its length."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from typing import IO

_LENGTH: Final = 8


def send(pipe: IO[bytes], value: object, most: int | None = None) -> None:
    """Write a value; in place of one of more than `most` bytes, how many those are.

    Raises:
        OSError: nobody reads any more.
        ValueError: the value is no JSON.
    """
    data = json.dumps(value).encode()
    if most is not None and len(data) > most:
        data = json.dumps({"large": len(data)}).encode()
    pipe.write(len(data).to_bytes(_LENGTH, "big") + data)
    pipe.flush()


def receive(pipe: IO[bytes]) -> Any:  # noqa: ANN401 (any JSON value)
    """Read a value.

    Raises:
        EOFError: the other end is closed, in the middle of a value too.
    """
    length = int.from_bytes(_exactly(pipe, _LENGTH), "big")
    return json.loads(_exactly(pipe, length))


def _exactly(pipe: IO[bytes], length: int) -> bytes:
    data = pipe.read(length)
    if len(data) < length:
        raise EOFError
    return data
