"""What every command that remembers is asked: whether, and where."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

from argowave.bounded.bounds import PREFIX
from argowave.cache.identity import identity
from argowave.cache.memory import Memory
from argowave.cache.snapshot import Ground, digest_of
from argowave.cache.tracked import digest_of_names
from argowave.files.walk import UntraceableError, signature
from argowave.git.program import git_folders, settings_files, top_of
from argowave.revisions.here import PIPELINES, ref_tables, remote_heads
from argowave.sources.fetch.store import default_store
from argowave.sources.fetch.trees import TREES
from argowave.user_cache.entries import Entries
from argowave.user_cache.place import kept_below, user_cache

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from argowave.settings import Settings

# options that change how an outcome is shown, or how quickly it is found, but not what it is
_INDIFFERENT: Final = frozenset(
    {"run", "command", "output", "require_all", "processes", "no_cache", "cache_dir", "offline"}
    | {"write_baseline", "fail_on_stale"}  # with --baseline, less is looked for behind old findings
)
# files that name others, which may be in hidden folders
_NAMING: Final = (
    *("/kustomization.yaml", "/kustomization.yml", "/Kustomization", "/Chart.yaml"),
    *(".jsonnet", ".libsonnet"),
)
_PROGRAMS: Final = ("helm", "kustomize", "kubectl", "jsonnet", "git")  # that may be asked
_VARIABLES: Final = (
    *("HELM_", "KUBE", "KUSTOMIZE_", "XDG_", "HOME", "GIT_CONFIG_", "ARGOCD_"),
    PREFIX,
    *PIPELINES,
)


def add_cache(parser: ArgumentParser) -> None:
    """Declare --no-cache and --cache-dir."""
    group = parser.add_argument_group(
        "cache",
        "What was found is kept in the user's cache, and shown again when no file, option or "
        "program has changed. ARGOWAVE_NO_CACHE and ARGOWAVE_CACHE_DIR say the same as these.",
    )
    group.add_argument(
        "--no-cache", action="store_true", help="look at everything anew, and keep nothing"
    )
    group.add_argument(
        "--cache-dir",
        type=Path,
        metavar="FOLDER",
        help="where that is kept (default: argowave in the user's cache)",
    )


def open_memory(arguments: Namespace, settings: Settings) -> Memory | None:
    """Return the memory of a command with its options, None where nothing is to be remembered.

    That is with --no-cache, and where the network may answer: it may say something else today.
    """
    if arguments.no_cache or os.environ.get("ARGOWAVE_NO_CACHE") or arguments.fetch:
        return None
    if any(each.startswith(("http://", "https://")) for each in settings.schema_locations):
        return None
    folder = _folder(arguments)
    try:
        key = digest_of(*identity(), *_said(arguments))
        grounds = _Grounds(arguments, settings, folder)
    except (UntraceableError, OSError, RuntimeError):  # or a link that leads in a circle
        return None
    return Memory(Entries(folder), key, grounds)


def _folder(arguments: Namespace) -> Path:
    return kept_below(arguments.cache_dir, user_cache() / "lint")


def _said(arguments: Namespace) -> Iterator[str]:
    """Give what an outcome depends on beside files: options, variables, and programs."""
    for name, value in sorted(vars(arguments).items()):
        if name not in _INDIFFERENT:
            yield f"{name}={value!r}"
    yield f"{arguments.repository.resolve()} from {Path.cwd()}"
    for path in _git_files(arguments.repository.resolve()):  # beside one is what is tracked
        index = Path(path).with_name("index")
        if index.is_file() and (data := index.read_bytes()):
            yield f"{index} {digest_of_names(data)}"
    for name, text in sorted(os.environ.items()):
        if name.startswith(_VARIABLES):
            yield f"{name}={text}"
    for program in (*_PROGRAMS, arguments.helm or ""):
        if found := shutil.which(program):
            yield f"{found} {signature(Path(found).stat())}"


class _Grounds:
    """The files that an outcome may depend on."""

    def __init__(self, arguments: Namespace, settings: Settings, kept: Path) -> None:
        self._repository: Path = arguments.repository.resolve()
        if not self._repository.is_dir():
            raise UntraceableError(str(self._repository))  # what is wrong with it is said later
        self._kept = str(kept)
        self._folders = [str(self._repository)]
        self._files = list(_git_files(self._repository))
        self._files += map(str, _ignoring(self._repository))
        self._files += map(str, settings_files(self._repository)[1:])  # the person's
        self._hidden = False  # whether an option leads into a hidden folder
        store = (arguments.source_cache or default_store()).resolve()
        self._skipped = {str(store / TREES)}  # each has a mark beside it, and never changes
        self._add(store)
        for path in _named(arguments):
            self._add(path.resolve())
        for name in (*settings.clusters, *settings.generators):
            self._add((self._repository / name).resolve())
        for location in settings.schema_locations:
            if location != "default":
                self._add(Path(location.partition("{{")[0], ".").resolve())

    def _add(self, path: Path) -> None:
        if self._repository.is_relative_to(path):
            if path != self._repository:
                raise UntraceableError(str(path))  # more than anybody wants to look through
        elif path.is_relative_to(self._repository):
            self._hidden |= path.relative_to(self._repository).parts[0].startswith(".")
        else:
            (self._files if path.is_file() else self._folders).append(str(path))

    def __call__(self, hidden: bool) -> Ground:  # noqa: FBT001 (what Memory asks)
        skipped = {self._kept, str(self._repository / ".git"), *self._skipped}
        if not hidden and not self._hidden:
            with os.scandir(self._repository) as entries:
                skipped |= {
                    entry.path
                    for entry in entries
                    if entry.name.startswith(".") and entry.is_dir(follow_symlinks=False)
                }
        return Ground(tuple(self._folders), tuple(self._files), frozenset(skipped), _NAMING)


def _named(arguments: Namespace) -> Iterator[Path]:
    """Give every path that an option names; whatever is added there is thought of."""
    for name, value in vars(arguments).items():
        if name not in (*_INDIFFERENT, "repository", "source_cache"):
            for each in value if isinstance(value, list | tuple) else (value,):
                if isinstance(each, Path):
                    yield each


def _ignoring(repository: Path) -> Iterator[Path]:
    """Give the files outside of a folder in a clone that say what Git ignores in it."""
    top = top_of(repository) or repository
    for folder in repository.parents if top != repository else ():
        yield folder / ".gitignore"
        if folder == top:
            return


def _git_files(repository: Path) -> Iterator[str]:
    """Give the files of Git that say which repository this is and what is checked out."""
    top = top_of(repository) or repository
    own, shared = git_folders(top)
    if own != top / ".git":  # a linked worktree, or a submodule
        yield str(top / ".git")
        yield str(own / "commondir")
    if own != shared:
        yield str(own / "HEAD")
    yield from (str(shared / name) for name in ("config", "HEAD", "info/exclude"))
    yield from map(str, (*remote_heads(shared), *ref_tables(own, shared)))
