"""Versions of well-known operators' kinds that the operators serve no longer.

From the release notes and upgrade guides of cert-manager, Traefik, Karpenter and External Secrets.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.rules.scene import Scene

_LEADING: Final = re.compile(r"v?(\d+)\.(\d+)")
_SERVED_ON: Final = "erveV1Beta1"  # serveV1Beta1 and unsafeServeV1Beta1 of External Secrets' chart


class _Gone(NamedTuple):
    """One version of a group."""

    api_version: str
    kinds: tuple[str, ...]  # () for every kind of the group
    operator: str
    since: str  # the operator's version
    chart: str
    chart_since: tuple[int, int]  # the chart's version
    instead: str
    long_ago: bool = True  # else it is told only where the chart's version is known


_ESO: Final = ("ExternalSecret", "SecretStore", "ClusterSecretStore", "ClusterExternalSecret")
_CERTS: Final = ("cert-manager", "1.6", "cert-manager", (1, 6))
_ROUTER: Final = ("Traefik", "3.0", "traefik", (28, 0))
_NODES: Final = ("Karpenter", "0.33", "karpenter", (0, 33))
_LATER_NODES: Final = ("Karpenter", "1.1", "karpenter", (1, 1))
_OLD_CERTS: Final = ("cert-manager", "0.11", "cert-manager", (0, 11))
_ROWS: Final = (
    *(
        _Gone(f"{group}/{version}", (), *_CERTS, f"{group}/v1")
        for group in ("cert-manager.io", "acme.cert-manager.io")
        for version in ("v1alpha2", "v1alpha3", "v1beta1")
    ),
    _Gone("certmanager.k8s.io/v1alpha1", (), *_OLD_CERTS, "cert-manager.io/v1"),
    _Gone("traefik.containo.us/v1alpha1", (), *_ROUTER, "traefik.io/v1alpha1"),
    _Gone("karpenter.sh/v1alpha5", (), *_NODES, "karpenter.sh/v1 NodePool"),
    _Gone("karpenter.k8s.aws/v1alpha1", (), *_NODES, "karpenter.k8s.aws/v1 EC2NodeClass"),
    *(
        _Gone(f"{group}/v1beta1", (), *_LATER_NODES, f"{group}/v1", long_ago=False)
        for group in ("karpenter.sh", "karpenter.k8s.aws")
    ),
    *(
        _Gone(
            f"external-secrets.io/{version}",
            _ESO,
            "External Secrets",
            f"0.{minor}",
            "external-secrets",
            (0, minor),
            "external-secrets.io/v1",
            long_ago=False,
        )
        for version, minor in (("v1alpha1", 16), ("v1beta1", 17))
    ),
)
_BY_VERSION: Final = {each.api_version: each for each in _ROWS}


def unserved_by_operator(scene: Scene, api_version: str, kind: str) -> str:
    """Return what became of a version that an operator serves no longer, "" where it may be there.

    The tree's definitions of the group go before that, and a chart of the operator that is older.
    """
    gone = _BY_VERSION.get(api_version)
    if gone is None or (gone.kinds and kind not in gone.kinds) or _defines(scene, gone):
        return ""
    installed = list(_installed(scene, gone.chart))
    known = [each for each in installed if each is not None]
    if any(each < gone.chart_since for each in known):
        return ""
    if not gone.long_ago and (not known or len(known) < len(installed)):
        return ""
    return f"{api_version} {kind} is gone since {gone.operator} {gone.since}; use {gone.instead}"


def _defines(scene: Scene, gone: _Gone) -> bool:
    group = gone.api_version.partition("/")[0]
    definitions = scene.inventory.of_kind("apiextensions.k8s.io", "CustomResourceDefinition")
    return any(each.text("spec", "group") == group for each in definitions)


def _installed(scene: Scene, chart: str) -> Iterator[tuple[int, int] | None]:
    """Give the version of each chart of the operator, None where it may be otherwise."""
    names = (chart, f"{chart}-crd", f"{chart}-crds")
    for application in scene.tree.applications:
        for source in application.sources:
            if source.chart.rpartition("/")[2] in names:
                found = _LEADING.match(source.target_revision)
                helm = source.helm
                unsure = helm.skip_crds or helm.value_files or _SERVED_ON in str(source.stated)
                yield None if found is None or unsure else (int(found[1]), int(found[2]))
