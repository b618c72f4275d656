"""`argowave manifests [APP…]`: YAML as Argo CD would apply it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from argowave.commands import Exit
from argowave.commands._plots import add_ground, add_named_environments, open_scenes
from argowave.errors import InvocationError
from argowave.words.nearest import nearest

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from argowave.rules import Scene
    from argowave.tree import Application


_EXAMPLES = """examples:
  argowave manifests shop --env dev
  argowave manifests | argowave validate --summary

exit codes: 0 shown, 2 could not run"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of `argowave manifests`."""
    parser.epilog = _EXAMPLES
    parser.description = (
        "Print the manifests of Applications in the order in which Argo CD would apply them, "
        "namespaces filled in; the values of Secrets are hidden."
    )
    parser.add_argument(
        "applications", metavar="APP", nargs="*", help="an Application (default: all of them)"
    )
    add_named_environments(parser)
    add_ground(parser)


def run(arguments: Namespace) -> Exit:
    """Print the manifests.

    Raises:
        ToolError: there is no such Application, or the environments cannot be loaded.
    """
    wanted = set(arguments.applications)
    met: set[str] = set()
    for scene in open_scenes(arguments):
        for application in scene.tree.applications:
            met.add(application.name)
            if not wanted or application.name in wanted:
                _print(scene, application)
    for name in sorted(wanted - met):
        near = nearest(name, sorted(met))
        message = f"there is no Application {name}"
        hint = f"did you mean {near}?" if near else "`argowave tree` shows all of them"
        raise InvocationError(message, hint=hint)
    return Exit.WELL


def _print(scene: Scene, application: Application) -> None:
    from argowave.report.lines import one_line  # noqa: PLC0415 (not for --help)
    from argowave.yamlio.write import dump  # noqa: PLC0415 (not for --help)

    label = one_line(f"{scene.tree.environment}/{application.name}")
    for source, body in _bodies(scene, application):
        print(f"---\n# {label}: {one_line(source)}\n{dump(body)}", end="")
    for each in application.not_checked:
        print(f"not looked into: {label}: {one_line(f'{each.what}: {each.why}')}", file=sys.stderr)


def _bodies(scene: Scene, application: Application) -> Iterator[tuple[str, dict[str, Any]]]:
    from argowave.resources.inventory import CREATE_NAMESPACE, sync_options  # noqa: PLC0415 (as above)
    from argowave.resources.shown import shown_body  # noqa: PLC0415 (as above)

    resources = scene.inventory.of(application)
    if application.namespace and CREATE_NAMESPACE in sync_options(application.manifest):
        own = {each.name for each in resources if (each.group, each.kind) == ("", "Namespace")}
        if application.namespace not in own:
            yield CREATE_NAMESPACE, _namespace(application)
    shown: set[int] = set()
    for step in scene.steps(application):
        for task in step.tasks:
            if id(task.resource) not in shown:  # a hook of two phases stands once
                shown.add(id(task.resource))
                yield task.resource.manifest.document.source, shown_body(task.resource)


def _namespace(application: Application) -> dict[str, Any]:
    """Return the Namespace that CreateNamespace=true makes, with managedNamespaceMetadata."""
    spec = application.manifest.body.get("spec")
    policy = spec.get("syncPolicy") if isinstance(spec, dict) else None
    managed = policy.get("managedNamespaceMetadata") if isinstance(policy, dict) else None
    metadata: dict[str, Any] = {"name": application.namespace}
    for field in ("labels", "annotations"):
        if isinstance(managed, dict) and isinstance(managed.get(field), dict):
            metadata[field] = managed[field]
    return {"apiVersion": "v1", "kind": "Namespace", "metadata": metadata}
