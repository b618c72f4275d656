"""value-file-scheme: a value file with a URL of a kind that Argo CD's settings do not allow."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from argowave.finding import Severity
from argowave.rules.argocd_settings import settings_place
from argowave.rules.rule import Rule, at
from argowave.sources.boundary import scheme_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.gates import Settings
    from argowave.rules.scene import Scene
    from argowave.sources.source import Source

_KEY: Final = "helm.valuesFileSchemes"
_DEFAULT: Final = ("https", "http")


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each file whose scheme is not in the list.

    GetHelmSettings in util/settings/settings.go and ResolveValueFilePathOrUrl in
    util/io/path/resolved.go of Argo CD 3.5.7. Where the tree has no argocd-cm, nobody can tell, and
    a chart with a scheme that is not of the default is named as not checked.
    """
    settings = scene.checks.settings
    if settings is None:
        return
    allowed = _allowed(settings)
    for resource, application in scene.inventory.owners():
        for source in application.sources:
            for below, name in _named(source):
                scheme = scheme_of(name)
                if not scheme or scheme in allowed:
                    continue
                message = (
                    f"Argo CD refuses the value file {scheme}://…: {_KEY} of "
                    f"{settings_place(settings, _KEY)} allows {_words(allowed)}; add {scheme} there"
                )
                found = at(resource, ("spec", *source.place, "helm", *below), message)
                # what is patched may allow more
                yield replace(found, severity=Severity.WARNING) if settings.is_patch else found


def _allowed(settings: Settings) -> tuple[str, ...]:
    stated = settings.data.get(_KEY)
    if stated is None:
        return _DEFAULT
    return tuple(each.strip().lower() for each in stated.split(",") if each.strip())


def _named(source: Source) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Give each file that a source names, with its path below `helm`."""
    for index, name in enumerate(source.helm.value_files):
        yield ("valueFiles", index), name
    for index, (_, name) in enumerate(source.helm.file_parameters):
        yield ("fileParameters", index, "path"), name


def _words(allowed: tuple[str, ...]) -> str:
    return f"{' and '.join(allowed)} only" if allowed else "none"


RULE = Rule(
    name="value-file-scheme",
    summary="a value file with a URL of a kind that Argo CD's settings do not allow",
    why=(
        "Argo CD generates nothing: the URL scheme '…' is not allowed. Without the setting it "
        "allows http and https."
    ),
    mend=(
        "Add the scheme to helm.valuesFileSchemes of argocd-cm, as helm-secrets wants it, where "
        "Argo CD's repo-server has the plugin of Helm that reads it."
    ),
    source=(
        "https://argo-cd.readthedocs.io/en/stable/user-guide/helm/"
        "#helm-value-files-from-external-sources"
    ),
    check=check,
)
