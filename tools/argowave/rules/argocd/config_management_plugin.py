"""config-management-plugin: a plugin that nobody declares or that refuses its folder."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from argowave.config_management import applied_plugins, discovery_of, takes
from argowave.errors import YamlError
from argowave.finding import Severity
from argowave.rules.argocd._plugin_inputs import config_faults, input_faults
from argowave.rules.rule import Rule, Undecided, at
from argowave.sources.boundary import resolve
from argowave.sources.overrides import merge_overrides
from argowave.sources.source import plugin_name
from argowave.tree.remotes import normalise
from argowave.words.slip import is_slip

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from argowave.config_management import Plugin
    from argowave.finding import Finding
    from argowave.resources import Resource
    from argowave.rules.scene import Scene
    from argowave.sources.source import Source
    from argowave.tree import Application


def check(scene: Scene) -> Iterator[Finding | Undecided]:
    """Give what is wrong with each source that is a plugin's, or may be taken for one."""
    applied = applied_plugins(scene.tree)
    used = False
    for resource, application in scene.inventory.owners():
        for stated in application.sources:
            folder = _folder(scene, stated)
            source = _merged(stated, folder, application)
            if "Plugin" in source.explicit_types:
                used = True
                yield from input_faults(resource, source)
                yield from _source(scene, resource, source, folder)
            elif folder is not None and not source.explicit_types:
                yield from _taken(resource, source, folder, applied)
    for plugin in scene.plugins.plugins if used else ():
        yield from config_faults(plugin)


def _folder(scene: Scene, source: Source) -> Path | None:
    """Return where a source's files are, None where that is not in this repository."""
    if source.chart or not source.path or normalise(source.repo_url) not in scene.tree.own_urls:
        return None
    with suppress(ValueError, OSError):  # it leaves the repository, or is no path: told elsewhere
        folder = resolve(scene.repository, scene.repository, source.path)
        return folder if folder.is_dir() else None
    return None


def _merged(source: Source, folder: Path | None, application: Application) -> Source:
    if folder is None:
        return source
    try:
        return replace(merge_overrides(source, folder, application.name), place=source.place)
    except (OSError, YamlError):  # said already
        return source


def _source(
    scene: Scene, resource: Resource, source: Source, folder: Path | None
) -> Iterator[Finding | Undecided]:
    plugins, unreadable = scene.plugins.plugins, scene.plugins.unreadable
    if not plugins:
        return  # that plugins are not run is said already
    name = plugin_name(source)
    place = ("spec", *source.place, "plugin", *(("name",) if name else ()))
    if not name:
        found = plugins
    elif not (found := tuple(each for each in plugins if each.full_name == name)):
        if unreadable:
            why = f"{unreadable[0]} may declare the plugin and cannot be read as it stands"
            yield Undecided(f"{resource.subject} → plugin {name}", why)
        elif scene.plugins.brought and not _is_meant(name, plugins):
            why = f"sidecar {scene.plugins.brought} runs a plugin that is not declared here"
            yield Undecided(f"{resource.subject} → plugin {name}", why)
        else:
            yield _missing(resource, place, name, plugins)
        return
    if folder is None:
        return
    answers = [_takes(each, folder, named=bool(name)) for each in found]
    if True in answers or (not name and unreadable):
        return
    if None in answers:
        plugin = found[answers.index(None)]
        why = "its discover is a command or looks elsewhere, which is not followed"
        yield Undecided(f"{resource.subject} → plugin {plugin.shown}", why)
    elif name:
        field, pattern = discovery_of(found[0])
        message = (
            f"plugin {found[0].shown} takes only folders with {pattern} (discover.{field}), which "
            f"{source.path} has not, so that Argo CD finds no plugin that supports it"
        )
        yield at(resource, place, message)
    else:
        message = (
            f"no plugin is named, and none that is declared here discovers {source.path} "
            f"({_listed(plugins)}); name one, or give the folder what its discover looks for"
        )
        yield replace(at(resource, place, message), severity=Severity.WARNING)


def _takes(plugin: Plugin, folder: Path, *, named: bool) -> bool | None:
    """Tell whether a plugin takes a source; without a `discover` it takes whatever names it."""
    return takes(plugin, folder) if discovery_of(plugin)[0] else named


def _is_meant(name: str, plugins: Sequence[Plugin]) -> bool:
    """Tell whether a name is one of a declared plugin without its version, or a slip of one."""
    return any(name == each.name or is_slip(name, each.full_name) for each in plugins)


def _missing(
    resource: Resource, place: tuple[str | int, ...], name: str, plugins: Sequence[Plugin]
) -> Finding:
    for plugin in plugins:
        if plugin.name == name:  # and a version
            message = (
                f"the plugin is declared with a version, which belongs to its name: write "
                f"{plugin.full_name}, as of {plugin.place}"
            )
            return at(resource, place, message)
    message = f"no plugin that is declared here has this name; there is {_listed(plugins)}"
    return replace(at(resource, place, message), severity=Severity.WARNING)


def _listed(plugins: Sequence[Plugin], most: int = 3) -> str:
    rest = f" and {len(plugins) - most} more" if len(plugins) > most else ""
    return ", ".join(each.shown for each in plugins[:most]) + rest


def _taken(
    resource: Resource, source: Source, folder: Path, applied: Sequence[Plugin]
) -> Iterator[Undecided]:
    """Give a folder that a plugin of this tree would take before Helm, kustomize and Argo CD do."""
    for plugin in applied:
        if discovery_of(plugin)[0] and takes(plugin, folder):
            what = f"{resource.subject} → {source.path}"
            yield Undecided(what, f"plugin {plugin.shown} discovers the folder and is not run")
            return


RULE = Rule(
    name="config-management-plugin",
    summary="a plugin that is declared nowhere, refuses the folder or is told something twice",
    why=(
        "A source with `plugin` is rendered by a sidecar of the repo-server, found by the name of "
        "its ConfigManagementPlugin, with -version where that one states a version. Where none has "
        "it, or its discover does not recognise the folder, the Application has no manifests: "
        "could not find cmp-server plugin supporting the given repository."
    ),
    mend="Write the plugin's name as it is declared, and give the folder what its discover names.",
    source=(
        "https://argo-cd.readthedocs.io/en/stable/operator-manual/config-management-plugins/"
        "#using-a-config-management-plugin-with-an-application"
    ),
    check=check,
)
