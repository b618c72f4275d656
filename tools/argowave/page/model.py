"""What the page is given: plain values; what refers to something does it by its index."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT: Final = 1  # of the document


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """What is said about a rule beside its findings."""

    summary: str
    why: str
    mend: str
    source: str


@dataclass(frozen=True, slots=True)
class FindingEntry:
    """One finding, with every object that it is about."""

    severity: str
    rule: str
    path: str
    line: int | None
    subject: str
    pointer: str
    message: str
    origin: str  # what a person edits to change it, in words; "" where nobody knows
    objects: tuple[tuple[int, int], ...]  # (environment, object)
    environments: tuple[int, ...]  # that it is about; () for what no environment leads to


@dataclass(frozen=True, slots=True)
class ObjectEntry:
    """One object of an environment."""

    kind: str
    name: str
    namespace: str  # "" for what is cluster-scoped
    api: str  # its apiVersion
    file: str
    line: int | None  # None where a chart makes it
    application: int  # that applies it, -1 for what is applied by hand
    inside: int  # the Application that it is, -1 for any other object
    hook: bool
    until: str  # applied, Healthy, done or unknown: what lets the next wave begin
    check: str  # what decides that
    needs: tuple[str, ...]  # Kind/name of what has to come before it
    needed_by: tuple[str, ...]
    missing: tuple[str, ...]  # why nothing waits for it although it should
    yaml: int


@dataclass(frozen=True, slots=True)
class StageEntry:
    """One wave of one phase."""

    phase: str
    wave: int
    objects: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ApplicationEntry:
    """One Application."""

    name: str
    parent: int  # the Application that applies it, -1 for a root
    object: int  # that declares it, -1 where the tree does not hold it
    project: str
    namespace: str
    cluster: str
    automated: bool
    sources: tuple[str, ...]
    not_seen: tuple[str, ...]  # sources that were not looked into, and why
    stages: tuple[StageEntry, ...]
    objects: tuple[int, ...]  # everything that it applies


@dataclass(frozen=True, slots=True)
class EnvironmentEntry:
    """One environment."""

    name: str
    kubernetes: str
    applications: tuple[ApplicationEntry, ...]
    objects: tuple[ObjectEntry, ...]
    by_hand: tuple[int, ...]  # objects that are applied together with the roots
    gaps: tuple[str, ...]  # what could not be checked or decided
    pipeline: Mapping[str, Any]
    changes: Mapping[str, Any] | None  # None where there is nothing to compare with


@dataclass(frozen=True, slots=True)
class Document:
    """The whole report."""

    format: int
    tool: str  # argowave 0.1.0
    repository: str
    base: str  # what the changes are compared with, "" where they are not
    waived: int
    rules: Mapping[str, RuleEntry]
    findings: tuple[FindingEntry, ...]
    yamls: tuple[str, ...]  # each text once
    environments: tuple[EnvironmentEntry, ...]
