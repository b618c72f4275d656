"""An Application's sources → what is asked of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.sources.request import FetchedRef, ManifestRequest, Pinned
from argowave.sources.source import read_source
from argowave.tree.application import destination_namespace, project_of
from argowave.tree.capabilities import cluster_of, known_versions
from argowave.tree.refusals import refusal_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from argowave.manifest import Manifest
    from argowave.revisions.checkouts import Checkout
    from argowave.sources.source import Source
    from argowave.tree.surroundings import Surroundings


def requests_of(
    manifest: Manifest, sources: Sequence[Source], surroundings: Surroundings
) -> list[ManifestRequest]:
    """Return a request for each source, with the files that the others lend (`ref`)."""
    local: set[str] = set()
    foreign: set[str] = set()
    fetched: list[FetchedRef] = []
    pins = [_pinned(source, surroundings) for source in sources]
    for source, pinned in zip(sources, pins, strict=True):
        if source.ref and pinned is not None and pinned.root is not None:
            fetched.append(FetchedRef(source.ref, pinned.root, pinned.label))
        elif source.ref and pinned is None and _is_local(source, surroundings):
            local.add(source.ref)
        elif source.ref and pinned is None and (found := _fetched(source, surroundings)):
            fetched.append(found)
        elif source.ref:
            foreign.add(source.ref)
    versions = known_versions(cluster_of(manifest), surroundings)
    return [
        ManifestRequest(
            repository=surroundings.repository,
            application=manifest.name,
            namespace=destination_namespace(manifest),
            project=project_of(manifest),
            source=source,
            refs=frozenset(local),
            foreign_refs=frozenset(foreign),
            local=_is_local(source, surroundings),
            pinned=pinned,
            kubernetes_version=surroundings.kubernetes_version,
            charts=surroundings.charts,
            kustomize_build_options=surroundings.kustomize_build_options,
            fetched_refs=tuple(fetched),
            api_versions=versions,
            ignored=surroundings.working_tree.ignored,
            refusal=refusal_of(source, sources),
        )
        for source, pinned in zip(sources, pins, strict=True)
    ]


def repository_source(url: str, revision: str) -> Source:
    """Return a source that is a whole repository at a revision."""
    return read_source({"repoURL": url, "targetRevision": revision})


def find_repository(url: str, revision: str, surroundings: Surroundings) -> Path:
    """Return where the files of another repository are.

    Raises:
        LookupError: they are not at hand; the text says why.
    """
    from argowave.sources.fetch.find import find_tree  # noqa: PLC0415 (few repositories need it)
    from argowave.sources.fetch.wanted import FetchError  # noqa: PLC0415 (as above)

    try:
        return find_tree(repository_source(url, revision), surroundings.charts)[0]
    except FetchError as error:
        raise LookupError(str(error)) from None


def find_revision(url: str, revision: str, surroundings: Surroundings) -> Path | None:
    """Return where the files of another revision of this repository are, None for what is here.

    Raises:
        LookupError: they are not at hand; the text says why.
    """
    found = _checkout(url, revision, surroundings)
    if found is not None and found.folder is None:
        raise LookupError(found.why)
    return None if found is None else found.folder


def _fetched(source: Source, surroundings: Surroundings) -> FetchedRef | None:
    """Return where the files of another repository's `ref` are, None where they are not at hand."""
    from argowave.sources.fetch.find import find_tree  # noqa: PLC0415 (few repositories need it)
    from argowave.sources.fetch.wanted import FetchError, wanted_of  # noqa: PLC0415 (as above)

    try:
        root, _ = find_tree(source, surroundings.charts)
    except FetchError:
        return None
    return FetchedRef(source.ref, root, wanted_of(source).label)


def _pinned(source: Source, surroundings: Surroundings) -> Pinned | None:
    """Return which other revision of this repository a source is, None for what stands here."""
    if not _is_local(source, surroundings):
        return None
    found = _checkout(source.repo_url, source.target_revision, surroundings)
    if found is None:
        return None
    from argowave.sources.fetch.wanted import wanted_of  # noqa: PLC0415 (few repositories need it)

    label = wanted_of(source).label
    return Pinned(label, found.commit, found.why, found.is_branch, found.folder)


def _checkout(url: str, revision: str, surroundings: Surroundings) -> Checkout | None:
    """Return the files of a revision of this repository, None for what stands in its folder."""
    if surroundings.checkouts is None or surroundings.is_here(revision):
        return None
    return surroundings.checkouts.at(url, revision)


def _is_local(source: Source, surroundings: Surroundings) -> bool:
    return not source.chart and surroundings.is_own(source.repo_url)
