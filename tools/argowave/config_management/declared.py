"""A repository's files and a tree → the config management plugins that they declare.

A plugin is a plugin.yaml beside its sidecar's image, a key of a ConfigMap that the sidecar mounts,
or an entry of configs.cmp.plugins in the values of the argo-cd chart, which makes such a ConfigMap.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from argowave.config_management.sidecars import PROGRAM, sidecars_in
from argowave.files.regular import content_of
from argowave.sources.boundary import is_inside
from argowave.tree.argocd_cm import CHART, inline_values, mapping_at
from argowave.tree.folders import walk_repository
from argowave.yamlio import YamlFault, read_documents

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from argowave.config_management.sidecars import Sidecar
    from argowave.tree import Application, Tree
    from argowave.yamlio import Document

KIND: Final = "ConfigManagementPlugin"
_SUFFIXES: Final = (".yaml", ".yml")
_MARKS: Final = (KIND.encode(), b"cmp:", PROGRAM.encode())
_PLUGINS: Final = ("configs", "cmp", "plugins")  # in the values of the chart
_LARGEST: Final = 1_000_000  # bytes; a declaration has some hundred


@dataclass(frozen=True, slots=True)
class Plugin:
    """One ConfigManagementPlugin, as the file or text that holds it states it."""

    name: str  # metadata.name
    spec: dict[str, Any]
    source: str  # the file, relative to the repository
    line: int | None  # 1-based

    @property
    def full_name(self) -> str:
        """How spec.source.plugin.name calls it: PluginConfig.Address in cmpserver/plugin."""
        version = self.spec.get("version")
        return f"{self.name}-{version}" if isinstance(version, str) and version else self.name

    @property
    def shown(self) -> str:
        """The name and where it is declared: tanka-v1 (argocd/plugin.yaml:3)."""
        return f"{self.full_name} ({self.place})"

    @property
    def place(self) -> str:
        """Where it is declared."""
        return self.source if self.line is None else f"{self.source}:{self.line}"


@dataclass(frozen=True, slots=True)
class Declarations:
    """What a repository declares."""

    plugins: tuple[Plugin, ...]
    unreadable: tuple[str, ...]  # files that speak of plugins and are templates, or no YAML
    brought: str = ""  # a sidecar whose plugin is declared elsewhere, in its image for one


def find_plugins(repository: Path, tree: Tree, ignored: frozenset[str]) -> Declarations:
    """Return the plugins that files below a folder and the objects of a tree declare, each once.

    Args:
        repository: absolute.
        tree: what is applied.
        ignored: paths that git ignores.
    """
    plugins: list[Plugin] = []
    unreadable = []
    sidecars: list[Sidecar] = []
    for path, data in _files(repository, ignored):
        shown = path.relative_to(repository).as_posix()
        for document in read_documents(data, shown, strict=False):
            if isinstance(document, YamlFault):
                unreadable.append(shown)
            else:
                plugins += _of_document(document)
                sidecars += sidecars_in(document)
    found = _once([*plugins, *applied_plugins(tree)])
    return Declarations(found, tuple(unreadable), _brought(sidecars, len(found)))


def _brought(sidecars: list[Sidecar], declared: int) -> str:
    """Return a sidecar of which no plugin here is, "" where each may have one.

    One that mounts its plugin.yaml may have any that is declared; more of them than plugins have
    not all one of these.
    """
    own = [each for each in sidecars if not each.mounts]
    names = {each.name for each in sidecars if each.mounts}
    unknown = own or (sidecars if len(names) > declared else [])
    return unknown[-1].shown if unknown else ""


def applied_plugins(tree: Tree) -> tuple[Plugin, ...]:
    """Return the plugins that ConfigMaps of a tree hold, or the values of its argo-cd chart."""
    plugins: list[Plugin] = []
    for manifest in tree.manifests:
        if manifest.kind == "ConfigMap":
            plugins += _of_document(manifest.document, has_lines=not manifest.rendered)
    for application in tree.applications:
        plugins += _of_inline_values(application)
    return _once(plugins)


def _once(plugins: list[Plugin]) -> tuple[Plugin, ...]:
    once = {(each.name, repr(each.spec)): each for each in reversed(plugins)}
    return tuple(sorted(once.values(), key=_place))


def _place(plugin: Plugin) -> tuple[str, int, str]:
    return plugin.source, plugin.line or 0, plugin.name


def _files(repository: Path, ignored: frozenset[str]) -> Iterator[tuple[Path, bytes]]:
    """Give the files that may declare plugins, and what they say."""
    for folder, _, names in walk_repository(repository, ignored):
        for name in names:
            path = Path(folder, name)
            if not name.endswith(_SUFFIXES) or not path.is_file():
                continue
            if path.is_symlink() and not is_inside(repository, path):
                continue
            data = content_of(path)
            if len(data) < _LARGEST and any(mark in data for mark in _MARKS):
                yield path, data


def _of_document(document: Document, *, has_lines: bool = True) -> Iterator[Plugin]:
    body = document.body
    if not isinstance(body, dict):
        return
    if body.get("kind") == KIND:
        yield _plugin(body, document.source, document.line if has_lines else None)
    elif body.get("kind") == "ConfigMap":
        data = body.get("data")
        for key, text in data.items() if isinstance(data, dict) else ():
            if isinstance(text, str) and KIND in text:
                line = document.line_of(("data", key)) if has_lines else None
                yield from _of_text(text, document.source, line)
    elif "kind" not in body:
        for before in ((), (CHART,)):  # the latter of a chart around it
            path = (*before, *_PLUGINS)
            yield from _of_values(mapping_at(body, path), document, path)


def _of_text(text: str, source: str, line: int | None) -> Iterator[Plugin]:
    for document in read_documents(text.encode(), source, strict=False)[:1]:
        body = None if isinstance(document, YamlFault) else document.body
        if isinstance(body, dict) and body.get("kind") == KIND:
            yield _plugin(body, source, line)


def _of_values(
    plugins: dict[str, Any], document: Document, path: Iterable[str | int]
) -> Iterator[Plugin]:
    for name, spec in plugins.items():
        line = document.line_of((*path, name))
        yield Plugin(str(name), mapping_at(spec, ()), document.source, line)


def _of_inline_values(application: Application) -> Iterator[Plugin]:
    """Give what an Application itself tells the argo-cd chart."""
    manifest = application.manifest
    for source in application.sources:
        if source.chart.rpartition("/")[2] != CHART:
            continue
        helm = ("spec", *source.place, "helm")
        is_text = not isinstance(source.helm.values, dict)
        path = (*helm, "values") if is_text else (*helm, "valuesObject", *_PLUGINS)
        for name, spec in inline_values(source, _PLUGINS, strict=False).items():
            line = manifest.line_of(path)
            yield Plugin(str(name), mapping_at(spec, ()), manifest.document.source, line)


def _plugin(body: dict[str, Any], source: str, line: int | None) -> Plugin:
    name = mapping_at(body, ("metadata",)).get("name")
    return Plugin(name if isinstance(name, str) else "", mapping_at(body, ("spec",)), source, line)
