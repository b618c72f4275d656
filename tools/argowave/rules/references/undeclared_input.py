"""undeclared-input: a workflow's template uses an input that it lacks, or is not given one.

Source: resolveAllVariables in workflow/validate/validate.go of Argo Workflows, which refuses a
variable that is in no scope, and ProcessArgs in workflow/common/util.go, which refuses an input
without value and default. Both look at a workflow when it begins, not when it is applied. Nobody
validates {{=…}}: expressionReplace in util/template takes what is not declared for nothing.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from argowave.finding import Severity
from argowave.references.named import places
from argowave.rules.references._workflows import INLINE, Template, steps, template_of, workflows
from argowave.rules.rule import Rule, at, show
from argowave.typed import as_mapping, texts_in
from argowave.words.nearest import did_you_mean
from argowave.words.slip import slip_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.references.reference import Path
    from argowave.resources import Resource
    from argowave.rules.references._workflows import Workflow
    from argowave.rules.scene import Scene

_INPUT: Final = re.compile(
    r"\{\{\s*inputs\.(parameters|artifacts)\.([-\w]+)(?:\.[.\w]+)?\s*\}\}", re.ASCII
)
_GLOBAL: Final = re.compile(r"\{\{\s*workflow\.parameters\.([-\w]+)\s*\}\}", re.ASCII)
_EXPRESSION: Final = re.compile(r"\{\{=(.*?)\}\}", re.DOTALL)
_READ: Final = re.compile(
    r"(?<![\w.])inputs\.parameters(?:\.(\w+)(?![\w-]|\s*-)|\[[\"']([-\w]+)[\"']\])", re.ASCII
)
_UNSURE: Final = ("?", "nil", " in ")  # what an expression says that copes with nothing
_ALL: Final = "json"  # workflow.parameters.json has every one
_KINDS: Final = ("parameters", "artifacts")
# what an artifact says beside where it comes from
_NO_SOURCE: Final = frozenset(("archive", "artifactGC", "name", "path", "mode", "recurseMode"))


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each variable without a declaration, and each input without a value.

    templateDefaults may declare inputs for every template, and a WorkflowTemplate gets its
    parameters from whoever runs it.
    """
    for workflow in workflows(scene.inventory):
        if not workflow.has_own_templates:
            continue
        own = workflow.templates()
        if not workflow.holder.at(*workflow.spec, "templateDefaults"):
            for path in own.values():
                yield from _uses(Template(workflow.holder, path))
        for step in steps(workflow):
            template = template_of(scene.inventory, workflow, own, step)
            if template is None and workflow.holder.mapping(*step, INLINE):
                template = Template(workflow.holder, (*step, INLINE))
            if template is not None:
                yield from _calls(workflow.holder, (*step, "arguments"), template)
        if workflow.holder.kind in {"Workflow", "CronWorkflow"}:
            yield from _of_run(workflow, own)


def _uses(template: Template) -> Iterator[Finding]:
    holder, path = template
    said: set[tuple[str, str]] = set()
    for place, text in texts_in(holder.at(*path), path):
        for kind, name, is_refused in _used(text) if "inputs." in text else ():
            declared = _in_scope(template, place, kind)
            if declared is None or name in declared or (kind, name) in said:
                continue
            said.add((kind, name))
            so = (
                "the workflow is refused: failed to resolve" if is_refused else "{{=…}} has nothing"
            )
            message = (
                f"the template {holder.text(*path, 'name')} has no input {kind}.{name}, and {so}; "
                f"{_has(declared)}{did_you_mean(name, declared)}"
            )
            found = at(holder, place, message)
            yield found if is_refused else _warning(found)


def _used(text: str) -> Iterator[tuple[str, str, bool]]:
    """Give the kind and name of each input in a text, and whether a lack of it is refused."""
    for kind, name in _INPUT.findall(text):
        yield kind, name, True
    for expression in _EXPRESSION.findall(text):
        if not any(each in expression for each in _UNSURE):
            for name, other in _READ.findall(expression):
                yield "parameters", name or other, False


