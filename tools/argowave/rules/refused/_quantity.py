"""A quantity such as 500m or 1Gi → its number.

Source: ParseQuantity in k8s.io/apimachinery/pkg/api/resource/quantity.go.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import Final

_PARTS: Final = re.compile(
    r"([+-]?(?:\d+\.?\d*|\.\d+))(?:[eE]([+-]?\d{1,3})|(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei))?"
)
_LONGEST: Final = 40  # characters
_THOUSANDS: Final = {"n": -3, "u": -2, "m": -1, "k": 1, "M": 2, "G": 3, "T": 4, "P": 5, "E": 6}
_BINARY: Final = {"Ki": 1, "Mi": 2, "Gi": 3, "Ti": 4, "Pi": 5, "Ei": 6}


@lru_cache(maxsize=1024)  # the same few stand in every workload
def quantity(text: str) -> Fraction | None:
    """Return the number of a quantity, None for a text that is none."""
    match = _PARTS.fullmatch(text) if len(text) <= _LONGEST else None
    if match is None:
        return None
    number, exponent, suffix = Fraction(match[1]), match[2], match[3]
    if exponent:
        return number * Fraction(f"1e{int(exponent)}")
    if suffix in _BINARY:
        return number * (1 << 10 * _BINARY[suffix])
    return number * Fraction(f"1e{3 * _THOUSANDS.get(suffix or '', 0)}")


def stated(value: object) -> Fraction | None:
    """Return the number of a quantity as YAML has it: a text, or a number."""
    if isinstance(value, str):
        return quantity(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return quantity(str(value))
    return None
