"""A patch with a target that no built object can be, over which kustomize says nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from argowave.finding import Finding, Severity
from argowave.validate.pointer import show_pointer
from argowave.words.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from argowave.sources.kustomize.renaming import Renaming
    from argowave.yamlio import Document

PLAIN: Final = re.compile(r"[A-Za-z0-9-]+")
_WORD: Final = re.compile(r"[A-Za-z0-9.-]+")  # an expression that is for itself
_EQUAL: Final = re.compile(r"([\w./-]+)\s*==?\s*([\w.-]+)")
_AS_THEY_ARE: Final = ("APIService", "CustomResourceDefinition", "Namespace")  # get no prefix
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
    if not (isinstance(kind, str) and PLAIN.fullmatch(kind)):
        return ""
    if name is not None and not (isinstance(name, str) and PLAIN.fullmatch(name)):
        return ""
    bodies = [each.body for each in built]
    alike = [each for each in bodies if each.get("kind") == kind]
    if not alike:
        hint = did_you_mean(kind, {str(each.get("kind")) for each in bodies})
        missing = f"{kind}/{name}, which is not there, so that it changes nothing{hint}"
        return missing if name else ""
    read = [each.body for each in pieces if isinstance(each.body, dict)]
    of_kind = [each for each in read if each.get("kind") == kind]
    if kind == "Namespace" and any(name_of(each) == name for each in of_kind):
        return ""  # the namespace of a kustomization is the name of its Namespace, too
    finds = renames.anywhere() if kind in _AS_THEY_ARE else renames
    named = [each for each in alike if not name or finds.may_be(str(name), name_of(each))]
    if not named:
        return f"{kind}/{name}, {_why_unnamed(str(name), alike, finds)}"
    return _why_another(target, f"{kind}/{name}" if name else kind, (named, of_kind), renames)


def _why_unnamed(name: str, alike: Sequence[Mapping[str, Any]], renames: Renaming) -> str:
    names = [name_of(each) for each in alike]
    plain = [renames.plain(each) for each in names]
    later = next((old for new, old in zip(names, plain, strict=True) if new == name), "")
    if later:
        return (
            f"which gets that name after it is patched, so that it changes nothing; write {later}"
        )
    return f"which is not there, so that it changes nothing{did_you_mean(name, [*names, *plain])}"


def _why_another(
    target: dict[str, Any],
    what: str,
    found: tuple[list[dict[str, Any]], list[dict[str, Any]]],
    renames: Renaming,
) -> str:
    """Return what else is asked for that nothing of such a kind and name has or had.

    Args:
        target: what a patch selects.
        what: its kind and name.
        found: what was built of that kind and name, and what was read of that kind.
        renames: what a build may have given.
    """
    built, read = found
    if not any(_is_of(target, each) for each in (*built, *read)):
        group, version = (target.get(each) or "*" for each in ("group", "version"))
        has = built[0].get("apiVersion")
        return f"{what} of {group}/{version}, and that is of {has}, so that it changes nothing"
    labels = _equal(target.get("labelSelector"))
    if labels and not any(labels.items() <= _labels(each).items() for each in (*built, *read)):
        shown = ", ".join(f"{key}={value}" for key, value in labels.items())
        return f"{what} with {shown}, and none has these labels, so that it changes nothing"
    namespace = target.get("namespace")
    if isinstance(namespace, str) and PLAIN.fullmatch(namespace):
        given = {_namespace(each) for each in built}
        known = {*renames.namespaces, *map(_namespace, read), *(given - {renames.namespace})}
        nothing = "so that it changes nothing"
        if namespace not in known and namespace == renames.namespace:
            return f"{what} in namespace {namespace}, where it gets after it is patched, {nothing}"
        if namespace not in known:
            hint = did_you_mean(namespace, known)
            return f"{what} in namespace {namespace}, where none is, {nothing}{hint}"
    return ""


def _equal(selector: object) -> dict[str, str]:
    """Return the labels of a selector that only says what is equal, nothing of another one."""
    parts = selector.split(",") if isinstance(selector, str) else []
    found = [_EQUAL.fullmatch(each.strip()) for each in parts]
    return {each[1]: each[2] for each in found if each} if all(found) else {}


def _labels(body: Mapping[str, Any]) -> dict[str, Any]:
    metadata = body.get("metadata")
    labels = metadata.get("labels") if isinstance(metadata, dict) else None
    return labels if isinstance(labels, dict) else {}


def _namespace(body: Mapping[str, Any]) -> str:
    metadata = body.get("metadata")
    stated = metadata.get("namespace") if isinstance(metadata, dict) else None
    return str(stated or "default")  # as kustomize takes what has none


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
