"""inflated-chart: kustomizations inflate charts, and Argo CD's settings do not let them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from argowave.finding import Severity
from argowave.rules.argocd_settings import at_settings
from argowave.rules.rule import Rule
from argowave.sources.kustomize.flags import NO_HELM
from argowave.tree.argocd_cm import OPERATORS
from argowave.tree.build_options import KEY
from argowave.words.listing import first_few

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.rules.scene import Scene
    from argowave.tree import Application

_FEW: Final = 3
_KIND: Final = "kustomize "
_FIELD: Final = "spec.kustomizeBuildOptions"  # of an ArgoCD of the operator's


def check(scene: Scene) -> Iterator[Finding]:
    """Give one finding, in the settings, for all kustomizations that Argo CD cannot build.

    HelmChartInflationGenerator of kustomize 5.8: must specify --enable-helm. Options of their own
    that a version of kustomize may have are left alone, and so is a tree without settings.
    """
    settings = scene.checks.settings
    if settings is None:
        return
    folders = [folder for each in scene.tree.applications for folder in _inflating(each)]
    if folders:
        named = first_few(list(dict.fromkeys(folders)), _FEW)
        operated = settings.last.subject.startswith(f"{OPERATORS}/")
        message = (
            f"Argo CD refuses to build {named}: charts are inflated there, which kustomize does "
            f"with --enable-helm only; add it to {_FIELD if operated else KEY}"
        )
        found = at_settings(settings, message, *([KEY] if KEY in settings.data else []))
        if operated:
            line = settings.last.document.line_of(("spec",))
            found = replace(found, line=line, pointer="$.spec")
        yield replace(found, severity=Severity.WARNING)  # another Argo CD may have others


def _inflating(application: Application) -> Iterator[str]:
    """Give the folders of an Application that are not built for want of the flag."""
    if not any(source.kustomize.version for source in application.sources):
        for each in application.not_checked:
            if each.what.startswith(_KIND) and each.why.endswith(NO_HELM):
                yield each.what.removeprefix(_KIND)


RULE = Rule(
    name="inflated-chart",
    summary="kustomizations inflate charts, and Argo CD's settings do not let them",
    why=(
        "Kustomize inflates a chart of helmCharts only with --enable-helm, which Argo CD gives it "
        "only where kustomize.buildOptions says so. Without it the Application has no manifests: "
        "trouble configuring builtin HelmChartInflationGenerator … must specify --enable-helm."
    ),
    mend="Add --enable-helm to kustomize.buildOptions, or have Argo CD render the chart itself.",
    source="https://argo-cd.readthedocs.io/en/stable/user-guide/kustomize/#kustomizing-helm-charts",
    check=check,
    severity=Severity.WARNING,
)
