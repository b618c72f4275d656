"""Files of the repository → plain scalars that YAML 1.1 and YAML 1.2 read differently."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.files.regular import read_regular
from argowave.finding import Finding, Severity
from argowave.secret import HIDDEN
from argowave.validate.pointer import show_pointer
from argowave.validate.validator import subject_of
from argowave.yamlio import Document, YamlFault, read_documents
from argowave.yamlio.ambiguity import ambiguous_scalars

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from argowave.yamlio.ambiguity import AmbiguousScalar

RULE = "yaml-ambiguous"


class ScalarReader:
    """Looks at each document once, however many environments lead to it."""

    def __init__(self, repository: Path) -> None:
        """Remember where shown paths start."""
        self._repository = repository
        self._seen: set[tuple[str, int]] = set()

    def read_files(self, paths: Iterable[str]) -> list[Finding]:
        """Return what is ambiguous in whole files, and what is no YAML at all."""
        findings: list[Finding] = []
        for path in paths:
            if (path, -1) in self._seen:
                continue
            self._seen.add((path, -1))
            try:
                data = read_regular(self._repository / path)
            except OSError as error:  # it may not be read, or is gone by now
                message = f"cannot be read: {error.strerror}"
                findings.append(Finding(path, None, "", "", message, "yaml"))
                continue
            for document in read_documents(data, path):
                if isinstance(document, YamlFault):
                    findings.append(Finding(path, document.line, "", "", document.message, "yaml"))
                else:
                    findings += self.read([document])
        return findings

    def read(
        self,
        documents: Iterable[Document],
        judged: Mapping[tuple[str, int], frozenset[str]] | None = None,
    ) -> list[Finding]:
        """Return what is ambiguous in documents that were read already.

        Args:
            documents: those.
            judged: source and line of those that a schema has looked at, with the paths that it
                refuses. It has found each value of a wrong type, and a boolean of the right one is
                well.
        """
        findings = []
        for document in documents:
            place = (document.source, document.line)
            if place not in self._seen:
                self._seen.add(place)
                refused = None if judged is None else judged.get(place)
                findings += [
                    _finding(document, found)
                    for found in ambiguous_scalars(document)
                    if (refused is None and not found.is_mode)
                    or (
                        refused is not None
                        and found.is_surprise
                        and show_pointer(found.pointer) not in refused
                    )
                ]
        return findings


def _finding(document: Document, found: AmbiguousScalar) -> Finding:
    kind = document.body.get("kind") if isinstance(document.body, dict) else None
    secret = isinstance(kind, str) and kind in HIDDEN
    message = "YAML 1.1 and 1.2 read this value differently; quote it" if secret else found.message
    pointer = show_pointer(found.pointer)
    subject = _subject(document.body)
    return Finding(document.source, found.line, subject, pointer, message, RULE, Severity.WARNING)


def _subject(body: object) -> str:
    return subject_of(body) if isinstance(body, dict) else ""
