"""Where Argo CD's own RBAC policies stand, and what their lines say."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from argowave.finding import Finding
from argowave.rules.rule import at, show
from argowave.tree.argocd_cm import CHART, OPERATORS, mapping_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.resources import Resource
    from argowave.rules.scene import Scene
    from argowave.yamlio import Document

    Place = tuple[str | int, ...]

NAME: Final = "argocd-rbac-cm"
# Actions in util/rbac/rbac.go and validActions in types.go, for whatever has no actions of its own,
# and what later versions of Argo CD ask for (rollback, debug)
ACTIONS: Final = (*("get", "create", "update", "delete", "sync", "override", "rollback", "debug"),)
_CSV: Final = re.compile(r"policy\.(?:.+\.)?csv")
_DEFAULT: Final = "policy.default"
_VALUES: Final = ("configs", "rbac")  # in the values of the argo-cd chart


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a policy."""

    text: str
    # p, subject, resource, action, object, effect; or g, who, role; with blanks behind them
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Policies:
    """What one ConfigMap, or what makes one, says."""

    document: Document
    resource: Resource | None  # None for values that somebody installs the chart with
    texts: tuple[tuple[Place, str], ...]  # policy.csv and the like, by their places
    default: tuple[Place, str] | None  # policy.default
    mode: str  # glob, the default, or regex

    def lines(self) -> Iterator[tuple[Place, Line]]:
        """Give every line that is no comment."""
        for place, text in self.texts:
            for line in text.splitlines():
                stated = line.strip()
                if stated and not stated.startswith("#"):
                    yield place, Line(stated, _parts(stated))

    def finding(self, place: Place, message: str, text: str = "") -> Finding:
        """Return a finding at a line of a policy, or at its key where it is not found again."""
        if self.resource is None:
            subject = f"ConfigMap/{NAME}"
            line = self.document.line_of(place)
            found = Finding(self.document.source, line, subject, show(place), message, "")
        else:
            found = at(self.resource, place, message)
        return found if found.line is None else replace(found, line=self._line(found.line, text))

    def _line(self, start: int, text: str) -> int:
        written = self.document.text.decode(errors="replace").splitlines()
        below = written[start - self.document.line :] if text else []
        return next((start + n for n, each in enumerate(below) if each.strip() == text), start)


def policies_of(scene: Scene) -> Iterator[Policies]:
    """Give what ConfigMaps, ArgoCDs of the operator's and values of the argo-cd chart say."""
    for resource in scene.inventory.of_kind("", "ConfigMap"):
        if resource.name == NAME:
            yield _of(resource.manifest.document, resource, ("data",))
    for resource in scene.inventory.of_kind("argoproj.io", OPERATORS):
        stated, default = ("spec", "rbac", "policy"), ("spec", "rbac", "defaultPolicy")
        if text := resource.text(*stated):
            role = resource.text(*default)
            given = (default, role) if role else None
            mode = resource.text("spec", "rbac", "policyMatcherMode")
            yield Policies(resource.manifest.document, resource, ((stated, text),), given, mode)
    for document in scene.tree.by_hand:
        for before in ((), (CHART,)):  # the latter of a chart around it
            if "kind" not in document.body and mapping_at(document.body, (*before, *_VALUES)):
                yield _of(document, None, (*before, *_VALUES))


def _of(document: Document, resource: Resource | None, path: tuple[str, ...]) -> Policies:
    data = mapping_at(document.body, path)
    texts = tuple(
        ((*path, key), text)
        for key, text in data.items()
        if _CSV.fullmatch(str(key)) and isinstance(text, str)
    )
    default = data.get(_DEFAULT)
    given = ((*path, _DEFAULT), default) if isinstance(default, str) and default else None
    return Policies(document, resource, texts, given, str(data.get("policy.matchMode") or ""))


def _parts(line: str) -> tuple[str, ...]:
    """Return what loadPolicyLine in Argo CD's util/rbac/rbac.go reads, with Go's encoding/csv."""
    try:
        read = next(csv.reader([line], skipinitialspace=True), [])
    except csv.Error:  # a word that is longer than a file
        read = []
    return tuple(each.lstrip() for each in read or line.split(","))
