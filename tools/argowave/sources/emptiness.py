"""A directory source that gives nothing: Argo CD applies nothing of it, and is content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.finding import Finding, Severity
from argowave.sources.request import Generated

if TYPE_CHECKING:
    from pathlib import Path

    from argowave.sources.source import DirectoryOptions


def of_nothing(shown: str, options: DirectoryOptions) -> Generated:
    """Return what a folder without a manifest gives, where `include` and the like leave none."""
    return _empty(f"the path {shown} holds no manifest{_excluded(options)}")


def of_link(shown: str, folder: Path) -> Generated:
    """Return what a link to a folder gives.

    Neither discovery.Discover nor getPotentiallyValidManifests goes into it: filepath.Walk follows
    no link, not even the one that it starts with. Helm and kustomize do, once they are stated.
    """
    target = folder.readlink().as_posix()
    return _empty(
        f"the path {shown} is a symbolic link to {target}, which Argo CD does not "
        "follow unless the source states helm or kustomize, so it applies nothing; "
        "name the folder itself"
    )


def _empty(message: str) -> Generated:
    found = Finding("", None, "", "", message, "source", Severity.WARNING)
    return Generated(findings=(found,), is_empty=True)


def _excluded(options: DirectoryOptions) -> str:
    """Return what is wrong with a pattern of files, where one may be why there is none."""
    if "," in options.include and "{" not in options.include:
        return (
            f" that the pattern {options.include} includes: a comma is a choice between braces "
            "only, as in {a,b}"
        )
    return f" that the pattern {options.include} includes" if options.include else ""
