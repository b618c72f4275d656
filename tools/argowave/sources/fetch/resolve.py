"""What is wanted → fetched into the store, and what it resolved to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.sources.fetch.checkout import check_out
from argowave.sources.fetch.limits import Limits
from argowave.sources.fetch.lock import Locked
from argowave.sources.fetch.repository_url import repository_in
from argowave.sources.fetch.submodules import takes_submodules
from argowave.sources.fetch.unpack import check_chart, folder_of, unpack
from argowave.sources.fetch.versions import highest, is_version
from argowave.sources.fetch.wanted import AbsentError, FetchError, Kind, shown

if TYPE_CHECKING:
    from typing import Any

    from argowave.sources.fetch.registry import Registry
    from argowave.sources.fetch.store import Store
    from argowave.sources.fetch.wanted import Wanted


def fetch(
    wanted: Wanted,
    stated: str,
    store: Store,
    locked: Locked | None = None,
    limits: Limits | None = None,
) -> Locked:
    """Fetch one source into the store.

    Args:
        wanted: what an Application asks for.
        stated: the repoURL as the Application has it, where credentials may stand.
        store: where it is kept.
        locked: what it was before: the same is fetched again, and must be the same.
        limits: how much is taken, and for how long.

    Raises:
        FetchError: it cannot be fetched, or is another one than before.
    """
    bounds = limits or Limits()
    work = {
        Kind.CHART: _chart,
        Kind.OCI_CHART: _oci_chart,
        Kind.GIT: _git,
        Kind.OCI: _oci,
        Kind.FILE: _file,
        Kind.RESOURCE: _resource,
        Kind.COMPONENT: _component,
    }[wanted.kind]
    try:
        resolved, digest = work(wanted, stated, store, locked.resolved if locked else None, bounds)
    except AbsentError as error:
        if locked is None or locked.resolved == wanted.revision:
            raise
        message = f"{error}; `argowave fetch --update` resolves {wanted.revision!r} anew"
        raise FetchError(message) from error
    except ValueError as error:  # a bracket that no address closes, a port that is no number
        message = f"its URL cannot be read: {error}"
        raise FetchError(message) from error
    except OSError as error:  # no folder for temporary files, no process more
        message = f"{shown(wanted.url)} cannot be fetched: {error.strerror or error}"
        raise FetchError(message) from error
    if locked is not None and digest != locked.sha256:
        message = f"it has the digest {digest} now, argowave.lock says {locked.sha256}"
        raise FetchError(message)
    found = Locked(wanted, resolved, digest)
    if wanted.chart and is_version(wanted.revision):
        store.remember(found)
    return found


def _chart(
    wanted: Wanted, stated: str, store: Store, before: str | None, limits: Limits
) -> tuple[str, str]:
    from argowave.sources.fetch.index import HelmRepository  # noqa: PLC0415 (one kind of four)

    repository = HelmRepository(wanted.url, stated, limits)
    entries = repository.versions(wanted.chart)
    version = before or _version(wanted, list(entries))
    found = next((each for each in entries if _plain(each) == _plain(version)), None)
    if found is None:
        message = f"the repository has no version {version} of {wanted.chart}"
        raise _absent(message, version, list(entries))
    data = repository.archive(wanted, found, entries[found])
    check_chart(data, limits)
    return found, store.add_archive(data)


def _oci_chart(
    wanted: Wanted, stated: str, store: Store, before: str | None, limits: Limits
) -> tuple[str, str]:
    from argowave.sources.fetch.registry import CHART_LAYER, Registry  # noqa: PLC0415 (as above)

    del stated  # a registry's URL has no credentials
    registry = Registry.at(f"{wanted.url.rstrip('/')}/{wanted.chart}", limits)
    version = before or wanted.revision
    if not is_version(version):
        version = _version(wanted, registry.tags())
    _, manifest = _manifest(registry, version)
    _, data = registry.layer(manifest, (CHART_LAYER,))
    check_chart(data, limits)
    return version, store.add_archive(data)


def _git(
    wanted: Wanted, stated: str, store: Store, before: str | None, limits: Limits
) -> tuple[str, str]:
    from argowave.sources.fetch.git import GitRepository  # noqa: PLC0415 (as above)

    repository = GitRepository(stated, limits)
    commit = before or repository.resolve(wanted.revision)
    with store.unpacking() as folder:
        check_out(repository, commit, folder, submodules=takes_submodules())
        return commit, store.add_tree(folder)


def _oci(
    wanted: Wanted, stated: str, store: Store, before: str | None, limits: Limits
) -> tuple[str, str]:
    from argowave.sources.fetch.registry import (  # noqa: PLC0415 (as above)
        CHART_LAYER,
        TREE_LAYERS,
        Registry,
    )

    del stated
    registry = Registry.at(wanted.url, limits)
    revision = before or wanted.revision
    if not before and not is_version(revision) and not revision.startswith("sha256:"):
        revision = highest(revision, registry.tags()) or revision
    digest, manifest = _manifest(registry, revision)
    media_type, data = registry.layer(manifest, TREE_LAYERS)
    with store.unpacking() as folder:
        unpack(data, folder, limits)
        # a chart's archive has all in one folder, which Argo CD leaves away
        return digest, store.add_tree(folder_of(folder) if media_type == CHART_LAYER else folder)


def _file(
    wanted: Wanted, stated: str, store: Store, before: str | None, limits: Limits
) -> tuple[str, str]:
    from argowave.sources.fetch.files import fetch_file  # noqa: PLC0415 (as above)

    del wanted, before
    return "", store.add_file(fetch_file(stated, limits))


def _resource(
    wanted: Wanted, stated: str, store: Store, before: str | None, limits: Limits
) -> tuple[str, str]:
    """Fetch what kustomize takes for a file where there is one, and else for a repository.

    Source for the behaviour: accumulateResources in kusttarget.go of kustomize.
    """
    from argowave.sources.fetch.files import fetch_file, holds_objects  # noqa: PLC0415 (as above)

    is_http = wanted.url.lower().startswith(("http://", "https://"))
    if before or (before is None and not is_http):
        return _component(wanted, stated, store, before, limits)
    try:
        data = fetch_file(stated, limits)
        if before is not None or holds_objects(data):
            return "", store.add_file(data)
        no_file = f"{shown(wanted.url)} holds something that is no Kubernetes object"
    except FetchError as error:
        no_file = str(error)
    if before is not None or repository_in(stated) is None:
        raise FetchError(no_file)
    try:
        return _component(wanted, stated, store, before, limits)
    except FetchError as error:
        message = f"{no_file}; and as a repository: {error}"
        raise FetchError(message) from error


def _component(
    wanted: Wanted, stated: str, store: Store, before: str | None, limits: Limits
) -> tuple[str, str]:
    from argowave.sources.fetch.git import GitRepository  # noqa: PLC0415 (as above)

    named = repository_in(stated)
    if named is None:
        message = f"{shown(wanted.url)} names no repository"
        raise FetchError(message)
    repository = GitRepository(named.url, limits)
    commit = before or repository.resolve_plainly(named.revision)
    with store.unpacking() as folder:
        check_out(repository, commit, folder, submodules=named.submodules)
        return commit, store.add_tree(folder)


def _version(wanted: Wanted, versions: list[str]) -> str:
    found = highest(wanted.revision, versions)
    if found is None:
        message = f"none of {len(versions)} versions of {wanted.chart} meets {wanted.revision!r}"
        raise _absent(message, wanted.revision, versions)
    return found


def _manifest(registry: Registry, reference: str) -> tuple[str, dict[str, Any]]:
    """Return a manifest with its digest.

    A registry says of what nobody may see that it is not there; so its list of tags is asked too.

    Raises:
        FetchError: it cannot be fetched; an AbsentError where the list has others.
    """
    from argowave.sources.fetch.registry import MissingError  # noqa: PLC0415 (as above)

    try:
        return registry.manifest(reference)
    except MissingError as error:
        try:
            tags = registry.tags()
        except FetchError:
            raise error from None
        if not tags or reference in tags or reference.startswith("sha256:"):
            raise
        message = f"{registry.host}/{registry.name} has no tag {reference}"
        raise _absent(message, reference, tags) from error


def _absent(message: str, asked: str, known: list[str]) -> FetchError:
    """Return the error for a version that is not there: certain where others are."""
    from argowave.sources.fetch.nearest import near_version  # noqa: PLC0415 (only what is missing)

    if not asked or not known:
        return FetchError(message)
    return AbsentError(f"{message}{near_version(asked, known)}")


def _plain(version: str) -> str:
    return version.removeprefix("v")
