"""Plain scalars that Kubernetes (YAML 1.1, Go's reading) and YAML 1.2 read differently."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from argowave.yamlio.fast import is_plain_sailing
from argowave.yamlio.faults import UnreadableError
from argowave.yamlio.scalars import resolve

if TYPE_CHECKING:
    from argowave.yamlio.documents import Document
    from argowave.yamlio.exact import Pointer

_MOST_DIGITS: Final = 300
# one word where a scalar may begin that ends where one may end, by the letters that matter
_ALONE: Final = re.compile(
    rb"(?:^|[:?,\[{-]|[&!]\S* ) *([yYnNoOtTfF~.+0-9-][^\s,\[\]{}#\"']*?)"
    rb":?(?=[ \t]*(?:\r?$|[,\]}#:]))",
    re.MULTILINE,
)
# the core schema of YAML 1.2.2, section 10.3.2
_CORE: Final[tuple[tuple[re.Pattern[str], Any], ...]] = (
    (re.compile(r"(null|Null|NULL|~|)\Z"), lambda _: None),
    (re.compile(r"(true|True|TRUE)\Z"), lambda _: True),
    (re.compile(r"(false|False|FALSE)\Z"), lambda _: False),
    (re.compile(r"[-+]?[0-9]+\Z"), lambda text: _integer(text, 10)),
    (re.compile(r"0o[0-7]+\Z"), lambda text: _integer(text, 8)),
    (re.compile(r"0x[0-9a-fA-F]+\Z"), lambda text: _integer(text, 16)),
    (re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z"), float),
)


def _integer(text: str, base: int) -> int | float:
    """Return an integer; one of hundreds of digits is infinite, as a float would be."""
    if len(text) > _MOST_DIGITS:
        return -math.inf if text.startswith("-") else math.inf
    return int(text, base)


@dataclass(frozen=True, slots=True)
class AmbiguousScalar:
    """A plain scalar whose meaning depends on who reads it."""

    line: int  # 1-based in the file
    pointer: Pointer
    text: str
    message: str

    @property
    def reading(self) -> str:
        """How readers differ, without what to do about it."""
        return self.message.partition("; ")[0]

    @property
    def is_surprise(self) -> bool:
        """Whether somebody may mean another value where Kubernetes takes this one.

        A boolean is what a field for booleans wants, however it is written, and the mode of a file
        is octal.
        """
        return not isinstance(resolve(self.text), bool) and not self.is_mode

    @property
    def is_mode(self) -> bool:
        """Whether it is the mode of a file, which everybody means to be octal."""
        return str(self.pointer[-1] if self.pointer else "").lower().endswith("mode")


def ambiguous_scalars(document: Document) -> list[AmbiguousScalar]:
    """Return every plain scalar of `document` that readers of YAML disagree about, in order.

    Text that the guard of the short cut lets through has none, so this costs one search. So has
    text in which no word that stands alone is read differently; the rest of it is prose.
    """
    if is_plain_sailing(document.text) or not _may_hold_any(document.text):
        return []
    from argowave.yamlio.exact import read_exact  # noqa: PLC0415 (only where something is odd)

    plain: list[tuple[int, Pointer, str]] = []
    try:
        read_exact(document.text.decode(), strict=False, scalars=plain)
    except (UnreadableError, UnicodeDecodeError):
        return []
    return [
        AmbiguousScalar(document.line + line, pointer, text, message)
        for line, pointer, text in plain
        if (message := disagreement(text)) is not None
    ]


def _may_hold_any(text: bytes) -> bool:
    alone = {word.decode("utf-8", "replace") for word in _ALONE.findall(text)}
    return any(disagreement(word) is not None for word in alone)


def disagreement(text: str) -> str | None:
    """Return how readers differ over a plain scalar, None when they agree."""
    go, core = resolve(text), _core(text)
    if type(go) is type(core) and go == core:
        return None
    numbers = (int, float)
    if isinstance(go, bool):
        mend = f"write {str(go).lower()}, or quote it if it is text"
        return f"{text} is {_shown(go)} to Kubernetes and {_shown(core)} to YAML 1.2; {mend}"
    if type(go) in numbers and type(core) in numbers and go == core:
        return None
    return (
        f"{text} is {_shown(go)} to Kubernetes and {_shown(core)} to YAML 1.2; "
        "quote it if it is text"
    )


def _core(text: str) -> Any:  # noqa: ANN401 (any JSON scalar)
    for form, make in _CORE:
        if form.match(text):
            return make(text)
    return text


def _shown(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return f"the boolean {str(value).lower()}"
    if isinstance(value, (int, float)):
        return f"the number {value}"
    return "a string"
