"""A chart in this repository → the same with the dependencies that its charts/ lacks.

Argo CD runs `helm dependency build` for such a chart (runHelmBuild in reposerver/repository):
versions are those of Chart.lock, or else what the constraints in Chart.yaml allow.
"""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from argowave.files.regular import read_regular
from argowave.sources.boundary import OutsideError, links_outside, resolve
from argowave.sources.digest import digest_of
from argowave.sources.fetch.find import find_archive_of
from argowave.sources.fetch.store import Store
from argowave.sources.fetch.trees import tree_digest
from argowave.sources.fetch.wanted import AbsentError, FetchError, Wanted, without_credentials
from argowave.sources.helm.dependency_build import build_faults
from argowave.sources.helm.switched_off import switched_off
from argowave.yamlio import YamlFault, read_documents

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from argowave.finding import Finding
    from argowave.sources.request import ManifestRequest

_REMOTE: Final = ("http://", "https://", "oci://")
_FILE: Final = "file://"
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")  # one that is no path


@dataclass(frozen=True, slots=True)
class Filled:
    """What has become of a chart's dependencies."""

    folder: Path | None = None  # a copy of the chart with all of them; None where it needs none
    wanted: tuple[tuple[Wanted, str], ...] = ()  # what comes from elsewhere, with the stated URL
    why: str = ""  # why there is no copy, though one is needed
    # what a chart of this repository is called below charts/, and where it is in the repository
    beside: tuple[tuple[str, str], ...] = ()
    refused: tuple[Finding, ...] = ()  # why Argo CD cannot make it, though there may be a copy


def fill_dependencies(request: ManifestRequest, folder: Path) -> Filled:
    """Return the chart in `folder` with its dependencies, as far as they are at hand."""
    filled = _fill(request, folder)
    if filled == Filled():
        return filled
    lacking = [each["name"] for each in _declared(folder) if not _is_there(folder, each["name"])]
    return replace(filled, refused=tuple(build_faults(request, folder, ", ".join(lacking))))


def _fill(request: ManifestRequest, folder: Path) -> Filled:
    missing = [each for each in _declared(folder) if not _is_there(folder, each["name"])]
    urls = [str(each.get("repository", "")) for each in missing]
    fillable = all(url.startswith((_FILE, *_REMOTE)) for url in urls)
    if not missing or not fillable or not all(_NAME.fullmatch(each["name"]) for each in missing):
        return Filled()  # only charts/ could have it, and whoever renders says so
    wanted = tuple(_wanted(missing, _locked(folder)))
    try:
        parts = dict(_beside(missing, request.repository, folder))
        beside = tuple(_called(missing, parts, request.repository))
        parts |= _fetched(request, folder, wanted)
        return Filled(_copy(request, folder, parts), wanted, beside=beside)
    except OutsideError as error:
        return Filled(why=f"a dependency cannot be used: {error}")
    except FetchError as error:
        named = ", ".join(dict.fromkeys(str(one) for one, _ in wanted))  # one may have aliases
        return Filled(wanted=wanted, why=f"it depends on {named}: {error}")
    except OSError as error:
        return Filled(wanted=wanted, why=f"its dependencies cannot be put in: {error.strerror}")


def _fetched(
    request: ManifestRequest, folder: Path, wanted: tuple[tuple[Wanted, str], ...]
) -> Iterator[tuple[str, Path]]:
    """Give what comes from elsewhere, and an empty chart for what values switch off.

    Raises:
        FetchError: something else is not at hand.
    """
    off: frozenset[str] | None = None  # until somebody asks
    for one, stated in wanted:
        try:
            yield f"{one.chart}.tgz", find_archive_of(one, stated, request.charts)[0]
        except AbsentError:
            raise
        except FetchError:
            if off is None:
                off = switched_off(request, folder, _declared(folder))
            if one.chart not in off:
                raise
            yield one.chart, _empty(request, one.chart)


