"""An environment's name → the commands that hand its cluster over to Argo CD."""

from __future__ import annotations

import shlex
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """One kubectl command."""

    words: tuple[str, ...]  # after `kubectl`; paths as seen from the repository's folder

    def __str__(self) -> str:
        """Return the command as one would type it."""
        return shlex.join(("kubectl", *self.words))


def plan_steps(environment: str) -> tuple[Step, ...]:
    """Return the commands, to be run in this order from the repository's folder.

    Server-side, because Argo CD's definitions are larger than the annotation that a client-side
    apply writes; with --force-conflicts, as Argo CD's own instructions have it, so that a cluster
    on which somebody applied it client-side comes up too.
    """
    rendered = f"environments/{environment}/rendered"
    apply_argocd = ("apply", "--server-side", "--force-conflicts", "-k")
    wait = ("wait", "--namespace=argocd", "--for=condition=Available", "--timeout=10m")
    root = ("-f", f"{rendered}/apps/projects/root.yaml", "-f", f"{rendered}/apps/root.yaml")
    return (
        Step((*apply_argocd, f"{rendered}/infra/argocd")),
        Step((*wait, "deployment/argocd-repo-server", "deployment/argocd-server")),
        Step(("apply", *root)),
    )
