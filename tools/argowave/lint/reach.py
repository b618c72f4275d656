"""Trees → whether they reach into hidden folders at the top of the repository.

Discovery does not look into such folders (.nox, .venv, .terraform), and nothing else leads there
unless it says so. Where that is not certain, the answer is yes.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from argowave.tree.application import application_spec

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from argowave.lint.plots import Plot
    from argowave.manifest import Manifest
    from argowave.sources.source import Source
    from argowave.tree import Tree

# a part of a path that begins with a dot, but is neither . nor ..
_HIDDEN: Final = re.compile(rb"(?:^|[/\\\s\"'=:,\[])\.[^./\\\s\"'\],]")
_UNKNOWN: Final = re.compile(r"[$*?\[{]")  # stands for what is only known later


class Watch:
    """Sees the trees that a lint loads."""

    def __init__(self, files: Iterable[str] = ()) -> None:
        """Start with none.

        Args:
            files: absolute paths of those outside hidden folders that name others, such as
                kustomizations.
        """
        self._naming = tuple(files)
        self._doubtful = False
        self.reads_branches = False  # whether what was found depends on git's branches too

    def over(self, plot: Plot) -> Plot:
        """Return the same plot, seen when it loads."""

        def load() -> Tree:
            tree = plot.load()
            self._doubtful = self._doubtful or _leads_to_hidden(tree)
            self.reads_branches |= tree.reads_revisions or any(
                "sourceHydrator" in application_spec(each) for each in tree.manifests
            )
            return tree

        return replace(plot, load=load)

    def reaches_hidden(self) -> bool:
        """Tell whether what was loaded may come from hidden folders."""
        return self._doubtful or _names_hidden(self._naming)


def _leads_to_hidden(tree: Tree) -> bool:
    """Tell whether a tree comes from a hidden folder, or may lead into one."""
    if any(_may_be_hidden(each.document.source) for each in tree.entry):
        return True
    return any(
        _may_be_hidden(path) for each in tree.applications for path in _paths(each.sources)
    ) or any(_is_doubtful(each) for each in tree.manifests if each.kind == "ApplicationSet")


def _paths(sources: Iterable[Source]) -> Iterator[str]:
    for source in sources:
        if not source.chart and not (source.ref and not source.path):
            yield source.path or "."
        yield from source.directory.jsonnet.libs
        for path in (*source.helm.value_files, *(path for _, path in source.helm.file_parameters)):
            # a path of a source of its own begins with a reference to it, or with a slash
            yield re.sub(r"^\$[\w-]+/", "/", path).lstrip("/") or "."


def _may_be_hidden(path: str) -> bool:
    first, _, rest = posixpath.normpath(path).lstrip("/").partition("/")
    if first in ("", ".") or _UNKNOWN.search(first):
        return True
    if first == ".." and _UNKNOWN.search(rest):
        return True
    return bool(_HIDDEN.search(path.encode("utf-8", "replace")))


def _is_doubtful(applications: Manifest) -> bool:
    """Tell whether a text in an ApplicationSet may stand for a hidden folder."""
    return any(_UNKNOWN.match(text) or _may_be_hidden(text) for text in _texts(applications.body))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for entry in value.values():
            yield from _texts(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from _texts(entry)


def _names_hidden(files: Iterable[str]) -> bool:
    """Tell whether a file that names others, such as a kustomization, names a hidden one."""
    for path in files:
        try:
            data = Path(path).read_bytes()
        except OSError:
            return True
        if _HIDDEN.search(data):
            return True
    return False
