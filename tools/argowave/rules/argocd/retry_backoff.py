"""retry-backoff: a duration between two tries that Argo CD cannot read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.rules.rule import Rule, at
from argowave.times.durations import is_duration, is_seconds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.rules.scene import Scene


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each duration of a retry that does not parse.

    NextRetryAt and parseStringToDuration in Argo CD's types.go; processRequestedAppOperation in
    appcontroller.go ends the operation in place of the first retry. Without tries nothing reads it.
    """
    for application in scene.inventory.of_kind("argoproj.io", "Application"):
        path = ("spec", "syncPolicy", "retry")
        if application.at(*path, "limit") in (None, 0):
            continue
        for field in ("duration", "maxDuration"):
            stated = application.at(*path, "backoff", field)
            if (
                isinstance(stated, str)
                and stated
                and not (is_duration(stated) or is_seconds(stated))
            ):
                message = (
                    f'"{stated}" is no duration, so that Argo CD never tries a failed sync again; '
                    "write it as 5s or 3m"
                )
                yield at(application, (*path, "backoff", field), message)


RULE = Rule(
    name="retry-backoff",
    summary="a duration between two tries of a sync that Argo CD cannot read",
    why=(
        "The duration is read when a sync has failed for the first time. One that does not parse "
        "ends the sync with an error then, however many tries are stated."
    ),
    mend="Write seconds as a number in quotes, or units as Go has them: 5s, 3m, 1h30m.",
    source="https://argo-cd.readthedocs.io/en/stable/user-guide/auto_sync/",
    check=check,
)
