"""undefined-template: a workflow runs a template, or waits for a task, that it does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.references.named import places
from argowave.resources.key import Key
from argowave.rules.rule import Rule, at, place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.references.reference import Path
    from argowave.resources import Resource
    from argowave.rules.scene import Scene

_GROUP: Final = "argoproj.io"
_SPECS: Final[dict[str, Path]] = {
    "Workflow": ("spec",),
    "WorkflowTemplate": ("spec",),
    "ClusterWorkflowTemplate": ("spec",),
    "CronWorkflow": ("spec", "workflowSpec"),
}
_RUNNING: Final = ("templates[].steps[][]", "templates[].dag.tasks[]")


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each name that is none of the workflow's own, nor of the one it names.

    A name with `{{` is filled in when it runs. With workflowTemplateRef everything is elsewhere.
    """
    for kind, spec in _SPECS.items():
        for workflow in scene.inventory.of_kind(_GROUP, kind):
            if workflow.items(*spec, "templates") and not workflow.at(*spec, "workflowTemplateRef"):
                yield from _of_workflow(workflow, spec)
            for pattern in _RUNNING:
                for path in places(workflow, f"{pattern}.templateRef", spec):
                    yield from _of_other(scene, workflow, path)


def _of_workflow(workflow: Resource, spec: Path) -> Iterator[Finding]:
    known = _templates(workflow, spec)
    paths: list[Path] = [(*spec, "entrypoint"), (*spec, "onExit")]
    paths += [each for one in _RUNNING for each in places(workflow, f"{one}.template", spec)]
    for path in paths:
        yield from _judge(workflow, path, "template", known, workflow.subject)
    for graph in places(workflow, "templates[].dag", spec):
        tasks = [workflow.text(*each) for each in places(workflow, "tasks[].name", graph)]
        for path in places(workflow, "tasks[].dependencies[]", graph):
            yield from _judge(workflow, path, "task", tasks, "the template")


def _of_other(scene: Scene, workflow: Resource, path: Path) -> Iterator[Finding]:
    """Judge a template of another WorkflowTemplate, where the tree has that."""
    wide = workflow.at(*path, "clusterScope") is True
    kind, namespace = f"{'Cluster' if wide else ''}WorkflowTemplate", workflow.namespace
    name = workflow.text(*path, "name")
    key = Key(workflow.cluster, _GROUP, kind, "" if wide else namespace, name)
    other = scene.inventory.find(key)
    if other is not None:
        known = _templates(other, ("spec",))
        yield from _judge(workflow, (*path, "template"), "template", known, place(other))


def _templates(workflow: Resource, spec: Path) -> list[str]:
    return [workflow.text(*each) for each in places(workflow, "templates[].name", spec)]


def _judge(
    workflow: Resource, path: Path, what: str, known: list[str], holder: str
) -> Iterator[Finding]:
    name = workflow.text(*path)
    if name and "{{" not in name and name not in known:
        has = f"it has {', '.join(known)}" if known else "it has none"
        yield at(workflow, path, f"{holder} has no {what} {name}; {has}")


RULE = Rule(
    name="undefined-template",
    summary="a workflow of Argo runs a template, or waits for a task, that is not there",
    why=(
        "Kubernetes takes the object, and each run of it is refused when it starts: `template name "
        "undefined`. A CronWorkflow shows it at night."
    ),
    mend="Mend the name, or add the template.",
    source="https://argo-workflows.readthedocs.io/en/latest/workflow-templates/",
    check=check,
)
