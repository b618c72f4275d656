"""A kustomization's folder → its own pieces, read but not built."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.finding import Finding
from argowave.sources.request import Generated, NotChecked
from argowave.yamlio import YamlFault, read_documents

if TYPE_CHECKING:
    from pathlib import Path


def read_kustomization(repository: Path, folder: Path) -> Generated:
    """Return the folder's YAML files as pieces, and the kustomization as not checked.

    Patches are no whole manifests and most resources are remote, so nothing here is validated
    against a schema; that each file is YAML can be told all the same. The kustomization itself is
    a piece too: it tells which version of something is installed.
    """
    shown = folder.relative_to(repository).as_posix()
    pieces = []
    findings = []
    for path in sorted(folder.iterdir()):
        if path.suffix not in {".yaml", ".yml"}:
            continue
        name = path.relative_to(repository).as_posix()
        for document in read_documents(path.read_bytes(), name):
            if isinstance(document, YamlFault):
                findings.append(Finding(name, document.line, "", "", document.message, "yaml"))
            elif document.body is not None:
                pieces.append(document)
    return Generated(
        findings=tuple(findings),
        not_checked=(NotChecked(f"kustomize {shown}", "kustomizations are not built"),),
        partial=tuple(pieces),
    )
