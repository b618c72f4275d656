"""What a source gave → the same, with paths that say which repository they are in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argowave.sources.request import Generated, ManifestRequest


def placed(generated: Generated, request: ManifestRequest, label: str) -> Generated:
    """Return what a source gave with paths as a person knows them.

    Args:
        generated: paths are relative to the request's repository, or absolute in another one.
        request: knows where the other repositories are.
        label: what the paths of the request's repository begin with, "" for this repository.
    """
    if not label and not request.fetched_refs:
        return generated

    def show(path: str) -> str:
        if not path or not Path(path).is_absolute():
            return f"{label}{path}" if path else ""
        for ref in request.fetched_refs:
            if Path(path).is_relative_to(ref.root):
                return ref.label + Path(path).relative_to(ref.root).as_posix()
        return path

    return replace(
        generated,
        documents=tuple(replace(each, source=show(each.source)) for each in generated.documents),
        partial=tuple(replace(each, source=show(each.source)) for each in generated.partial),
        findings=tuple(replace(each, path=show(each.path)) for each in generated.findings),
        not_checked=tuple(
            replace(each, what=f"{each.what} of {label.rstrip('/')}") if label else each
            for each in generated.not_checked
        ),
    )
