"""The valueFiles and fileParameters of a source → files, in the order in which Helm merges them.

Source for the behaviour: getResolvedValueFiles in reposerver/repository/repository.go, v3.5.1.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from argowave.git.ignored import COMMIT, is_ignored_file
from argowave.sources.boundary import OutsideError, is_inside, resolve, scheme_of
from argowave.sources.empty_submodule import not_checked_out
from argowave.sources.fetch.find import find_remote
from argowave.sources.fetch.wanted import FetchError, Kind, shown, wanted_at
from argowave.sources.globs import expand_value_files, is_glob
from argowave.sources.near_path import meant_file
from argowave.sources.substitution import substitute

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from argowave.sources.fetch.wanted import Wanted
    from argowave.sources.request import Charts


class ValueFileError(ValueError):
    """A value file that Argo CD would refuse or not find."""

    def __init__(self, message: str, pointer: str = "") -> None:
        """Take a message, and where the source names the file: $.helm.fileParameters[0].path."""
        super().__init__(message)
        self.pointer = pointer


class UnreachableError(ValueError):
    """A value file that Argo CD would find and that is not in this repository."""


@dataclass(frozen=True, slots=True)
class ValueFileResolver:
    """Finds the files that a Helm source names."""

    repository: Path
    chart: Path | None  # the chart's folder; None for a chart that is not in this repository
    refs: frozenset[str]  # names of sources in this repository: `values` for $values/…
    foreign_refs: frozenset[str]
    variables: Mapping[str, str]
    charts: Charts  # how a file that has a URL is found
    fetched: Mapping[str, Path] = field(default_factory=dict)  # refs of other repositories
    wanted: dict[Wanted, str] = field(default_factory=dict)  # files with a URL that were asked for
    ignored: frozenset[str] = frozenset()  # what git ignores in this repository
    labels: dict[Path, str] = field(default_factory=dict)  # what findings call those that are here
    parameter: str = ""  # the one whose value the file is, "" for a file of values

    @property
    def asked(self) -> tuple[tuple[Wanted, str], ...]:
        """What was asked for that has a URL, with the URL as it is stated."""
        return tuple(self.wanted.items())

    @property
    def names(self) -> frozenset[str]:
        """The refs of the Application's other sources."""
        return self.refs | self.foreign_refs | self.fetched.keys()

    def value_files(self, names: tuple[str, ...], *, ignore_missing: bool) -> tuple[Path, ...]:
        """Return the files in order, each once.

        A file that is named outright and also matches a pattern stays where it is named.

        Raises:
            ValueFileError: a file does not exist or leaves the repository.
            UnreachableError: a file is elsewhere.
        """
        paths = {name: self.resolve(name) for name in names}
        patterns = {path for path in paths.values() if self._is_pattern(path)}
        outright = set(paths.values()) - patterns
        ordered: dict[Path, None] = {}
        for name, path in paths.items():
            if missing := self._missing(path):
                message = f"{self._called(name)} is in {missing}"
                raise UnreachableError(message)
            if path in patterns:
                matches = [each for each in self._matches(name, path) if not self._is_ignored(each)]
                if not matches and not ignore_missing:
                    message = f"the pattern {name} in {self._list} matches no file"
                    raise ValueFileError(message)
                ordered.update(dict.fromkeys(m for m in matches if m not in outright))
            elif not ignore_missing or (path.exists() and not self._is_ignored(path)):
                self._require(name, path)
                ordered[path] = None
        return tuple(ordered)

    def resolve(self, name: str) -> Path:
        """Return the absolute path that one entry means; it may not exist.

        Raises:
            ValueFileError: it leaves the repository.
            UnreachableError: it is a URL, in another repository or in a remote chart.
        """
        ref, _, rest = name.partition("/")
        if ref.startswith("$") and ref[1:] in self.foreign_refs:
            message = f"{self._called(name)} is in another repository"
            raise UnreachableError(message)
        if ref.startswith("$") and (root := self._lent(name)) is not None:
            return self._inside(root, root, "/" + substitute(rest, self.variables), name)
        path = substitute(name, self.variables)
        if scheme := scheme_of(path):
            if scheme in {"http", "https"}:
                return self._from_network(path)
            message = (
                f"{self._called(name)} has the scheme {scheme}, which a plugin of Helm reads "
                "where helm.valuesFileSchemes of argocd-cm allows it"
            )
            raise UnreachableError(message)
        if self.chart is None:
            message = f"{self._called(name)} is in the chart itself"
            raise UnreachableError(message)
        return self._inside(self.repository, self.chart, path, name)

    @property
    def _list(self) -> str:
        return "fileParameters" if self.parameter else "valueFiles"

    def _called(self, name: str) -> str:
        """Return what messages call a file."""
        if self.parameter:
            return f"the file of the parameter {self.parameter} ({name})"
        return f"the value file {name}"

    def _is_ignored(self, path: Path) -> bool:
        return is_ignored_file(self.repository, path, self.ignored)

    def _require(self, name: str, path: Path) -> None:
        if self._is_ignored(path):
            why = f"so Argo CD does not have it; {COMMIT}"
            message = f"git ignores {self._called(name)}, {why}"
            raise ValueFileError(message)
        if not path.is_file():
            what = "is a folder" if path.is_dir() else "does not exist"
            near = "" if path.is_dir() else meant_file(path, name)
            message = f"{self._called(name)} {what}{near}"
            raise ValueFileError(message)

    def _missing(self, path: Path) -> str:
        return "" if path in self.labels else not_checked_out(self.repository, path)

    def _is_pattern(self, path: Path) -> bool:
        return path not in self.labels and is_glob(str(path))

    def _from_network(self, url: str) -> Path:
        wanted = wanted_at(url, Kind.FILE)
        self.wanted[wanted] = url
        try:
            path, _ = find_remote(wanted, url, self.charts)
        except FetchError as error:
            message = f"{self._called(shown(url))} is fetched from the network: {error}"
            raise UnreachableError(message) from error
        self.labels[path] = wanted.file_label
        return path

    def _lent(self, name: str) -> Path | None:
        """Return the root of the repository that `$ref/…` is in, None for any other name."""
        ref = name.partition("/")[0].removeprefix("$")
        if not name.startswith("$"):
            return None
        return self.repository if ref in self.refs else self.fetched.get(ref)

    def _inside(self, root: Path, folder: Path, path: str, name: str) -> Path:
        try:
            return resolve(root, folder, path)
        except OutsideError as error:
            message = f"{self._called(name)} cannot be used: {error}"
            raise ValueFileError(message) from error

    def _matches(self, name: str, pattern: Path) -> list[Path]:
        root = self._lent(name) or self.repository
        matches = expand_value_files(pattern)
        for match in matches:
            if not is_inside(root, match):
                where = match.relative_to(root).as_posix()
                message = f"{where}, which {name} matches, leaves the repository"
                raise ValueFileError(message)
        return matches
