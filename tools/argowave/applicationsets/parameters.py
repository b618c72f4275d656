"""Parameters of generators: how Go writes, flattens and merges them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from argowave.applicationsets.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_PATH: Final = re.compile(r"path(?:$|[.\[])")  # what every git generator gives
_NO_NAME: Final = re.compile(r"[^-a-z0-9.]")
_LONGEST_NAME: Final = 253
_SHORTEST_EXPONENT: Final = -4
_DIGITS: Final = 6
_WHOLE: Final = frozenset(("valuesObject",))  # what Argo CD has as bytes


def sanitize_name(name: str) -> str:
    """Return a name that Kubernetes takes (SanitizeName in applicationset/utils)."""
    return _NO_NAME.sub("-", name.lower())[:_LONGEST_NAME].strip("-.")


class OneValue(list[Any]):
    """A list that Argo CD has as []string or []map, which selectors see as one text: `[a b]`."""


class Texts(dict[str, str]):
    """A mapping that Argo CD has as map[string]string: labels, annotations and `values`."""


def flatten(value: Mapping[str, Any]) -> dict[str, str]:
    """Return every leaf as text under its dotted path: {"a": {"b": [1]}} → {"a.b.0": "1"}.

    jeremywohl/flatten goes into []any only, so that OneValue is a leaf.
    """
    return dict(_leaves(value, ""))


def _leaves(value: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        entries: Iterator[tuple[object, object]] = iter(value.items())
    elif isinstance(value, list) and not isinstance(value, OneValue):
        entries = iter(enumerate(value))
    else:
        yield path, go_text(value)
        return
    for key, entry in entries:
        yield from _leaves(entry, f"{path}.{key}" if path else str(key))


def go_text(value: object) -> str:
    """Return a JSON value as Go's fmt prints it with %v, after json.Unmarshal."""
    if value is None or isinstance(value, bool):
        return {None: "<nil>", True: "true", False: "false"}[value]
    if isinstance(value, (int, float)):
        return _number(float(value))
    if isinstance(value, dict):
        return f"map[{' '.join(f'{key}:{go_text(value[key])}' for key in sorted(value))}]"
    if isinstance(value, list):
        return f"[{' '.join(go_text(entry) for entry in value)}]"
    return str(value)


def _number(value: float) -> str:
    """Return a float64 as %v writes it: 3, 1.5, 1e+06."""
    from decimal import Decimal  # noqa: PLC0415 (few texts are numbers)

    sign, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    if not isinstance(exponent, int):
        return repr(value)
    power = len(digits) + exponent - 1
    minus = "-" if sign else ""
    if _SHORTEST_EXPONENT <= power < _DIGITS:
        return f"{minus}{abs(Decimal(repr(value))):f}".removesuffix(".0")
    text = "".join(map(str, digits))
    mantissa = f"{text[0]}.{text[1:]}" if text[1:] else text
    return f"{minus}{mantissa}e{'-' if power < 0 else '+'}{abs(power):02d}"


def combine(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
    """Return both together as texts; utils.CombineStringMaps.

    Raises:
        Fault: a key has two values.
    """
    made: dict[str, Any] = {key: go_text(value) for key, value in first.items()}
    for key, value in second.items():
        text = go_text(value)
        if made.setdefault(key, text) != text:
            hint = "; state pathParamPrefix for one of them" if _PATH.match(key) else ""
            message = (
                f"both generators give {key}, one {made[key]!r}, the other {text!r}; without "
                f"goTemplate a parameter may have one value only{hint}"
            )
            raise Fault(message)
    return made


def overlay(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Return `below` with what `above` states, mappings merged; mergo.Merge WithOverride.

    Null, "", 0, false and [] replace what is there; {} replaces no mapping.

    Raises:
        Fault: a mapping of anything is put over one of texts, at which Argo CD panics.
    """
    if isinstance(below, Texts) and above and not isinstance(above, Texts):
        names = ", ".join(sorted(above))
        message = (
            f"both generators state a mapping that holds {names}; one of them is values, labels or "
            "annotations, which are texts, and Argo CD panics at merging another mapping into it"
        )
        raise Fault(message)
    made: dict[str, Any] = Texts(below) if isinstance(below, Texts) else dict(below)
    for key, value in above.items():
        known = made.get(key)
        if isinstance(value, dict) and isinstance(known, dict):
            made[key] = overlay(known, value)
        else:
            made[key] = value
    return made


def fill(stated: Mapping[str, Any], defaults: Mapping[str, Any]) -> dict[str, Any]:
    """Return `stated` with what it leaves out or empty taken from `defaults`; mergo.Merge.

    valuesObject is one value: it is taken as a whole or not at all.
    """
    made = dict(stated)
    for key, value in defaults.items():
        known = made.get(key)
        if key in _WHOLE:
            made[key] = value if known is None else known
        elif isinstance(value, dict) and isinstance(known, dict):
            made[key] = fill(known, value)
        elif is_empty(known):
            made[key] = value
    return made


def is_empty(value: object) -> bool:
    """Tell whether a value is what Go's types are without one."""
    return value is None or value in ("", 0, {}, [])
