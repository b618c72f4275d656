"""customization-key: a key of argocd-cm that looks like a customization and is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.rules.argocd_settings import at_settings
from argowave.rules.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

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
_PARTS: Final = 2  # group_Kind


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each key that Argo CD passes over, or for which it refuses them all.

    As appendResourceOverridesFromSplitKeys in util/settings/settings.go reads them.
    """
    settings = scene.checks.settings
    if settings is None:
        return
    for key in settings.data:
        if key.startswith(f"{_PREFIX}.") and (wrong := _fault(key)):
            yield at_settings(settings, wrong, key)


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
        return f"Argo CD refuses its settings, as {what} in {key} is none of {known}"
    if kind.count("_") >= _PARTS:
        return f"Argo CD refuses its settings, as {kind} in {key} is not <group>_<Kind>"
    return ""


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
