"""Environments in, one report out: the run that puts tree, validation and findings together."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from argowave.finding import Severity, gather
from argowave.lint.lua import LuaReader
from argowave.lint.placeholders import unknown_values
from argowave.lint.scalars import ScalarReader
from argowave.lint.schemas import ManifestValidator, Verdicts
from argowave.lint.summary import EnvironmentSummary, said_once
from argowave.provenance.trail import trails_of
from argowave.rules import Scene, begin, judge
from argowave.rules.checks import weighed
from argowave.tree.argocd_cm import pieces_of_tree
from argowave.validate import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from argowave.finding import Finding
    from argowave.lint.plots import Plot
    from argowave.lint.stores import Stores
    from argowave.manifest import Manifest
    from argowave.provenance.trail import Key, Trail
    from argowave.rules import Rule, Verdict
    from argowave.schema import Store
    from argowave.tree import Tree

_TEMPLATE = "$.spec.template"
LATER_FIELD = "later-field"
SYNC_WAVE = "sync-wave-value"
# what says of an object that no API server has its kind
_REFUSED_KINDS = ("unknown-kind", "deprecated-kind")
_NAMED_RELEASES = 4  # of operators, in one line; each finding names its own


@dataclass(frozen=True, slots=True)
class Report:
    """What a lint found, before waivers: findings sorted, and each environment's figures."""

    findings: tuple[Finding, ...]
    summaries: tuple[EnvironmentSummary, ...]
    trails: Mapping[Key, Trail] = field(default_factory=dict)  # of what charts made, if at fault


class Linter:
    """Checks one environment after the other, and what they share only once."""

    def __init__(
        self,
        repository: Path,
        stores: Stores,
        rules: Callable[[], Sequence[Rule]] = tuple,
        levels: Mapping[str, str] | None = None,
        waiting: Callable[[], Sequence[Rule]] = tuple,
    ) -> None:
        """Remember where paths start, where schemas come from, and the rules with their weights.

        The rules are asked for when there is a tree; those of them that wait for other processes
        may be had before the others, and are begun at once.
        """
        self._repository = repository
        self._stores = stores
        self._rules = rules
        self._levels = levels or {}
        self._waiting = waiting
        self._validator = ManifestValidator()
        self._scalars = ScalarReader(repository)
        self._lua = LuaReader(repository)

    def run(self, plots: Sequence[Plot]) -> Report:
        """Return everything that is wrong.

        Args:
            plots: the environments.
        """
        findings = self.check_files(plots)
        summaries = []
        trails: dict[Key, Trail] = {}
        for plot in plots:
            scene = self.open_scene(plot)
            found, summary = self.check_scene(scene)
            trails |= trails_of(scene.tree, found)
            findings += found
            summaries.append(summary)
            del scene  # so that no two trees are held at once
        return Report(tuple(gather(findings)), tuple(said_once(summaries)), trails)

    def open_scene(self, plot: Plot) -> Scene:
        """Load a plot's tree, and return what rules look at."""
        tree = plot.load()
        return Scene(
            self._repository,
            tree,
            self._stores.of(tree)[0],
            plot.aws_target,
            publishes_addresses=plot.publishes_addresses,
        )

    def check_scene(self, scene: Scene) -> tuple[list[Finding], EnvironmentSummary]:
        """Return one environment's findings and figures."""
        tree, store = scene.tree, scene.store
        manifests = tree.manifests
        faults = self._stores.of(tree)[1]
        ahead = begin(scene, self._waiting(), self._levels)
        verdicts = Verdicts()
        for share, own in self._stores.shares(tree, store):
            self._validator.validate(share, own, tree.kubernetes_version, verdicts)
        verdict = judge(scene, self._rules(), self._levels, ahead)
        known = {(found.path, found.subject) for found in verdicts.findings}
        findings = [
            *tree.all_findings,
            *_once(verdicts.findings, verdict.findings),
            # of a CRD that its own schema refuses, that is enough
            *(fault for fault in faults if (fault.path, fault.subject) not in known),
            *verdict.findings,
            *self._read(tree, manifests, verdicts),
        ]
        found = weighed(_without_echoes(findings), self._levels)
        return found, _summary(tree, store, verdicts, verdict)

    def check_files(self, plots: Sequence[Plot]) -> list[Finding]:
        """Return what is wrong with files that no manifest comes from."""
        scripts = self._lua.read_files()
        scalars = [f for plot in plots for f in self._scalars.read_files(plot.files)]
        return weighed([*scripts, *scalars], self._levels)

    def _read(self, tree: Tree, manifests: Iterable[Manifest], verdicts: Verdicts) -> list[Finding]:
        """Return what the files themselves show, whatever they are applied to."""
        pieces = [document for app in tree.applications for document in app.partial]
        written = [entry.document for entry in manifests if not (entry.rendered or entry.generated)]
        files = [path for app in tree.applications for path in app.files]
        return [
            *self._scalars.read_files(files),
            *self._scalars.read([*written, *pieces], verdicts.judged),
            *self._lua.read_settings(pieces_of_tree(tree)),
        ]


