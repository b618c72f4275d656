"""wave-gate: the order is right, but nothing makes Argo CD wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.gates import Moment
from argowave.rules.argocd_settings import at_settings
from argowave.rules.order._words import more, needs
from argowave.rules.rule import Rule, Undecided, at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.gates import Dependency, Settings
    from argowave.gates.holes import Hole
    from argowave.rules.scene import Scene

_UNKNOWN = "Argo CD's settings (argocd-cm) are not in the tree"


def check(scene: Scene) -> Iterator[Finding | Undecided]:
    """Give a finding for each gap: a kind without a check, an Application that nobody waits for."""
    in_settings: dict[tuple[str, str], list[tuple[Hole, Dependency]]] = {}
    elsewhere: dict[tuple[int, str], list[tuple[Hole, Dependency]]] = {}
    for dependency in scene.dependencies:
        for hole in scene.holes.of(dependency):
            kind = f"{hole.link.group}/{hole.link.kind}".lstrip("/")
            if not hole.certain:
                is_known = scene.checks.settings is not None
                yield Undecided(f"waves after {kind}", hole.doubt if is_known else _UNKNOWN)
            elif hole.in_settings:
                in_settings.setdefault((kind, hole.cause), []).append((hole, dependency))
            else:
                elsewhere.setdefault((id(hole.link), hole.cause), []).append((hole, dependency))
    for several in elsewhere.values():
        hole, dependency = several[0]
        said = f"{hole.cause}, and {needs(dependency, owners=True)}{more(len(several) - 1)}"
        yield at(hole.link, ("spec",) if hole.link.kind == "Application" else (), said)
    for (kind, cause), several in in_settings.items():
        yield _in_settings(scene.checks.settings, kind, cause, several)
    yield from _never_seen(scene)


def _in_settings(
    settings: Settings | None, kind: str, cause: str, several: list[tuple[Hole, Dependency]]
) -> Finding:
    hole, dependency = several[0]
    are = cause.startswith(("have", "are"))
    subject = f"Applications {cause}" if are else f"{kind} {cause}"
    example = f"{needs(dependency, owners=True)}{more(len(several) - 1)}"
    key = kind.replace("/", "_")
    mend = f"state one under resource.customizations.health.{key} that waits until it is ready"
    message = f"{subject}; {example} and would be applied before; {mend}"
    if settings is None:
        return at(hole.link, (), message)
    return at_settings(settings, message)


def _never_seen(scene: Scene) -> Iterator[Finding]:
    """Give managed resources that no provider ever looks at and that count as Healthy so."""
    for edge in scene.graph.edges:
        kinds = {key.kind for key in edge.reference.keys}
        if not edge.is_dangling or not kinds & {"ProviderConfig", "ClusterProviderConfig"}:
            continue
        gate = scene.checks.gate(edge.source)
        if gate.certain and not gate.doubt and Moment.UNSEEN in gate.leaks:
            message = (
                f"{edge.reference.wanted} does not exist, so that no provider ever gives it a "
                f"status, and {gate.check} calls it Healthy without one: waves after it do not "
                f"wait; name a provider config that is there"
            )
            yield at(edge.source, edge.reference.path, message)


RULE = Rule(
    name="wave-gate",
    summary="the order is right, but nothing makes Argo CD wait",
    why=(
        "Argo CD goes on to the next wave as soon as everything in this one is Healthy, or has no "
        "health check at all. Applications have none unless argocd-cm states one, the documented "
        "one calls a child Healthy between its own waves, and before 3.4.9 and 3.5.3 the built-in "
        "one for Crossplane's kinds calls whatever has no status yet Healthy. The waves are then "
        "only two seconds apart."
    ),
    mend=(
        "State a health check in argocd-cm that is Progressing until the object is ready, for "
        "Applications one that also asks for Synced and for no running operation; let every "
        "Application sync automatically."
    ),
    source="https://argo-cd.readthedocs.io/en/stable/operator-manual/health/#argocd-app",
    check=check,
)
