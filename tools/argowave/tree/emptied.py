"""Sources that give nothing → what becomes of what an Application has applied before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from argowave.tree.application import application_spec, automated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from argowave.manifest import Manifest
    from argowave.sources.request import Generated


def with_what_stays(answers: Sequence[Generated], application: Manifest) -> Sequence[Generated]:
    """Return the same, and where a source gives nothing that is said with what Argo CD prunes.

    Args:
        answers: what each source of an Application gives.
        application: that.
    """
    if not any(answer.is_empty for answer in answers):
        return answers
    policy = automated(application_spec(application))
    said = _of_earlier(policy, is_all=all(answer.is_empty for answer in answers))
    return [_saying(said, answer) if answer.is_empty else answer for answer in answers]


def _saying(said: str, answer: Generated) -> Generated:
    told = (replace(each, message=f"{each.message}; {said}") for each in answer.findings)
    return replace(answer, findings=tuple(told))


def _of_earlier(policy: dict[str, Any] | None, *, is_all: bool) -> str:
    """Say what becomes of what an Application has applied before.

    Source: autoSync in controller/appcontroller.go, argo-cd v3.5.7. It does not begin a sync that
    would prune only where `prune` is off, nor one that would prune all where `allowEmpty` is off;
    a sync by hand prunes where it is told to.
    """
    if policy is None:
        return "what it gave before stays until a sync is told to prune"
    if policy.get("prune") is not True:
        return "what it gave before stays, as automated.prune is not set"
    if policy.get("allowEmpty") is True:
        return "Argo CD deletes what it gave before, as automated.prune and allowEmpty are set"
    if is_all:
        return (
            "Argo CD refuses to delete all that it gave before, as automated.allowEmpty is not set"
        )
    return (
        "Argo CD deletes what it gave before, as automated.prune is set, unless the other sources "
        "give nothing either"
    )
