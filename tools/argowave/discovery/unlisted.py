"""Trees → the manifests beside a kustomization that it does not list, so that nobody applies them.

A file that any file of the repository names, if only in a comment, is not meant to be listed, or
stands elsewhere for something else.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Final

from argowave.discovery.unapplied import (
    NO_DEPLOYMENT,
    SUFFIXES,
    files_inside,
    is_manifest,
    named_nowhere,
)
from argowave.files.regular import content_of
from argowave.sources.detection import KUSTOMIZATION_NAMES
from argowave.words.listing import first_few

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from argowave.tree.application import Tree
    from argowave.tree.surroundings import Surroundings

_SHOWN: Final = 5
# what is there for Argo CD itself or for kustomize, which nobody lists in a kustomization
_OTHERS: Final = re.compile(
    rb"^kind:\s*[\"']?(?:Application|ApplicationSet|AppProject|Kustomization|Component)\b",
    re.MULTILINE,
)


def unlisted(surroundings: Surroundings, trees: Sequence[Tree]) -> str:
    """Return a sentence that names such files, "" where there is none."""
    found = named_nowhere(surroundings, _beside(surroundings, trees), _names)
    if not found:
        return ""
    return f"no kustomization lists {first_few(found, _SHOWN)}, beside what it does list"


def _beside(surroundings: Surroundings, trees: Sequence[Tree]) -> Iterator[str]:
    """Give the manifests in the folders of kustomizations that are applied, but what is read."""
    pieces = (each.source for tree in trees for app in tree.applications for each in app.partial)
    folders = {posixpath.dirname(path) for path in pieces if _is_kustomization(path)}
    read = {path for tree in trees for path in tree.read} if folders else set()
    for folder in sorted(folders):
        for file in files_inside(surroundings.repository / folder):
            path = posixpath.join(folder, file.name)
            if (
                file.suffix in SUFFIXES
                and path not in read
                and not _is_kustomization(path)
                and not NO_DEPLOYMENT.fullmatch(file.stem)
                and path not in surroundings.working_tree.ignored
                and file.is_file()
                and not file.is_symlink()
            ):
                data = content_of(file)
                if is_manifest(data) and not _OTHERS.search(data):
                    yield path


def _is_kustomization(path: str) -> bool:
    return posixpath.basename(path) in KUSTOMIZATION_NAMES


def _names(_file: str, text: str, path: str) -> bool:
    name = posixpath.basename(path)
    return name in text and bool(re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w-])", text))
