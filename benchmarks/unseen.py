"""Why a defect cannot show in a rehearsal, by the rule that finds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mutations.mutation import Mutation

_PROJECT = "AppProjects are Argo CD's alone: it would refuse, a rehearsal applies"
_TRAFFIC = "nothing goes through an Ingress or to a pod's Service in a rehearsal"
_SAFETY = "it is unsafe, and it runs"
_PULLED = "nothing is pulled in a rehearsal"
_OWNERS = "two owners would fight for ever; here the first one wins"
REASONS: dict[str, str] = {
    "backend-port": _TRAFFIC,
    "default-project": _PROJECT,
    "duplicate-application": _OWNERS,
    "host-access": _SAFETY,
    "image-pin": _PULLED,
    "literal-secret": _SAFETY,
    "lost-exclusion": "it costs the controller, and nothing stops",
    "missing-limits": _SAFETY,
    "missing-skip-dry-run": "there is no dry run in a rehearsal",
    "namespace-missing": "namespaces are taken to exist",
    "never-synced": "the drift comes from defaults of the API server, which is not there",
    "open-range": _SAFETY,
    "project-destination": _PROJECT,
    "project-kind": _PROJECT,
    "project-missing": _PROJECT,
    "project-source": _PROJECT,
    "redrive-blanks": "the provider would update the queue without end, and call it Ready",
    "retry": "on a warm machine nothing has to be tried again",
    "run-as-root": _SAFETY,
    "selector-mismatch": "a rehearsal starts processes and selects no pods",
    "selector-without-pods": _TRAFFIC,
    "shared-resource": _OWNERS,
    "sync-option": "Argo CD passes over an option that it does not know",
    "table-billing": "the provider would update the table without end, which is not modelled",
    "target-revision": _PULLED,
    "unrestricted-ingress": _SAFETY,
    "wave-order": "what is too early waits or is tried again, and comes right later",
    "workload-region": "the page comes up and lists nothing, and nobody looks at it",
}
_BY_NAME = {
    "admin: another class": _TRAFFIC,
    "admin: another service": _TRAFFIC,
    "ingress: another service": _TRAFFIC,
    "settings: a Provider is healthy at once": "a Provider is installed in one step here",
    "justtrack-t1 values: scaled to a queue that nobody makes": "KEDA does not run",
}


def reason_not_to_show(mutation: Mutation) -> str:
    """Return why a rehearsal passes although the defect is real, "" where nobody knows."""
    return _BY_NAME.get(mutation.name) or REASONS.get(mutation.rule, "")
