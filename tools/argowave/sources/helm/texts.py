"""Texts that are Go templates → what they give for each of several values, by Helm's engine.

A chart is made up in memory: each text is one of its partial templates, and one template calls
them all. What a partial gives goes through `toJson`, so Helm's own tidying of the output (it
drops `<no value>`) does not reach it. Numbers are float64, as after Go's json.Unmarshal.
"""

from __future__ import annotations

import io
import json
import re
import tarfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from argowave.bounded.errors import EndedError, RefusedError
from argowave.sources.helm.asking import of_archive, render_chart

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_CHART: Final = "t"
_METADATA: Final = f"apiVersion: v2\nname: {_CHART}\nversion: 1.0.0\n"
_CALLS: Final = """\
{{- range $data := .Values.data }}{{ $data := mustFromJson $data }}
{{- range $name := $.Values.names }}
{{- include $name $data | toJson }}
{{ end }}{{ end }}"""
_OUTPUT: Final = f"{_CHART}/templates/output.txt"
_PLACE: Final = re.compile(r"\(t/templates/[^():]+(?::\d+)*\):? ?|^t/templates/\S+$", re.MULTILINE)
_ONE_LINE: Final = re.compile(
    r"template: t/templates/\S+: executing \"[^\"]*\" at <([^>]*)>: (?:error calling \w+: )?"
)
_LONGEST: Final = 20_000  # characters of an error that are looked at
_EXECUTING: Final = re.compile(r"^[^\S\n]*executing \".*\" at <(.*)>:\s*$", re.MULTILINE)
_CALLING: Final = re.compile(r"^[^\S\n]*error calling include:\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class TextFault:
    """Why a text gives nothing for one value, in Go's words."""

    message: str


def render_texts(
    texts: Sequence[str],
    data: Sequence[Any],
    *,
    partials: Mapping[str, str] | None = None,
    strict: bool = False,
) -> list[list[str | TextFault]]:
    """Return, for each value of `data`, what each text gives.

    Args:
        texts: Go templates with Helm's functions; `.` is the value.
        data: JSON values.
        partials: further named templates that the texts may include.
        strict: a key that a mapping lacks is an error (missingkey=error); otherwise it is nil.
    """
    if not texts or not data:
        return [[] for _ in data]
    try:
        whole = _render(texts, data, partials or {}, strict=strict)
    except EndedError as error:
        return [[TextFault(f"not rendered to its end: {error}")] * len(texts) for _ in data]
    if not isinstance(whole, TextFault):
        size = len(texts)
        return [list(whole[start : start + size]) for start in range(0, len(whole), size)]
    if len(texts) == len(data) == 1:
        return [[whole]]
    return [_one_by_one(texts, value, partials or {}, strict=strict) for value in data]


def _one_by_one(
    texts: Sequence[str], value: object, partials: Mapping[str, str], *, strict: bool
) -> list[str | TextFault]:
    found: list[str | TextFault] = []
    for text in texts:
        given = _render([text], [value], partials, strict=strict)
        found.append(given if isinstance(given, TextFault) else given[0])
    return found


def _render(
    texts: Sequence[str], data: Sequence[Any], partials: Mapping[str, str], *, strict: bool
) -> list[str] | TextFault:
    names = [f"{_CHART}/templates/_{number}" for number in range(len(texts))]
    files = dict(zip(names, texts, strict=True))
    files |= {f"{_CHART}/templates/_{name}": text for name, text in partials.items()}
    files |= {f"{_CHART}/Chart.yaml": _METADATA, _OUTPUT: _CALLS}
    values = {"names": names, "data": [json.dumps(value) for value in data]}
    try:
        output = render_chart(of_archive(_archive(files)), values, {"strict": strict})
    except RefusedError as error:
        return TextFault(_words(str(error)))
    # splitlines would take what JSON leaves as it is, such as U+0085, for the end of a line
    return [json.loads(line) for line in output[_OUTPUT].split("\n") if line]


def _archive(files: Mapping[str, str]) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz", compresslevel=1) as archive:
        for name, text in files.items():
            content = text.encode("utf-8", "surrogatepass")
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return stream.getvalue()


def _words(text: str) -> str:
    """Return the innermost words of an error, after the expression that they are about."""
    text = text[-_LONGEST:]  # the innermost come last
    found = [*_EXECUTING.findall(text), *_ONE_LINE.findall(text)]
    text = _ONE_LINE.sub("", text)
    expressions = [each for each in found if not each.startswith("include $")]
    bare = _CALLING.sub("", _EXECUTING.sub("", text))
    words = _PLACE.sub("", bare.replace("execution error at ", "").replace("parse error at ", ""))
    lines = [line.strip() for line in words.splitlines() if line.strip(" :0123456789")]
    said = lines[-1] if lines else "it cannot be rendered"
    return f"{expressions[-1]}: {said}" if expressions else said
