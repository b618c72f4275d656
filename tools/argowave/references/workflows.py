"""Argo Workflows, Argo Events and Tekton: what runs → templates, accounts, sources and buses."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Final

from argowave.references.named import Named, named_by, named_references, places

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.references.reference import Path, Reference
    from argowave.resources import Inventory, Resource

_ARGO: Final = "argoproj.io"
_TEMPLATE: Final = ("WorkflowTemplate",)
_ACCOUNT: Final = ("", ("ServiceAccount",), "runs as", "")
# below the spec of a workflow
_OF_WORKFLOW: Final = (
    Named("workflowTemplateRef", _ARGO, _TEMPLATE, "is made from", everywhere="clusterScope"),
    *(
        Named(f"{each}.templateRef", _ARGO, _TEMPLATE, "runs", everywhere="clusterScope")
        for each in ("templates[].steps[][]", "templates[].dag.tasks[]")
    ),
    Named("serviceAccountName", *_ACCOUNT),
    Named("templates[].serviceAccountName", *_ACCOUNT),
)
# where the spec of a workflow stands
_SPECS: Final = {
    "Workflow": ("spec",),
    "WorkflowTemplate": ("spec",),
    "ClusterWorkflowTemplate": ("spec",),
    "CronWorkflow": ("spec.workflowSpec",),
    "WorkflowEventBinding": ("spec.submit",),
    "Sensor": (
        "spec.triggers[].template.argoWorkflow.source.resource.spec",
        "spec.triggers[].template.k8s.source.resource.spec",
    ),
}
_BUS: Final = Named("spec.eventBusName", _ARGO, ("EventBus",), "listens to", "")
_RUN: Final = (Named("spec.serviceAccountName", *_ACCOUNT),)
_TEKTON: Final = "tekton.dev"
_TRIGGERS: Final = "triggers.tekton.dev"
_TABLE: Final = {
    (_ARGO, "Sensor"): (
        _BUS,
        Named(
            "spec.dependencies[]", _ARGO, ("EventSource",), "waits for events of", "eventSourceName"
        ),
        Named("spec.template.serviceAccountName", *_ACCOUNT),
    ),
    (_ARGO, "EventSource"): (
        _BUS._replace(relation="sends to"),
        Named("spec.template.serviceAccountName", *_ACCOUNT),
    ),
    (_TRIGGERS, "EventListener"): (
        *_RUN,
        Named("spec.triggers[].template", _TRIGGERS, ("TriggerTemplate",), "makes", "ref"),
    ),
}


def workflow_references(inventory: Inventory) -> Iterator[Reference]:
    """Give what workflows, sensors and listeners name; a name that is filled in is left out.

    In Sensors the workflow that a trigger makes is in the Sensor's namespace unless it says so.
    """
    yield from named_references(inventory, _TABLE)
    for kind, field in product(_SPECS, _OF_WORKFLOW):
        for resource in inventory.of_kind(_ARGO, kind):
            for pattern in _SPECS[kind]:
                for base in places(resource, pattern):
                    if not _is_of_another_namespace(resource, base):
                        yield from named_by(resource, field, base)
    yield from _tekton(inventory)


def _is_of_another_namespace(resource: Resource, spec: Path) -> bool:
    """Tell whether a workflow that a trigger makes says that it is in another namespace."""
    stated = resource.text(*spec[:-1], "metadata", "namespace") if spec[:-1] else ""
    return stated not in ("", resource.namespace)


def _tekton(inventory: Inventory) -> Iterator[Reference]:
    """Give Tasks and Pipelines; those of a resolver or a bundle come from somewhere else."""
    task = Named("taskRef", _TEKTON, ("Task", "ClusterTask"), "runs")
    pipeline = Named("pipelineRef", _TEKTON, ("Pipeline",), "runs")
    for kind, pattern, field in (
        ("Pipeline", "spec.tasks[]", task),
        ("Pipeline", "spec.finally[]", task),
        ("TaskRun", "spec", task),
        ("PipelineRun", "spec", pipeline),
        ("TriggerTemplate", "spec.resourcetemplates[].spec", pipeline),
    ):
        group = _TRIGGERS if kind == "TriggerTemplate" else _TEKTON
        for resource in inventory.of_kind(group, kind):
            for base in places(resource, pattern):
                if _is_of_another_namespace(resource, base):
                    continue
                if not resource.text(*base, field.at, "bundle"):
                    yield from named_by(resource, field, base)
