"""Charts around others that are not at hand: which values at the top can reach anything at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from argowave.yamlio import YamlFault, read_documents

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_INCLUDED: Final = re.compile(r"\b(?:include|template)\s+(\S+)")
_DEFINED: Final = re.compile(r"\bdefine\s+(\S+?)\s*-?\}\}")
_READ: Final = re.compile(r"\.Values\b(?:\.(\w+))?")
_BY_INDEX: Final = re.compile(r"\bindex\s+\$?\.Values\s+\"([^\"]+)\"")
_FOR_ALL: Final = frozenset(("global", "tags", "exports"))


@dataclass(frozen=True, slots=True)
class Wrapper:
    """A chart that has dependencies, by what can be told without them."""

    folder: Path
    dependencies: frozenset[str]  # their names, or aliases where they have one
    read: frozenset[str]  # further keys that its own templates or conditions read

    def is_read(self, key: str) -> bool:
        """Tell whether a key at the top of the values reaches a dependency or a template."""
        return key in self.dependencies or key in self.read or key in _FOR_ALL


def read_wrapper(folder: Path) -> Wrapper | None:
    """Return a chart's folder as a wrapper, None where it is none or anything may read a value.

    A template that a dependency defines gets all values as they are: a library may read any.
    """
    declared = list(_declared(folder))
    if not declared:
        return None
    texts = [
        path.read_text("utf-8", "replace")
        for path in sorted((folder / "templates").rglob("*"))
        if path.is_file()
    ]
    read = _keys("\n".join(texts))
    if read is None:
        return None
    for each in declared:
        conditions = str(each.get("condition") or "").split(",")
        read |= {step.strip().partition(".")[0] for step in conditions}
        if each.get("import-values"):
            return None
    names = frozenset(str(each.get("alias") or each["name"]) for each in declared)
    return Wrapper(folder, names, frozenset(read))


def _keys(text: str) -> set[str] | None:
    """Return the keys of the values that templates read, None where that cannot be told."""
    if set(_INCLUDED.findall(text)) - set(_DEFINED.findall(text)):
        return None
    read = set(_BY_INDEX.findall(text))
    whole = _BY_INDEX.sub("", text)
    for found in _READ.finditer(whole):
        if not found[1]:
            return None
        read.add(found[1])
    return read


def _declared(folder: Path) -> Iterator[dict[str, Any]]:
    for name in ("Chart.yaml", "requirements.yaml"):
        path = folder / name
        if not path.is_file():
            continue
        for document in read_documents(path.read_bytes(), name):
            if isinstance(document, YamlFault) or not isinstance(document.body, dict):
                continue
            listed = document.body.get("dependencies")
            yield from (
                each
                for each in (listed if isinstance(listed, list) else ())
                if isinstance(each, dict) and isinstance(each.get("name"), str)
            )
