"""unknown-kind: a kind that no API server has, or not in that version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.rules.rule import Rule, at, place
from argowave.rules.versions._definers import definers_of
from argowave.rules.versions._removed import FATES
from argowave.rules.versions._unserved import unserved
from argowave.words.slip import is_slip, slip_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from argowave.finding import Finding
    from argowave.resources import Resource
    from argowave.rules.scene import Scene
    from argowave.rules.versions._definers import Definer

    Fault = tuple[str, str]  # (the field at fault, what is wrong)

_ARGO_CD: Final = ("Application", "ApplicationSet", "AppProject")
_OF_ARGO_CD: Final = "argoproj.io/v1alpha1"  # the only version that they ever had


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each object of a kind that surely does not exist."""
    definers: dict[str, list[Definer]] | None = None
    for (group, kind), resources in scene.inventory.by_kind.items():
        verdicts: dict[tuple[str, str], Fault | None] = {}
        for resource in resources:
            key = (resource.manifest.api_version, resource.cluster)
            if key not in verdicts:
                if _is_known(scene, key[0], kind):
                    verdicts[key] = None
                else:
                    definers = definers_of(scene.inventory) if definers is None else definers
                    verdicts[key] = _fault(scene, resource, definers.get(group, ()))
            fault = verdicts[key]
            if fault is not None:
                yield at(resource, (fault[0],), fault[1])


def _is_known(scene: Scene, api_version: str, kind: str) -> bool:
    """Tell whether a kind has a schema, or is told of by deprecated-kind or later-field."""
    return (
        bool(scene.store.versions_of(api_version, kind))
        or (api_version, kind) in FATES
        or scene.store.has(api_version, kind, scene.kubernetes_version)
    )


def _fault(scene: Scene, resource: Resource, definers: Sequence[Definer]) -> Fault | None:
    """Return what is wrong with an apiVersion and kind of which there is no schema."""
    group, kind = resource.group, resource.kind
    if group == "argoproj.io" and (fault := _of_argo_cd(resource)):
        return fault
    here = [each for each in definers if each.resource.cluster == resource.cluster]
    same = [each for each in here if each.kind == kind]
    if same:
        return _unserved_version(resource, same)
    if here:
        return _misspelt(resource, here)
    brought = {each.text("spec", "group") for each in _aggregated(scene)}
    return None if group in brought else unserved(resource, scene.kubernetes_version)


def _aggregated(scene: Scene) -> tuple[Resource, ...]:
    return scene.inventory.of_kind("apiregistration.k8s.io", "APIService")


def _of_argo_cd(resource: Resource) -> Fault | None:
    api_version, kind = resource.manifest.api_version, resource.kind
    if kind in _ARGO_CD:
        message = f"Argo CD has no {api_version} {kind}, so nothing reads it; use {_OF_ARGO_CD}"
        return "apiVersion", message
    meant = slip_of(kind, _ARGO_CD)
    message = f"Argo CD has no kind {kind}, so nothing reads it; did you mean {meant}?"
    return ("kind", message) if meant else None


def _unserved_version(resource: Resource, definers: Sequence[Definer]) -> Fault | None:
    version = resource.manifest.api_version.rpartition("/")[2]
    served = list(dict.fromkeys(name for each in definers for name in each.served))
    if version in served:
        return None  # of a definition that is wrong itself there is no schema
    names = ", ".join(served) or "no version"
    message = f"{place(definers[0].resource)} serves {names} of {resource.kind}, and not {version}"
    return "apiVersion", f"{message}; use one that is served, or serve it"


def _misspelt(resource: Resource, definers: Sequence[Definer]) -> Fault | None:
    """Return a slip, where all that the tree defines of a group is applied by one Application.

    A letter before or behind makes another name, as in XBucket and Bucket, and so does a digit; an
    s behind makes the plural, which is no kind.
    """
    if len({id(each.resource.application) for each in definers}) > 1:
        return None
    for each in definers:
        if is_slip(resource.kind, each.kind) and not _is_other(resource.kind, each.kind):
            message = (
                f"{place(each.resource)} defines {each.kind} of {each.group}, and nothing here "
                f"defines {resource.kind}; did you mean {each.kind}?"
            )
            return "kind", message
    return None


def _is_other(one: str, other: str) -> bool:
    short, long = sorted((one.lower(), other.lower()), key=len)
    is_longer = long.endswith(short) or (long.startswith(short) and not long.endswith("s"))
    return (one.lower() != other.lower() and is_longer) or any(map(str.isdigit, one + other))


RULE = Rule(
    name="unknown-kind",
    summary="a kind does not exist, or not in that version",
    why=(
        "Argo CD tries every object before it applies any: one of a kind that the API server "
        "does not have fails the sync, and nothing of the Application is applied."
    ),
    mend="Mend the apiVersion or the kind.",
    source="https://kubernetes.io/docs/reference/using-api/",
    check=check,
)
