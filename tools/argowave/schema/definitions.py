"""The definitions of Kubernetes' own kinds in the built-in store, put together for one version."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any, Final

from argowave.errors import SchemaError
from argowave.schema.files import KUBERNETES, read_json

BUILT_IN: Final = Path(__file__).parent / "store"
# definitions of widely used operators, each of one release, which need not be the cluster's
OPERATORS: Final = Path(__file__).parent / "operators"
DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"
OBJECT_META: Final = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"


@functools.cache
def kinds() -> dict[str, dict[str, Any]]:
    """Return {apiVersion/Kind: definition, scope, versions} of Kubernetes' own kinds.

    Raises:
        SchemaError: the file is unreadable.
    """
    return read_json(BUILT_IN / KUBERNETES / "kinds.json") or {}


@functools.cache
def versions() -> tuple[str, ...]:
    """Return the minor versions of Kubernetes whose own kinds are stored, oldest first."""
    found = {version for entry in kinds().values() for version in entry["versions"]}
    return tuple(sorted(found, key=minor))


def assemble(root: dict[str, Any], version: str) -> dict[str, Any]:
    """Return `root` with every definition that it leads to under $defs.

    A version that is not stored, as in a folder of CRDs for any other, gets the nearest one.

    Raises:
        SchemaError: a definition is missing.
    """
    own: dict[str, Any] = root.get("$defs", {})
    found: dict[str, Any] = dict(own)
    waiting = _references(root)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = _definition(name, version)
            waiting |= _references(found[name])
    if set(root) == {"$ref"}:
        # the root itself, not a reference to it: reports look into its properties
        root = found[root["$ref"].rpartition("/")[2]]
    return {"$schema": DRAFT, **root, "$defs": found}


def minor(version: str) -> int:
    """Return 36 for 1.36."""
    return int(version.split(".")[1])


def _references(node: Any) -> set[str]:  # noqa: ANN401 (any JSON value)
    if isinstance(node, list):
        return {name for each in node for name in _references(each)}
    if not isinstance(node, dict):
        return set()
    found = {name for each in node.values() for name in _references(each)}
    reference = node.get("$ref")
    if isinstance(reference, str):
        found.add(reference.rpartition("/")[2])
    return found


def _definition(name: str, version: str) -> dict[str, Any]:
    steps = _package(name.rpartition(".")[0]).get(name, [])
    body: Any = None
    for since, each in steps:
        if minor(since) <= minor(version):
            body = each
    if body is None:
        body = next((each for _, each in steps if each is not None), None)
    if body is None:
        message = f"the built-in store has no {name} for Kubernetes {version}"
        raise SchemaError(message, hint="run `argowave schemas verify`")
    found: dict[str, Any] = body
    return found


@functools.cache
def _package(package: str) -> dict[str, Any]:
    return read_json(BUILT_IN / KUBERNETES / f"{package}.json") or {}
