"""A line of the output → the line of the template that made it.

Only asked when something is wrong: the template is rendered once more with a mark at the
start of each of its lines and before each expression.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from jinja2 import nodes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from argowave.render.engine import Engine
    from argowave.render.templates import Template

_MARK: Final = re.compile("\0([0-9]+)\0")


def template_line(
    engine: Engine, template: Template, context: Mapping[str, Any], output: str, line: int
) -> int | None:
    """Return the 1-based line in the template that made the 1-based `line` of its `output`.

    None where it cannot be told: the marks changed what the template says.
    """
    name = template.shown
    program = engine.parse(template.text, name, name)
    for node in program.find_all(nodes.Output):
        node.nodes = [part for each in node.nodes for part in _marked(each)]
    code = engine.compile(program, name, name)
    compiled = engine.template_class.from_code(engine, code, engine.make_globals(None))
    try:
        marked = compiled.render(context)
    except Exception:  # noqa: BLE001 (the marks broke an expression: then there is no line to show)
        return None
    if _MARK.sub("", marked) != output:
        return None
    said = None
    for number, content in enumerate(marked.split("\n"), 1):
        marks = _MARK.findall(content)
        if number == line:
            return int(marks[0]) if marks else said
        said = int(marks[-1]) if marks else said
    return said


def _marked(part: nodes.Expr) -> list[nodes.Expr]:
    if not isinstance(part, nodes.TemplateData):
        return [_mark(part.lineno), part]
    lines = part.data.split("\n")
    # what follows the last line break is somebody else's line, who marks it
    marked = [f"\0{number}\0{content}" for number, content in enumerate(lines[:-1], part.lineno)]
    last = f"\0{part.lineno + len(marked)}\0{lines[-1]}" if lines[-1] else ""
    return [nodes.TemplateData("\n".join([*marked, last]), lineno=part.lineno)]


def _mark(line: int) -> nodes.TemplateData:
    return nodes.TemplateData(f"\0{line}\0", lineno=line)
