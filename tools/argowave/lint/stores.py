"""A tree → the store that its manifests are validated against: its own CRDs and XRDs first."""

from __future__ import annotations

import hashlib
import json
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Final, Self

from argowave.errors import SchemaError
from argowave.files.scratch import scratch_folder
from argowave.finding import Finding
from argowave.schema import open_store
from argowave.tree.capabilities import cluster_of
from argowave.typed import as_mapping

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from argowave.manifest import Manifest
    from argowave.schema import Store
    from argowave.tree import Tree

CRD: Final = "CustomResourceDefinition"
XRD: Final = "CompositeResourceDefinition"


class Stores:
    """Gives each tree its store; trees with the same CRDs, or without any, share one."""

    def __init__(self, locations: Sequence[str]) -> None:
        """Remember where schemas come from."""
        self._locations = tuple(locations)
        self._built_in = open_store(self._locations)
        self._own: dict[str, tuple[Store, dict[bytes, str]]] = {}
        self._folders = ExitStack()

    def __enter__(self) -> Self:
        """Return the stores; folders that they write are removed at the end."""
        return self

    def __exit__(self, *_: object) -> None:
        """Remove the folders that were written."""
        self._folders.close()

    def of(self, tree: Tree) -> tuple[Store, list[Finding]]:
        """Return the store for a tree, and what is wrong with the definitions that it brings.

        A CRD that the tree itself brings is what the cluster will have, so it goes before the
        same kind elsewhere, and so does one that Crossplane makes of an XRD. Of one that is wrong
        there is no schema.
        """
        crds = {
            json.dumps(body).encode(): manifest
            for manifest in tree.manifests
            for body in _definitions(manifest)
        }
        if not crds:
            return self._built_in, []
        store, faults = self._opened(list(crds))
        return store, [_finding(crds[crd], message) for crd, message in faults.items()]

    def shares(self, tree: Tree, store: Store) -> list[tuple[Sequence[Manifest], Store]]:
        """Return the tree's manifests with the store that they are validated against.

        It is the tree's for all of them, unless clusters get different definitions of one kind:
        then the definitions of its own cluster go first for each.

        Args:
            tree: as for `of`.
            store: what `of` returned for it.
        """
        clusters = _by_cluster(tree)
        brought = [_brought(each) for each in clusters] if len(clusters) > 1 else []
        if not _differ(brought):
            return [(tree.manifests, store)]
        everything = dict.fromkeys(crd for crds in brought for crd in crds)
        return [
            # the last one of a kind is the one that counts
            (manifests, self._opened([*(crd for crd in everything if crd not in own), *own])[0])
            for manifests, own in zip(clusters, brought, strict=True)
        ]

    def _opened(self, crds: Sequence[bytes]) -> tuple[Store, dict[bytes, str]]:
        key = hashlib.sha256(b"\0".join(crds)).hexdigest()
        if key not in self._own:
            folder, faults = self._write(crds)
            self._own[key] = open_store((folder, *self._locations)), faults
        return self._own[key]

    def _write(self, crds: Sequence[bytes]) -> tuple[Path, dict[bytes, str]]:
        from argowave.schema.adding import Input, put_crds  # noqa: PLC0415 (few trees bring CRDs)

        folder = self._folders.enter_context(scratch_folder())
        faults: dict[bytes, str] = {}
        for crd in crds:
            try:
                body = json.loads(crd)
                put_crds(folder, [Input("the repository's own definition", crd, body=body)])
            except SchemaError as error:
                faults[crd] = error.message
        return folder, faults


def _by_cluster(tree: Tree) -> list[list[Manifest]]:
    """Return the manifests of a tree for each cluster that they go to."""
    found: dict[str, list[Manifest]] = {"": [*tree.entry, *tree.generated]}
    for application in tree.applications:
        found.setdefault(cluster_of(application.manifest), []).extend(application.manifests)
    return list(found.values())


def _brought(manifests: Sequence[Manifest]) -> dict[bytes, dict[str, Any]]:
    """Return the definitions that a cluster gets, by their text."""
    bodies = (body for manifest in manifests for body in _definitions(manifest))
    return {json.dumps(body).encode(): body for body in bodies}


def _differ(brought: Sequence[Mapping[bytes, dict[str, Any]]]) -> bool:
    """Tell whether clusters get something different under one name."""
    names: dict[str, list[Any]] = {}
    for crds in brought:
        for body in crds.values():
            names.setdefault(str(as_mapping(body.get("metadata")).get("name")), []).append(
                body.get("spec")
            )
    return any(each != several[0] for several in names.values() for each in several)


def _definitions(manifest: Manifest) -> list[dict[str, Any]]:
    """Return the CRDs that an object is, or that Crossplane makes of it."""
    if manifest.kind == CRD:
        return [manifest.body]
    if manifest.kind != XRD or manifest.group != "apiextensions.crossplane.io":
        return []
    from argowave.schema.xrd import definitions_of  # noqa: PLC0415 (few trees have any)

    return definitions_of(manifest.body)


def _finding(manifest: Manifest, message: str) -> Finding:
    if manifest.kind == XRD:
        fault = message.removeprefix(f"is no valid {CRD}: ").replace(
            "storage: true", "referenceable: true"
        )
        message = f"Crossplane can make no {CRD} of it: {fault}"
    return Finding(
        manifest.document.source,
        manifest.line,
        manifest.subject,
        "",
        message,
        "schema",
        application=manifest.application,
    )
