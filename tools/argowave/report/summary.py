"""How much was checked, what came of it, and what could not be checked, by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MANY: Final = 4  # lines of one reason that become one
_NAMED: Final = 12  # things in such a line


@dataclass(frozen=True, slots=True)
class Summary:
    """The counts at the end of a report."""

    files: int
    valid: int = 0
    invalid: int = 0
    errors: int = 0
    skipped: int = 0
    empty: int = 0  # documents that say nothing; they are no manifests
    not_checked: tuple[str, ...] = ()  # what and why: "chart crossplane 2.3.4: not in the cache"
    missing_schemas: tuple[tuple[str, int], ...] = ()  # group/version/Kind and how many manifests
    not_decided: tuple[tuple[str, int, str], ...] = ()  # rule, how many things, which and why

    @property
    def manifests(self) -> int:
        """How many manifests were seen."""
        return self.valid + self.invalid + self.errors + self.skipped

    @property
    def checked(self) -> int:
        """How many manifests were judged; when that is none, the run has failed."""
        return self.valid + self.invalid + self.errors

    def __str__(self) -> str:
        """Return the last line of a report."""
        words = [f"{self.valid} valid", f"{self.invalid} invalid", f"{self.skipped} skipped"]
        if self.errors:
            words.insert(2, count(self.errors, "error"))
        seen = f"{count(self.manifests, 'manifest')} in {count(self.files, 'file')}"
        return f"{seen}: {', '.join(words)}"

    def gaps(self) -> list[str]:
        """Return one line for each thing that was not checked, most manifests first."""
        ranked = _ranked(self.missing_schemas)
        lines = [f"no schema for {name}: {count(number, 'manifest')}" for name, number in ranked]
        lines += [f"not checked: {what}" for what in self.not_checked]
        return lines + [
            f"not decided: {rule}, {count(number, 'case')}: {why}"
            for rule, number, why in self.not_decided
        ]

    def digest(self) -> list[str]:
        """Return the same for a screen: what has one reason in one line, where it is many."""
        lines = self.gaps()
        kinds, things = len(self.missing_schemas), len(self.not_checked)
        schemas = lines[:kinds]
        if kinds >= _MANY:
            ranked = _ranked(self.missing_schemas)
            total = count(sum(number for _, number in ranked), "manifest")
            named = ", ".join(f"{name} ({n})" if n > 1 else name for name, n in ranked)
            schemas = [f"no schema for {kinds} kinds, {total}: {named}"]
        return [*schemas, *_by_reason(self.not_checked), *lines[kinds + things :]]


def _ranked(kinds: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    return sorted(kinds, key=lambda entry: (-entry[1], entry[0]))


def _by_reason(things: Sequence[str]) -> Iterator[str]:
    """Give a line for each reason that many things have, and for each other thing one."""
    groups: dict[str, list[str]] = {}
    for thing in things:
        groups.setdefault(thing.rpartition(": ")[2], []).append(thing)
    for why, group in groups.items():
        if len(group) < _MANY:
            yield from (f"not checked: {thing}" for thing in group)
            continue
        more = f"; and {len(group) - _NAMED} more" if len(group) > _NAMED else ""
        named = "; ".join(thing.rpartition(": ")[0] for thing in group[:_NAMED])
        yield f"not checked, {len(group)} cases: {named}{more}: {why}"


def count(number: int, noun: str) -> str:
    """Return `1 file`, `2 files`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
