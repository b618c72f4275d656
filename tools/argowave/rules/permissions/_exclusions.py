"""Argo CD's resource.exclusions and resource.inclusions → which kinds it leaves alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from argowave.resources import IN_CLUSTER
from argowave.resources.clusters import SERVER
from argowave.rules.argocd_settings import read_entries
from argowave.sources.globs import directory_glob

if TYPE_CHECKING:
    from collections.abc import Iterable

    from argowave.gates import Settings
    from argowave.resources import Key

Entry = dict[str, Any]
KEY: Final = "resource.exclusions"
INCLUSIONS: Final = "resource.inclusions"

# coreExcludedResources in util/settings/resources_filter.go: no setting takes them back
CORE: Final[tuple[Entry, ...]] = (
    {"apiGroups": ["events.k8s.io", "metrics.k8s.io"]},
    {"apiGroups": [""], "kinds": ["Event"]},
    {"apiGroups": ["coordination.k8s.io"], "kinds": ["Lease"]},
)
# resource.exclusions in manifests/base/config/argocd-cm.yaml, since Argo CD 3.0
DEFAULT: Final[tuple[Entry, ...]] = (
    {"apiGroups": ["", "discovery.k8s.io"], "kinds": ["Endpoints", "EndpointSlice"]},
    {"apiGroups": ["coordination.k8s.io"], "kinds": ["Lease"]},
    {
        "apiGroups": ["authentication.k8s.io", "authorization.k8s.io"],
        "kinds": [
            "SelfSubjectReview",
            "TokenReview",
            "LocalSubjectAccessReview",
            "SelfSubjectAccessReview",
            "SelfSubjectRulesReview",
            "SubjectAccessReview",
        ],
    },
    {"apiGroups": ["certificates.k8s.io"], "kinds": ["CertificateSigningRequest"]},
    {"apiGroups": ["cert-manager.io"], "kinds": ["CertificateRequest"]},
    {
        "apiGroups": ["cilium.io"],
        "kinds": ["CiliumIdentity", "CiliumEndpoint", "CiliumEndpointSlice"],
    },
    {
        "apiGroups": ["kyverno.io", "reports.kyverno.io", "wgpolicyk8s.io"],
        "kinds": [
            "PolicyReport",
            "ClusterPolicyReport",
            "EphemeralReport",
            "ClusterEphemeralReport",
            "AdmissionReport",
            "ClusterAdmissionReport",
            "BackgroundScanReport",
            "ClusterBackgroundScanReport",
            "UpdateRequest",
        ],
    },
)
# what the defaults mean by their groups and kinds, one real kind each
DEFAULT_KINDS: Final = (
    ("", "Endpoints"),
    ("discovery.k8s.io", "EndpointSlice"),
    ("authentication.k8s.io", "TokenReview"),
    ("authorization.k8s.io", "LocalSubjectAccessReview"),
    ("authorization.k8s.io", "SubjectAccessReview"),
    ("certificates.k8s.io", "CertificateSigningRequest"),
    ("cert-manager.io", "CertificateRequest"),
    ("cilium.io", "CiliumIdentity"),
    ("cilium.io", "CiliumEndpoint"),
    ("cilium.io", "CiliumEndpointSlice"),
    ("kyverno.io", "UpdateRequest"),
    ("kyverno.io", "AdmissionReport"),
    ("kyverno.io", "ClusterAdmissionReport"),
    ("kyverno.io", "BackgroundScanReport"),
    ("kyverno.io", "ClusterBackgroundScanReport"),
    ("reports.kyverno.io", "EphemeralReport"),
    ("reports.kyverno.io", "ClusterEphemeralReport"),
    ("wgpolicyk8s.io", "PolicyReport"),
    ("wgpolicyk8s.io", "ClusterPolicyReport"),
)


def is_meant(entries: Iterable[Entry], group: str, kind: str, cluster: str) -> bool:
    """Tell whether an entry means a kind (FilteredResource.Match, filtered_resource.go).

    What an entry does not state it does not narrow, so that an empty one means everything.
    """
    for entry in entries:
        kinds = _texts(entry, "kinds")
        if (
            _any(_texts(entry, "apiGroups"), group)
            and (not kinds or "*" in kinds or kind in kinds)
            and _is_for(entry, cluster)
        ):
            return True
    return False


def stated_exclusions(settings: Settings | None) -> list[Entry] | None:
    """Return what the settings exclude, None where they do not say."""
    return read_entries(settings.data.get(KEY)) if settings else None


def is_left_out(settings: Settings, key: Key) -> bool:
    """Tell whether resource.inclusions are stated and do not have a kind."""
    included = read_entries(settings.data.get(INCLUSIONS))
    here = [each for each in included or () if _is_for(each, key.cluster)]
    return bool(here) and not is_meant(here, key.group, key.kind, key.cluster)


def _is_for(entry: Entry, cluster: str) -> bool:
    server = SERVER if cluster == IN_CLUSTER else cluster
    return _any(_texts(entry, "clusters"), server)


def _any(patterns: list[str], value: str) -> bool:
    return not patterns or any(directory_glob(each).fullmatch(value) for each in patterns)


def _texts(entry: Entry, field: str) -> list[str]:
    listed = entry.get(field)
    return [each for each in listed if isinstance(each, str)] if isinstance(listed, list) else []
