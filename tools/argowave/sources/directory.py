"""A directory source → its manifests, by the very rules of Argo CD.

Source for the behaviour: findManifests, getPotentiallyValidManifestFile and getObjsFromYAMLOrJSON
in reposerver/repository/repository.go, argo-cd v3.5.1.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from argowave.finding import Finding, Severity
from argowave.git.ignored import is_ignored, is_ignored_file
from argowave.sources.boundary import is_inside
from argowave.sources.detection import folders_for_files
from argowave.sources.globs import directory_glob
from argowave.sources.json_file import json_fault
from argowave.sources.missed_pattern import missed_patterns
from argowave.sources.request import JSONNET, Generated
from argowave.yamlio import Document, YamlFault, as_utf8, is_pointer, read_documents

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from pathlib import Path

    from argowave.sources.request import NotChecked
    from argowave.sources.source import DirectoryOptions

_SUFFIXES = (".yaml", ".yml", ".json", JSONNET)
_SKIP_MARKER = b"+argocd:skip-file-rendering"
_MANIFEST_WORDS = (b"apiVersion:", b"kind:", b"metadata:")


@dataclass(slots=True)
class _Gathered:
    """What reading the files has given so far."""

    documents: list[Document] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    not_checked: list[NotChecked] = field(default_factory=list)


def read_directory(
    repository: Path,
    folder: Path,
    options: DirectoryOptions,
    ignored: Collection[str],
    evaluate: Callable[[Path], Generated],
) -> Generated:
    """Return every manifest of a plain directory; files that are wrong become findings.

    Args:
        repository: absolute.
        folder: the directory, in the repository.
        options: spec.source.directory.
        ignored: what git ignores, relative to the repository; Argo CD does not have it.
        evaluate: the path of a Jsonnet file → its objects.
    """
    gathered = _Gathered()
    above = folder.relative_to(repository).as_posix()
    for name in folders_for_files(folder):
        shown = name if above == "." else f"{above}/{name}"
        gathered.findings.append(_folder_for_file(shown))
    files = _manifest_files(folder, recurse=options.recurse)
    gathered.findings += missed_patterns(options, files)
    for relative in files:
        if options.exclude and directory_glob(options.exclude).fullmatch(relative):
            continue
        if options.include and not directory_glob(options.include).fullmatch(relative):
            continue
        path = folder / relative
        if is_ignored(path.relative_to(repository).as_posix(), ignored):
            continue
        if ignored and path.is_symlink() and is_ignored_file(repository, path, ignored):
            continue  # the link leads nowhere in Argo CD's checkout
        _read_file(repository, path, evaluate, gathered)
    return Generated(
        documents=tuple(gathered.documents),
        findings=tuple(gathered.findings),
        not_checked=tuple(gathered.not_checked),
    )


def _manifest_files(folder: Path, *, recurse: bool) -> list[str]:
    """Return paths relative to `folder`, in the lexical order of Go's filepath.Walk."""
    found: list[str] = []

    def walk(path: str, prefix: str) -> None:
        with os.scandir(path) as scanned:
            entries = sorted(scanned, key=lambda entry: entry.name)
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if recurse:
                    walk(entry.path, f"{prefix}{entry.name}/")
            elif entry.name.endswith(_SUFFIXES):
                found.append(prefix + entry.name)

    walk(str(folder), "")
    return found


def _read_file(
    repository: Path, path: Path, evaluate: Callable[[Path], Generated], gathered: _Gathered
) -> None:
    shown = path.relative_to(repository).as_posix()
    if path.is_symlink() and not is_inside(repository, path):
        gathered.findings.append(
            _fault(shown, None, "is a symbolic link that leaves the repository")
        )
        return
    if not path.is_file():
        return  # a link to nothing, which Argo CD skips with a warning
    data = as_utf8(path.read_bytes())
    if _SKIP_MARKER in data:
        return
    if path.name.endswith(JSONNET):
        evaluated = evaluate(path)
        gathered.documents += evaluated.documents
        gathered.findings += evaluated.findings
        gathered.not_checked += evaluated.not_checked
    else:
        data = _with_replacements(shown, data, gathered)
        read = read_documents(data, shown)
        fault = json_fault(shown, data, read) if path.name.endswith(".json") else None
        if fault is None:
            _add_documents(shown, data, read, gathered)
        else:
            gathered.findings.append(fault)


def _with_replacements(shown: str, data: bytes, gathered: _Gathered) -> bytes:
    """Return a file as Argo CD reads it, and name the first byte that is no UTF-8.

    getObjsFromYAMLOrJSON opens files with utfutil, whose decoder (golang.org/x/text) puts U+FFFD
    in the place of such bytes; Helm and kustomize refuse the same file.
    """
    try:
        data.decode()
    except UnicodeDecodeError as error:
        line = 1 + data.count(b"\n", 0, error.start)
        message = (
            f"is not UTF-8: byte 0x{data[error.start]:02x}; Argo CD reads U+FFFD in its place, "
            "save the file as UTF-8"
        )
        gathered.findings.append(Finding(shown, line, "", "", message, "source", Severity.WARNING))
        return data.decode("utf-8", "replace").encode()
    return data


def _add_documents(
    shown: str, data: bytes, read: Sequence[Document | YamlFault], gathered: _Gathered
) -> None:
    """Add a file's documents.

    A file whose first document is no YAML, or no object with a kind, is passed over when it does
    not look like a manifest, and is an error when it does or when a good document came before.
    """
    documents: list[Document] = []
    for document in read:
        if isinstance(document, YamlFault):
            message, line = document.message, document.line
        elif document.body is None:
            continue
        elif not isinstance(document.body, dict) or not document.body.get("kind"):
            message, line = "is no Kubernetes object: it has no kind", document.line
        else:
            documents.append(document)
            continue
        if documents or all(word in data for word in _MANIFEST_WORDS):
            gathered.findings.append(_fault(shown, line, message))
            continue
        gathered.findings.append(_passed_over(shown, data, document))
        return
    gathered.documents.extend(documents)


def _passed_over(path: str, data: bytes, first: Document | YamlFault) -> Finding:
    """Return what becomes of a file whose first document is no manifest."""
    if isinstance(first, Document):
        message = "has no kind, so Argo CD passes over the file"
    elif is_pointer(data) or _is_read_by_argo_cd(data, path):
        return _fault(path, first.line, first.message)
    else:
        words = ", ".join(word.decode() for word in _MANIFEST_WORDS)
        message = (
            f"{first.message}; as the file does not hold all of {words}, Argo CD passes over it"
        )
    return Finding(path, first.line, "", "", message, "no-manifest", Severity.WARNING)


def _is_read_by_argo_cd(data: bytes, path: str) -> bool:
    """Tell whether only the strict reading refuses the first document: Argo CD's is not strict."""
    return isinstance(read_documents(data, path, strict=False)[0], Document)


def _folder_for_file(path: str) -> Finding:
    message = "is a folder, and Argo CD looks for a file: what is beside it is applied as it stands"
    return Finding(path, None, "", "", message, "no-manifest", Severity.WARNING)


def _fault(path: str, line: int | None, message: str) -> Finding:
    return Finding(path, line, "", "", message, "yaml")
