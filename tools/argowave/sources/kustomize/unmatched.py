"""A patch with a target that no built object can be, over which kustomize says nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from argowave.finding import Finding, Severity
from argowave.nearest import did_you_mean
from argowave.validate.pointer import show_pointer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from argowave.sources.kustomize.renaming import Renaming
    from argowave.yamlio import Document

PLAIN: Final = re.compile(r"[A-Za-z0-9-]+")
_WORD: Final = re.compile(r"[A-Za-z0-9.-]+")  # an expression that is for itself
# what takes objects away or calls them something else, so that the result tells nothing
_CHANGES: Final = ("$patch", "local-config", "transformers", "allowNameChange", "allowKindChange")


def unmatched(
    patches: Sequence[dict[str, Any]],
    pieces: Iterable[Document],
    built: Sequence[Document],
    renames: Renaming,
) -> Iterator[Finding]:
    """Give a warning for each patch of an Application whose target is nothing that was built.

    Where the build may have had what it does not show, only a name that no file has is said to be
    missing.

    Args:
        patches: spec.source.kustomize.patches.
        pieces: what the build read.
        built: what it gave.
        renames: what it may have put around names.
    """
    if not patches:
        return
    read = tuple(pieces)
    shows_all = not may_lack(read, str(patches))
    for index, patch in enumerate(patches):
        stated = patch.get("target")
        target = stated if isinstance(stated, dict) else {}
        name = target.get("name")
        if not isinstance(name, str):
            continue
        is_known = shows_all or not any(piece.may_say(name) for piece in read)
        why = why_nothing(target, read, built, renames) if is_known else ""
        if why:
            pointer = show_pointer(("kustomize", "patches", index, "target"))
            message = f"the patch is for {why}"
            yield Finding("", None, "", pointer, message, "kustomize", Severity.WARNING)


def why_nothing(
    target: dict[str, Any],
    pieces: Iterable[Document],
    built: Iterable[Document],
    renames: Renaming,
) -> str:
    """Return what is selected and why it is nothing, "" where it may be something.

    Selector in kustomize's api/types/selector.go, and applyReplacement in filters/replacement: kind
    and name are anchored expressions, as are a patch's group and version, of which none is any.
    Here they have to be plain words. A name may have got a hash, a prefix and a suffix.
    """
    kind, name = target.get("kind"), target.get("name")
    if not (isinstance(kind, str) and isinstance(name, str)):
        return ""
    if not (PLAIN.fullmatch(kind) and PLAIN.fullmatch(name)):
        return ""
    alike = [each.body for each in built if each.body.get("kind") == kind]
    names = [name_of(each) for each in alike]
    found = [each for each in alike if renames.may_be(name, name_of(each))]
    if not found:
        hint = did_you_mean(name, [*names, *map(renames.plain, names)])
        return f"{kind}/{name}, which is not there, so that it changes nothing{hint}"
    read = (each.body for each in pieces if isinstance(each.body, dict))
    if any(_is_of(target, each) for each in (*found, *read) if each.get("kind") == kind):
        return ""
    group, version = (target.get(each) or "*" for each in ("group", "version"))
    has = found[0].get("apiVersion")
    return f"{kind}/{name} of {group}/{version}, and that is of {has}, so that it changes nothing"


def _is_of(target: dict[str, Any], body: Mapping[str, Any]) -> bool:
    group, _, version = str(body.get("apiVersion")).rpartition("/")
    return all(
        not isinstance(stated, str) or not _WORD.fullmatch(stated) or stated == own
        for stated, own in ((target.get("group"), group), (target.get("version"), version))
    )


def may_lack(pieces: Iterable[Document], patches: str) -> bool:
    """Tell whether the build may have had objects that its result does not show as they were."""
    return any(word in patches for word in _CHANGES) or any(
        piece.may_say(word) for piece in pieces for word in _CHANGES
    )


def name_of(body: Mapping[str, Any]) -> str:
    """Return an object's metadata.name, "" where it has none."""
    metadata = body.get("metadata")
    return str(metadata.get("name")) if isinstance(metadata, dict) else ""
