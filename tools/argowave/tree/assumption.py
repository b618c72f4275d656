"""A repository whose URL nobody states → which of the URLs in it may be its own.

A fork, a copy without `.git` or a clone from a mirror has no remote of the name that its
Applications use, and then nothing of it would be looked into.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from argowave.applicationsets import is_application_set
from argowave.sources.source import read_sources
from argowave.sources.unfinished_url import is_unfinished
from argowave.tree.application import application_spec, is_application
from argowave.tree.remotes import normalise
from argowave.typed import as_mapping

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from argowave.manifest import Manifest

_SEVERAL: Final = 2  # paths that are here by no chance
_PATTERN: Final = re.compile(r"[*?\[{]")  # of a glob or of a template


def assumed_url(entry: Iterable[Manifest], repository: Path, own: frozenset[str]) -> str:
    """Return the URL to take for this repository's, "" where none is needed or none stands out.

    It is the one with the most paths that are here, and at least half of its paths are; one that
    is still to be filled in is it only where no other has such a path. Where several have as many,
    it is the one that is called as this repository is: its mirror.

    Args:
        entry: Applications and ApplicationSets of this repository.
        repository: its folder.
        own: the normalised URLs that are known to mean it.
    """
    here: Counter[str] = Counter()
    named: Counter[str] = Counter()
    written: dict[str, str] = {}
    for url, path in _named(entry):
        key = normalise(url)
        if key in own:
            return ""
        folder = _literal(path)
        if folder:
            named[key] += 1
            here[key] += os.path.exists(repository / folder)  # noqa: PTH110 (as below)
            written.setdefault(key, url)
    finished = {key: here[key] for key in here if not is_unfinished(written[key])}
    here = Counter(finished) if any(finished.values()) else here
    present = max(here.values(), default=0)
    best = [key for key, number in here.items() if number == present]
    if len(best) > 1:
        names = {posixpath.basename(key) for key in own} | {repository.name.lower()}
        best = [key for key in best if posixpath.basename(key) in names]
    if not present or len(best) != 1:
        return ""
    return written[best[0]] if 2 * present >= named[best[0]] else ""


def former_urls(
    entry: Iterable[Manifest], repository: Path, own: frozenset[str]
) -> tuple[list[str], list[str]]:
    """Return other URLs whose paths are all here: those to take for this repository's, and others.

    An organisation that was renamed is still found under its old name, which nothing here says.
    It takes two paths, and the repository's own name: of another name it may be another one. For
    a URL that is still to be filled in, as in a template of a repository, one path is enough that
    nothing here takes under another URL.

    Args:
        entry: Applications and ApplicationSets of this repository.
        repository: its folder.
        own: the normalised URLs that are known to mean it.
    """
    paths: dict[str, set[str]] = {}
    written: dict[str, str] = {}
    for url, path in _named(entry):
        if folder := _literal(path):
            paths.setdefault(normalise(url), set()).add(folder)
            written.setdefault(normalise(url), url)
    elsewhere = Counter(folder for folders in paths.values() for folder in folders)
    names = {posixpath.basename(key) for key in own}
    taken: list[str] = []
    others: list[str] = []
    for key in [key for key in paths if key not in own]:
        folders, url = paths[key], written[key]
        # pathlib raises where a name is too long
        if not all(os.path.isdir(repository / each) for each in folders):  # noqa: PTH112 (Path raises where a name is too long)
            continue
        if is_unfinished(url):
            taken += [url] if all(elsewhere[each] == 1 for each in folders) else []
        elif len(folders) >= _SEVERAL:
            (taken if posixpath.basename(key) in names else others).append(url)
    return taken, others


def unfinished_urls(entry: Iterable[Manifest], repository: Path, own: frozenset[str]) -> list[str]:
    """Return those of the former URLs that are still to be filled in."""
    taken, _ = former_urls(entry, repository, own)
    return [each for each in taken if is_unfinished(each)]


def stated_revisions(entry: Iterable[Manifest], own: frozenset[str]) -> Iterator[str]:
    """Give the targetRevision of each source of this repository, but for those in a template.

    Args:
        entry: Applications and ApplicationSets of this repository.
        own: the normalised URLs that mean it.
    """
    for manifest in entry:
        spec = application_spec(manifest)
        if is_application_set(manifest):
            template = spec.get("template")
            spec = as_mapping(as_mapping(template).get("spec"))
        elif not is_application(manifest):
            continue
        for source in read_sources({"spec": spec}):
            is_own = bool(source.repo_url) and normalise(source.repo_url) in own
            if is_own and not source.chart and "{{" not in source.target_revision:
                yield source.target_revision


def _named(entry: Iterable[Manifest]) -> Iterator[tuple[str, str]]:
    """Give (URL, path) of every place in a Git repository that is named."""
    for manifest in entry:
        if is_application(manifest):
            yield from _of_spec(application_spec(manifest))
        elif is_application_set(manifest):
            yield from _of_anything(application_spec(manifest))


def _of_spec(spec: dict[str, Any]) -> Iterator[tuple[str, str]]:
    several = spec.get("sources")
    for source in [spec.get("source"), *(several if isinstance(several, list) else [])]:
        if isinstance(source, dict) and not source.get("chart"):
            yield str(source.get("repoURL", "")), str(source.get("path", ""))


def _of_anything(value: object) -> Iterator[tuple[str, str]]:
    """Give what sources in templates and git generators name, however deep they stand."""
    if isinstance(value, dict):
        url = value.get("repoURL")
        if isinstance(url, str) and not value.get("chart"):
            yield url, str(value.get("path", ""))
            for field in ("directories", "files"):
                rules = value.get(field)
                for rule in rules if isinstance(rules, list) else []:
                    if isinstance(rule, dict):
                        yield url, str(rule.get("path", ""))
        for entry in value.values():
            yield from _of_anything(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from _of_anything(entry)


def _literal(path: str) -> str:
    """Return the folders before the first pattern; "" where the path says nothing."""
    match = _PATTERN.search(path)
    start = path[: match.start()].rpartition("/")[0] if match else path
    normal = posixpath.normpath(start) if start else ""
    return "" if normal in ("", ".") or normal.startswith(("/", "..")) else normal
