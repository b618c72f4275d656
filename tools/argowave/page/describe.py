"""What was found about every environment → the document."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from argowave import __version__
from argowave.finding import Severity
from argowave.page.model import (
    FORMAT,
    Document,
    EnvironmentEntry,
    FindingEntry,
    RuleEntry,
)
from argowave.page.objects import Objects, Texts
from argowave.page.pictures import describe_pipeline

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from argowave.finding import Finding
    from argowave.rules import Rule, Scene


@dataclass(frozen=True, slots=True)
class Examined:
    """One environment, and what is known about it besides its tree."""

    scene: Scene
    gaps: tuple[str, ...] = ()  # what could not be checked or decided
    changes: Mapping[str, Any] | None = None  # as `argowave diff --format json` gives them


@dataclass(frozen=True, slots=True)
class About:
    """What the whole report is about."""

    repository: str  # what it is called
    base: str = ""  # what the changes are compared with, "" where they are not
    waived: int = 0  # findings that somebody accepts


@dataclass(slots=True)
class Index:
    """Where findings belong: (environment and Application, Kind/name) → objects."""

    environments: dict[str, int] = field(default_factory=dict)
    objects: dict[tuple[str, str], list[tuple[int, int, str]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def add(self, name: str, number: int, objects: Objects) -> None:
        """Take an environment's objects."""
        self.environments[name] = number
        for each in objects.resources:
            key = (each.manifest.application or name, each.subject)
            place = (number, objects.number[id(each)], each.manifest.document.source)
            self.objects[key].append(place)

    def entry(self, finding: Finding) -> FindingEntry:
        """Return a finding with the numbers of what it is about."""
        named = finding.application.split(", ") if finding.application else []
        about = [each.partition("/")[0] for each in named] or self._owners(finding.path)
        return FindingEntry(
            severity=finding.severity.value,
            rule=finding.rule,
            path=finding.path,
            line=finding.line,
            subject=finding.subject,
            pointer=finding.pointer,
            message=finding.message,
            origin=finding.origin,
            objects=tuple(place for name in named for place in self._places(name, finding)),
            environments=tuple(
                self.environments[name]
                for name in dict.fromkeys(about)
                if name in self.environments
            ),
        )

    def _owners(self, path: str) -> list[str]:
        """Return the environment whose folder a file is in; [] for what all of them share."""
        return [name for name in self.environments if path.startswith(f"environments/{name}/")]

    def _places(self, name: str, finding: Finding) -> list[tuple[int, int]]:
        found = self.objects.get((name, finding.subject), [])
        exact = [place for place in found if place[2] == finding.path]
        return [(number, index) for number, index, _ in exact or found]


def describe(
    about: About,
    examined: Sequence[Examined],
    findings: Iterable[Finding],
    rules: Iterable[Rule],
) -> Document:
    """Return the document.

    Args:
        about: the repository.
        examined: every environment, in the order in which they are shown.
        findings: of all environments together, each with the Applications that led to it.
        rules: what is said beside the findings of each.
    """
    texts, index = Texts(), Index()
    ranked = sorted(findings, key=_weight)
    environments = []
    for number, each in enumerate(examined):
        objects = Objects(each.scene, texts)
        index.add(each.scene.tree.environment, number, objects)
        environments.append(_environment(each, objects, ranked))
    entries = tuple(index.entry(each) for each in ranked)
    fired = {each.rule for each in entries}
    return Document(
        format=FORMAT,
        tool=f"argowave {__version__}",
        repository=about.repository,
        base=about.base,
        waived=about.waived,
        rules={
            rule.name: RuleEntry(rule.summary, rule.why, rule.mend, rule.source)
            for rule in rules
            if rule.name in fired
        },
        findings=entries,
        yamls=texts.all(),
        environments=tuple(environments),
    )


def _environment(
    examined: Examined, objects: Objects, findings: Sequence[Finding]
) -> EnvironmentEntry:
    scene = examined.scene
    return EnvironmentEntry(
        name=scene.tree.environment,
        kubernetes=scene.kubernetes_version,
        applications=objects.applications(),
        objects=objects.entries(),
        by_hand=objects.by_hand(),
        gaps=examined.gaps,
        pipeline=describe_pipeline(scene, objects, findings),
        changes=examined.changes,
    )


def _weight(finding: Finding) -> tuple[bool, str, int, str]:
    return finding.severity is not Severity.ERROR, finding.path, finding.line or 0, finding.message
