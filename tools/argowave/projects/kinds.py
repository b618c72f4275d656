"""An AppProject's spec and an object → whether its Applications may apply it."""

from __future__ import annotations

from typing import Any

from argowave.projects.matching import entries, text
from argowave.sources.globs import name_glob


def permits_kind(
    spec: dict[str, Any], group: str, kind: str, name: str, *, namespaced: bool
) -> bool:
    """Tell whether the allow and deny lists let an object be applied.

    IsGroupKindNamePermitted in pkg/apis/application/v1alpha1/app_project_types.go: no list of
    namespaced kinds allows all of them, an empty one none; no list of cluster-scoped kinds allows
    none. Only the lists of cluster-scoped kinds may state names.
    """
    scope = "namespace" if namespaced else "cluster"
    allow, deny = f"{scope}ResourceWhitelist", f"{scope}ResourceBlacklist"
    everything = namespaced and spec.get(allow) is None
    return (everything or _is_listed(spec, allow, group, kind, name)) and not _is_listed(
        spec, deny, group, kind, name
    )


def _is_listed(spec: dict[str, Any], field: str, group: str, kind: str, name: str) -> bool:
    named = field.startswith("cluster")
    return any(
        _matches(text(entry, "kind"), kind)
        and _matches(text(entry, "group"), group)
        and (not named or not text(entry, "name") or _matches(text(entry, "name"), name))
        for entry in entries(spec, field)
    )


def _matches(pattern: str, value: str) -> bool:
    """Match as filepath.Match does, with the usual pattern first."""
    return pattern == "*" or bool(name_glob(pattern).fullmatch(value))
