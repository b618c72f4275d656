"""target-revision: a source in somebody else's repository or a chart that is not pinned."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from argowave.finding import Severity
from argowave.rules.rule import Rule, at
from argowave.sources.unfinished_url import has_blank, is_unfinished
from argowave.tree.remotes import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.rules.scene import Scene
    from argowave.sources.source import Source

_EXACT: Final = re.compile(r"v?\d+\.\d+\.\d+([-+][0-9A-Za-z.+-]+)?\Z")
_RANGE: Final = re.compile(r"[*^~<>=|]|\s|(?:^|\.)[xX](?:\.|\Z)|\Av?\d+(?:\.\d+)?\Z")
_MOVING: Final = frozenset(
    ("", "HEAD", "main", "master", "develop", "development", "trunk", "latest", "stable")
)


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each chart version or foreign revision that moves."""
    own = _own_urls(scene)
    for resource, application in scene.inventory.owners():
        for source in application.sources:
            if wrong := _fault(source, own=normalise(source.repo_url) in own):
                stated = ("targetRevision",) if "targetRevision" in source.stated else ()
                yield at(resource, ("spec", *source.place, *stated), wrong)


def _fault(source: Source, *, own: bool) -> str:
    revision = source.target_revision.strip()  # to Argo CD blanks around a version are none
    said = f"targetRevision {revision}" if revision else "no targetRevision"
    if source.chart:
        is_blank = has_blank(revision) and not any(map(str.isdigit, revision))
        if _EXACT.fullmatch(revision) or not _RANGE.search(revision) or is_blank:
            return ""  # without any, Argo CD refuses the source, and its own finding says so
        return f"{said} takes whatever version of chart {source.chart} is the newest; state one"
    if own or not source.repo_url or is_unfinished(source.repo_url):
        return ""
    if revision in _MOVING or "*" in revision or revision.startswith("refs/heads/"):
        return (
            f"{said} follows {source.repo_url}, which is another repository; state a tag or "
            "a commit"
        )
    return ""


def _own_urls(scene: Scene) -> frozenset[str] | set[str]:
    """Return the URLs of the repository itself; where none is known, those of the roots."""
    return scene.tree.own_urls or {
        normalise(source.repo_url)
        for application in scene.tree.applications
        for source in application.sources
        if source.path and not source.chart and len(application.chain) == 1
    }


RULE = Rule(
    name="target-revision",
    summary="a source in somebody else's repository or a chart that is not pinned",
    why=(
        "What is deployed changes without a commit here: two clusters differ, a rollback brings "
        "back something else, and a bad release of somebody else's arrives at once."
    ),
    mend="State an exact chart version, and a tag or commit of another repository.",
    source="https://argo-cd.readthedocs.io/en/stable/user-guide/tracking_strategies/",
    check=check,
    severity=Severity.WARNING,  # it works; what it brings tomorrow is the risk
)
