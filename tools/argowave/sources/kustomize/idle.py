"""Patches, images and replacements that are for nothing, over which kustomize is silent."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from argowave.finding import Finding, Severity
from argowave.sources.detection import KUSTOMIZATION_NAMES
from argowave.sources.kustomize.renaming import renaming
from argowave.sources.kustomize.unmatched import may_lack, unmatched, why_nothing
from argowave.validate.pointer import show_pointer
from argowave.words.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from argowave.sources.source import KustomizeOptions
    from argowave.yamlio import Document

    Path = tuple[str | int, ...]

_COMPONENT: Final = "Component"  # made for kustomizations that may lack what it changes
_PATCHES: Final = ("patches", "patchesJson6902")
# what may stand beside the name of an image that is part of a longer name
_PART: Final = r"[\w./-]"
_IMAGE: Final = re.compile(r"'image': '([^']+)'")
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
    yield from _images_of_application(options.images, pieces, built)
    others = [each for each in pieces if not _is_kustomization(each)]
    for each in own:
        if each.body.get("kind") == _COMPONENT:
            continue
        beside = renaming(options, (other for other in own if other is not each))
        ahead = renames.ahead_of(each.body, beside)
        for path, target, what in _selecting(each.body):
            selected = target if isinstance(target, dict) else {}
            finds = ahead if path[0] == "patches" else renames
            why = why_nothing(selected, others, built, finds)
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
    """Give a warning for an image of a kustomization that neither a file nor the result names."""
    beside = [each for each in own if each is not document]
    for index, image in enumerate(_listed(document.body, "images")):
        name = image.get("name")
        why = _no_image(name, (*others, *beside), built) if isinstance(name, str) else ""
        if why:
            yield _finding(document, ("images", index, "name"), why)


def _images_of_application(
    images: Sequence[str], pieces: Sequence[Document], built: Sequence[Document]
) -> Iterator[Finding]:
    """Give a warning for an image of an Application that nothing names, nor another of them."""
    for index, image in enumerate(images):
        name = image.partition("=")[0] if "=" in image else _without_tag(image)
        if any(name in each for each in (*images[:index], *images[index + 1 :])):
            continue
        why = _no_image(name, pieces, built)
        if why:
            pointer = show_pointer(("kustomize", "images", index))
            yield Finding("", None, "", pointer, why, "kustomize", Severity.WARNING)


def _without_tag(image: str) -> str:
    place, slash, last = image.partition("@")[0].rpartition("/")
    return place + slash + last.partition(":")[0]


def _no_image(name: str, pieces: Sequence[Document], built: Sequence[Document]) -> str:
    """Return what is wrong with the name of an image that nothing has, "" where something may.

    Another kustomization may have renamed it, and a chart that kustomize inflates may bring it. The
    name is an expression, and the whole of what stands before the tag: acme/web is not
    ghcr.io/acme/web (IsImageMatched in internal/image).
    """
    if not name or _PATTERN & set(name):
        return ""
    whole = re.compile(f"(?<!{_PART}){re.escape(name)}(?!{_PART})")
    if any(_may_name(each, name, whole) for each in pieces):
        return ""
    if any(whole.search(str(each.body)) for each in built):
        return ""
    meant = _ending(name, built) or _beside(name, built)
    hint = f"; did you mean {meant}?" if meant else ""
    return f"nothing here has the image {name}, so that this changes nothing{hint}"


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


def _beside(name: str, built: Sequence[Document]) -> str:
    """Return an image of the same place whose own name is like another one's, "" for none."""
    place, slash, last = name.rpartition("/")
    run = (_without_tag(image) for each in built for image in _IMAGE.findall(str(each.body)))
    parts = (each.rpartition("/") for each in run)
    near = nearest(last, [each[2] for each in parts if each[0] == place])
    return f"{place}{slash}{near}" if near else ""


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
