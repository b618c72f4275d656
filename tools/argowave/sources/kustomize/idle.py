"""Patches, images and replacements that are for nothing, over which kustomize is silent."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from argowave.finding import Finding, Severity
from argowave.sources.detection import KUSTOMIZATION_NAMES
from argowave.sources.kustomize.renaming import renaming
from argowave.sources.kustomize.unmatched import may_lack, unmatched, why_nothing
from argowave.validate.pointer import show_pointer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from argowave.sources.source import KustomizeOptions
    from argowave.yamlio import Document

    Path = tuple[str | int, ...]

_COMPONENT: Final = "Component"  # made for kustomizations that may lack what it changes
_PATCHES: Final = ("patches", "patchesJson6902")
# what may stand beside the name of an image that is part of a longer name
_PART: Final = r"[\w./-]"
_PATTERN: Final = frozenset("*+?()[]|^$\\{}")


def for_nothing(
    options: KustomizeOptions, pieces: Sequence[Document], built: Sequence[Document]
) -> Iterator[Finding]:
    """Give a warning for each target that nothing has, and each image that nothing runs.

    Args:
        options: what the Application changes.
        pieces: every document that the build read.
        built: what it gave.
    """
    own = [each for each in pieces if _is_kustomization(each)]
    renames = renaming(options, own)
    yield from unmatched(options.patches, pieces, built, renames)
    if may_lack(pieces, ""):
        return
    others = [each for each in pieces if not _is_kustomization(each)]
    for each in own:
        if each.body.get("kind") == _COMPONENT:
            continue
        for path, target, what in _selecting(each.body):
            selected = target if isinstance(target, dict) else {}
            why = why_nothing(selected, others, built, renames)
            if why:
                yield _finding(each, path, f"the {what} is for {why}")
        yield from _images(each, others, own, built)


def _is_kustomization(document: Document) -> bool:
    return document.source.rpartition("/")[2] in KUSTOMIZATION_NAMES and isinstance(
        document.body, dict
    )


def _selecting(body: dict[str, Any]) -> Iterator[tuple[Path, object, str]]:
    """Give what selects objects, with its path and what it is."""
    for field in _PATCHES:
        for index, patch in enumerate(_listed(body, field)):
            yield (field, index, "target"), patch.get("target"), "patch"
    for index, replacement in enumerate(_listed(body, "replacements")):
        for number, target in enumerate(_listed(replacement, "targets")):
            path = ("replacements", index, "targets", number, "select")
            yield path, target.get("select"), "replacement"


def _images(
    document: Document,
    others: Sequence[Document],
    own: Sequence[Document],
    built: Sequence[Document],
) -> Iterator[Finding]:
    """Give a warning for an image that neither a file nor the result names.

    Another kustomization may have renamed it, and a chart that kustomize inflates may bring it. The
    name is an expression, and the whole of what stands before the tag: acme/web is not
    ghcr.io/acme/web (IsImageMatched in internal/image).
    """
    for index, image in enumerate(_listed(document.body, "images")):
        name = image.get("name")
        if not isinstance(name, str) or not name or _PATTERN & set(name):
            continue
        whole = re.compile(f"(?<!{_PART}){re.escape(name)}(?!{_PART})")
        beside = [each for each in own if each is not document]
        if any(_may_name(each, name, whole) for each in (*others, *beside)):
            continue
        if not any(whole.search(str(each.body)) for each in built):
            message = f"nothing here has the image {name}, so that this changes nothing"
            longer = _ending(name, built)
            message += f"; did you mean {longer}?" if longer else ""
            yield _finding(document, ("images", index, "name"), message)


def _may_name(document: Document, name: str, whole: re.Pattern[str]) -> bool:
    """Tell whether a document may hold a name that is not part of a longer one."""
    if not document.may_say(name):
        return False
    return (
        b"\\" in document.text
        or not document.text
        or bool(whole.search(document.text.decode(errors="replace")))
    )


def _ending(name: str, built: Sequence[Document]) -> str:
    """Return an image that ends with a name and has a registry before it, "" for none."""
    longer = re.compile(rf"[\w.:/-]+/{re.escape(name)}(?!{_PART})")
    found = (longer.search(str(each.body)) for each in built)
    return next((each[0] for each in found if each), "")


def _listed(body: dict[str, Any], field: str) -> list[dict[str, Any]]:
    stated = body.get(field)
    entries = stated if isinstance(stated, list) else []
    return [each if isinstance(each, dict) else {} for each in entries]


def _finding(document: Document, path: Path, message: str) -> Finding:
    line = document.line_of(path)
    pointer = show_pointer(path)
    return Finding(
        document.source, line, "", pointer, message, "kustomize", severity=Severity.WARNING
    )
