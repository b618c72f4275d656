"""What Helm says when a chart does not render → faults with template, line and words."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from argowave.sources.helm.chart_request import ChartFault
from argowave.validate.pointer import show_pointer

# execution error at (chart/templates/x.yaml:3:4): words of required or fail
# parse error at (chart/templates/x.yaml:3): words
_AT = re.compile(
    r"(?:execution|parse) error (?:at|in) \(([^():]+)(?::(\d+))?(?::\d+)?\): (.*)", re.DOTALL
)
_NO_YAML = re.compile(r"YAML parse error on ([^:]+): (.*)", re.DOTALL)
# chart/templates/x.yaml:3:4\n  executing "…" at <.Values.a.b>:\n    words
_TRACE = re.compile(r"^([^\s:]+):(\d+)(?::\d+)?$")
_EXECUTING = re.compile(r"^\s+executing \".*\" at <(.*)>:$")
# the same in one line, once more for each template that includes the next
_LINK = re.compile(
    r"template: ([^\s:]+):(\d+)(?::\d+)?: executing \"[^\"]*\" at <([^>]*)>: "
    r"(?:error calling \w+: )?"
)
_LOOKED_AT = 50_000  # characters at the begin, and as many at the end of an error
_LONGEST = 500  # characters of a message
# what Go's parser says, which knows no more than where the text ends
_MEANT: Final = {
    "unexpected EOF": "an {{ if }}, {{ range }}, {{ with }} or {{ define }} has no {{ end }}",
    "unexpected {{end}}": "it has no {{ if }}, {{ range }}, {{ with }} or {{ define }}",
}
_SCHEMA = "values don't meet the specifications of the schema(s) in the following chart(s):"
_ADDITIONAL: Final = re.compile(r"additional properties '([^']+)'")
_VIOLATION = re.compile(r"^\s*- at '([^']*)': (.*)$")


def read_complaint(text: str) -> tuple[ChartFault, ...]:
    """Return the faults that one error text of Helm's names."""
    return tuple(_explained(fault) for fault in _read(text))


def _explained(fault: ChartFault) -> ChartFault:
    meant = _MEANT.get(fault.message)
    return replace(fault, message=f"{fault.message}: {meant}") if meant else fault


def _read(text: str) -> tuple[ChartFault, ...]:
    if len(text) > 2 * _LOOKED_AT:
        text = f"{text[:_LOOKED_AT]}\n{text[-_LOOKED_AT:]}"
    if _SCHEMA in text:
        return _schema_faults(text.partition(_SCHEMA)[2]) or (_traced_fault(text),)
    if match := _AT.search(text):
        line = int(match[2]) if match[2] else None
        return (ChartFault(_one_line(match[3]), match[1], line),)
    if match := _NO_YAML.search(text):
        return (ChartFault(f"renders to no YAML: {_one_line(match[2])}", match[1]),)
    return (_traced_fault(text),)


def _traced_fault(text: str) -> ChartFault:
    """Return the innermost place of a trace, where the words are the template's own fault."""
    if links := _LINK.findall(text):
        path, line, expression = links[-1]
        words = _one_line(_LINK.sub("", text))
        return ChartFault(f"{expression}: {words}", path, int(line))
    place: tuple[str, int] | None = None
    expression = ""
    words = ""
    for line in text.splitlines():
        if match := _TRACE.match(line.strip()):
            place = (match[1], int(match[2]))
        elif match := _EXECUTING.match(line):
            expression = match[1]
        elif line.strip():
            words = line.strip()
    if place is None:
        return ChartFault(_one_line(text))
    message = f"{expression}: {words}" if expression else words
    return ChartFault(message, *place)


def _schema_faults(text: str) -> tuple[ChartFault, ...]:
    faults = []
    chart = ""
    for line in text.splitlines():
        if match := _VIOLATION.match(line):
            if match[2] != "validation failed":
                message = f"{match[2]} (values.schema.json of chart {chart})"
                steps = _steps(match[1])
                added = _ADDITIONAL.match(match[2])
                value = (*steps, added[1]) if added else steps
                pointer = show_pointer(steps)
                faults.append(
                    ChartFault(message, pointer=pointer, rule="values-schema", value=value)
                )
        elif line.endswith(":") and not line.startswith(" "):
            chart = line.removesuffix(":")
        elif line.strip():
            faults.append(ChartFault(line.strip(), rule="values-schema"))
    return tuple(sorted(faults, key=lambda fault: fault.pointer))  # Helm's own order varies


def _steps(json_pointer: str) -> tuple[str | int, ...]:
    """Return the steps of the JSON pointer `/a/b/0`: a, b, 0."""
    words = [word.replace("~1", "/").replace("~0", "~") for word in json_pointer.split("/")[1:]]
    return tuple(int(word) if word.isdigit() else word for word in words)


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
