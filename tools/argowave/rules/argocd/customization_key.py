"""customization-key: a key of argocd-cm that looks like a customization and is none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from argowave.rules.argocd_settings import at_settings
from argowave.rules.rule import Rule
from argowave.words.nearest import nearest
from argowave.words.slip import slip_of
from argowave.yamlio import YamlFault, read_documents

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from argowave.finding import Finding
    from argowave.rules.scene import Scene

_PREFIX: Final = "resource.customizations"
_TYPES: Final = (
    "health",
    "useOpenLibs",
    "actions",
    "ignoreDifferences",
    "ignoreResourceUpdates",
    "knownTypeFields",
)
# other keys that people write, of the constants in util/settings/settings.go
_SETTINGS: Final = (
    "admin.enabled",
    "application.instanceLabelKey",
    "application.resourceTrackingMethod",
    "application.sync.impersonation.enabled",
    "cluster.inClusterEnabled",
    "dex.config",
    "exec.enabled",
    "globalProjects",
    "helm.valuesFileSchemes",
    "installationID",
    "kustomize.buildOptions",
    "oidc.config",
    "resource.compareoptions",
    "resource.exclusions",
    "resource.inclusions",
    "resource.respectRBAC",
    "server.rbac.log.enforce.enable",
    "statusbadge.enabled",
    "statusbadge.url",
    "timeout.hard.reconciliation",
    "timeout.reconciliation",
    "timeout.reconciliation.jitter",
    "users.anonymous.enabled",
    "users.session.duration",
)
_PARTS: Final = 2  # group_Kind
_VERSION: Final = re.compile(r"v[0-9]+(?:(?:alpha|beta)[0-9]+)?")
_GLOB: Final = re.compile(r"[*?\[{]")
_ALIKE: Final = 0.8  # how near a name must be to be taken for a misspelt one
_ALL: Final = "all"


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each key that Argo CD passes over, or for which it refuses them all.

    As appendResourceOverridesFromSplitKeys in util/settings/settings.go reads them.
    """
    settings = scene.checks.settings
    if settings is None:
        return
    for key, value in settings.data.items():
        if key.startswith(f"{_PREFIX}."):
            if wrong := _fault(key) or _no_kind(key, _named(key), scene, "_") or _slash(key):
                yield at_settings(settings, wrong, key)
        elif key == _PREFIX:
            for name in _together(value):
                if wrong := _no_kind(f"{name} below {key}", name, scene, "/"):
                    yield at_settings(settings, wrong, key)
        elif meant := _misspelt(key) or _slip(key):
            message = f"Argo CD passes over the key {key}; did you mean {meant}?"
            yield at_settings(settings, message, key)


def _fault(key: str) -> str:
    what, _, kind = key.removeprefix(f"{_PREFIX}.").partition(".")
    if not kind:
        like = f"{_PREFIX}.{what}.networking.k8s.io_Ingress"
        return (
            f"Argo CD passes over the key {key}, as it names no kind; write one key for each kind, "
            f"such as {like}, or all of them under {_PREFIX}"
        )
    if what not in _TYPES:
        known = ", ".join(_TYPES)
        near = _near(what, _TYPES)
        guess = f"; did you mean {near}?" if near else ""
        return f"Argo CD refuses its settings, as {what} in {key} is none of {known}{guess}"
    if kind.count("_") >= _PARTS:
        return f"Argo CD refuses its settings, as {kind} in {key} is not <group>_<Kind>"
    return ""


def _slash(key: str) -> str:
    """Return what is wrong with a key that no ConfigMap can have (IsConfigMapKey)."""
    meant = key.replace("/", "_")
    said = f"a key of a ConfigMap has no slash, and Kubernetes refuses {key}; write {meant}"
    return said if "/" in key else ""


def _named(key: str) -> str:
    """Return group/Kind of a key of its own, Kind where that is in the core group."""
    kind = key.removeprefix(f"{_PREFIX}.").partition(".")[2]
    return "" if kind == _ALL else "/".join(kind.rsplit("_", 1))


def _together(value: str) -> list[str]:
    documents = read_documents(value.encode(), _PREFIX)
    if not documents or isinstance(documents[0], YamlFault):
        return []
    body = documents[0].body
    return [str(key) for key in body] if isinstance(body, dict) else []


def _no_kind(key: str, name: str, scene: Scene, between: str) -> str:
    """Return what is wrong with a name that no object can have, "" where there may be one.

    Of Kubernetes' own groups all kinds are known; one that nothing is like may be an older one.
    """
    group, _, kind = name.rpartition("/")
    parts = group.split("/")
    if _VERSION.fullmatch(parts[-1]):
        meant = between.join((*parts[:-1], kind))
        return (
            f"nothing is of the kind that {key} names, as {group} is an apiVersion and no group; "
            f"write {meant}"
        )
    own = scene.store.own_kinds(group)
    if not own or kind in own or _GLOB.search(kind):
        return ""
    near = _near(kind, own)
    if not near:
        return ""
    where = f"the group {group}" if group else "the core group"
    return f"nothing is of the kind that {key} names: {where} has no {kind}; did you mean {near}?"


def _misspelt(key: str) -> str:
    """Return what a key was meant to be that nearly begins as customizations do, or ""."""
    start, rest = ".".join(key.split(".")[:2]), key.split(".")[2:]
    if start.startswith("resource") and _near(start, (_PREFIX,)):
        return ".".join((_PREFIX, *rest))
    return ""


def _slip(key: str) -> str:
    """Return the setting that a key differs from by a slip of the pen, "" where there is none."""
    return "" if key in _SETTINGS else slip_of(key, _SETTINGS)


def _near(name: str, known: Iterable[str]) -> str:
    lower = {each.lower(): each for each in known}
    found = nearest(name.lower(), lower, _ALIKE)
    return lower[found] if found else ""


RULE = Rule(
    name="customization-key",
    summary="a key of argocd-cm that looks like a customization and is none",
    why=(
        "A health check, an action or a difference to ignore that is stated there has no effect, "
        "and nothing says so; with an unknown type Argo CD reads none of its settings."
    ),
    mend=(
        "Write resource.customizations.<type>.<group>_<Kind>, or the whole mapping under "
        "resource.customizations."
    ),
    source="https://argo-cd.readthedocs.io/en/stable/operator-manual/health/#custom-health-checks",
    check=check,
)
