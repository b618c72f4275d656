"""Argo CD's settings → the health checks in Lua that they state, by kind."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from argowave.sources.globs import directory_glob
from argowave.typed import as_text
from argowave.yamlio import YamlFault, read_documents

if TYPE_CHECKING:
    from collections.abc import Mapping

TOGETHER: Final = "resource.customizations"
HEALTH: Final = "resource.customizations.health."
LIBRARIES: Final = "resource.customizations.useOpenLibs."
_TRUE: Final = frozenset(("1", "t", "T", "TRUE", "true", "True"))  # Go's strconv.ParseBool


@dataclass(frozen=True, slots=True)
class Override:
    """A health check of the user's."""

    key: str  # group/Kind, Kind for the core group, or a glob over those
    lua: str
    open_libs: bool
    place: str  # the key of argocd-cm that holds it, in words

    @property
    def setting(self) -> str:
        """The key of argocd-cm that holds it."""
        return TOGETHER if self.place.startswith(f"{TOGETHER},") else self.place


def read_overrides(data: Mapping[str, str]) -> dict[str, Override]:
    """Return the user's health checks by their keys.

    GetResourceOverrides in util/settings/settings.go: the mapping under resource.customizations
    first, then the keys of their own, which replace what they state. What cannot be read is left
    out: Argo CD would not start with it.
    """
    found = {
        key: Override(
            key,
            as_text(entry.get("health.lua")),
            entry.get("health.lua.useOpenLibs") is True,
            f'{TOGETHER}, key "{key}"',
        )
        for key, entry in _together(data.get(TOGETHER, "")).items()
        if isinstance(entry, dict)
    }
    for name, value in data.items():
        for prefix in (HEALTH, LIBRARIES):
            key = _key(name.removeprefix(prefix)) if name.startswith(prefix) else ""
            if not key:
                continue
            before = found.get(key, Override(key, "", open_libs=False, place=name))
            if prefix == HEALTH:
                found[key] = replace(before, lua=value, place=name)
            else:
                found[key] = replace(before, open_libs=value in _TRUE)
    return {key: override for key, override in found.items() if override.lua}


def overrides_of(overrides: Mapping[str, Override], group: str, kind: str) -> tuple[Override, ...]:
    """Return the user's checks that Argo CD may take for a kind, none where there is no such.

    GetHealthScript in util/lua/lua.go: the exact key, or any glob that matches; among several
    globs Argo CD takes one at random, so all of them are returned.
    """
    name = f"{group}/{kind}" if group else kind
    if name in overrides:
        return (overrides[name],)
    return tuple(
        override for key, override in overrides.items() if directory_glob(key).fullmatch(name)
    )


def _key(text: str) -> str:
    """Return group/Kind for group_Kind (convertToOverrideKey), "" for what has more parts."""
    if text == "all":
        return "*/*"
    parts = text.split("_")
    return "/".join(parts) if len(parts) < 3 else ""  # noqa: PLR2004 (group and kind)


def _together(text: str) -> dict[str, Any]:
    if not text.strip():
        return {}
    documents = read_documents(text.encode(), TOGETHER)
    if not documents or isinstance(documents[0], YamlFault):
        return {}
    body = documents[0].body
    return body if isinstance(body, dict) else {}
