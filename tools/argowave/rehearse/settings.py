"""The patch of argocd-cm in a tree → which kinds Argo CD leaves out, and its health scripts."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from argowave.health import Script, compile_script
from argowave.yamlio import YamlFault, read_documents

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from argowave.tree import Tree
    from argowave.yamlio import Document

_HEALTH = "resource.customizations.health."
_OPEN_LIBS = "resource.customizations.useOpenLibs."
# What argocd-cm as Argo CD 3.x publishes it leaves out of what a repository may hold; the key is
# replaced as a whole, never merged.
_PUBLISHED = [{"apiGroups": ["", "discovery.k8s.io"], "kinds": ["Endpoints", "EndpointSlice"]}]


@dataclass(frozen=True, slots=True)
class HealthCheck:
    """A health script of the settings."""

    script: Script
    open_libs: bool


@dataclass(frozen=True, slots=True)
class Settings:
    """What argocd-cm says."""

    exact: Mapping[str, HealthCheck]  # group_Kind, or Kind for the core group
    wildcards: tuple[tuple[str, HealthCheck], ...]  # group/Kind with *
    exclusions: tuple[Mapping[str, Any], ...]

    def health_check(self, group: str, kind: str) -> HealthCheck | None:
        """Return the script for a kind: an exact key goes before one with a wildcard.

        GetHealthScript in Argo CD's util/lua/lua.go.
        """
        found = self.exact.get(f"{group}_{kind}" if group else kind)
        if found is not None:
            return found
        name = f"{group}/{kind}"
        return next((each for key, each in self.wildcards if fnmatchcase(name, key)), None)

    def is_excluded(self, group: str, kind: str) -> bool:
        """Tell whether Argo CD never applies a kind (resource.exclusions)."""
        return any(
            _any_matches(entry.get("apiGroups"), group) and _any_matches(entry.get("kinds"), kind)
            for entry in self.exclusions
        )


def read_settings(tree: Tree) -> Settings:
    """Return the settings that a tree's argocd-cm states; Argo CD's own where it has none.

    Raises:
        LuaError: a script does not compile.
    """
    documents = [manifest.document for manifest in tree.manifests]
    documents += [document for each in tree.applications for document in each.partial]
    data: dict[str, Any] = {}
    source = "argocd-cm"
    for document in documents:
        if _is_settings(document):
            data, source = {**data, **document.body["data"]}, document.source
    exact = {
        key.removeprefix(_HEALTH): HealthCheck(
            compile_script(text, source), _truth(data, key.replace(_HEALTH, _OPEN_LIBS))
        )
        for key, text in data.items()
        if key.startswith(_HEALTH) and isinstance(text, str)
    }
    wildcards = tuple(_wildcards(data.get("resource.customizations"), source))
    stated = _parse(data.get("resource.exclusions"))
    exclusions = stated if isinstance(stated, list) else _PUBLISHED
    return Settings(exact, wildcards, tuple(exclusions))


def _is_settings(document: Document) -> bool:
    body = document.body
    return (
        isinstance(body, dict)
        and body.get("kind") == "ConfigMap"
        and (body.get("metadata") or {}).get("name") == "argocd-cm"
        and isinstance(body.get("data"), dict)
    )


def _wildcards(text: object, source: str) -> Iterable[tuple[str, HealthCheck]]:
    parsed = _parse(text)
    for key, entry in parsed.items() if isinstance(parsed, dict) else ():
        script = entry.get("health.lua") if isinstance(entry, dict) else None
        if isinstance(script, str):
            opened = entry.get("health.lua.useOpenLibs") is True
            yield key, HealthCheck(compile_script(script, source), opened)


def _truth(data: Mapping[str, Any], key: str) -> bool:
    return str(data.get(key, "")).lower() == "true"


def _parse(text: object) -> Any:  # noqa: ANN401 (any YAML value)
    if not isinstance(text, str):
        return None
    for document in read_documents(text.encode(), "argocd-cm"):
        if not isinstance(document, YamlFault):
            return document.body
    return None


def _any_matches(patterns: object, text: str) -> bool:
    """Tell whether a list of globs names a text; an empty list names everything."""
    listed = patterns if isinstance(patterns, list) else []
    return not listed or any(fnmatchcase(text, str(pattern)) for pattern in listed)
