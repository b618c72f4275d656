"""Texts → whether Go reads them as a duration."""

from __future__ import annotations

import re
from typing import Final

# ParseDuration in Go's time/format.go: numbers with units after an optional sign, or a bare 0
_DURATION: Final = re.compile(
    r"[+-]?(?:0|(?:(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:ns|us|\u00b5s|\u03bcs|ms|s|m|h))+)"
)
_SECONDS: Final = re.compile(r"[+-]?[0-9]+")


def is_duration(text: str) -> bool:
    """Tell whether Go's time.ParseDuration takes a text, however large its numbers are."""
    return _DURATION.fullmatch(text) is not None


def is_seconds(text: str) -> bool:
    """Tell whether Go's strconv.Atoi takes a text, which Argo CD then counts as seconds."""
    return _SECONDS.fullmatch(text) is not None
