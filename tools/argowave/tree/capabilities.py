"""The API versions that a tree itself brings to each cluster, as charts can ask for them.

Argo CD passes what the cluster has to Helm (APIResourcesToStrings in util/argo/argo.go), so once
a CustomResourceDefinition is there, `.Capabilities.APIVersions.Has` is true of it. A tree is seen
as it is after its first sync.
"""

from __future__ import annotations

import os
import re
import stat
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from argowave.files.packed import PackedError, packed_files
from argowave.files.regular import read_regular
from argowave.tree.application import destination_of
from argowave.typed import as_mapping

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from argowave.manifest import Manifest
    from argowave.tree.application import Application
    from argowave.tree.surroundings import Surroundings

_OWN_CLUSTER: Final = ("in-cluster", "https://kubernetes.default.svc")
# what Argo CD itself needs where it runs
ARGOCD_VERSIONS: Final = (
    "argoproj.io/v1alpha1",
    *(f"argoproj.io/v1alpha1/{kind}" for kind in ("Application", "ApplicationSet", "AppProject")),
)
_WORD: Final = b"APIVersions"
_ASKED: Final = re.compile(rb'APIVersions\.Has\s*\(?\s*"([\w./-]+)"')
_FEW: Final = 3  # names in one line
_LARGEST: Final = 2_000_000  # bytes of a template


def cluster_of(application: Manifest) -> str:
    """Return the cluster that an Application goes to, by URL or name; "" for Argo CD's own."""
    destination = destination_of(application)
    stated = destination.get("server") or destination.get("name")
    return "" if not isinstance(stated, str) or stated in _OWN_CLUSTER else stated


def brought_versions(
    entry: Iterable[Manifest], applications: Iterable[Application]
) -> Mapping[str, tuple[str, ...]]:
    """Return cluster → group/version and group/version/Kind of every definition that goes there.

    Args:
        entry: what is applied by hand to Argo CD's own cluster.
        applications: the tree's.
    """
    found: dict[str, set[str]] = {}
    for manifest in entry:
        found.setdefault("", set()).update(_versions(manifest))
    for application in applications:
        place = found.setdefault(cluster_of(application.manifest), set())
        for manifest in application.manifests:
            place.update(_versions(manifest))
    return {cluster: tuple(sorted(versions)) for cluster, versions in found.items() if versions}


def _versions(manifest: Manifest) -> Iterator[str]:
    if manifest.kind != "CustomResourceDefinition":
        return
    spec = as_mapping(manifest.body.get("spec"))
    kind, listed = as_mapping(spec.get("names")).get("kind"), spec.get("versions")
    for version in listed if isinstance(listed, list) else ():
        if isinstance(version, dict) and version.get("served") is True:
            yield f"{spec.get('group')}/{version.get('name')}"
            yield f"{spec.get('group')}/{version.get('name')}/{kind}"


def known_versions(cluster: str, surroundings: Surroundings) -> tuple[str, ...]:
    """Return what charts are told that a cluster serves.

    Args:
        cluster: as cluster_of gives it.
        surroundings: with what every cluster serves, and with what the tree brings.
    """
    brought = surroundings.api_versions.get(cluster, ())
    return _together(surroundings.served_versions, brought, is_own=not cluster)


@lru_cache(maxsize=64)  # a request for each of thousands of Applications holds it
def _together(
    served: tuple[str, ...], brought: tuple[str, ...], *, is_own: bool
) -> tuple[str, ...]:
    own = (each for each in ARGOCD_VERSIONS if each not in brought) if is_own else ()
    return (*served, *brought, *own)


def unanswered(applications: Iterable[Application], surroundings: Surroundings) -> Iterator[str]:
    """Give what charts ask for and are told not to be there, where that may be wrong.

    It may be brought by what goes to the same cluster and was not looked into.
    """
    unseen: dict[str, list[str]] = {}
    for each in applications:
        if each.not_checked:
            unseen.setdefault(cluster_of(each.manifest), []).append(each.name)
    built_in = {_group(each) for each in surroundings.served_versions}
    asking: dict[tuple[str, str], None] = {}
    for each in applications if unseen else ():
        cluster = cluster_of(each.manifest)
        is_told = any(source.helm.api_versions for source in each.sources)
        for rendering, _ in each.renderings if cluster in unseen and not is_told else ():
            for version in sorted(_asked_versions(rendering.chart) - {*rendering.api_versions}):
                if _may_be_brought(_group(version), built_in):
                    asking[cluster, version] = None
    for cluster, version in asking:
        names = ", ".join(unseen[cluster][:_FEW]) + (", …" if len(unseen[cluster]) > _FEW else "")
        yield (
            f"charts were told that there is no {version}, though Application {names} may bring "
            "it, which was not looked into; api-versions in the settings says otherwise"
        )


def _group(version: str) -> str:
    return version.partition("/")[0]


def _may_be_brought(group: str, built_in: Collection[str]) -> bool:
    """Tell whether a definition can bring a group; OpenShift's are served by it alone."""
    return "." in group and group not in built_in and not group.endswith(".openshift.io")


@lru_cache(maxsize=4096)
def _asked_versions(chart: Path) -> frozenset[str]:
    """Return what the templates of a chart ask for by name."""
    if not asks_for_versions(chart):
        return frozenset()
    with suppress(OSError, PackedError):
        found = {name.decode() for data in chart_contents(chart) for name in _ASKED.findall(data)}
        return frozenset(found)
    return frozenset()


@lru_cache(maxsize=4096)
def asks_for_versions(chart: Path) -> bool:
    """Tell whether a chart, a folder or an archive, may look at the cluster's API versions."""
    try:
        return any(_WORD in data for data in chart_contents(chart))
    except (OSError, PackedError):
        return True  # whoever renders it says what is wrong


def chart_contents(chart: Path) -> Iterator[bytes]:
    """Give what each file of a chart holds, a folder or an archive, and of charts in it.

    Raises:
        OSError, PackedError: it cannot be read.
    """
    if not chart.is_dir():
        yield from (data for _, data in packed_files(chart, _LARGEST))
        return
    for above, _, names in os.walk(chart):  # half the time of Path.rglob, and every chart is read
        for name in names:
            path = f"{above}/{name}"
            seen = os.stat(path)  # noqa: PTH116 (as above)
            if name.endswith(".tgz"):
                yield from chart_contents(Path(path))
            elif stat.S_ISREG(seen.st_mode) and seen.st_size <= _LARGEST:
                yield read_regular(path)
