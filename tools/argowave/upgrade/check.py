"""One environment and the versions asked for → the first one that breaks, per object."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from argowave.gates import installed_version
from argowave.rules import Scene
from argowave.upgrade.argocd import argocd_faults
from argowave.upgrade.breaks import Break, Upgrade, first_breaks
from argowave.upgrade.definitions import Definitions, definition_faults
from argowave.upgrade.kubernetes import kubernetes_faults

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from argowave.lint import Stores
    from argowave.tree import Tree


@dataclass(frozen=True, slots=True)
class Candidates:
    """What a tree is to be upgraded to."""

    kubernetes: tuple[str, ...] = ()  # oldest first; of an environment, the newer ones
    argocd: tuple[tuple[int, int], ...] = ()  # oldest first
    definitions: Definitions | None = None
    named: bool = True  # somebody named the versions of Kubernetes, older ones perhaps


def check_upgrade(
    repository: Path, load: Callable[[str], Tree], stores: Stores, candidates: Candidates
) -> Upgrade:
    """Compare a tree as it is with what each candidate says of it.

    Args:
        repository: what paths are relative to.
        load: gives the tree, rendered for a version of Kubernetes; "" for the one that it has.
        stores: schemas.
        candidates: what to look at.
    """

    def scene(version: str) -> Scene:
        tree = load(version)
        return Scene(repository, tree, stores.of(tree)[0])

    now = scene("")
    version = now.kubernetes_version
    wanted = [each for each in candidates.kubernetes if candidates.named or _later(each, version)]
    breaks: list[Break] = []
    gaps = [f"{each.what}: {each.why}" for app in now.tree.applications for each in app.not_checked]
    present = kubernetes_faults(now)
    breaks += first_breaks(
        [(f"Kubernetes {each}", kubernetes_faults(scene(each))) for each in wanted], present
    )
    installed = installed_version(now.tree)
    breaks += first_breaks(
        [(_argo_cd(each), list(argocd_faults(now, each))) for each in candidates.argocd],
        list(argocd_faults(now, installed)) if installed else (),
    )
    targets = [f"Kubernetes {each}" for each in wanted] + [_argo_cd(v) for v in candidates.argocd]
    if candidates.definitions is not None:
        faults, number = definition_faults(now, candidates.definitions)
        breaks += first_breaks([("the CRDs", faults)], present)
        targets.append("the CRDs")
        if not number:
            gaps.append("the CRDs: no object of this tree is of a kind that they define")
    return Upgrade(
        name=now.tree.environment,
        kubernetes_version=version,
        targets=tuple(targets),
        objects=len(now.inventory.resources),
        breaks=tuple(breaks),
        not_checked=tuple(dict.fromkeys(gaps)),
    )


def _argo_cd(version: tuple[int, int]) -> str:
    return f"Argo CD {version[0]}.{version[1]}"


def _later(one: str, other: str) -> bool:
    return int(one.partition(".")[2]) > int(other.partition(".")[2])
