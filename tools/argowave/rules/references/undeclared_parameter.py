"""undeclared-parameter: a pipeline or task of Tekton uses a parameter that it lacks.

Source: validatePipelineParameterUsage and ValidateUsageOfDeclaredParameters in pkg/apis/pipeline/v1
of Tekton, for what stands by itself and not in a run, whose parameters reach everything in it; and
validateParams in pkg/reconciler/taskrun/validate_taskrun.go. Later versions take one too many.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from argowave.finding import Severity
from argowave.references.named import places
from argowave.resources.key import Key
from argowave.rules.rule import Rule, at, place
from argowave.typed import texts_in
from argowave.words.nearest import did_you_mean
from argowave.words.slip import slip_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from argowave.finding import Finding
    from argowave.references.reference import Path
    from argowave.resources import Resource
    from argowave.rules.scene import Scene

_GROUP: Final = "tekton.dev"
_NAME: Final = r"[_a-zA-Z][-\w.]*"
_USED: Final = re.compile(
    rf"(?<!\$)\$\(params(?:\.({_NAME})|\[\"({_NAME})\"\]|\['({_NAME})'\])(?:\[(?:[0-9]+|\*)\])?\)",
    re.ASCII,
)
# of each task of a pipeline, and of each step: what its webhook looks at
_OF_TASKS: Final = (
    *("params[].value", "matrix.params[].value", "matrix.include[].params[].value"),
    *("when[].input", "when[].values"),
)
_OF_STEPS: Final = (
    *("name", "image", "workingDir", "script", "command", "args", "env[].value", "onError"),
    *("volumeMounts[].name", "volumeMounts[].mountPath", "volumeMounts[].subPath"),
)
_GIVEN: Final = ("params[].name", "matrix.params[].name", "matrix.include[].params[].name")
_LISTS: Final = ("tasks", "finally")
# what has a reference to another object → the field with it, and the kind that is meant
_RUNS: Final = {"TaskRun": ("taskRef", "Task"), "PipelineRun": ("pipelineRef", "Pipeline")}


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each parameter without a declaration, and each one without a value."""
    inventory = scene.inventory
    for pipeline in inventory.of_kind(_GROUP, "Pipeline"):
        declared = _declared(pipeline, ("spec",))
        for task in _tasks(pipeline, ("spec",)):
            yield from _uses(pipeline, task, _OF_TASKS, declared)
            own = {**declared, **_declared(pipeline, (*task, "taskSpec"))}
            for step in places(pipeline, "taskSpec.steps[]", task):
                yield from _uses(pipeline, step, _OF_STEPS, own)
            yield from _lacks(scene, pipeline, task, "taskRef", "Task")
    for task_object in inventory.of_kind(_GROUP, "Task", "ClusterTask"):
        for step in places(task_object, "spec.steps[]"):
            yield from _uses(task_object, step, _OF_STEPS, _declared(task_object, ("spec",)))
    for run in inventory.of_kind(_GROUP, *_RUNS):
        yield from _lacks(scene, run, ("spec",), *_RUNS[run.kind])
        for task in _tasks(run, ("spec", "pipelineSpec")):
            yield from _lacks(scene, run, task, "taskRef", "Task")


def _tasks(holder: Resource, spec: Path) -> Iterator[Path]:
    for field in _LISTS:
        yield from places(holder, f"{field}[]", spec)


def _declared(holder: Resource, spec: Path) -> dict[str, dict[str, Any]]:
    """Return the parameters that a pipeline or task declares, by name."""
    listed = holder.items(*spec, "params")
    return {str(each.get("name")): each for each in listed if isinstance(each, dict)}


def _uses(
    holder: Resource, base: Path, fields: Iterable[str], declared: dict[str, dict[str, Any]]
) -> Iterator[Finding]:
    for path in (path for field in fields for path in places(holder, field, base)):
        for where, text in texts_in(holder.at(*path), path):
            for found in _USED.findall(text) if "$(params" in text else ():
                name = "".join(found)
                if name in declared or name.partition(".")[0] in declared:  # a field of one
                    continue
                has = f"it has {', '.join(declared)}" if declared else "it has none; declare it"
                message = f"{holder.kind} {holder.name} has no parameter {name}, and Tekton refuses"
                yield at(holder, where, f"{message} it; {has}{did_you_mean(name, declared)}")


def _lacks(scene: Scene, holder: Resource, base: Path, field: str, kind: str) -> Iterator[Finding]:
    """Judge what a task of a pipeline, or a run, is given of what the other object needs."""
    reference = (*base, field)
    kind = holder.text(*reference, "kind") or kind
    if set(holder.mapping(*reference)) - {"name", "kind"}:
        return  # comes from elsewhere, or is no task of Tekton's own
    namespace = "" if kind == "ClusterTask" else holder.namespace
    name = holder.text(*reference, "name")
    other = scene.inventory.find(Key(holder.cluster, _GROUP, kind, namespace, name))
    given = [holder.text(*each) for one in _GIVEN for each in places(holder, one, base)]
    if other is None or any(mark in each for each in given for mark in ("{{", "$")):
        return
    declared = _declared(other, ("spec",))
    beside = [each for each in given if each not in declared]
    for wanted, stated in declared.items():
        if wanted not in given and stated.get("default") is None:
            meant = slip_of(wanted, beside)
            mend = f"it is given as {meant}" if meant else "give it, or give it a default"
            message = f"{place(other)} needs the parameter {wanted}, which is not given; {mend}"
            path = (*base, "params") if holder.items(*base, "params") else reference
            found = at(holder, path, message)
            yield found if holder.kind == "Pipeline" else replace(found, severity=Severity.WARNING)


RULE = Rule(
    name="undeclared-parameter",
    summary="a pipeline or task of Tekton uses a parameter that it lacks, or is not given one",
    why=(
        "Tekton's webhook refuses a pipeline or task with a parameter that it does not declare. "
        "One that a task needs and is not given is told by each run alone, which fails: "
        "`missing values for these params which have no default values`."
    ),
    mend="Mend the name, declare the parameter below params, or give it among the task's params.",
    source="https://tekton.dev/docs/pipelines/pipelines/#specifying-parameters",
    check=check,
)
