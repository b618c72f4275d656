"""The plan's parts: plain values, so that `dataclasses.asdict` is its JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argowave.applicationsets.rolling import RollingStep


@dataclass(frozen=True, slots=True)
class Object:
    """One object of a stage; a child Application has what it applies inside."""

    subject: str  # Kind/name
    namespace: str  # "" for what is cluster-scoped
    file: str
    hook: bool
    until: str  # applied, Healthy, done or unknown: what lets the next stage begin
    check: str  # what decides Healthy, "" where applied is enough
    needs: tuple[str, ...]  # what has to come before it: Kind/name
    needed_by: tuple[str, ...]  # what of later stages waits for it: Kind/name
    missing: tuple[str, ...]  # why Argo CD does not wait for it although it should
    inside: Sync | None = None
    makes: Making | None = None  # of an ApplicationSet


@dataclass(frozen=True, slots=True)
class Stage:
    """One wave of one phase."""

    phase: str  # PreSync, Sync or PostSync
    wave: int
    objects: tuple[Object, ...]


@dataclass(frozen=True, slots=True)
class Sync:
    """What one Application does."""

    application: str
    namespace: str  # of its destination
    automated: bool
    stages: tuple[Stage, ...]
    not_seen: tuple[str, ...]  # sources that were not looked into, and why


@dataclass(frozen=True, slots=True)
class Making:
    """What one ApplicationSet makes; without steps everything is synced at once."""

    application_set: str
    notes: tuple[str, ...]  # what it does other than usual
    steps: tuple[RollingStep, ...]
    left_out: tuple[str, ...]  # Applications that no step takes
    not_seen: tuple[str, ...]  # generators that were not run, and why
    syncs: tuple[Sync, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What one environment does, from its roots on."""

    environment: str
    by_hand: tuple[str, ...]  # Kind/name of what is applied together with the roots
    roots: tuple[Sync, ...]
    makes: tuple[Making, ...] = ()  # of the ApplicationSets that are applied by hand
