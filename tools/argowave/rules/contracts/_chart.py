"""What the Crossplane chart is told: packages to install, kinds to activate."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from argowave.rules.scene import Scene

_ACTIVATIONS: Final = re.compile(r"^[^\S\n]*defaultActivations:[ \t]*\[([^\[\]]*)\]", re.MULTILINE)


def stated(scene: Scene, packages: Iterable[str]) -> frozenset[str]:
    """Return the packages that an Application's values or Crossplane's arguments name."""
    wanted = frozenset(packages)
    if not wanted:
        return wanted
    told = [
        json.dumps(each.manifest.body.get("spec"), default=str) for each in scene.tree.applications
    ]
    told += _arguments(scene)
    return frozenset(package for package in wanted if any(package in text for text in told))


def activates_everything(scene: Scene) -> bool | None:
    """Tell whether Crossplane's own activation policy activates every kind.

    The chart's init container makes a policy of provider.defaultActivations, `*` unless that is
    an empty list. None where the tree does not say what the chart is told.
    """
    arguments = list(_arguments(scene))
    if any(argument.startswith("--activation") for argument in arguments):
        return True
    told = [
        _defaults(values) for values in _values(scene) if isinstance(values.get("provider"), dict)
    ]
    for text in _texts(scene):
        found = _ACTIVATIONS.search(text)
        if found:
            told.append([each for each in found.groups() if each.strip()])
    if [] in told:
        return False
    if any(isinstance(each, list) for each in told):
        return True
    if any("core" in argument for argument in arguments):
        return False  # the chart was rendered, and no argument asks for an activation
    return None


def _defaults(values: dict[str, Any]) -> object:
    return values["provider"].get("defaultActivations")


def _values(scene: Scene) -> Iterator[dict[str, Any]]:
    """Give the valuesObject of every Application that installs the Crossplane chart."""
    for helm in _helm(scene):
        if isinstance(helm.get("valuesObject"), dict):
            yield helm["valuesObject"]


def _helm(scene: Scene) -> Iterator[dict[str, Any]]:
    """Give `helm` of every source that is the Crossplane chart."""
    for application in scene.tree.applications:
        spec = application.manifest.body.get("spec")
        if not isinstance(spec, dict):
            continue
        sources = spec.get("sources")
        for source in [spec.get("source"), *(sources if isinstance(sources, list) else ())]:
            if not isinstance(source, dict) or source.get("chart") != "crossplane":
                continue
            helm = source.get("helm")
            if isinstance(helm, dict):
                yield helm


def _texts(scene: Scene) -> Iterator[str]:
    """Give the values of the Crossplane chart that are written as a text."""
    for helm in _helm(scene):
        if isinstance(helm.get("values"), str):
            yield helm["values"]


def _arguments(scene: Scene) -> Iterator[str]:
    """Give the arguments of Crossplane's init container, where its chart was rendered."""
    path = ("spec", "template", "spec", "initContainers")
    for resource in scene.inventory.of_kind("apps", "Deployment"):
        if resource.name.endswith("crossplane"):
            for number, _ in enumerate(resource.items(*path)):
                arguments = resource.items(*path, number, "args")
                yield from (each for each in arguments if isinstance(each, str))
