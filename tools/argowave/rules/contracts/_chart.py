"""What the Crossplane chart is told: packages to install, kinds to activate."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.rules.scene import Scene


def states(scene: Scene, package: str) -> bool:
    """Tell whether an Application's values or a container's arguments name a package."""
    return any(
        package in json.dumps(each.manifest.body.get("spec"), default=str)
        for each in scene.tree.applications
    ) or any(package in argument for argument in _arguments(scene))


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
    for application in scene.tree.applications:
        spec = application.manifest.body.get("spec")
        if not isinstance(spec, dict):
            continue
        sources = spec.get("sources")
        for source in [spec.get("source"), *(sources if isinstance(sources, list) else ())]:
            helm = source.get("helm") if isinstance(source, dict) else None
            values = helm.get("valuesObject") if isinstance(helm, dict) else None
            if source and source.get("chart") == "crossplane" and isinstance(values, dict):
                yield values


def _arguments(scene: Scene) -> Iterator[str]:
    """Give the arguments of Crossplane's init container, where its chart was rendered."""
    path = ("spec", "template", "spec", "initContainers")
    for resource in scene.inventory.of_kind("apps", "Deployment"):
        if resource.name.endswith("crossplane"):
            for number, _ in enumerate(resource.items(*path)):
                arguments = resource.items(*path, number, "args")
                yield from (each for each in arguments if isinstance(each, str))
