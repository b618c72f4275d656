"""One environment, all templates → {path below rendered/: text}; nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jinja2 import TemplateError as JinjaError
from jinja2 import TemplateSyntaxError

from argowave.errors import TemplateError, ToolError
from argowave.render.templates import read_inside
from argowave.yamlio import YamlFault, read_documents

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from jinja2 import Template as Compiled

    from argowave.environment import Environment
    from argowave.render.engine import Engine
    from argowave.render.templates import Template


@dataclass(frozen=True, slots=True)
class Rendering:
    """What render makes of one environment."""

    environment: Environment
    files: Mapping[str, str]  # path below rendered/ → text


def compile_templates(engine: Engine, templates: list[Template]) -> list[tuple[Template, Compiled]]:
    """Return each template with its compiled form.

    Raises:
        TemplateError: a template has a syntax error.
    """
    return [(template, _compile(engine, template)) for template in templates]


def render_environment(
    environment: Environment, compiled: list[tuple[Template, Compiled]], repository: Path
) -> Rendering:
    """Return every file of one environment; a template that renders to nothing makes none.

    Raises:
        TemplateError: an undefined name, a failing filter, or text that is no manifest.
    """
    files: dict[str, str] = {}
    for template, program in compiled:
        text = _render(template, program, environment, repository)
        bodies = _check(template, text, environment)
        if bodies:
            header = f"# rendered by argowave from {template.shown}; do not edit\n"
            files[template.target] = header + text.lstrip("\n").rstrip() + "\n"
    return Rendering(environment, files)


def _compile(engine: Engine, template: Template) -> Compiled:
    try:
        code = engine.compile(template.text, template.shown, template.shown)
    except TemplateSyntaxError as error:
        message = error.message or "syntax error"
        raise TemplateError(message, path=template.shown, line=error.lineno) from error
    return engine.template_class.from_code(engine, code, engine.make_globals(None))


def _render(
    template: Template, program: Compiled, environment: Environment, repository: Path
) -> str:
    def file(name: str) -> str:
        """Return the text of a file beside the template, without its last line break."""
        path = (repository / template.shown).parent / name
        return read_inside(repository, path).rstrip("\n")

    try:
        return program.render(
            env=environment.values,
            names=environment.names,
            arns=environment.arns,
            endpoint=environment.endpoint,
            queue_urls=environment.queue_urls,
            file=file,
        )
    except ToolError as error:
        line = _line_in_template(error, template)
        message = f"{error} (environment {environment.name})"
        raise TemplateError(message, path=template.shown, line=line) from error
    except (JinjaError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
        line = _line_in_template(error, template)
        message = f"{error} (environment {environment.name})"
        raise TemplateError(message, path=template.shown, line=line) from error


def _line_in_template(error: BaseException, template: Template) -> int | None:
    # jinja2 rewrites tracebacks so that frames of a template carry its own lines
    line, frame = None, error.__traceback__
    while frame is not None:
        if frame.tb_frame.f_code.co_filename == template.shown:
            line = frame.tb_lineno
        frame = frame.tb_next
    return line


def _check(template: Template, text: str, environment: Environment) -> list[Any]:
    bodies: list[Any] = []
    for document in read_documents(text.encode(), template.shown):
        if isinstance(document, YamlFault):
            rendered = text.splitlines()
            near = rendered[document.line - 1].strip() if document.line <= len(rendered) else ""
            message = (
                f"renders to invalid YAML in environment {environment.name}, line "
                f"{document.line} of the output: {document.message}: {near[:80]}"
            )
            raise TemplateError(message, path=template.shown)
        if document.body is None:
            continue
        if not isinstance(document.body, dict):
            message = f"renders to no mapping in environment {environment.name}"
            raise TemplateError(message, path=template.shown)
        bodies.append(document.body)
    return bodies
