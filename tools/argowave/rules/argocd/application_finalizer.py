"""application-finalizer: what a deletion of an Application would delete, or leave behind.

Of AppProjects and ApplicationSets, Argo CD takes away the one finalizer that it knows by its whole
name: HasFinalizer in app_project_types.go, Reconcile in applicationset_controller.go.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.finding import Severity
from argowave.manifest import CASCADE, SYNC_OPTIONS
from argowave.order.hooks import listed
from argowave.rules.argocd_settings import runs_argocd
from argowave.rules.rule import Rule, at
from argowave.tree.application import application_spec
from argowave.tree.argocd_cm import NAME, OPERATORS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.resources import Resource
    from argowave.rules.scene import Scene
    from argowave.tree import Application

_DOMAIN: Final = ".argocd.argoproj.io"
# ResourcesFinalizerName and its kin in pkg/apis/application/v1alpha1/application_defaults.go
_KNOWN: Final = frozenset(
    (
        CASCADE,
        f"{CASCADE}/foreground",
        f"{CASCADE}/background",
        "pre-delete-finalizer.argocd.argoproj.io",
        "pre-delete-finalizer.argocd.argoproj.io/cleanup",
        "post-delete-finalizer.argocd.argoproj.io",
        "post-delete-finalizer.argocd.argoproj.io/cleanup",
    )
)
_ALIKE: Final = 0.9  # resource-finalizer.argocd.argoprj.io is 0.97 like it
# kinds of Upbound's AWS provider that hold data, by the first word of their group
_DATA: Final = {
    "dynamodb": ("Table", "GlobalTable"),
    "docdb": ("Cluster",),
    "efs": ("FileSystem",),
    "kms": ("Key",),
    "neptune": ("Cluster",),
    "rds": ("Cluster", "Instance", "GlobalCluster"),
    "redshift": ("Cluster",),
    "s3": ("Bucket",),
}
_PROTECTION: Final = (
    ("spec", "forProvider", "deletionProtectionEnabled"),
    ("spec", "forProvider", "deletionProtection"),
)


def check(scene: Scene) -> Iterator[Finding]:
    """Give findings for misspelt finalizers, those that are too much, and those that lack."""
    for owner, application in scene.inventory.owners():
        misspelt = list(_misspelt(owner, _KNOWN))
        yield from misspelt
        cascades = any(each.startswith(CASCADE) for each in _finalizers(owner))
        if cascades and runs_argocd(application):
            yield at(owner, ("metadata", "finalizers"), _itself(owner, application))
        elif cascades:
            yield from _data(scene, owner, application)
        elif not misspelt and not _may_run_argocd(scene, application) and _is_pruned(owner):
            # which parent is told beside the message, so that several parents are one finding
            message = (
                "once the Application is out of Git, its parent prunes it and everything that it "
                f"applied stays behind, nobody's; add the finalizer {CASCADE}"
            )
            yield at(owner, ("metadata", "finalizers"), message)
    for owner in scene.inventory.of_kind("argoproj.io", "AppProject", "ApplicationSet"):
        yield from _misspelt(owner, frozenset((CASCADE,)))


def _may_run_argocd(scene: Scene, application: Application) -> bool:
    """Tell whether an Application installs Argo CD, or is not known and goes where that is."""
    inventory = scene.inventory
    place = (inventory.cluster_of(application), application.namespace)
    return runs_argocd(application) or (bool(application.unread) and place in inventory.roots_at)


def _itself(owner: Resource, application: Application) -> str:
    """Return what to say of Argo CD's own Application, or of one with no more than its settings.

    To one that is made without finalizers, RenderTemplateParams in applicationset/utils/utils.go
    adds this one.
    """
    what = "a deletion of the Application would delete the Argo CD that does the deleting"
    if _has_settings_alone(application):
        what = (
            "a deletion of the Application would delete ConfigMap/argocd-cm, the settings of the "
            "Argo CD that does the deleting"
        )
    if not owner.manifest.generated:
        return f"{what}; take {CASCADE} out"
    return (
        f"{what}, and an ApplicationSet gives each of its Applications {CASCADE}; set "
        "preserveResourcesOnDeletion in its syncPolicy, or give Argo CD an Application of its own"
    )


def _has_settings_alone(application: Application) -> bool:
    """Tell whether an Application, all of which is known, brings argocd-cm and no Argo CD."""
    programs = ("Deployment", "StatefulSet", OPERATORS)
    return (
        not application.unread
        and any(each.kind == "ConfigMap" and each.name == NAME for each in application.manifests)
        and not any(each.kind in programs for each in application.manifests)
    )


def _finalizers(owner: Resource) -> list[str]:
    return [each for each in owner.items("metadata", "finalizers") if isinstance(each, str)]


def _misspelt(owner: Resource, known: frozenset[str]) -> Iterator[Finding]:
    for index, finalizer in enumerate(_finalizers(owner)):
        if finalizer not in known and (_DOMAIN in finalizer or _is_near(finalizer)):
            message = (
                f"Argo CD knows no finalizer {finalizer} of an {owner.kind} and never takes it "
                f"away, so that it can never be deleted; did you mean {CASCADE}?"
            )
            yield at(owner, ("metadata", "finalizers", index), message)


def _is_near(finalizer: str) -> bool:
    import difflib  # noqa: PLC0415 (only unknown finalizers need it)

    return difflib.SequenceMatcher(None, finalizer, CASCADE).ratio() >= _ALIKE


def _is_pruned(owner: Resource) -> bool:
    """Tell whether the parent deletes the Application as soon as Git no longer has it."""
    if owner.application is None or {"Prune=false", "Prune=confirm"} & set(
        listed(owner.manifest, SYNC_OPTIONS)
    ):
        return False
    policy = application_spec(owner.application.manifest).get("syncPolicy")
    automated = policy.get("automated") if isinstance(policy, dict) else None
    return isinstance(automated, dict) and automated.get("prune") is True


def _data(scene: Scene, owner: Resource, application: Application) -> Iterator[Finding]:
    """Give a finding for what holds data in AWS and would be deleted along."""
    if scene.aws_target == "localstack":
        return
    held = [each for each in scene.inventory.of(application) if _holds_data(each)]
    lost = [each for each in held if not _is_kept(each)]
    if lost:
        names = ", ".join(each.subject for each in lost[:3])
        more = f" and {len(lost) - 3} more" if len(lost) > 3 else ""  # noqa: PLR2004 (as above)
        message = (
            f"a deletion of the Application would delete the data of {names}{more}; set "
            "deletionPolicy: Orphan there, or managementPolicies without Delete"
        )
        yield at(owner, ("metadata", "finalizers"), message)


def _holds_data(resource: Resource) -> bool:
    group = resource.group
    return group.endswith(".upbound.io") and resource.kind in _DATA.get(group.split(".")[0], ())


def _is_kept(resource: Resource) -> bool:
    if resource.text("spec", "deletionPolicy") == "Orphan":
        return True
    policies = resource.items("spec", "managementPolicies")
    if policies and not {"*", "Delete"} & {each for each in policies if isinstance(each, str)}:
        return True
    if any(resource.at(*path) is True for path in _PROTECTION):
        return True
    return bool({"Delete=false", "Delete=confirm"} & set(listed(resource.manifest, SYNC_OPTIONS)))


RULE = Rule(
    name="application-finalizer",
    summary="what a deletion of an Application would delete, or leave behind",
    why=(
        "With the finalizer resources-finalizer.argocd.argoproj.io everything that an "
        "Application applied is deleted along with it, tables and buckets too; without it, "
        "everything stays and belongs to nobody. A misspelt one is never taken away."
    ),
    mend=(
        "State the finalizer, except on Argo CD's own Application, and protect what holds data "
        "from being deleted along."
    ),
    source="https://argo-cd.readthedocs.io/en/stable/user-guide/app_deletion/",
    check=check,
    severity=Severity.WARNING,
)
