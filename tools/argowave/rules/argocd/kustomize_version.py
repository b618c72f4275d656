"""kustomize-version: an Application wants a kustomize that Argo CD's settings do not name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from argowave.finding import Severity
from argowave.rules.argocd_settings import at_settings, settings_place
from argowave.rules.rule import Rule, Undecided, at
from argowave.tree.argocd_cm import NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.gates import Settings
    from argowave.rules.scene import Scene

_PATH: Final = "kustomize.path."
_PREFIXES: Final = (_PATH, "kustomize.version.")


def check(scene: Scene) -> Iterator[Finding | Undecided]:
    """Give a finding for each source whose kustomize nobody registers.

    GetKustomizeSettings and GetKustomizeBinaryPath in util/settings/settings.go of Argo CD 3.5:
    without argocd-cm nothing is registered, so that every version is refused.
    """
    settings = scene.checks.settings
    registered = _registered(settings)
    if settings is not None:
        for version, keys in registered.items():
            if len(keys) > 1:
                both = " and ".join(keys)
                message = f"Argo CD builds no kustomization, as both {both} register {version}"
                yield at_settings(settings, f"{message}; leave one out", keys[1])
    for resource, application in scene.inventory.owners():
        for source in application.sources:
            version = source.kustomize.version
            if not version or version in registered:
                continue
            if settings is None:
                what = f"{resource.subject} → kustomize {version}"
                yield Undecided(what, f"the tree has no {NAME}, which would register it")
                continue
            found = at(
                resource,
                ("spec", *source.place, "kustomize", "version"),
                _message(version, list(registered), settings),
            )
            # what is patched may register more
            yield replace(found, severity=Severity.WARNING) if settings.is_patch else found


def _registered(settings: Settings | None) -> dict[str, list[str]]:
    """Return {version: the keys that register it}."""
    found: dict[str, list[str]] = {}
    for key in settings.data if settings is not None else ():
        for prefix in _PREFIXES:
            if key.startswith(prefix):
                found.setdefault(key.removeprefix(prefix), []).append(key)
    return found


def _message(version: str, registered: list[str], settings: Settings) -> str:
    key = f"{_PATH}{version}"
    known = f"registers {', '.join(sorted(registered))} only" if registered else "registers none"
    return (
        f"Argo CD has no kustomize {version}: {settings_place(settings, key)} {known}; add {key} "
        "there with the path of the program, or leave the version out"
    )


RULE = Rule(
    name="kustomize-version",
    summary="an Application wants a kustomize that Argo CD's settings do not name",
    why=(
        "Argo CD looks the version up in kustomize.path.<version> of argocd-cm, with the same v or "
        "none before the number, and builds nothing where it is not there: kustomize version … is "
        "not registered."
    ),
    mend="Register the version in argocd-cm, or leave it out to take the kustomize of Argo CD.",
    source=(
        "https://argo-cd.readthedocs.io/en/stable/user-guide/kustomize/#custom-kustomize-versions"
    ),
    check=check,
)
