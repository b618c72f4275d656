"""undefined-template: a workflow runs a template, or waits for a task, that it does not have.

Source: ValidateWorkflow and validateDAG in workflow/validate/validate.go of Argo Workflows.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from argowave.references.named import places
from argowave.rules.references._depending import circle, in_words, names_in, results_in
from argowave.rules.references._workflows import INLINE, RUNNING, other_workflow, workflows
from argowave.rules.rule import Rule, at, place
from argowave.typed import texts_in
from argowave.words.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from argowave.finding import Finding
    from argowave.references.reference import Path
    from argowave.resources import Resource
    from argowave.rules.references._workflows import Workflow
    from argowave.rules.scene import Scene

_RESULT: Final = re.compile(r"\{\{\s*(tasks|steps)\.([-\w]+)\.[^{}]*\}\}", re.ASCII)
# of a task, in ValidateTaskResults in workflow/common/ancestry.go
_RESULTS: Final = (
    *("Succeeded", "Failed", "Errored", "Skipped", "Omitted", "Daemoned"),
    *("AnySucceeded", "AllFailed"),
)
# what no task of a DAG may have where one has depends
_OLDER: Final = {
    "dependencies": "write depends",
    "continueOn": "write depends, with TASK.Failed or TASK.Errored",
}
_MANY: Final = 12  # names that a message lists


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each name that is none of the workflow's own, nor of the one it names.

    A name with `{{` is filled in when it runs. With workflowTemplateRef everything is elsewhere.
    """
    for workflow in workflows(scene.inventory):
        if workflow.has_own_templates:
            yield from _of_workflow(workflow)
        for pattern in RUNNING:
            for path in places(workflow.holder, f"{pattern}.templateRef", workflow.spec):
                yield from _of_other(scene, workflow, path)


def _of_workflow(workflow: Workflow) -> Iterator[Finding]:
    holder, spec = workflow
    known = workflow.templates()
    paths: list[Path] = [(*spec, "entrypoint"), (*spec, "onExit")]
    paths += [each for one in RUNNING for each in places(holder, f"{one}.template", spec)]
    for path in paths:
        yield from _judge(holder, path, "template", known, holder.subject)
    for graph in places(holder, "templates[].dag", spec):
        yield from _of_graph(holder, graph)
    for template in known.values():
        yield from _results(holder, template)


def _of_graph(holder: Resource, graph: Path) -> Iterator[Finding]:
    """Judge what the tasks of a DAG wait for, and whether they can ever begin."""
    tasks = {holder.text(*each): each[:-1] for each in places(holder, "tasks[].name", graph)}
    for path in places(holder, "tasks[].dependencies[]", graph):
        yield from _judge(holder, path, "task", tasks, "the template")
    waiting: dict[str, list[str]] = {}
    for name, task in tasks.items():
        depends = names_in(holder.text(*task, "depends"))
        for each in depends:
            if each not in tasks:
                path = (*task, "depends")
                yield at(holder, path, _undefined("the template", "task", each, tasks))
        for each, result in results_in(holder.text(*task, "depends")):
            if each in tasks and result not in _RESULTS:
                has = f"it has {', '.join(_RESULTS)}{did_you_mean(result, _RESULTS)}"
                message = f"a task has no result {result}, and the workflow is refused; {has}"
                yield at(holder, (*task, "depends"), message)
        listed = [each for each in holder.items(*task, "dependencies") if isinstance(each, str)]
        waiting[name] = [each for each in (*depends, *listed) if each in tasks]
    if found := circle(waiting):
        yield at(
            holder, tasks[found[0]], f"{in_words(found)}: the workflow is refused; leave one out"
        )
    yield from _both(holder, tasks)


def _results(holder: Resource, template: Path) -> Iterator[Finding]:
    """Judge whose results the steps or tasks of a template use: those of its own alone."""
    own = {
        "tasks": [holder.text(*each) for each in places(holder, "dag.tasks[].name", template)],
        "steps": [holder.text(*each) for each in places(holder, "steps[][].name", template)],
    }
    if not any(own.values()):
        return
    for path, text in texts_in(holder.at(*template), template):
        for word, name in _RESULT.findall(text) if INLINE not in path else ():
            # of steps.name, which is each one's own, everything is well
            if name not in own[word] and not name.startswith("name"):
                yield at(holder, path, _undefined("the template", word[:-1], name, own[word]))


def _both(holder: Resource, tasks: dict[str, Path]) -> Iterator[Finding]:
    """Give a finding where tasks of one DAG say in both ways what they wait for."""
    new = [path for path in tasks.values() if holder.at(*path, "depends")]
    for field, mend in _OLDER.items() if new else ():
        old = [path for path in tasks.values() if holder.at(*path, field)]
        if old:
            other = holder.text(*new[0], "name")
            message = (
                f"the task has {field} where {other} has depends: Argo Workflows refuses a DAG "
                f"with both; {mend}"
            )
            yield at(holder, (*old[0], field), message)


def _of_other(scene: Scene, workflow: Workflow, path: Path) -> Iterator[Finding]:
    """Judge a template of another WorkflowTemplate, where the tree has that."""
    other = other_workflow(scene.inventory, workflow, path)
    if other is not None:
        known, where = other.templates(), (*path, "template")
        yield from _judge(workflow.holder, where, "template", known, place(other.holder))


def _judge(
    workflow: Resource, path: Path, what: str, known: Iterable[str], holder: str
) -> Iterator[Finding]:
    name = workflow.text(*path)
    if name and "{{" not in name and name not in known:
        yield at(workflow, path, _undefined(holder, what, name, known))


def _undefined(holder: str, what: str, name: str, known: Iterable[str]) -> str:
    names = list(known)
    listed = ", ".join(names[:_MANY]) + (", …" if names[_MANY:] else "")
    near = did_you_mean(name, names) if names[_MANY:] else ""
    has = f"it has {listed}" if names else "it has none"
    return f"{holder} has no {what} {name}; {has}{near}"


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
