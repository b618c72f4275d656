"""A closure → a copy of it, in which kustomize can edit and can reach nothing else."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from argowave.files.scratch import scratch_folder
from argowave.sources.kustomize.closure import kustomization_of
from argowave.yamlio import own_copy, read_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from argowave.sources.kustomize.closure import Closure

_ORIGINS = "originAnnotations"
_TRANSFORMERS = "transformerAnnotations"


@contextmanager
def stage(closure: Closure) -> Iterator[Path]:
    """Give a folder that holds the closure's files and links, and names no URL that was fetched."""
    with scratch_folder() as temporary:
        root = temporary / "repository"
        for place, path in closure.files.items():
            target = root / place
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
        for shown, leads_to in closure.links.items():
            link = root / shown
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(os.path.relpath(root / leads_to, link.parent))
        for place, changes in closure.replaced.items():
            body = own_copy(read_mapping(root / place))
            for pointer, value in changes:
                _set(body, pointer, value)
            _write(root / place, body)
        yield root


def _set(body: Any, pointer: tuple[str | int, ...], value: str) -> None:  # noqa: ANN401 (any JSON value)
    for step in pointer[:-1]:
        body = body[step]
    body[pointer[-1]] = value


def add_patches(folder: Path, patches: Sequence[dict[str, Any]]) -> None:
    """Add patches to a kustomization as Argo CD does, which writes the file anew (Build)."""
    path, body = _read(folder)
    stated = body.get("patches")
    body["patches"] = [*(stated if isinstance(stated, list) else []), *patches]
    _write(path, body)


def ask_for_origins(folder: Path) -> bool:
    """Have kustomize note the file that each object comes from.

    Returns:
        Whether that was added; False where the kustomization asks for it itself.
    """
    path, body = _read(folder)
    stated = body.get("buildMetadata")
    noted = stated if isinstance(stated, list) else []
    if _ORIGINS in noted:
        return False
    body["buildMetadata"] = [*noted, _ORIGINS]
    _write(path, body)
    return True


def notes_origins(folder: Path) -> bool:
    """Tell whether a kustomization asks for notes of where objects come from."""
    stated = _read(folder)[1].get("buildMetadata")
    return isinstance(stated, list) and any(each in stated for each in (_ORIGINS, _TRANSFORMERS))


def _read(folder: Path) -> tuple[Path, dict[str, Any]]:
    path = Path(kustomization_of(folder) or folder / "kustomization.yaml")
    return path, read_mapping(path)


def _write(path: Path, body: dict[str, Any]) -> None:
    path.write_text(json.dumps(body), "utf-8")
