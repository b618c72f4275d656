"""undefined-task: a task of a Tekton pipeline waits for one that is not there, or for itself.

Source: Build in pkg/reconciler/pipeline/dag of Tekton and Deps in pkg/apis/pipeline/v1: a task
waits for those in runAfter and for those whose results it uses; validateFinalTasks for the rest.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from argowave.references.named import places
from argowave.rules.references._depending import circle, in_words
from argowave.rules.rule import Rule, at
from argowave.typed import texts_in
from argowave.words.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.references.reference import Path
    from argowave.resources import Resource
    from argowave.rules.scene import Scene

_GROUP: Final = "tekton.dev"
_SPECS: Final[dict[str, Path]] = {"Pipeline": ("spec",), "PipelineRun": ("spec", "pipelineSpec")}
# what ParseTaskExpression in pkg/internal/resultref takes for one; other ways are no reference
_RESULT: Final = re.compile(
    r"\$\(tasks\.([-\w]+)\.results\.[-\w]+(?:\.[-\w]+|\[(?:[0-9]+|\*)\])?\)", re.ASCII
)
_STATUS: Final = re.compile(r"\$\(tasks\.([-\w]+)\.(?:status|reason)\)", re.ASCII)
_ANY_STATUS: Final = re.compile(r"\$\(tasks\.(?:[-\w]+\.)?(?:status|reason)\)", re.ASCII)
_USING: Final = ("params", "when", "matrix")  # what a task may use results in


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each task that can never begin."""
    for kind, spec in _SPECS.items():
        for pipeline in scene.inventory.of_kind(_GROUP, kind):
            tasks = _tasks(pipeline, (*spec, "tasks"))
            if tasks:
                yield from _of_pipeline(pipeline, tasks)
                yield from _of_finally(pipeline, (*spec, "finally"), list(tasks))


def _tasks(pipeline: Resource, path: Path) -> dict[str, Path]:
    found = places(pipeline, f"{path[-1]}[].name", path[:-1])
    return {pipeline.text(*each): each[:-1] for each in found}


def _of_pipeline(pipeline: Resource, tasks: dict[str, Path]) -> Iterator[Finding]:
    waiting: dict[str, list[str]] = {}
    known = list(tasks)
    for name, task in tasks.items():
        waited = [
            *((each, pipeline.text(*each)) for each in places(pipeline, "runAfter[]", task)),
            *_used(pipeline, task, _RESULT),
        ]
        for path, other in waited:
            if other and other not in tasks:
                yield _undefined(pipeline, path, other, known)
        waiting[name] = [other for _, other in waited if other in tasks]
        yield from _of_status(pipeline, task)
    if found := circle(waiting):
        yield at(
            pipeline,
            tasks[found[0]],
            f"{in_words(found)}: Tekton refuses the pipeline; leave one out",
        )


def _of_status(pipeline: Resource, task: Path) -> Iterator[Finding]:
    """Judge what asks how another task ended: validateExecutionStatusVariablesInTasks."""
    for path in (
        each for field in ("params[]", "when[]") for each in places(pipeline, field, task)
    ):
        texts = list(texts_in(pipeline.at(*path), path))
        if any(_RESULT.search(text) for _, text in texts):
            continue
        for place, text in texts:
            if found := _ANY_STATUS.search(text):
                message = f"{found[0]} is known in finally alone, and Tekton refuses it here"
                yield at(pipeline, place, f"{message}; take the task to finally")


def _of_finally(pipeline: Resource, path: Path, known: list[str]) -> Iterator[Finding]:
    """Judge the tasks that run at the end, which wait for all others and may name these alone."""
    last = _tasks(pipeline, path)
    for task in last.values():
        if pipeline.items(*task, "runAfter"):
            message = "what stands in finally waits for every task, and Tekton refuses its runAfter"
            yield at(pipeline, (*task, "runAfter"), f"{message}; leave it out")
        for pattern in (_RESULT, _STATUS):
            for place, other in _used(pipeline, task, pattern):
                if other in last and other not in known:
                    message = f"{other} stands in finally too, and Tekton refuses what names it"
                    yield at(pipeline, place, f"{message}; name one of {', '.join(known)}")
                elif other not in known:
                    yield _undefined(pipeline, place, other, known)


def _used(pipeline: Resource, task: Path, pattern: re.Pattern[str]) -> Iterator[tuple[Path, str]]:
    for field in _USING:
        for path, text in texts_in(pipeline.at(*task, field), (*task, field)):
            for name in pattern.findall(text) if "$(tasks." in text else ():
                yield path, name


def _undefined(pipeline: Resource, path: Path, name: str, known: list[str]) -> Finding:
    message = f"the pipeline has no task {name}, and Tekton refuses it; it has {', '.join(known)}"
    return at(pipeline, path, f"{message}{did_you_mean(name, known)}")


RULE = Rule(
    name="undefined-task",
    summary="a task of a Tekton pipeline waits for one that is not there, or for itself",
    why=(
        "Schemas take the pipeline, and Tekton's webhook refuses it when the sync applies it; "
        "without the webhook each run of it fails."
    ),
    mend="Mend the name, or leave out what makes the tasks wait for each other.",
    source="https://tekton.dev/docs/pipelines/pipelines/#using-the-runafter-field",
    check=check,
)
