"""A patch with a target that no built object can be, over which kustomize says nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from argowave.finding import Finding, Severity
from argowave.nearest import did_you_mean
from argowave.validate.pointer import show_pointer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from argowave.yamlio import Document

PLAIN: Final = re.compile(r"[A-Za-z0-9-]+")
# what takes objects away or calls them something else, so that the result tells nothing
_CHANGES: Final = ("$patch", "local-config", "transformers", "allowNameChange", "allowKindChange")


def unmatched(
    patches: Sequence[dict[str, Any]], pieces: Iterable[Document], built: Sequence[Document]
) -> Iterator[Finding]:
    """Give a warning for each patch of an Application whose target is nothing that was built.

    Selector in kustomize's api/types/selector.go: kind and name are anchored expressions. Here both
    have to be plain words, and a name that merely holds the word counts, as it may have got a
    prefix, a suffix or a hash. Where the build may have had what it does not show, only a name that
    no file has is said to be missing.

    Args:
        patches: spec.source.kustomize.patches.
        pieces: what the build read.
        built: what it gave.
    """
    if not patches:
        return
    read = tuple(pieces)
    shows_all = not may_lack(read, str(patches))
    for index, patch in enumerate(patches):
        stated = patch.get("target")
        target = stated if isinstance(stated, dict) else {}
        kind, name = target.get("kind"), target.get("name")
        if not (isinstance(kind, str) and isinstance(name, str) and PLAIN.fullmatch(name)):
            continue
        names = [name_of(each.body) for each in built if each.body.get("kind") == kind]
        is_known = shows_all or not any(piece.may_say(name) for piece in read)
        if is_known and PLAIN.fullmatch(kind) and not any(name in each for each in names):
            pointer = show_pointer(("kustomize", "patches", index, "target"))
            message = _message(f"{kind}/{name}", name, names)
            yield Finding("", None, "", pointer, message, "kustomize", Severity.WARNING)


def may_lack(pieces: Iterable[Document], patches: str) -> bool:
    """Tell whether the build may have had objects that its result does not show as they were."""
    return any(word in patches for word in _CHANGES) or any(
        piece.may_say(word) for piece in pieces for word in _CHANGES
    )


def _message(target: str, name: str, names: list[str]) -> str:
    hint = did_you_mean(name, names)
    return f"the patch is for {target}, which is not there, so that it changes nothing{hint}"


def name_of(body: Mapping[str, Any]) -> str:
    """Return an object's metadata.name, "" where it has none."""
    metadata = body.get("metadata")
    return str(metadata.get("name")) if isinstance(metadata, dict) else ""
