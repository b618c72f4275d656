"""How much was checked, what came of it, and what could not be checked, by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from argowave.report.digest import schema_lines, unchecked_lines, undecided_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

_MANY: Final = 4  # kinds without a schema that become one line
_ADD: Final = "; `argowave schemas add` takes CRDs"


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
        schemas = self.gaps()[: len(self.missing_schemas)]
        if len(schemas) >= _MANY:
            schemas = schema_lines(_ranked(self.missing_schemas))
        if schemas:
            schemas[-1] += _ADD
        unchecked = unchecked_lines(self.not_checked)
        return [*schemas, *unchecked, *undecided_lines(self.not_decided)]


def _ranked(kinds: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    return sorted(kinds, key=lambda entry: (-entry[1], entry[0]))


def count(number: int, noun: str) -> str:
    """Return `1 file`, `2 files`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
