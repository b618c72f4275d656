"""A tree's argocd-cm → which kinds Argo CD leaves out, and its health scripts, ready to run."""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from argowave.gates import Checks, find_settings
from argowave.health import Script, compile_script
from argowave.yamlio import YamlFault, read_documents

if TYPE_CHECKING:
    from collections.abc import Mapping

    from argowave.tree import Tree

# What argocd-cm as Argo CD 3.x publishes it leaves out of what a repository may hold; the key is
# replaced as a whole, never merged.
_PUBLISHED = ({"apiGroups": ["", "discovery.k8s.io"], "kinds": ["Endpoints", "EndpointSlice"]},)


@dataclass(frozen=True, slots=True)
class Settings:
    """What argocd-cm says."""

    checks: Checks
    exclusions: tuple[Mapping[str, Any], ...]
    _scripts: dict[str, Script] = field(default_factory=dict)

    def health_script(self, group: str, kind: str) -> tuple[Script, bool] | None:
        """Return the script for a kind and whether it gets the libraries, None where none is.

        Raises:
            LuaError: it does not compile.
        """
        overrides = self.checks.override(group, kind)
        if not overrides:
            return None
        chosen = overrides[0]  # of several globs Argo CD takes any
        if chosen.lua not in self._scripts:
            self._scripts[chosen.lua] = compile_script(chosen.lua, chosen.place)
        return self._scripts[chosen.lua], chosen.open_libs

    def is_excluded(self, group: str, kind: str) -> bool:
        """Tell whether Argo CD never applies a kind (resource.exclusions)."""
        return any(
            _any_matches(entry.get("apiGroups"), group) and _any_matches(entry.get("kinds"), kind)
            for entry in self.exclusions
        )


def read_settings(tree: Tree) -> Settings:
    """Return the settings that a tree's argocd-cm states; Argo CD's own where it has none."""
    found = find_settings(tree)
    stated = _parse(found.data.get("resource.exclusions", "")) if found is not None else None
    exclusions = tuple(stated) if isinstance(stated, list) else _PUBLISHED
    return Settings(Checks(found), exclusions)


def _parse(text: str) -> Any:  # noqa: ANN401 (any YAML value)
    for document in read_documents(text.encode(), "resource.exclusions") if text else ():
        if not isinstance(document, YamlFault):
            return document.body
    return None


def _any_matches(patterns: object, text: str) -> bool:
    """Tell whether a list of globs names a text; an empty list names everything."""
    listed = patterns if isinstance(patterns, list) else []
    return not listed or any(fnmatchcase(text, str(pattern)) for pattern in listed)
