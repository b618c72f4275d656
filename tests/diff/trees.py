"""Trees made of objects, without files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from argowave.manifest import Manifest
from argowave.tree import Application, Tree
from argowave.yamlio import Document
from argowave.yamlio.write import dump

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SERVER = "https://kubernetes.default.svc"


def manifest_of(body: dict[str, Any], led: str = "root/app") -> Manifest:
    return Manifest(Document("a.yaml", 0, 1, body, dump(body).encode()), led)


def application_of(name: str, bodies: Sequence[dict[str, Any]]) -> Application:
    body = {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Application",
        "metadata": {"name": name, "namespace": "argocd"},
        "spec": {
            "destination": {"server": SERVER, "namespace": "shop"},
            "source": {"path": "all"},  # the same, so that any may be renamed to any
        },
    }
    return Application(
        name=name,
        chain=(name,),
        manifest=manifest_of(body),
        namespace="shop",
        project="default",
        sources=(),
        manifests=tuple(manifest_of(each, f"root/{name}") for each in bodies),
        partial=(),
        files=(),
        not_checked=(),
        findings=(),
    )


def tree_with(applications: Mapping[str, Sequence[dict[str, Any]]]) -> Tree:
    """Return a tree of several Applications, each with its objects."""
    made = tuple(application_of(name, bodies) for name, bodies in applications.items())
    return Tree("root", "1.36", made, tuple(each.manifest for each in made), ())


def tree_of(bodies: Sequence[dict[str, Any]]) -> Tree:
    """Return a tree of one Application with some objects."""
    return tree_with({"app": bodies})
