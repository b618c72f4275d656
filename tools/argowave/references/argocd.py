"""Applications → their AppProject, and the Secrets of their cluster and repositories."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from argowave.references.reference import refer
from argowave.secret import secret_text, secret_type
from argowave.tree.remotes import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.references.reference import Path, Reference
    from argowave.resources import Inventory, Resource

_CREDENTIALS = ("repository", "repo-creds")


def application_references(inventory: Inventory) -> Iterator[Reference]:
    """Give what of the tree each Application needs of Argo CD's own settings.

    What is not in the tree gives nothing: clusters and credentials are often added by hand, and a
    missing AppProject is the business of a rule of its own.
    """
    secrets = {each: secret_type(each.manifest) for each in inventory.of_kind("", "Secret")}
    credentials = [_Credentials.of(each, kind) for each, kind in secrets.items()]
    clusters = {
        secret_text(each.manifest, "name"): each
        for each, kind in secrets.items()
        if kind == "cluster"
    }
    by_server = {
        inventory.clusters.get(name, ""): secret for name, secret in clusters.items() if name
    }
    for resource, application in inventory.owners():
        project = inventory.project_of(application)
        if project is not None:
            yield refer(resource, ("spec", "project"), project.key, "belongs to")
        secret = by_server.get(inventory.cluster_of(application))
        if secret is not None:
            yield refer(resource, ("spec", "destination"), secret.key, "goes to the cluster of")
        for path, url in _repositories(resource):
            for each in credentials:
                if each.fits(url):
                    yield refer(resource, path, each.secret.key, "is read with")


class _Credentials(NamedTuple):
    secret: Resource
    kind: str  # repository, repo-creds, or of no interest
    url: str  # normalised

    @classmethod
    def of(cls, secret: Resource, kind: str) -> _Credentials:
        url = secret_text(secret.manifest, "url") if kind in _CREDENTIALS else ""
        return cls(secret, kind, normalise(url))

    def fits(self, url: str) -> bool:
        """Tell whether Argo CD reads a repository with them; repo-creds are for a prefix."""
        if self.kind == "repo-creds":
            return bool(self.url.strip("/")) and url.startswith(self.url)
        return self.kind == "repository" and url == self.url


def _repositories(resource: Resource) -> Iterator[tuple[Path, str]]:
    """Give the path and the normalised URL of each source of an Application."""
    several: list[Path] = [
        ("spec", "sources", number) for number, _ in enumerate(resource.items("spec", "sources"))
    ]
    for source in several or [("spec", "source")]:
        path: Path = (*source, "repoURL")
        if url := resource.text(*path):
            yield path, normalise(url)
