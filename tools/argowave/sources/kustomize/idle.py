"""Patches and images of a build that are for nothing, over which kustomize is silent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from argowave.finding import Finding, Severity
from argowave.nearest import did_you_mean
from argowave.sources.detection import KUSTOMIZATION_NAMES
from argowave.sources.kustomize.unmatched import PLAIN, may_lack, name_of, unmatched
from argowave.validate.pointer import show_pointer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from argowave.sources.source import KustomizeOptions
    from argowave.yamlio import Document

_COMPONENT: Final = "Component"  # made for kustomizations that may lack what it changes
_RENAMING: Final = ("namePrefix", "nameSuffix")
_PATCHES: Final = ("patches", "patchesJson6902")


def for_nothing(
    options: KustomizeOptions, pieces: Sequence[Document], built: Sequence[Document]
) -> Iterator[Finding]:
    """Give a warning for each target that nothing has, and each image that nothing runs.

    Args:
        options: what the Application changes.
        pieces: every document that the build read.
        built: what it gave.
    """
    yield from unmatched(options.patches, pieces, built)
    own = [each for each in pieces if _is_kustomization(each)]
    if may_lack(pieces, ""):
        return
    others = [each for each in pieces if not _is_kustomization(each)]
    renamed = bool(options.name_prefix or options.name_suffix) or any(
        each.may_say(word) for each in pieces for word in _RENAMING
    )
    for each in own:
        if each.body.get("kind") == _COMPONENT:
            continue
        for field in _PATCHES:
            yield from _targets(each, field, built, renamed=renamed)
        yield from _images(each, others, own, built)


def _is_kustomization(document: Document) -> bool:
    return document.source.rpartition("/")[2] in KUSTOMIZATION_NAMES and isinstance(
        document.body, dict
    )


def _targets(
    document: Document, field: str, built: Sequence[Document], *, renamed: bool
) -> Iterator[Finding]:
    """Give a warning for a kind and name that no built object has (types/selector.go).

    A name may have got a hash, and where something renames objects, anything around it.
    """
    for index, patch in enumerate(_listed(document.body, field)):
        target = patch.get("target")
        if not isinstance(target, dict):
            continue
        kind, name = target.get("kind"), target.get("name")
        if not (isinstance(kind, str) and PLAIN.fullmatch(kind)):
            continue
        if not (isinstance(name, str) and PLAIN.fullmatch(name)):
            continue
        names = [name_of(each.body) for each in built if each.body.get("kind") == kind]
        if any(each == name or each.startswith(f"{name}-") for each in names):
            continue
        if renamed and any(name in each for each in names):
            continue
        message = f"the patch is for {kind}/{name}, which is not there: it changes nothing"
        message += did_you_mean(name, names)
        yield _finding(document, (field, index, "target"), message)


def _images(
    document: Document,
    others: Sequence[Document],
    own: Sequence[Document],
    built: Sequence[Document],
) -> Iterator[Finding]:
    """Give a warning for an image that neither a file nor the result names.

    Another kustomization may have renamed it, and a chart that kustomize inflates may bring it.
    """
    for index, image in enumerate(_listed(document.body, "images")):
        name = image.get("name")
        if not isinstance(name, str) or not name:
            continue
        beside = [each for each in own if each is not document]
        if any(each.may_say(name) for each in (*others, *beside)):
            continue
        if not any(name in str(each.body) for each in built):
            message = f"nothing here has the image {name}, so that this changes nothing"
            yield _finding(document, ("images", index, "name"), message)


def _listed(body: dict[str, Any], field: str) -> list[dict[str, Any]]:
    stated = body.get(field)
    entries = stated if isinstance(stated, list) else []
    return [each if isinstance(each, dict) else {} for each in entries]


def _finding(document: Document, path: tuple[str | int, ...], message: str) -> Finding:
    line = document.line_of(path)
    pointer = show_pointer(path)
    return Finding(
        document.source, line, "", pointer, message, "kustomize", severity=Severity.WARNING
    )
