"""`argowave tree [ENV…]`: every Application with every manifest, recursively."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from argowave.commands import Exit
from argowave.commands._parser import add_format
from argowave.commands._plots import add_environments, add_ground, open_scenes

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from argowave.resources import Resource
    from argowave.rules import Scene
    from argowave.tree import Application


_EXAMPLES = """examples:
  argowave tree dev

exit codes: 0 shown, 2 could not run"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of `argowave tree`."""
    parser.epilog = _EXAMPLES
    add_environments(parser)
    add_ground(parser)
    add_format(parser, ("text", "json"))


def run(arguments: Namespace) -> Exit:
    """Print the tree of each environment.

    Raises:
        ToolError: the environments cannot be loaded.
    """
    scenes = open_scenes(arguments)
    if arguments.format == "json":
        import json  # noqa: PLC0415 (one format)

        described = [_described(scene) for scene in scenes]
        print(json.dumps({"version": 1, "environments": described}, indent=2))
        return Exit.WELL
    from argowave.report.lines import one_line, reasons_once  # noqa: PLC0415 (not for --help)

    for scene in scenes:
        print(one_line(scene.tree.environment))
        lines = (line for each in _by_hand(scene) for line in _lines(scene, each, "  "))
        for line in reasons_once(lines):
            print(one_line(line))
    return Exit.WELL


def _by_hand(scene: Scene) -> list[Resource]:
    return [
        each
        for each in scene.inventory.resources
        if each.application is None and not each.manifest.generated
    ]


def _child(scene: Scene, resource: Resource) -> Application | None:
    """Return the Application that a resource is, None where its tree hangs elsewhere."""
    found = scene.inventory.application_of(resource)
    return found if found is not None and found.manifest is resource.manifest else None


def _lines(scene: Scene, resource: Resource, indent: str) -> Iterator[str]:
    namespace = f" in {resource.namespace}" if resource.namespace else ""
    yield f"{indent}{resource.subject}{namespace}  {resource.manifest.place}"
    for made in scene.inventory.made_by(resource):
        yield from _lines(scene, made, indent + "  ")
    application = _child(scene, resource)
    if application is None:
        return
    for each in application.not_checked:
        yield f"{indent}  (not looked into: {each.what}: {each.why})"
    for below in scene.inventory.of(application):
        yield from _lines(scene, below, indent + "  ")


def _described(scene: Scene) -> dict[str, Any]:
    objects = [_object(scene, each) for each in _by_hand(scene)]
    return {"environment": scene.tree.environment, "objects": objects}


def _object(scene: Scene, resource: Resource) -> dict[str, Any]:
    described: dict[str, Any] = {
        "apiVersion": resource.manifest.api_version,
        "kind": resource.kind,
        "name": resource.name,
        "namespace": resource.namespace,
        "file": resource.manifest.document.source,
        "line": resource.manifest.line,
    }
    if made := scene.inventory.made_by(resource):
        described["objects"] = [_object(scene, each) for each in made]
    application = _child(scene, resource)
    if application is not None:
        described["project"] = application.project
        described["destination"] = {
            "cluster": scene.inventory.cluster_of(application),
            "namespace": application.namespace,
        }
        described["notChecked"] = [
            {"what": each.what, "why": each.why} for each in application.not_checked
        ]
        described["objects"] = [_object(scene, each) for each in scene.inventory.of(application)]
    return described
