"""Workflows of Argo: where their templates stand, and which one each step and task runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from argowave.references.named import places
from argowave.resources.key import Key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.references.reference import Path
    from argowave.resources import Inventory, Resource

GROUP: Final = "argoproj.io"
RUNNING: Final = ("templates[].steps[][]", "templates[].dag.tasks[]")
INLINE: Final = "inline"  # a template in a step, with inputs of its own
_SENSORS: Final = (
    "spec.triggers[].template.argoWorkflow.source.resource.spec",
    "spec.triggers[].template.k8s.source.resource.spec",
)
_SPECS: Final[dict[str, tuple[str, ...]]] = {
    "Workflow": ("spec",),
    "WorkflowTemplate": ("spec",),
    "ClusterWorkflowTemplate": ("spec",),
    "CronWorkflow": ("spec.workflowSpec",),
    "Sensor": _SENSORS,
}


class Workflow(NamedTuple):
    """The spec of a workflow, in whatever object it stands."""

    holder: Resource
    spec: Path

    @property
    def has_own_templates(self) -> bool:
        """Whether its templates stand in it, and not in another object that it names."""
        has_some = bool(self.holder.items(*self.spec, "templates"))
        return has_some and not self.holder.at(*self.spec, "workflowTemplateRef")

    def templates(self) -> dict[str, Path]:
        """Return where each of its templates stands, by name."""
        found = places(self.holder, "templates[].name", self.spec)
        return {self.holder.text(*path): path[:-1] for path in found}


class Template(NamedTuple):
    """One template of a workflow."""

    holder: Resource
    path: Path


def workflows(inventory: Inventory) -> Iterator[Workflow]:
    """Give every workflow of the tree."""
    for kind, patterns in _SPECS.items():
        for holder in inventory.of_kind(GROUP, kind):
            for pattern in patterns:
                for spec in places(holder, pattern):
                    if kind != "Sensor" or holder.text(*spec[:-1], "kind") == "Workflow":
                        yield Workflow(holder, spec)


def steps(workflow: Workflow) -> Iterator[Path]:
    """Give the path of each step and task."""
    for pattern in RUNNING:
        yield from places(workflow.holder, pattern, workflow.spec)


def other_workflow(inventory: Inventory, workflow: Workflow, reference: Path) -> Workflow | None:
    """Return the WorkflowTemplate that a templateRef names, None where it is not in the tree."""
    holder, spec = workflow
    wide = holder.at(*reference, "clusterScope") is True
    kind = f"{'Cluster' if wide else ''}WorkflowTemplate"
    # a workflow that a Sensor makes may say that it is in another namespace
    namespace = holder.text(*spec[:-1], "metadata", "namespace") or holder.namespace
    name = holder.text(*reference, "name")
    key = Key(holder.cluster, GROUP, kind, "" if wide else namespace, name)
    other = inventory.find(key)
    return None if other is None else Workflow(other, ("spec",))


def template_of(
    inventory: Inventory, workflow: Workflow, own: dict[str, Path], step: Path
) -> Template | None:
    """Return the template that a step or task runs, None where it is not here.

    Args:
        inventory: of the tree.
        workflow: of the step.
        own: the workflow's own templates.
        step: the path of the step.
    """
    holder = workflow.holder
    if path := own.get(holder.text(*step, "template")):
        return Template(holder, path)
    reference = (*step, "templateRef")
    if not holder.mapping(*reference):
        return None
    other = other_workflow(inventory, workflow, reference)
    path = other.templates().get(holder.text(*reference, "template")) if other else None
    return Template(other.holder, path) if other and path else None
