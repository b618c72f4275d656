"""What an API server of a version serves of its own: groups, kinds, versions.

The stored kinds are those of Kubernetes' published OpenAPI, where every alpha and beta version is
turned on; no other kind is served in these groups. A CRD's group has a dot, and one below k8s.io
needs an approval (validateCustomResourceDefinitionSpec and ValidateAPIApproval in k8s.io/
apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go).
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final

from argowave.schema.definitions import kinds

if TYPE_CHECKING:
    from collections.abc import Iterable

_GONE: Final = frozenset(("extensions",))  # groups that no stored version has any more


@functools.cache
def own_groups() -> frozenset[str]:
    """Return Kubernetes' own groups, "" for the core group."""
    return _GONE | {key.rpartition("/")[0].rpartition("/")[0] for key in kinds()}


@functools.cache
def served_kinds(group: str, version: str) -> dict[str, tuple[str, ...]]:
    """Return {kind: its apiVersions, the most stable first} of a group in a minor version."""
    found: dict[str, list[str]] = {}
    for key, own in kinds().items():
        api_version, _, kind = key.rpartition("/")
        if api_version.rpartition("/")[0] == group and version in own["versions"]:
            found.setdefault(kind, []).append(api_version)
    return {kind: tuple(sorted(each, key=_stability)) for kind, each in found.items()}


def groups_with(kind: str, version: str, among: Iterable[str] | None = None) -> list[str]:
    """Return the groups, of all or of those named, that have a kind in a minor version, sorted."""
    groups = own_groups() if among is None else among
    return sorted(group for group in groups if kind in served_kinds(group, version))


def _stability(api_version: str) -> tuple[bool, bool, int, str]:
    """Return what sorts v2 before v1, that before v1beta1, and that before v1alpha3."""
    version = api_version.rpartition("/")[2]
    number = version.removeprefix("v")
    newest = -int(number) if number.isdigit() else 0
    return "alpha" in version, "beta" in version, newest, version
