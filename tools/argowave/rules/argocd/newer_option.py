"""newer-option: something that the Argo CD in use does not know yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.manifest import SYNC_OPTIONS
from argowave.order.hooks import DELETE_POLICY, HOOK, listed
from argowave.rules.argocd._annotations import annotation
from argowave.rules.argocd._versions import (
    DELETE_POLICIES,
    FIELDS,
    HOOKS,
    OPTIONS,
    installed_version,
    show,
)
from argowave.rules.rule import Rule, at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from argowave.finding import Finding
    from argowave.resources import Resource
    from argowave.rules.argocd._versions import Version
    from argowave.rules.scene import Scene

_SYNC_OPTIONSS = {HOOK: HOOKS, DELETE_POLICY: DELETE_POLICIES, SYNC_OPTIONS: OPTIONS}


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each word and field that came with a later version."""
    installed = installed_version(scene)
    if installed is None:
        return
    for resource in scene.inventory.resources:
        annotations = resource.manifest.annotations
        for name, since in _SYNC_OPTIONSS.items():
            if name in annotations:
                for word in listed(resource.manifest, name):
                    if message := _fault(word, since, installed):
                        yield at(resource, annotation(name), message)
    for resource in scene.inventory.of_kind("argoproj.io", "Application"):
        yield from _application(resource, installed)


def _application(resource: Resource, installed: Version) -> Iterator[Finding]:
    path = ("spec", "syncPolicy", "syncOptions")
    for index, option in enumerate(resource.items(*path)):
        if isinstance(option, str) and (message := _fault(option, OPTIONS, installed)):
            yield at(resource, (*path, index), message)
    for field, since in FIELDS:
        if since > installed and resource.at(*field) is not None:
            yield at(resource, field, _message(field[-1], since, installed))


def _fault(word: str, since: Mapping[str, Version], installed: Version) -> str:
    if word not in since or since[word] <= installed:
        return ""
    return _message(word, since[word], installed)


def _message(word: str, since: Version, installed: Version) -> str:
    return (
        f"{word} came with Argo CD {show(since)}, and the tree installs {show(installed)}, which "
        "passes over it; leave it out or upgrade"
    )


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
