"""Files → those that a kustomization takes as objects; patches and the like are no whole ones."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Final

from argowave.files.slashes import normpath
from argowave.git.program import ask_git
from argowave.sources.detection import KUSTOMIZATION_NAMES
from argowave.sources.kustomize.references import ACCUMULATED, references_of
from argowave.yamlio import Document, read_documents

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from argowave.sources.kustomize.references import Reference

_WHOLE: Final = (*ACCUMULATED, "crds")  # fields that name files of whole objects
_PATIENCE: Final = 20  # seconds


def without_pieces(files: Iterable[str]) -> list[str]:
    """Return the files but those that kustomizations name as anything else than objects.

    Patches, replacements and what generators read are that, unless another kustomization takes the
    same file for an object. The kustomizations looked at are those that Git has below the working
    directory, those among the files, and those in the folders above them.

    Args:
        files: paths, with slashes.
    """
    named = list(files)
    whole: set[str] = set()
    pieces: set[str] = set()
    for path in _kustomizations(named):
        for reference in _references(path):
            found = whole if reference.pointer[0] in _WHOLE else pieces
            found.add(_resolved(f"{os.path.dirname(path)}/{reference.path}"))  # noqa: PTH120 (quick)
    pieces -= whole
    return [path for path in named if _resolved(path) not in pieces]


def _kustomizations(files: Iterable[str]) -> Iterator[str]:
    """Give the absolute paths of kustomizations."""
    folders = {_resolved(os.path.dirname(path)) for path in files}  # noqa: PTH120 (as above)
    folders |= {str(parent) for folder in folders for parent in Path(folder).parents}
    folders |= {os.path.dirname(path) for path in _tracked()}  # noqa: PTH120 (as above)
    for folder in sorted(folders):
        for name in KUSTOMIZATION_NAMES:
            if os.path.isfile(path := f"{folder}/{name}"):  # noqa: PTH113 (as above)
                yield path


def _tracked() -> list[str]:
    """Return the kustomizations that Git has here, none where there is no Git."""
    words = ("ls-files", "-z", "--", *(f"*{name}" for name in KUSTOMIZATION_NAMES))
    try:
        said = ask_git(Path(), words, patience=_PATIENCE).stdout
    except (OSError, subprocess.TimeoutExpired):
        return []
    return [_resolved(name) for name in os.fsdecode(said).split("\0") if name]


def _references(kustomization: str) -> Iterator[Reference]:
    try:
        data = Path(kustomization).read_bytes()
    except OSError:
        return
    for document in read_documents(data, kustomization, strict=False):
        if isinstance(document, Document) and isinstance(document.body, dict):
            yield from references_of(document.body)


def _resolved(path: str) -> str:
    return normpath(f"{Path.cwd().as_posix()}/{path}" if not os.path.isabs(path) else path)  # noqa: PTH117 (as above)
