"""The API versions that a tree itself brings to each cluster, as charts can ask for them.

Argo CD passes what the cluster has to Helm (APIResourcesToStrings in util/argo/argo.go), so once
a CustomResourceDefinition is there, `.Capabilities.APIVersions.Has` is true of it. A tree is seen
as it is after its first sync.
"""

from __future__ import annotations

import os
import stat
import tarfile
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from argowave.tree.application import destination_of
from argowave.yamlio.typed import as_mapping

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from argowave.manifest import Manifest
    from argowave.tree.application import Application

_OWN_CLUSTER: Final = ("in-cluster", "https://kubernetes.default.svc")
_WORD: Final = b"APIVersions"
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


@lru_cache(maxsize=4096)
def asks_for_versions(chart: Path) -> bool:
    """Tell whether a chart, a folder or an archive, may look at the cluster's API versions."""
    try:
        return any(_WORD in data for data in chart_contents(chart))
    except (OSError, tarfile.TarError, EOFError):
        return True  # whoever renders it says what is wrong


def chart_contents(chart: Path) -> Iterator[bytes]:
    """Give what each file of a chart holds, a folder or an archive, and of charts in it.

    Raises:
        OSError, EOFError, tarfile.TarError: it cannot be read.
    """
    if not chart.is_dir():
        with tarfile.open(chart) as archive:
            for member in archive:
                file = archive.extractfile(member) if member.size <= _LARGEST else None
                if file is not None:
                    yield file.read()
        return
    for above, _, names in os.walk(chart):  # half the time of Path.rglob, and every chart is read
        for name in names:
            path = f"{above}/{name}"
            seen = os.stat(path)  # noqa: PTH116 (as above)
            if name.endswith(".tgz"):
                yield from chart_contents(Path(path))
            elif stat.S_ISREG(seen.st_mode) and seen.st_size <= _LARGEST:
                with open(path, "rb") as file:  # noqa: PTH123 (as above)
                    yield file.read()
