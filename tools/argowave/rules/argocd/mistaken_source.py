"""mistaken-source: a source's repository or revision is a slip of one that is known here."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cache, partial
from typing import TYPE_CHECKING, Final

from argowave.finding import Severity
from argowave.revisions.here import plain, revisions_here
from argowave.rules.rule import Rule, at
from argowave.tree.remotes import normalise
from argowave.words.slip import is_slip

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from argowave.finding import Finding
    from argowave.rules.scene import Scene
    from argowave.sources.source import Source

_WORDS: Final = re.compile(r"[^a-z0-9]+")
_SHORTEST: Final = 4  # letters of a word in which a slip is told from another name: not eu and us


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each source that was not to be had and is nearly one that is."""
    own = scene.tree.own_urls
    revisions = cache(partial(_revisions, scene))  # only where they are asked for, and once
    for resource, application in scene.inventory.owners():
        for source in application.sources if application.not_checked else ():
            if source.chart or not source.repo_url:
                continue
            place = ("spec", *source.place)
            if normalise(source.repo_url) in own:
                if meant := _meant(plain(source.target_revision), revisions()):
                    message = f"no revision {source.target_revision} is here; did you mean {meant}?"
                    yield at(resource, (*place, "targetRevision"), message)
            elif meant := _own_url(scene, source):
                message = (
                    f"{source.repo_url} is another repository; did you mean this one, {meant}, "
                    f"which has {source.path}?"
                )
                yield at(resource, (*place, "repoURL"), message)


def _own_url(scene: Scene, source: Source) -> str:
    """Return this repository's URL where a source with a path of ours has a slip of it."""
    with suppress(OSError, ValueError):  # of a path that no file system can have
        if source.path and (scene.repository / source.path).exists():
            return _meant(normalise(source.repo_url), scene.tree.own_urls)
    return ""


def _revisions(scene: Scene) -> set[str]:
    """Return what is checked out, and what sources of this repository take that could be had."""
    taken = {
        plain(source.target_revision)
        for application in scene.tree.applications
        for source in application.sources
        if not application.not_checked and normalise(source.repo_url) in scene.tree.own_urls
    }
    return (taken | revisions_here(scene.repository).names) - {"", "HEAD"}


def _meant(written: str, known: Iterable[str]) -> str:
    return next((each for each in sorted(known) if _is_meant(written, each)), "")


def _is_meant(written: str, known: str) -> bool:
    """Tell whether a text is a slip of another one, and no name beside it, such as team-b."""
    if not is_slip(written, known) or written.lower() == known.lower():
        return False
    ours, theirs = (_WORDS.split(each.lower()) for each in (written, known))
    if len(ours) != len(theirs):
        return False
    differing = [pair for pair in zip(ours, theirs, strict=True) if pair[0] != pair[1]]
    return all(_is_word(one) and _is_word(other) for one, other in differing)


def _is_word(text: str) -> bool:
    return len(text) >= _SHORTEST and text.isalpha()


RULE = Rule(
    name="mistaken-source",
    summary="a source's repository or revision is a slip of one that is known",
    why=(
        "Argo CD finds no such repository or revision, or worse, another one: the Application "
        "stays at Unknown with a ComparisonError, and nothing of it is checked here."
    ),
    mend="Write the repository and the revision as the other Applications do.",
    source="https://argo-cd.readthedocs.io/en/stable/user-guide/tracking_strategies/",
    check=check,
    severity=Severity.WARNING,  # a repository or branch of that name may be there after all
)
