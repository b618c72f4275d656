"""Charts of Applications that no Application renders → what each gives who installs it by hand.

With its own values alone one may fail, or leave blanks: m//web of m/{{ .Values.env }}/web, and
values-.yaml of values-{{ .Values.env }}.yaml. Files of values beside it, values-dev.yaml and
values-prod.yaml, are then each for an Argo CD of its own.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from argowave.discovery.by_hand import manifests_of, request_of
from argowave.discovery.candidates import is_deployer
from argowave.files.regular import content_of
from argowave.files.slashes import relpath
from argowave.git.ignored import is_ignored
from argowave.tree.application import is_application, sources_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from argowave.manifest import Manifest
    from argowave.sources.request import Generated, ManifestRequest
    from argowave.sources.source import Source
    from argowave.tree.surroundings import Surroundings

    Generate = Callable[[Sequence[ManifestRequest]], list[Generated]]

_CHART: Final = "Chart.yaml"
_MARK: Final = re.compile(rb"kind:\s*[\"']?Application")
# argo-helm's chart that makes Applications, ApplicationSets and AppProjects of its values
_OF_VALUES: Final = re.compile(rb"\bname:\s*[\"']?argocd-apps\b")
_VALUES: Final = re.compile(
    r"(?:values[-._](?P<after>[\w.-]+?)|(?P<before>[\w.-]+?)[-._]values|values/(?P<inside>[\w.-]+?))"
    r"\.ya?ml"
)

_NO_INSTANCE: Final = re.compile(
    r"examples?|samples?|schema|templates?|defaults?|common|global|secrets?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class InstalledChart:
    """What a chart gives with some values."""

    folder: str
    values: str  # the file beside its own values, "" for none
    name: str  # what the file is for: dev; "" for none
    manifests: tuple[Manifest, ...]  # none where it cannot be rendered, or leaves blanks
    why: str = ""  # there are none


def installed_charts(
    rendered: set[str], surroundings: Surroundings, generate: Generate
) -> Iterator[InstalledChart]:
    """Give what each chart gives, once for each file of values where its own are not enough.

    One that gives no Application with its own values, nor with others beside it, is left out.

    Args:
        rendered: the folders that Applications render.
        surroundings: the repository and the environment around it.
        generate: gives each request's manifests, in order.
    """
    folders = list(_charts(surroundings, rendered))
    answers = generate([request_of({"path": each}, surroundings) for each in folders])
    for folder, answer in zip(folders, answers, strict=True):
        alone = _given(folder, "", "", answer, surroundings)
        variants = _variants(surroundings.repository / folder, surroundings)
        enough = alone.manifests and not _misses(alone.manifests, surroundings)
        if variants and not enough:
            asked = [
                request_of({"path": folder, "helm": {"valueFiles": [path]}}, surroundings)
                for path in variants.values()
            ]
            for (name, path), answered in zip(variants.items(), generate(asked), strict=True):
                given = _given(folder, path, name, answered, surroundings)
                if given.manifests or given.why:
                    yield given
        elif alone.manifests or alone.why:
            yield alone


def idle_charts(surroundings: Surroundings) -> list[str]:
    """Return the charts with templates of Applications, in a repository that has none."""
    return list(_charts(surroundings, set()))


def _given(
    folder: str, values: str, name: str, answer: Generated, surroundings: Surroundings
) -> InstalledChart:
    manifests = tuple(manifests_of(answer, surroundings))
    why = ""
    if not any(map(is_deployer, manifests)):
        manifests = ()
        if answer.findings:  # no fault: whoever installs it may give it other values
            first = answer.findings[0].message.strip().partition("\n")[0]
            why = f"it needs more than {values or 'its own values'}: {first}"
        elif answer.not_checked:
            why = answer.not_checked[0].why
    elif blank := next(_blanks(manifests), ""):
        manifests = ()
        why = f"{values or 'its own values'} leave a blank: {blank}"
    return InstalledChart(folder, values, name, manifests, why)


def _sources(manifests: Sequence[Manifest]) -> Iterator[tuple[Manifest, Source]]:
    for manifest in filter(is_application, manifests):
        for source in sources_of(manifest):
            if source.path and not source.chart:
                yield manifest, source


def _blanks(manifests: Sequence[Manifest]) -> Iterator[str]:
    """Give what Applications say that lacks a part of it."""
    for manifest in filter(is_application, manifests):
        if manifest.name.startswith("-") or manifest.name.endswith("-"):
            yield f"the name of {manifest.subject}"
    for manifest, source in _sources(manifests):
        if "//" in source.path:
            yield f"the path {source.path} of {manifest.subject}"


def _misses(manifests: Sequence[Manifest], surroundings: Surroundings) -> bool:
    """Tell whether an Application names a path, or a file of values, that is nowhere here."""
    repository = surroundings.repository
    return any(
        not os.path.exists(repository / path.lstrip("/"))  # noqa: PTH110 (any path will do)
        for _, source in _sources(manifests)
        if not surroundings.own_urls or surroundings.is_own(source.repo_url)
        for path in _named(source)
    )


def _named(source: Source) -> Iterator[str]:
    """Give the path of a source, and its files of values that have to be in this repository."""
    yield source.path
    for file in () if source.helm.ignore_missing_value_files else source.helm.value_files:
        if not file.startswith("$") and "://" not in file:
            yield file if file.startswith("/") else f"{source.path}/{file}"


def _variants(chart: Path, surroundings: Surroundings) -> dict[str, str]:
    """Return files of values beside a chart's own, relative to it, by what they are for."""
    ignored = surroundings.working_tree.ignored
    found = {}
    for file in sorted((*chart.glob("*"), *chart.glob("values/*"))):
        match = _VALUES.fullmatch(path := relpath(file, chart))
        if match and file.is_file():
            name = next(filter(None, match.groups()))
            if not _NO_INSTANCE.search(name) and not is_ignored(
                relpath(file, surroundings.repository), ignored
            ):
                found[name] = path
    return found


def _charts(surroundings: Surroundings, rendered: set[str]) -> Iterator[str]:
    """Give the folder of each chart with something of Argo CD's that is not rendered already."""
    repository = surroundings.repository
    for folder, folders, names in surroundings.walk():
        if _CHART in names:
            shown = relpath(folder, repository)
            if shown not in rendered and _may_hold_applications(Path(folder)):
                yield shown
            folders[:] = [each for each in folders if each not in {"templates", "charts"}]


def _may_hold_applications(chart: Path) -> bool:
    """Tell whether a chart has a template of an Application, or takes argocd-apps along."""
    if _OF_VALUES.search(content_of(chart / _CHART)):
        return True
    return any(
        _MARK.search(content_of(path))
        for path in sorted((chart / "templates").rglob("*"))
        if path.suffix in {".yaml", ".yml", ".tpl"} and not path.is_symlink() and path.is_file()
    )
