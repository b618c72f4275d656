"""field-conflict: an autoscaler and a self-healing Application both set the replicas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from argowave.resources import Key
from argowave.rules.rule import Rule, at, place
from argowave.tree.application import application_spec
from argowave.typed import as_list

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.resources import Resource
    from argowave.rules.scene import Scene
    from argowave.tree import Application

_REPLICAS: Final = ("spec", "replicas")
_SCALERS: Final = (("autoscaling", "HorizontalPodAutoscaler"), ("keda.sh", "ScaledObject"))


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding at each stated number of replicas that an autoscaler changes."""
    inventory = scene.inventory
    if _ignored_everywhere(scene):
        return
    for group, kind in _SCALERS:
        for scaler in inventory.of_kind(group, kind):
            target = inventory.find(_target(scaler))
            application = target.application if target else None
            if target is None or application is None or target.at(*_REPLICAS) is None:
                continue
            if _heals(application) and not _ignores(application, target):
                yield at(target, _REPLICAS, _message(scaler, application))


def _ignored_everywhere(scene: Scene) -> bool:
    """Tell whether Argo CD's settings take replicas out of every comparison."""
    settings = scene.checks.settings
    return settings is not None and any(
        str(key).startswith("resource.customizations.ignoreDifferences")
        and "replicas" in str(value)
        for key, value in settings.data.items()
    )


def _target(scaler: Resource) -> Key:
    path = ("spec", "scaleTargetRef")
    kind = scaler.text(*path, "kind") or "Deployment"  # KEDA's default
    version = scaler.text(*path, "apiVersion") or "apps/v1"
    group = version.rpartition("/")[0]
    return Key(scaler.cluster, group, kind, scaler.namespace, scaler.text(*path, "name"))


def _heals(application: Application) -> bool:
    policy = application_spec(application.manifest).get("syncPolicy")
    automated = policy.get("automated") if isinstance(policy, dict) else None
    if not isinstance(automated, dict) or automated.get("enabled") is False:
        return False
    return automated.get("selfHeal") is True


def _ignores(application: Application, target: Resource) -> bool:
    """Tell whether ignoreDifferences take the replicas out of the comparison."""
    listed = application_spec(application.manifest).get("ignoreDifferences")
    return any(
        entry.get("group", "") in ("*", target.group)
        and entry.get("kind") in ("*", target.kind)
        and entry.get("name") in (None, "", target.name)
        and entry.get("namespace") in (None, "", target.namespace)
        and _names_replicas(entry)
        for entry in (listed if isinstance(listed, list) else ())
        if isinstance(entry, dict)
    )


def _names_replicas(entry: dict[str, Any]) -> bool:
    fields = ("jsonPointers", "jqPathExpressions", "managedFieldsManagers")
    listed = [value for field in fields for value in as_list(entry.get(field))]
    return any(
        "replicas" in value
        or value in ("/spec", ".spec", "kube-controller-manager", "keda-operator")
        for value in listed
        if isinstance(value, str)
    )


def _message(scaler: Resource, application: Application) -> str:
    return (
        f"{place(scaler)} sets the replicas too, and Application/{application.name} heals every "
        "change back (selfHeal); leave spec.replicas out"
    )


RULE = Rule(
    name="field-conflict",
    summary="an autoscaler and a self-healing Application both set the replicas",
    why=(
        "Whatever the autoscaler sets, Argo CD sets back within seconds: the workload never "
        "scales, and pods come and go."
    ),
    mend="Leave spec.replicas out of the manifest, or name it in spec.ignoreDifferences.",
    source="https://argo-cd.readthedocs.io/en/stable/user-guide/best_practices/#leaving-room-for-imperativeness",
    check=check,
)
