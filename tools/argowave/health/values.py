"""JSON values into a health script, and what it returns back out, as Argo CD converts them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Protocol, cast

from argowave.health.status import Health, HealthStatus

if TYPE_CHECKING:
    from collections.abc import Callable, ItemsView, Iterator

_JSON_KINDS = ("string", "number", "boolean")
_DEEPEST = 100  # no health is
INVALID_STATUS = "Lua returned an invalid health status"  # Argo CD's own words


class ResultError(Exception):
    """What a script returned is no health; Argo CD would show none."""


class Table(Protocol):
    """A Lua table, as lupa shows it."""

    def items(self) -> ItemsView[object, object]:
        """Return its keys and values."""

    def __setitem__(self, key: object, value: object) -> None:
        """Set one entry."""


class Interpreter(Protocol):
    """What is needed of a LuaRuntime of lupa's, which has no types of its own."""

    def table(self, *items: object) -> Table:
        """Return a new table with `items` at 1, 2, …."""


def to_lua(interpreter: Interpreter, value: object) -> object:
    """Return `value` as gopher-lua would hold it (decodeValue in Argo CD's util/lua/lua.go).

    A null is nil, so that its key is absent and a list closes up over it; every number is a
    float64; a table says nothing about whether it was an object or a list. A text is bytes.
    """
    if isinstance(value, dict):
        table = interpreter.table()
        for key, item in value.items():
            if item is not None:
                table[to_bytes(key)] = to_lua(interpreter, item)
        return table
    if isinstance(value, str):
        return to_bytes(value)
    if isinstance(value, list):
        present = (item for item in value if item is not None)
        return interpreter.table(*[to_lua(interpreter, item) for item in present])
    if isinstance(value, int) and not isinstance(value, bool):
        return _float(value)
    return value


def to_bytes(text: str) -> bytes:
    """Return a text as Lua holds it."""
    return text.encode("utf-8", "replace")


def to_text(data: bytes) -> str:
    """Return what Lua holds as a text, as Go's JSON writer would."""
    return data.decode("utf-8", "replace")


def _float(number: int) -> float:
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf


def from_lua(result: object, kind_of: Callable[[object], str]) -> Health:
    """Return the health in a script's result.

    Argo CD turns the table into JSON and reads `status` and `message` from it, in any
    letter case; a status that it does not know becomes Unknown.

    Args:
        result: what the script returned: nil, a scalar or a table.
        kind_of: Lua's own `type`.

    Raises:
        ResultError: nothing usable was returned; the text says what was.
    """
    kind = kind_of(result)
    if kind == "nil":
        message = "returned nothing, so Argo CD would show no health"
        raise ResultError(message)
    if kind != "table":
        # Argo CD: incorrectReturnType
        message = f"expect table output from Lua script, not {kind}"
        raise ResultError(message)
    table = cast("Table", result)
    _check_json(table, kind_of)
    fields: dict[str, str] = {}
    for name, value in _fields(table):
        if not isinstance(value, bytes):
            message = f"returned {name} as a {kind_of(value)}, not as a string"
            raise ResultError(message)
        fields[name] = to_text(value)
    if not fields:
        message = "returned a table without a status, so Argo CD would show no health"
        raise ResultError(message)
    status = fields.get("status", "")
    if status not in set(HealthStatus):
        return Health(HealthStatus.UNKNOWN, INVALID_STATUS, status)
    return Health(HealthStatus(status), fields.get("message", ""))


def _check_json(table: Table, kind_of: Callable[[object], str], depth: int = 0) -> None:
    """Refuse what Argo CD's JSON writer (layeh.com/gopher-json) does not take, wherever it is.

    Keys have to be strings, or 1 to n; a function or a thread is no value.
    """
    keys = [key for key, _ in table.items()]
    if depth > _DEEPEST:
        message = "returned a table that holds itself, which Argo CD cannot read"
        raise ResultError(message)
    if not all(isinstance(key, bytes) for key in keys) and keys != list(range(1, len(keys) + 1)):
        message = "returned a table with keys and a list at once, which Argo CD cannot read"
        raise ResultError(message)
    for key, value in table.items():
        kind = kind_of(value)
        if kind == "table":
            _check_json(cast("Table", value), kind_of, depth + 1)
        elif kind not in _JSON_KINDS:
            name = to_text(key) if isinstance(key, bytes) else key
            message = f"returned a {kind} as {name}, which Argo CD cannot read"
            raise ResultError(message)


def _fields(result: Table) -> Iterator[tuple[str, object]]:
    """Yield the entries of `result` that Go's JSON reader would take for status and message."""
    for key, value in result.items():
        name = to_text(key).lower() if isinstance(key, bytes) else ""
        if name in {"status", "message"}:
            yield name, value
