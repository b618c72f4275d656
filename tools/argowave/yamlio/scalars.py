"""Plain scalar text → the value that Go's YAML reader gives it.

Follows `resolve` of go.yaml.in/yaml/v2 (resolve.go), which sigs.k8s.io/yaml v1.6 uses and with
it kubectl, Helm and Argo CD, and the JSON encoding that sigs.k8s.io/yaml puts behind it.
"""

from __future__ import annotations

import math
import re
from typing import Final

_EXACT: Final = 2**53  # below it every whole float has all of its digits
INT64: Final = range(-(2**63), 2**63)
UINT64: Final = range(2**64)

WORDS: Final[dict[str, bool | float | None]] = {
    **dict.fromkeys(("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE"), True),
    **dict.fromkeys(("on", "On", "ON"), True),
    **dict.fromkeys(("n", "N", "no", "No", "NO", "false", "False", "FALSE"), False),
    **dict.fromkeys(("off", "Off", "OFF"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), math.nan),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), math.inf),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), -math.inf),
}
_FLOAT: Final = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
# strconv.ParseFloat takes underscores between digits; only here they reach it
_DOT_FLOAT: Final = re.compile(r"\.[0-9]+(_[0-9]+)*([eE][-+]?[0-9]+(_[0-9]+)*)?\Z")
# strconv.ParseInt with base 0, once the underscores are gone
_INTEGERS: Final = (
    (re.compile(r"([-+]?)0[xX]([0-9a-fA-F]+)\Z"), 16),
    (re.compile(r"([-+]?)0[bB]([01]+)\Z"), 2),
    (re.compile(r"([-+]?)0[oO]?([0-7]+)\Z"), 8),
    (re.compile(r"([-+]?)(0|[1-9][0-9]*)\Z"), 10),
)


def resolve(text: str) -> bool | float | str | None:
    """Return what Go reads the plain scalar `text` as.

    Whole floats under 1e21 come back as integers, because Go's JSON encoder writes them so.
    """
    if text in WORDS:
        return WORDS[text]
    first = text[0]
    if first == ".":
        return _finite(text) if _DOT_FLOAT.match(text) else text
    if first not in "+-0123456789":
        return text
    plain = text.replace("_", "")
    whole = parse_integer(plain)
    if whole is not None:
        return whole
    if _FLOAT.match(plain):
        number = _finite(plain)
        return text if isinstance(number, str) else number
    return text


_LONGEST: Final = 4000  # digits; what Python reads in base 10 is 4300


def parse_integer(plain: str) -> int | None:
    """Return the integer that strconv.ParseInt or ParseUint reads with base 0, or None."""
    for form, base in _INTEGERS:
        if found := form.match(plain):
            sign, digits = found.groups()
            if len(digits) > _LONGEST:  # far beyond 64 bits; Python would refuse to read it
                return None
            number = int(sign + digits, base)
            fits = number in INT64 or (not sign and number in UINT64)
            return number if fits else None
    return None


def as_json_number(number: float) -> float:
    """Return `number` as Go's encoding/json writes it: whole and under 1e21 is an integer."""
    if math.isfinite(number) and number.is_integer() and abs(number) < 1e21:  # noqa: PLR2004 (Go's own limit)
        if abs(number) < _EXACT:
            return int(number)
        from decimal import Decimal  # noqa: PLC0415 (few numbers are as large)

        # the shortest digits that read back, then zeros: 18446744073709552000, not …551616
        return int(Decimal(repr(number)))
    return number


def _finite(plain: str) -> float | str:
    number = float(plain)
    # strconv.ParseFloat refuses what overflows, and the scalar stays a string
    return plain if math.isinf(number) else as_json_number(number)


def key_text(key: object) -> str | None:
    """Return the JSON object key that sigs.k8s.io/yaml makes of a YAML key, None if it refuses.

    Follows `convertToJSONableObject` in sigs.k8s.io/yaml: strings, integers that fit int64,
    floats with 32-bit precision and booleans are keys, nothing else is.
    """
    if isinstance(key, str):
        return key
    if isinstance(key, bool):
        return "true" if key else "false"
    if isinstance(key, int):
        return str(key) if key in INT64 else None
    if isinstance(key, float):
        return _float_key(key)
    return None


def _float_key(key: float) -> str:
    if math.isnan(key):
        return ".nan"
    if math.isinf(key):
        return ".inf" if key > 0 else "-.inf"
    return next(text for text in (f"{key:.{n}g}" for n in range(1, 18)) if _same32(text, key))


def _same32(text: str, key: float) -> bool:
    import struct  # noqa: PLC0415 (float keys are rare)

    return struct.pack("f", float(text)) == struct.pack("f", key)
