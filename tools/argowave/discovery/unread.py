"""Files with a mark of Argo CD's that cannot be read → what is said of them.

kubectl refuses such a file, and Argo CD never sees what it was to declare. A template that nothing
here fills in is none of those: until then it is no YAML.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from argowave.finding import Finding
from argowave.sources.request import NotChecked
from argowave.words.listing import first_few
from argowave.yamlio import YamlFault, as_utf8, read_documents

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_SHOWN: Final = 3  # files with one reason
_GROUP: Final = re.compile(r"""["']?apiVersion["']?\s*:\s*["']?argoproj\.io/""")
_KIND: Final = re.compile(
    r"""(?:^[ \t]*(?:-[ \t]+)*|[{,]\s*)["']?kind["']?\s*:\s*["']?"""
    r"""(?:(?:Application|ApplicationSet|AppProject)(?:List)?|ArgoCD)["']?[ \t]*(?:$|[,}#\r])""",
    re.MULTILINE,
)
_SETTINGS: Final = re.compile(
    r"""^[ \t]*(?:metadata:[ \t]*\{[ \t]*)?name:[ \t]*["']?argocd-(?:cm|cmd-params-cm|rbac-cm)\b""",
    re.MULTILINE,
)
_BLANK: Final = (  # to be filled in; none holds another, so that no text takes long to search
    r"\{\{[^{}\n]{1,200}\}\}|\{%[^{%\n]{1,200}%\}|<%[^<%\n]{1,200}%>|\$\{[^{}\n]{1,200}\}|"
    r"@\w{1,100}@|%\w{1,100}%"
)
_BLANKS: Final = re.compile(_BLANK)
_BLANK_LINE: Final = re.compile(rf"^[ \t]*(?:(?:{_BLANK})[ \t]*)+\r?$", re.MULTILINE)
_CHOICE: Final = re.compile(
    r"^[ \t]*(?:\{\{-?|\{%-?|<%-?)\s*(?:if|else|elsif|elif|range|for|with|define|block|end)\b",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that cannot be read, or not all of it; or a folder that cannot."""

    path: str  # relative to the repository
    faults: tuple[YamlFault, ...]  # of its documents; none where the file may not be read
    why: str = ""  # it is not at fault; "" where it is

    @classmethod
    def barred(cls, path: str, error: OSError) -> Unread:
        """Return a file or folder that may not be read."""
        return cls(path, (), f"it cannot be read: {error.strerror}")


def _is_argocds(text: str) -> bool:
    """Tell whether a text seems to declare one of the objects that Argo CD reads."""
    return bool((_GROUP.search(text) and _KIND.search(text)) or _SETTINGS.search(text))


def unread(path: str, data: bytes, faults: Sequence[YamlFault]) -> Unread:
    """Return a file that cannot be read, and whether it is at fault."""
    text = as_utf8(data).decode("utf-8", "replace")
    why = ""
    if _is_template(text):
        why = "no YAML until somebody fills the template in, and nothing here does"
    elif not _is_argocds(text):
        why = "it cannot be read as YAML, and no more than mentions Argo CD"
    return Unread(path, tuple(faults), why)


def _is_template(text: str) -> bool:
    """Tell whether a text can be read but for what is to be filled in."""
    if _CHOICE.search(text):
        return True
    if not _BLANKS.search(text):
        return False
    names = (f"blank{number}" for number in range(len(text)))
    filled = _BLANKS.sub(lambda _: next(names), _BLANK_LINE.sub("", text))
    documents = read_documents(filled.encode("utf-8", "replace"), "")
    return not any(isinstance(each, YamlFault) for each in documents)


def findings_of(files: Iterable[Unread]) -> Iterator[Finding]:
    """Give what is wrong with those that are at fault."""
    for each in files:
        for fault in () if each.why else each.faults:
            yield Finding(each.path, fault.line, "", "", fault.message, "yaml")


def left_unread(files: Iterable[Unread]) -> Iterator[NotChecked]:
    """Give what is not checked as it cannot be read, each reason once."""
    reasons: dict[str, list[str]] = {}
    for each in files:
        if each.why:
            reasons.setdefault(each.why, []).append(each.path)
    for why, paths in reasons.items():
        yield NotChecked(first_few(paths, _SHOWN), why)