def _in_scope(template: Template, place: Path, kind: str) -> dict[str, Any] | None:
    """Return the inputs that a text may use: in an inline template those around it too.

    None where that is not known: artifacts around one are not handed on.
    """
    inner = [number for number, step in enumerate(place) if step == INLINE]
    if inner and kind != "parameters":
        return None
    declared: dict[str, Any] = {}
    for path in (template.path, *(place[: number + 1] for number in inner)):
        declared |= _inputs(Template(template.holder, path), kind)
    return declared


def _has(names: dict[str, Any]) -> str:
    return f"it has {', '.join(names)}" if names else "it has none; declare it"


def _inputs(template: Template, kind: str) -> dict[str, dict[str, Any]]:
    """Return what a template declares of one kind of inputs, by name."""
    listed = template.holder.items(*template.path, "inputs", kind)
    return {str(each.get("name")): each for each in listed if isinstance(each, dict)}


def _calls(holder: Resource, arguments: Path, template: Template) -> Iterator[Finding]:
    """Judge the arguments of a step or task."""
    for kind in _KINDS:
        declared = _inputs(template, kind)
        given = [holder.text(*each) for each in places(holder, f"{kind}[].name", arguments)]
        if any("{{" in each for each in given):
            continue
        beside = [each for each in given if each not in declared]
        for name, stated in declared.items():
            if name not in given and not _has_value(kind, stated):
                yield _not_given(
                    holder, arguments, template, f"{kind}.{name}", slip_of(name, beside)
                )


def _not_given(
    holder: Resource, arguments: Path, template: Template, what: str, meant: str
) -> Finding:
    name = template.holder.text(*template.path, "name") or INLINE
    line = template.holder.manifest.line_of(template.path)
    file = template.holder.manifest.document.source
    where = f"{file}:{line}" if line else f"{template.holder.subject} {show(template.path)}"
    if template.holder is holder:
        where = f"line {line}" if line else show(template.path)
    mend = f"it is given as {meant}" if meant else "give it, or give it a default"
    message = f"the template {name} ({where}) needs the input {what}, which is not given; {mend}"
    path = arguments if holder.at(*arguments) is not None else arguments[:-1]
    return at(holder, path, message)


def _has_value(kind: str, stated: dict[str, Any]) -> bool:
    if kind == "parameters":
        return any(stated.get(field) is not None for field in ("value", "default", "valueFrom"))
    return stated.get("optional") is True or bool(set(stated) - _NO_SOURCE - {"optional"})


def _of_run(workflow: Workflow, own: dict[str, Path]) -> Iterator[Finding]:
    """Judge what a workflow that runs by itself is given: its arguments are all there is.

    But for a default of the controller's settings (workflowDefaults), which few state.
    """
    holder, spec = workflow
    arguments = (*spec, "arguments")
    for run in dict.fromkeys(holder.text(*spec, field) for field in ("entrypoint", "onExit")):
        if run in own:
            yield from map(_warning, _calls(holder, arguments, Template(holder, own[run])))
    declared = [holder.text(*each) for each in places(holder, "parameters[].name", arguments)]
    said = {_ALL, *declared}
    for place, text in texts_in(as_mapping(holder.at(*spec)), spec):
        if "workflow." not in text:
            continue
        for name in _GLOBAL.findall(text):
            if name not in said:
                said.add(name)
                message = (
                    f"the workflow has no parameter {name}, and is refused: failed to resolve; "
                    f"{_has(dict.fromkeys(declared))}{did_you_mean(name, declared)}"
                )
                yield _warning(at(holder, place, message))


def _warning(finding: Finding) -> Finding:
    return replace(finding, severity=Severity.WARNING)


RULE = Rule(
    name="undeclared-input",
    summary="a template of an Argo workflow uses an input that it lacks, or is not given one",
    why=(
        "Kubernetes takes the object, and each run of it is refused when it starts: `failed to "
        "resolve {{inputs.parameters.x}}`, or `inputs.parameters.x was not supplied`."
    ),
    mend="Mend the name, declare the input below inputs, or give it among the step's arguments.",
    source="https://argo-workflows.readthedocs.io/en/latest/workflow-inputs/",
    check=check,
)
