"""One environment, all templates → {path below rendered/: text}; nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jinja2 import TemplateError as JinjaError
from jinja2 import TemplateSyntaxError

from argowave.errors import TemplateError, ToolError
from argowave.render.checking import judge
from argowave.render.engine import NAMES, Engine
from argowave.render.lines import template_line
from argowave.render.templates import find_templates

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from jinja2 import Template as Compiled

    from argowave.environment import Environment
    from argowave.render.templates import Template


@dataclass(frozen=True, slots=True)
class Rendering:
    """What render makes of one environment."""

    environment: Environment
    files: Mapping[str, str]  # path below rendered/ → text


@dataclass(frozen=True, slots=True)
class Renderer:
    """Every template of a repository, compiled once for all environments."""

    engine: Engine
    programs: tuple[tuple[Template, Compiled], ...]

    def render(self, environment: Environment) -> Rendering:
        """Return every file of one environment; a template that says nothing makes none.

        Raises:
            TemplateError: an undefined name, a failing filter, or text that is no manifest.
        """
        context = _context(environment)
        files: dict[str, str] = {}
        for template, program in self.programs:
            body = self._run(template, program, context, environment.name)
            text = f"# rendered by argowave from {template.shown}; do not edit\n{_trimmed(body)}"
            verdict = judge(text)
            if verdict.fault is not None and verdict.line is not None:
                line = self._line(template, context, body, verdict.line)
                message = f"renders to {verdict.fault} (environment {environment.name})"
                raise TemplateError(message, path=template.shown, line=line)
            if verdict.says_something:
                files[template.target] = text
        return Rendering(environment, files)

    def only(self, target: str) -> Renderer | None:
        """Return what renders one file below rendered/ and nothing else, None for no template's."""
        programs = tuple(each for each in self.programs if each[0].target == target)
        return Renderer(self.engine, programs) if programs else None

    def written_in(
        self, environment: Environment, target: str, line: int
    ) -> tuple[str, int | None]:
        """Return the template, and its line, that make a 1-based line of a file below rendered/.

        Raises:
            LookupError: no template makes the file.
            TemplateError: it does not render.
        """
        template, program = {each[0].target: each for each in self.programs}[target]
        context = _context(environment)
        body = self._run(template, program, context, environment.name)
        return template.shown, self._line(template, context, body, line)

    def _line(
        self, template: Template, context: Mapping[str, Any], body: str, line: int
    ) -> int | None:
        above = len(body) - len(body.lstrip("\n")) - 1  # lines cut off, minus the header
        return template_line(self.engine, template, context, body, line + above)

    def _run(
        self, template: Template, program: Compiled, context: Mapping[str, Any], name: str
    ) -> str:
        try:
            return program.render(context)
        except (
            ArithmeticError,
            AttributeError,
            JinjaError,
            LookupError,
            RecursionError,
            ToolError,
            TypeError,
            ValueError,
        ) as error:
            raise self._explained(error, template, name) from error

    def _explained(self, error: Exception, template: Template, name: str) -> TemplateError:
        path, line = template.shown, None
        # jinja2 rewrites tracebacks so that frames of a template carry its own lines; the
        # innermost one is the template, or what it includes, that went wrong
        trace = error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename in self.engine.compiled:
                path, line = trace.tb_frame.f_code.co_filename, trace.tb_lineno
            trace = trace.tb_next
        if isinstance(error, TemplateSyntaxError):
            path, line = error.filename or path, error.lineno
        what = "it includes itself without end" if isinstance(error, RecursionError) else str(error)
        led = "" if path == template.shown else f", included by {template.shown}"
        return TemplateError(f"{what} (environment {name}{led})", path=path, line=line)


def _context(environment: Environment) -> dict[str, Any]:
    context = {name: getattr(environment, name) for name in NAMES if name != "env"}
    return {**context, "env": environment.values}


def open_renderer(repository: Path) -> Renderer:
    """Return what renders the templates of a repository for any environment.

    Raises:
        RepositoryError: there is no template, one cannot be read, or two make the same file.
        TemplateError: a template has a syntax error.
    """
    engine = Engine(repository)
    templates = find_templates(repository)
    return Renderer(engine, tuple((each, _compile(engine, each)) for each in templates))


def _compile(engine: Engine, template: Template) -> Compiled:
    try:
        code = engine.compile(template.text, template.shown, template.shown)
    except TemplateSyntaxError as error:
        message = error.message or "syntax error"
        raise TemplateError(message, path=template.shown, line=error.lineno) from error
    except RecursionError as error:
        message = "is nested too deeply"
        raise TemplateError(message, path=template.shown) from error
    return engine.template_class.from_code(engine, code, engine.make_globals(None))


def _trimmed(text: str) -> str:
    return text.strip("\n") + "\n"
