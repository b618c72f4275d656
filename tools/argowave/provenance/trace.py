"""Findings and the trails of their objects → the same findings with their origins."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from argowave.errors import ChartError
from argowave.finding import Origin, Severity
from argowave.provenance.budget import Budget, SpentError
from argowave.provenance.built import BuiltLines
from argowave.provenance.environments import OwnOrigins
from argowave.provenance.field import find_field
from argowave.provenance.moving import MOST, Movers
from argowave.provenance.trail import ChartUse, key_of
from argowave.validate.pointer import read_pointer, show_pointer
from argowave.yamlio import YamlFault, read_documents

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from argowave.finding import Finding
    from argowave.provenance.charts import ChartRendering
    from argowave.provenance.layers import Statement
    from argowave.provenance.trail import Key, Trail
    from argowave.provenance.values import Place
    from argowave.yamlio import Document

_OPEN: Final = 16  # charts that are kept for the next finding


class Tracer:
    """Finds what a person edits to change what was found."""

    def __init__(self, repository: Path, trails: Mapping[Key, Trail], budget: Budget) -> None:
        """Take what is known; nothing is rendered yet.

        Args:
            repository: the folder that paths are relative to.
            trails: of the objects of charts.
            budget: what may be spent on all findings together.
        """
        self._repository = repository
        self._trails = trails
        self._budget = budget
        self._movers = Movers()
        self._built = BuiltLines(repository)
        self._own = OwnOrigins(repository, budget, self._movers)
        self._charts: dict[int, ChartRendering | None] = {}

    def trace(self, findings: Iterable[Finding]) -> tuple[list[Finding], int]:
        """Return the findings with their origins, and how many the budget was too small for.

        The budget is spent on errors before it is spent on warnings.
        """
        traced = list(findings)
        missed = 0
        worst = sorted(range(len(traced)), key=lambda n: traced[n].severity is not Severity.ERROR)
        for number in worst:
            try:
                traced[number] = _with(traced[number], self._of_finding(traced[number]))
                if traced[number].line is None and not traced[number].origins:
                    traced[number] = replace(traced[number], line=self._of_file(traced[number]))
            except SpentError:
                missed += 1
            except RecursionError:  # values that are nested this deep are nobody's
                continue
        return traced, missed

    def _of_finding(self, finding: Finding) -> tuple[Origin, ...]:
        path = read_pointer(finding.pointer or "$")
        if path is None:
            return ()
        found: dict[Origin, None] = {}
        for application in (finding.application or "").split(", ")[:MOST]:
            trail = self._trails.get(key_of(finding, application))
            if trail is not None:
                found.update(dict.fromkeys(self._of_chart(trail.charts, trail.document, path)))
                found.update(dict.fromkeys(self._of_kustomization(trail, path)))
        if not found:
            for document in self._documents(finding):
                found.update(dict.fromkeys(self._own.of(document, path)))
        keyed = [origin for origin in found if origin.key]
        return tuple(keyed[:MOST] or list(found)[:1])

    def _documents(self, finding: Finding) -> Iterator[Document]:
        """Give the objects of a file that a finding can be about."""
        if not finding.path.startswith("environments/"):
            return
        path = self._repository / finding.path
        for document in read_documents(path.read_bytes(), finding.path) if path.is_file() else ():
            if not isinstance(document, YamlFault) and _subject(document) == finding.subject:
                yield document

    def _of_chart(
        self, uses: Sequence[ChartUse], document: Document, path: Place
    ) -> tuple[Origin, ...]:
        """Return the values that move a field, else its template's line, else nothing."""
        for use in uses:
            rendering = self._rendering(use)
            if rendering is None:
                continue
            template = rendering.of(document.source)
            base = template.base()
            field = None if base is None else find_field(base, document, path)
            if field is not None and path:
                moving = self._movers.find(template, field, rendering.kin)
                stated = [each for leaf in moving for each in self._stated(use, rendering, leaf)]
                if stated:
                    return tuple(stated)
            if (written := template.written(document, path)) is not None:
                return (written,)
        return ()

    def _of_kustomization(self, trail: Trail, path: Place) -> Iterator[Origin]:
        """Give the options of an Application that a field was set to, and what made those."""
        for use in trail.kustomized:
            for place in use.places(trail.document, path):
                maker = use.application
                key = show_pointer(place).removeprefix("$.")
                here = Origin(maker.document.source, maker.line_of(place), key)
                above = self._of_chart(trail.above, maker.document, place) if maker.rendered else ()
                further = above or self._own.of(maker.document, place)
                yield from [replace(each, key=each.key or key) for each in further] or [here]

    def _of_file(self, finding: Finding) -> int | None:
        """Return the line in the file that kustomize took an object from, where it is known."""
        path = read_pointer(finding.pointer or "$")
        for application in (finding.application or "").split(", ")[:MOST]:
            trail = self._trails.get(key_of(finding, application))
            if trail is not None and not trail.charts and path is not None:
                return self._built.line_of(trail.document, path)
        return None

    def _stated(self, use: ChartUse, rendering: ChartRendering, leaf: Place) -> Iterator[Origin]:
        """Give what a person edits to change one value of a chart."""
        from argowave.provenance.layers import find_statement  # noqa: PLC0415 (loads Helm)

        statement = find_statement(use, rendering.probe, self._repository, leaf)
        if statement is None:
            return
        document, place = statement.document, statement.place
        key = show_pointer(place).removeprefix("$.")
        if statement.in_application and use.application.rendered:
            further = self._of_chart(use.above, document, place)
            here = Origin(document.source, None, key)
        else:
            further = self._own.of(document, place)
            here = Origin(document.source, _line(statement), key)
        # a value that the template itself states has a key there too
        yield from [replace(each, key=each.key or key) for each in further] or [here]

    def _rendering(self, use: ChartUse) -> ChartRendering | None:
        key = id(use.request)  # which the trails keep alive
        if key not in self._charts:
            if len(self._charts) >= _OPEN:
                self._charts.pop(next(iter(self._charts)))
            self._charts[key] = _open(use, self._budget)
        return self._charts[key]


def _open(use: ChartUse, budget: Budget) -> ChartRendering | None:
    from argowave.provenance.charts import ChartRendering  # noqa: PLC0415 (few charts need it)
    from argowave.sources.helm.probing import open_probe  # noqa: PLC0415 (as above)

    budget.spend()
    try:
        probe = open_probe(use.request)
    except ChartError:  # there is no such library for this machine
        return None
    return None if probe is None else ChartRendering(probe, budget)


def _line(statement: Statement) -> int:
    return statement.line or statement.document.line_of(statement.place)


def _subject(document: Document) -> str:
    from argowave.manifest import Manifest  # noqa: PLC0415 (only for files of our own)

    return Manifest(document).subject if isinstance(document.body, dict) else ""


def _with(finding: Finding, origins: tuple[Origin, ...]) -> Finding:
    """Return a finding with its origins; the line of its own template is its line as well."""
    line = finding.line
    if line is None and len(origins) == 1 and origins[0].path == finding.path:
        line = None if origins[0].key else origins[0].line
    return replace(finding, origins=origins, line=line)
