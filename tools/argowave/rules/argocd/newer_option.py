"""newer-option: something that the Argo CD in use does not know yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.gates import installed_version
from argowave.manifest import SYNC_OPTIONS
from argowave.order.hooks import DELETE_POLICY, HOOK, listed
from argowave.rules.argocd._annotations import annotation
from argowave.rules.argocd._versions import (
    DELETE_POLICIES,
    FIELDS,
    HOOKS,
    OPTIONS,
    show,
)
from argowave.rules.rule import Rule, at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from argowave.finding import Finding
    from argowave.gates import Version
    from argowave.resources import Inventory, Resource
    from argowave.rules.scene import Scene

_WORDS = {HOOK: HOOKS, DELETE_POLICY: DELETE_POLICIES, SYNC_OPTIONS: OPTIONS}


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each word and field that came with a later version."""
    installed = installed_version(scene.tree)
    if installed is not None:
        rest = f"the tree installs {show(installed)}, which passes over it; leave it out or upgrade"
        yield from newer_than(scene.inventory, installed, rest)


def newer_than(inventory: Inventory, version: Version, rest: str) -> Iterator[Finding]:
    """Give a finding for each word and field that came after a version of Argo CD.

    Args:
        inventory: the tree's objects.
        version: of Argo CD.
        rest: what a message says of it, after "came with Argo CD 3.2, and".
    """
    for resource in inventory.resources:
        annotations = resource.manifest.annotations
        for name, since in _WORDS.items():
            if name in annotations:
                for word in listed(resource.manifest, name):
                    if message := _fault(word, since, version, rest):
                        yield at(resource, annotation(name), message)
    for resource in inventory.of_kind("argoproj.io", "Application"):
        yield from _application(resource, version, rest)


def _application(resource: Resource, version: Version, rest: str) -> Iterator[Finding]:
    path = ("spec", "syncPolicy", "syncOptions")
    for index, option in enumerate(resource.items(*path)):
        if isinstance(option, str) and (message := _fault(option, OPTIONS, version, rest)):
            yield at(resource, (*path, index), message)
    for field, since in FIELDS:
        if since > version and resource.at(*field) is not None:
            yield at(resource, field, _message(field[-1], since, rest))


def _fault(word: str, since: Mapping[str, Version], version: Version, rest: str) -> str:
    return _message(word, since[word], rest) if since.get(word, version) > version else ""


def _message(word: str, since: Version, rest: str) -> str:
    return f"{word} came with Argo CD {show(since)}, and {rest}"


RULE = Rule(
    name="newer-option",
    summary="something that the Argo CD in use does not know yet",
    why=(
        "An older Argo CD passes over options, hooks and fields that it does not know: a hook "
        "never runs, a protection does not protect, and nothing says so."
    ),
    mend="Upgrade Argo CD before the option is used, or do without it.",
    source="https://argo-cd.readthedocs.io/en/stable/operator-manual/upgrading/overview/",
    check=check,
)
