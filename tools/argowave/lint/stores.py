"""A tree → the store that its manifests are validated against: its own CRDs and XRDs first."""

from __future__ import annotations

import hashlib
import json
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Final, Self

from argowave.errors import SchemaError
from argowave.finding import Finding
from argowave.schema import open_store
from argowave.scratch import scratch_folder

if TYPE_CHECKING:
    from collections.abc import Sequence
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
        key = hashlib.sha256(b"\0".join(crds)).hexdigest()
        if key not in self._own:
            folder, faults = self._write(list(crds))
            self._own[key] = open_store((folder, *self._locations)), faults
        store, faults = self._own[key]
        return store, [_finding(crds[crd], message) for crd, message in faults.items()]

    def _write(self, crds: Sequence[bytes]) -> tuple[Path, dict[bytes, str]]:
        from argowave.schema.adding import Input, add_crds  # noqa: PLC0415 - few trees bring CRDs

        folder = self._folders.enter_context(scratch_folder())
        faults: dict[bytes, str] = {}
        for crd in crds:
            try:
                body = json.loads(crd)
                add_crds(folder, [Input("the repository's own definition", crd, body=body)])
            except SchemaError as error:
                faults[crd] = error.message
        return folder, faults


def _definitions(manifest: Manifest) -> list[dict[str, Any]]:
    """Return the CRDs that an object is, or that Crossplane makes of it."""
    if manifest.kind == CRD:
        return [manifest.body]
    if manifest.kind != XRD or manifest.group != "apiextensions.crossplane.io":
        return []
    from argowave.schema.xrd import definitions_of  # noqa: PLC0415 - few trees have any

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
