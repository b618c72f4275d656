"""ignore-differences: an ignored path that Argo CD refuses, or that can match nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from argowave.finding import Severity
from argowave.rules.argocd._jq import jq_fault
from argowave.rules.rule import Rule, at
from argowave.sources.globs import directory_glob
from argowave.words.slip import slip_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from argowave.finding import Finding
    from argowave.resources import Resource
    from argowave.rules.scene import Scene

_AT: Final = ("spec", "ignoreDifferences")


def check(scene: Scene) -> Iterator[Finding]:
    """Give errors for expressions that do not parse, and warnings for what has no effect.

    NewIgnoreNormalizer in util/argo/normalizers/diff_normalizer.go: a jq expression that does not
    parse or compile is an error of the whole comparison. Remove in github.com/evanphx/json-patch
    takes a pointer apart at its slashes and leaves out what is before the first one.
    """
    for application in scene.inventory.of_kind("argoproj.io", "Application"):
        for index, entry in enumerate(application.items(*_AT)):
            if isinstance(entry, dict):
                yield from _expressions(application, index)
                yield from _pointers(application, index)
                yield from _kind(scene, application, index)


def _expressions(application: Resource, index: int) -> Iterator[Finding]:
    path = (*_AT, index, "jqPathExpressions")
    for number, stated in enumerate(application.items(*path)):
        if isinstance(stated, str) and (wrong := jq_fault(stated)):
            message = (
                f"{stated or 'an empty text'} is no expression of jq: {wrong}; Argo CD cannot "
                "compare the Application and never syncs it by itself"
            )
            yield at(application, (*path, number), message)


def _pointers(application: Resource, index: int) -> Iterator[Finding]:
    path = (*_AT, index, "jsonPointers")
    for number, stated in enumerate(application.items(*path)):
        if isinstance(stated, str) and not stated.startswith("/"):
            message = f"{stated or 'an empty text'} is no JSON pointer and ignores nothing; "
            message += f"{_pointer(stated)}" if stated else "write one that begins with a slash"
            yield _warning(at(application, (*path, number), message))


def _pointer(stated: str) -> str:
    steps = stated.lstrip(".")
    return f"write /{steps if '/' in steps else steps.replace('.', '/')}"


def _kind(scene: Scene, application: Resource, index: int) -> Iterator[Finding]:
    """Give a warning for a kind that is a slip of one that the Application brings."""
    path = (*_AT, index, "kind")
    stated = application.text(*path)
    found = scene.inventory.application_of(application)
    if not stated or found is None:
        return
    kinds: set[Any] = {each.kind for each in scene.inventory.of(found)}
    near = slip_of(stated, sorted(kinds)) if stated not in kinds else ""
    if near:
        message = f"no object has the kind {stated}, so that nothing is ignored; write {near}"
        yield _warning(at(application, path, message))
    if not found.not_checked:
        yield from _group(scene.inventory.of(found), application, index)


def _group(objects: Iterable[Resource], application: Resource, index: int) -> Iterator[Finding]:
    """Give a warning for a kind that what the Application brings has in another group.

    Both are patterns, as the name and the namespace are, and a group that is left out is the core
    group's "" (Normalize in diff_normalizer.go).
    """
    path = (*_AT, index)
    kind, stated = application.text(*path, "kind"), application.text(*path, "group")
    groups = {each.group for each in objects if each.kind == kind}
    if not groups or any(directory_glob(stated, "").fullmatch(each) for each in groups):
        return
    what = f"group {stated}" if stated else "no group"
    write = " or ".join(sorted(f"group: {each}" if each else 'group: ""' for each in groups))
    message = f"no {kind} here has {what}, so that nothing is ignored; write {write}"
    yield _warning(at(application, (*path, "group") if stated else path, message))


def _warning(finding: Finding) -> Finding:
    return replace(finding, severity=Severity.WARNING)


RULE = Rule(
    name="ignore-differences",
    summary="an ignored path that Argo CD refuses, or that can match nothing",
    why=(
        "A jq expression that does not parse is an error of every comparison: the Application "
        "stays Unknown and is not synced. A JSON pointer without its leading slash, or a kind "
        "with a slip, ignores nothing without a word."
    ),
    mend=(
        "Begin jq expressions with a dot (.spec.replicas) and JSON pointers with a slash "
        "(/spec/replicas), and write kinds as objects do."
    ),
    source="https://argo-cd.readthedocs.io/en/stable/user-guide/diffing/",
    check=check,
)
