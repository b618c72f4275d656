"""Trees → the folders beside those that Applications apply which nothing applies or names.

Only folders beside one that is a source's path are looked at: where `workloads/web` is applied
and `workloads/new` is not, somebody may have forgotten an Application.
"""

from __future__ import annotations

import posixpath
import re
from contextlib import suppress
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Final

from argowave.files.regular import content_of
from argowave.files.slashes import relpath
from argowave.sources.detection import KUSTOMIZATION_NAMES
from argowave.words.listing import first_few

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from argowave.tree.application import Tree
    from argowave.tree.surroundings import Surroundings

_SHOWN: Final = 5
SUFFIXES: Final = (".yaml", ".yml")
_MARKS: Final = tuple(re.compile(mark, re.MULTILINE) for mark in (rb"^apiVersion:", rb"^kind:"))
_LIBRARY: Final = re.compile(rb"^type:\s*library", re.MULTILINE)
NO_DEPLOYMENT: Final = re.compile(
    r"(.*[-_.])?(tests?|examples?|samples?|docs?|templates?|bases?|components?|crds?|lib|common|"
    r"shared|old|archived?|deprecated|disabled|unused|backup)([-_.].*)?",
    re.IGNORECASE,
)


def unapplied(surroundings: Surroundings, trees: Sequence[Tree], by_hand: Iterable[str]) -> str:
    """Return a sentence that names such folders, "" where there is none.

    Args:
        surroundings: the repository and the environment around it.
        trees: everything that is applied.
        by_hand: folders that were taken to be applied without an Application.
    """
    found = _folders(surroundings, trees, set(by_hand))
    if not found:
        return ""
    return f"no Application applies {first_few(found, _SHOWN)}, beside what others apply"


def _folders(
    surroundings: Surroundings, trees: Sequence[Tree], by_hand: Collection[str]
) -> list[str]:
    applied = {
        posixpath.normpath(source.path)
        for tree in trees
        for application in tree.applications
        for source in application.sources
        if source.path and not source.chart and surroundings.is_own(source.repo_url)
    }
    read = {path for tree in trees for path in tree.read}
    reached = {each for path in applied.union(read, by_hand) for each in _with_parents(path)}
    candidates = [
        path
        for parent in sorted({posixpath.dirname(each) for each in applied} - {"", *applied})
        if not parent.startswith(("/", "..")) and applied.isdisjoint(_with_parents(parent))
        for path in _beside(surroundings, parent, reached)
    ]
    return _unnamed(surroundings, candidates)


def _with_parents(path: str) -> Iterator[str]:
    """Give a path and the folders that it is in."""
    while path:
        yield path
        path = path.rpartition("/")[0]


def _beside(surroundings: Surroundings, parent: str, reached: Collection[str]) -> Iterator[str]:
    """Give the folders in one that hold what could be applied, and that nothing reaches."""
    for folder in files_inside(surroundings.repository / parent):
        path = f"{parent}/{folder.name}"
        if (
            not folder.name.startswith(".")
            and not NO_DEPLOYMENT.fullmatch(folder.name)
            and path not in reached
            and path not in surroundings.working_tree.ignored
            and folder.is_dir()
            and not folder.is_symlink()
            and _is_deployable(folder)
        ):
            yield path


def files_inside(folder: Path) -> list[Path]:
    """Return what is in a folder, nothing where it cannot be looked into."""
    with suppress(OSError):  # it is missing or may not be read, which is told elsewhere
        return sorted(folder.iterdir())
    return []


def _is_deployable(folder: Path) -> bool:
    chart = folder / "Chart.yaml"
    if chart.is_file():
        return not _LIBRARY.search(content_of(chart))
    files = [each for each in files_inside(folder) if each.is_file()]
    if any(each.name in KUSTOMIZATION_NAMES for each in files):
        return True
    return any(is_manifest(content_of(each)) for each in files if each.suffix in SUFFIXES)


def is_manifest(data: bytes) -> bool:
    """Tell whether a file seems to hold one."""
    return all(mark.search(data) for mark in _MARKS)


def _unnamed(surroundings: Surroundings, candidates: Sequence[str]) -> list[str]:
    """Return those that no file outside of them names, by its path or a glob."""

    def names(file: str, text: str, path: str) -> bool:
        return not file.startswith(f"{path}/") and _is_named(path, text)

    return named_nowhere(surroundings, candidates, names)


def named_nowhere(
    surroundings: Surroundings, candidates: Iterable[str], names: Callable[[str, str, str], bool]
) -> list[str]:
    """Return the candidates that no YAML file of the repository names.

    Each file is read once and let go of, since a repository may have thousands.

    Args:
        surroundings: with the repository.
        candidates: relative to it.
        names: tells of a file, its text and a candidate whether the file names it.
    """
    left = list(candidates)
    for file, text in _texts_of(surroundings) if left else ():
        left = [each for each in left if not names(file, text, each)]
        if not left:
            break
    return left


def _texts_of(surroundings: Surroundings) -> Iterator[tuple[str, str]]:
    """Give the path and text of each YAML file of the repository."""
    repository = surroundings.repository
    for folder, _, names in surroundings.walk():
        for name in names:
            if name.endswith(SUFFIXES):
                path = Path(folder, name)
                yield relpath(path, repository), content_of(path).decode("utf-8", "replace")


def _is_named(path: str, text: str) -> bool:
    parent, name = posixpath.split(path)
    # to look for plain words first takes a tenth of the time
    if name in text and re.search(rf"(?:{re.escape(path)}|\.\./{re.escape(name)})(?![\w-])", text):
        return True
    globs = (
        re.findall(rf"{re.escape(parent)}/[\w./-]*\*[\w.*/-]*", text)
        if f"{parent}/" in text
        else ()
    )
    return any(fnmatchcase(path, each) for each in globs)
