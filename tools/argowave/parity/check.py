"""Environments, or root Applications → what differs between them and should not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from argowave.environment import environment_names, load_environments
from argowave.environment.schema import SHOWN, reason_to_differ
from argowave.errors import InvocationError, ToolError
from argowave.finding import Finding
from argowave.laid_out import has_environments
from argowave.parity.findings import RULE, key_finding, surprise_finding
from argowave.parity.keys import SchemaLines, declared, differing
from argowave.parity.surprises import surprises, undeclared
from argowave.validate.pointer import show_pointer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from argowave.environment import Environment
    from argowave.environment.files import Pointer
    from argowave.parity.likeness import Likeness
    from argowave.parity.stand_in import Workshop
    from argowave.parity.surprises import Surprise
    from argowave.settings import Settings
    from argowave.tree import Tree


@dataclass(frozen=True, slots=True)
class Parity:
    """What came of comparing environments with the first of them."""

    names: tuple[str, ...]
    objects: int  # that were compared
    findings: tuple[Finding, ...]
    not_compared: tuple[str, ...]  # what could not be looked into


def check_parity(workshop: Workshop, names: Sequence[str], settings: Settings) -> Parity:
    """Compare environments; the first one is what the others are compared with.

    Raises:
        InvocationError: there are fewer than two.
        ToolError: an environment is wrong.
    """
    repository = workshop.repository
    known = environment_names(repository)
    wanted = tuple(dict.fromkeys(names)) or tuple(known)
    by_name = {each.name: each for each in load_environments(repository, wanted)}
    _refuse_one(wanted)
    trees = {plot.name: plot.load() for plot in workshop.ground.environments(wanted)}
    real = {name: workshop.likeness(name, trees[name]) for name in wanted}
    schema = SchemaLines(repository)
    first = by_name[wanted[0]]
    findings: list[Finding] = []
    keys: set[Pointer] = set()
    used: set[int] = set()
    for other in (by_name[name] for name in wanted[1:]):
        pair = _Pair(workshop, first, other, schema)
        keys.update(pair.keys)
        stand_in = workshop.stand_in(first, other, pair.keys)
        findings += pair.key_findings(stand_in)
        found = surprises(stand_in, real[other.name])
        findings += [
            surprise_finding(each, real[first.name], real[other.name])
            for each in undeclared(found, settings.parity, used)
        ]
    if set(wanted) == set(known):
        findings += [*_stale_keys(schema, keys), *_stale(settings, used)]
    return _parity(wanted, trees, real, findings)


def check_roots(workshop: Workshop, roots: Mapping[str, Tree], settings: Settings) -> Parity:
    """Compare the trees of root Applications, by name; the first one is compared with.

    Raises:
        InvocationError: there are fewer than two.
    """
    names = tuple(roots)
    _refuse_one(names)
    real = {name: workshop.likeness(name, tree) for name, tree in roots.items()}
    findings: list[Finding] = []
    used: set[int] = set()
    for name in names[1:]:
        found = surprises(real[names[0]], real[name])
        findings += [
            surprise_finding(each, real[names[0]], real[name])
            for each in undeclared(found, settings.parity, used)
        ]
    if not has_environments(workshop.repository):  # whose differences are declared too
        findings += _stale(settings, used)
    return _parity(names, roots, real, findings)


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two environments by what their files say."""

    workshop: Workshop
    first: Environment
    other: Environment
    schema: SchemaLines

    @property
    def keys(self) -> list[Pointer]:
        """Every key that differs; `name` always does."""
        found = differing(self.first.values, self.other.values)
        return [each for each in found if each != ("name",)]

    def key_findings(self, whole: Likeness) -> Iterator[Finding]:
        """Give a finding for each key that differs and may not, with what it moves.

        Args:
            whole: the first environment with every key of the other one.
        """
        for key in self.keys:
            if not reason_to_differ(self.schema.rules, key):
                moved = self._moved_by(key, whole)
                pair = (self.first, self.other)
                yield key_finding(self.workshop.repository, key, pair, moved)

    def _moved_by(self, key: Pointer, whole: Likeness) -> list[Surprise] | None:
        rest = [each for each in self.keys if each != key]
        try:
            without = self.workshop.stand_in(self.first, self.other, rest)
        except ToolError:
            return None  # the key belongs together with others
        return list(surprises(without, whole))


def _refuse_one(names: Sequence[str]) -> None:
    if len(names) < 2:  # noqa: PLR2004 (one has nothing to be compared with)
        message = f"parity compares environments, and there is only {', '.join(names) or 'none'}"
        raise InvocationError(message, hint="name two or more")


def _stale_keys(schema: SchemaLines, keys: set[Pointer]) -> Iterator[Finding]:
    for pointer in sorted(declared(schema.rules), key=str):
        depth = len(pointer)
        if not any(key[:depth] == pointer or pointer[: len(key)] == key for key in keys):
            message = "may differ by x-differs, and is the same in every environment; remove that"
            line = schema.line_of(pointer)
            yield Finding(SHOWN, line, "", show_pointer(pointer), message, RULE)


def _stale(settings: Settings, used: set[int]) -> Iterator[Finding]:
    for number, entry in enumerate(settings.parity):
        if number not in used:
            message = (
                f"{entry.subject} {entry.field} ({entry.reason}) covers no difference; remove it"
            )
            yield Finding(settings.path.name, None, "", f"$.parity[{number}]", message, RULE)


def _parity(
    names: tuple[str, ...],
    trees: Mapping[str, Tree],
    real: Mapping[str, Likeness],
    findings: Sequence[Finding],
) -> Parity:
    gaps = [
        f"{entry.what}: {entry.why}"
        for tree in trees.values()
        for application in tree.applications
        for entry in application.not_checked
    ]
    objects = len({role for likeness in real.values() for role in likeness.resources})
    return Parity(names, objects, tuple(findings), tuple(dict.fromkeys(gaps)))