def _summary(tree: Tree, store: Store, verdicts: Verdicts, verdict: Verdict) -> EnvironmentSummary:
    rules = {
        f"{api_version}/{kind}": tuple(names)
        for api_version, kind in sorted(verdicts.kinds)
        if (names := store.unchecked_rules(api_version, kind))
    }
    unreadable = sum(finding.rule == "yaml" for finding in tree.all_findings)
    return EnvironmentSummary(
        name=tree.environment,
        applications=len(tree.applications),
        files=frozenset(entry.document.source for entry in tree.manifests),
        statuses={
            status.value: verdicts.statuses[status] + (unreadable if status == "error" else 0)
            for status in Status
        },
        missing_schemas=_unexplained(tree, verdicts, verdict),
        unchecked_rules=rules,
        not_checked=(*tree.not_checked, *unknown_values(verdicts.filled_in)),
        undecided=verdict.undecided,
        assumptions=(*tree.assumptions, *_taken(verdicts.releases)),
    )


def _taken(releases: Iterable[str]) -> Iterator[str]:
    names = sorted(filter(None, releases))
    if len(names) > _NAMED_RELEASES:
        more = f"{len(names) - _NAMED_RELEASES + 1} more operators"
        names = [f"{', '.join(names[: _NAMED_RELEASES - 1])} and {more}"]
    if names:
        kinds = f"nothing here defines the kinds of {', '.join(names)}"
        yield f"{kinds}, which were taken as in those releases"


def _unexplained(tree: Tree, verdicts: Verdicts, verdict: Verdict) -> dict[str, int]:
    """Return how many manifests of which kinds had no schema, though no rule refuses the kind."""
    told = {
        (found.path, found.subject, found.application)
        for found in verdict.findings
        if found.rule in _REFUSED_KINDS
    }
    left = Counter(verdicts.missing)
    for each in tree.manifests if told and left else ():
        if (each.document.source, each.subject, each.application) in told:
            left[f"{each.api_version}/{each.kind}"] -= 1
    return dict(+left)


def _once(schema: Iterable[Finding], rules: Sequence[Finding]) -> list[Finding]:
    """Return what schemas found, without the faults of which a rule knows more."""
    later = {_place(found) for found in rules if found.rule == LATER_FIELD}
    waves = {
        _place(found)
        for found in rules
        if found.rule == SYNC_WAVE and found.severity is Severity.ERROR
    }
    schema = list(schema)
    templates = {
        (found.path, found.line, found.pointer.removeprefix(_TEMPLATE), found.message)
        for found in schema
        if found.subject.startswith("ApplicationSet/") and found.pointer.startswith(_TEMPLATE)
    }
    return [
        found
        for found in schema
        if _place(found) not in waves
        # what the template of an ApplicationSet says is wrong in each Application that it makes
        and (found.path, found.line, found.pointer[1:], found.message) not in templates
        and not (found.message.startswith("unknown field") and _place(found) in later)
    ]


def _without_echoes(findings: Sequence[Finding]) -> list[Finding]:
    """Return findings without those that say of a file what a chart's values say of it already."""
    values = {(each.path, each.line, each.message) for each in findings if each.rule == "values"}
    return [
        each
        for each in findings
        if each.rule != "yaml" or (each.path, each.line, each.message) not in values
    ]


def _place(finding: Finding) -> tuple[str, int | None, str, str, str | None]:
    return finding.path, finding.line, finding.subject, finding.pointer, finding.application
