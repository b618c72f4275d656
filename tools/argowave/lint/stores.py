"""A tree → the store that its manifests are validated against: its own CRDs first."""

from __future__ import annotations

import hashlib
import json
import tempfile
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

from argowave.errors import SchemaError
from argowave.schema import open_store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from argowave.schema import Store
    from argowave.tree import Tree


class Stores:
    """Gives each tree its store; trees with the same CRDs, or without any, share one."""

    def __init__(self, locations: Sequence[str]) -> None:
        """Remember where schemas come from."""
        self._locations = tuple(locations)
        self._built_in = open_store(self._locations)
        self._own: dict[str, Store] = {}
        self._folders = ExitStack()

    def __enter__(self) -> Self:
        """Return the stores; folders that they write are removed at the end."""
        return self

    def __exit__(self, *_: object) -> None:
        """Remove the folders that were written."""
        self._folders.close()

    def of(self, tree: Tree) -> Store:
        """Return the store for a tree.

        A CRD that the tree itself brings is what the cluster will have, so it goes before the
        same kind elsewhere.
        """
        crds = [
            json.dumps(manifest.body).encode()
            for manifest in tree.manifests
            if manifest.kind == "CustomResourceDefinition"
        ]
        if not crds:
            return self._built_in
        key = hashlib.sha256(b"\0".join(crds)).hexdigest()
        if key not in self._own:
            self._own[key] = open_store((self._write(crds), *self._locations))
        return self._own[key]

    def _write(self, crds: Sequence[bytes]) -> Path:
        from argowave.schema.adding import Input, add_crds  # noqa: PLC0415 - few trees bring CRDs

        made = tempfile.TemporaryDirectory(prefix="argowave-")
        folder = Path(self._folders.enter_context(made))
        for crd in crds:
            # a CRD that is wrong has findings of its own, and its kind is counted as unknown
            with suppress(SchemaError):
                add_crds(folder, [Input("the repository's own CRD", crd)])
        return folder
