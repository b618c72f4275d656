"""endless-hook: a hook Job that can run for ever."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from argowave.order import is_hook, phases
from argowave.rules.rule import Rule, at
from argowave.typed import as_list

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.resources import Resource
    from argowave.rules.scene import Scene

_POD: Final = ("spec", "template", "spec")
_PATIENT: Final = 100  # retries, ten seconds to six minutes apart: about ten hours
_LOOP: Final = re.compile(
    r"\bwhile\s+(?:true|:|!|\[|sleep)|\buntil\b|\bsleep\s+inf|\btail\s+-f|\bfor\s*\(\(\s*;\s*;"
)
_BOUND: Final = re.compile(r"\btimeout\b|\bSECONDS\b|--max-time|\bbreak\b|\bexit\s+[1-9]|deadline")


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each hook Job without a deadline that retries or waits without end."""
    for job in scene.inventory.of_kind("batch", "Job"):
        if not is_hook(job.manifest) or not phases(job.manifest):
            continue
        if _is_number(job.at("spec", "activeDeadlineSeconds")) or _is_number(
            job.at(*_POD, "activeDeadlineSeconds")
        ):
            continue
        if why := _endless(job):
            message = f"the hook has no spec.activeDeadlineSeconds and {why}; set one"
            yield at(job, ("spec",), message)


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _endless(job: Resource) -> str:
    """Return why a Job may never end, "" where nothing says so."""
    limit = job.at("spec", "backoffLimit")
    if isinstance(limit, int) and limit > _PATIENT:
        return f"retries {limit} times"
    for field in ("initContainers", "containers"):
        for container in job.items(*_POD, field):
            if isinstance(container, dict) and _waits(container):
                return f"container {container.get('name', '')} waits in a loop without end"
    return ""


def _waits(container: dict[str, object]) -> bool:
    words = [
        word
        for field in ("command", "args")
        for word in as_list(container.get(field))
        if isinstance(word, str)
    ]
    text = "\n".join(words)
    return bool(_LOOP.search(text)) and not _BOUND.search(text)


RULE = Rule(
    name="endless-hook",
    summary="a hook Job that can run for ever",
    why=(
        "Argo CD waits for a hook without a limit of its own: the operation stays Running, later "
        "phases never start, and no newer commit is synced."
    ),
    mend="Set spec.activeDeadlineSeconds of the Job, so that it fails in the end.",
    source="https://kubernetes.io/docs/concepts/workloads/controllers/job/#job-termination-and-cleanup",
    check=check,
)
