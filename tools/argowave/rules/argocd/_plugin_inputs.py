"""What a plugin is made of and what a source tells it: what would be lost, or stop its server."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from argowave.config_management.declared import KIND
from argowave.finding import Finding, Severity
from argowave.rules.rule import at, show

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from argowave.config_management import Plugin
    from argowave.resources import Resource
    from argowave.sources.source import Source

_VALUES: Final = ("string", "array", "map")
_FIELDS: Final = frozenset(("name", *_VALUES))


def input_faults(resource: Resource, source: Source) -> Iterator[Finding]:
    """Give what is told twice, and parameters without a value.

    An entry of the wrong type is left to the schema. Source: getPluginParamEnvs in
    reposerver/repository/repository.go and ApplicationSourcePluginParameters.Environ in
    pkg/apis/application/v1alpha1/types.go of Argo CD 3.5.
    """
    plugin = source.stated.get("plugin")
    if not isinstance(plugin, dict):
        return
    place = ("spec", *source.place, "plugin")
    yield from _twice(resource, (*place, "env"), plugin.get("env"), _env)
    yield from _twice(resource, (*place, "parameters"), plugin.get("parameters"), _parameter)
    for index, entry in _entries(plugin.get("parameters")):
        if _FIELDS.issuperset(entry) and all(entry.get(each) is None for each in _VALUES):
            message = "the parameter has no value; state it as string, array or map"
            yield _warning(resource, (*place, "parameters", index), message)


def config_faults(plugin: Plugin) -> Iterator[Finding]:
    """Give what keeps a plugin's server from starting.

    Source: ValidatePluginConfig and PluginConfigSpec in cmpserver/plugin/config.go of Argo CD 3.5.
    """
    version = plugin.spec.get("version")
    generate = plugin.spec.get("generate")
    command = generate.get("command") if isinstance(generate, dict) else None
    faults = {
        ("metadata", "name"): "" if plugin.name else "name the plugin",
        ("spec", "version"): (
            ""
            if version is None or isinstance(version, str)
            else f"the version {version} is no text; write it between quotes"
        ),
        ("spec", "generate", "command"): "" if command else "state what makes the manifests",
    }
    for path, fault in faults.items():
        if fault:
            subject = f"{KIND}/{plugin.name or '?'}"
            message = f"{fault}, or the plugin's server does not start"
            yield Finding(plugin.source, plugin.line, subject, show(path), message, "")


def _twice(
    resource: Resource,
    place: tuple[str | int, ...],
    entries: object,
    variable: Callable[[str], str],
) -> Iterator[Finding]:
    """Give entries that end in the same environment variable, of which the last one counts."""
    met: dict[str, str] = {}
    for index, entry in _entries(entries):
        name = entry.get("name")
        if not isinstance(name, str):
            continue
        made = variable(name)
        before = met.get(made)
        met[made] = name
        if before is None:
            continue
        other = "is there twice" if before == name else f"and {before} are both {made}"
        message = f"{name} {other}, and the plugin gets the last one only"
        yield _warning(resource, (*place, index, "name"), message)


def _env(name: str) -> str:
    return f"ARGOCD_ENV_{name}"


def _parameter(name: str) -> str:
    return f"PARAM_{re.sub('[^A-Z0-9_]', '_', name.upper())}"


def _entries(value: object) -> Iterator[tuple[int, dict[str, Any]]]:
    for index, entry in enumerate(value if isinstance(value, list) else []):
        if isinstance(entry, dict):
            yield index, entry


def _warning(resource: Resource, place: tuple[str | int, ...], message: str) -> Finding:
    return replace(at(resource, place, message), severity=Severity.WARNING)