def _empty(request: ManifestRequest, name: str) -> Path:
    """Return a chart without templates, which Helm takes for one of any version."""

    def fill(target: Path) -> None:
        target.mkdir()
        text = f"apiVersion: v2\nname: {name}\nversion: 0.0.0\n"
        (target / "Chart.yaml").write_text(text, "utf-8")

    store = Store(request.charts.cache, request.charts.sound)
    return store.made(digest_of([b"empty chart", name.encode()]), fill)


def _wanted(
    missing: list[dict[str, Any]], locked: Mapping[tuple[str, str], str]
) -> Iterator[tuple[Wanted, str]]:
    for each in missing:
        name, url = each["name"], str(each.get("repository"))
        if url.startswith(_REMOTE):
            version = locked.get((name, url), str(each.get("version", "")))
            yield Wanted(without_credentials(url).rstrip("/"), name, version), url


def _beside(
    missing: list[dict[str, Any]], repository: Path, folder: Path
) -> Iterator[tuple[str, Path]]:
    """Give the dependencies that are in this repository, by name.

    Raises:
        OutsideError: one of them is not, or is not there.
    """
    for each in missing:
        url = str(each.get("repository"))
        if url.startswith(_FILE):
            path = resolve(repository, folder, url.removeprefix(_FILE))
            if not path.exists():
                message = f"{url} does not exist"
                raise OutsideError(message)
            if path.is_dir() and links_outside(repository, path):
                message = f"{url} holds a symbolic link that leaves the repository"
                raise OutsideError(message)
            yield each["name"], path


def _called(
    missing: list[dict[str, Any]], parts: Mapping[str, Path], repository: Path
) -> Iterator[tuple[str, str]]:
    """Give the dependencies in this repository by the names that Helm's template paths have."""
    for each in missing:
        if each["name"] in parts:
            path = parts[each["name"]].relative_to(repository).as_posix()
            yield each["name"], path
            if isinstance(each.get("alias"), str):
                yield each["alias"], path


def _copy(request: ManifestRequest, folder: Path, parts: dict[str, Path]) -> Path:
    """Return a copy of the chart with its parts, which is made once for the same content."""
    store = Store(request.charts.cache, request.charts.sound)
    facts = [tree_digest(folder).encode()]
    for name, path in sorted(parts.items()):
        facts += [name.encode(), os.fsencode(tree_digest(path) if path.is_dir() else path.stem)]

    def fill(target: Path) -> None:
        shutil.copytree(folder, target)
        for name, path in parts.items():
            place = target / "charts" / name
            place.parent.mkdir(exist_ok=True)
            if path.is_dir():
                shutil.copytree(path, place)
            else:
                shutil.copyfile(path, place)

    return store.made(digest_of(facts), fill)


def _declared(folder: Path) -> list[dict[str, Any]]:
    """Return the dependencies that Chart.yaml states, or requirements.yaml of an older chart."""
    stated = _list(folder / "Chart.yaml") or _list(folder / "requirements.yaml")
    return [each for each in stated if isinstance(each.get("name"), str) and each["name"]]


def _locked(folder: Path) -> dict[tuple[str, str], str]:
    """Return the versions that Chart.lock has, by name and repository."""
    stated = _list(folder / "Chart.lock") or _list(folder / "requirements.lock")
    return {
        (str(each.get("name")), str(each.get("repository"))): str(each.get("version"))
        for each in stated
    }


def _list(path: Path) -> list[dict[str, Any]]:
    try:
        documents = read_documents(read_regular(path), path.name)
    except OSError:
        return []
    if not documents or isinstance(documents[0], YamlFault):
        return []  # whoever renders says so
    body = documents[0].body
    listed = body.get("dependencies") if isinstance(body, dict) else None
    return [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []


def _is_there(folder: Path, name: str) -> bool:
    charts = folder / "charts"
    return (charts / name).is_dir() or any(charts.glob(f"{name}-*.tgz"))
