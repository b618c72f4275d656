"""Cluster Secrets, what makes them, and a file in place of them → the clusters that Argo CD knows.

An ExternalSecret may state in its template all that a generator wants, and keep only the token
elsewhere; so may the values of the argo-cd chart (templates/argocd-configs/cluster-secrets.yaml).
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from argowave.errors import InvocationError, RepositoryError
from argowave.manifest import Manifest
from argowave.secret import SECRET_TYPE, secret_text, secret_type, stated_secret
from argowave.typed import as_list, as_mapping, as_text
from argowave.validate.lists import expand_list
from argowave.yamlio import YamlFault, read_documents

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from argowave.applicationsets.workingtree import WorkingTree

_SUFFIXES: Final = (".yaml", ".yml")
_FILLED_IN: Final = "{{"  # by whoever makes the Secret
_CREDENTIALS: Final = b"clusterCredentials:"
_VALUES: Final = ("configs", "clusterCredentials")
_FIELDS: Final = {"name", "server", "project", "labels", "annotations"}


@dataclass(frozen=True, slots=True)
class Cluster:
    """One cluster as its Secret describes it."""

    name: str
    server: str
    project: str
    labels: Mapping[str, str]
    annotations: Mapping[str, str]


def cluster_of(manifest: Manifest) -> Cluster | None:
    """Return the cluster that a Secret describes, or what makes one; None for any other object."""
    secret = stated_secret(manifest)
    if secret is None or secret_type(secret) != "cluster":
        return None
    found = Cluster(
        secret_text(secret, "name"),
        secret_text(secret, "server"),
        secret_text(secret, "project"),
        _texts(secret.metadata.get("labels")),
        _texts(secret.metadata.get("annotations")),
    )
    is_known = found.name and found.server and _FILLED_IN not in f"{found.name}{found.server}"
    return found if secret is manifest or is_known else None


def clusters_in_files(tree: WorkingTree) -> tuple[Cluster, ...]:
    """Return the clusters of every Secret in a plain file; templates are passed over.

    Hidden folders at the top are no manifests'.
    """
    mark = SECRET_TYPE.encode()
    found = []
    for path in tree.files:
        data = b""
        if path.endswith(_SUFFIXES) and not (path.startswith(".") and "/" in path):
            with suppress(OSError):  # whoever applies it says so
                data = tree.read(path)
        if mark in data:
            found += [each for each in map(cluster_of, _manifests(data, path)) if each is not None]
        if _CREDENTIALS in data:
            found += _in_values(data, path)
    return tuple(found)


def _in_values(data: bytes, path: str) -> Iterator[Cluster]:
    """Give the clusters in values of the argo-cd chart, or of a chart around it."""
    for document in read_documents(data, path, strict=False):
        body = {} if isinstance(document, YamlFault) else as_mapping(document.body)
        for values in (body, as_mapping(body.get("argo-cd"))) if "kind" not in body else ():
            stated = as_mapping(values.get(_VALUES[0])).get(_VALUES[1])
            named = [{"name": key, **as_mapping(each)} for key, each in as_mapping(stated).items()]
            for entry in map(as_mapping, named or as_list(stated)):
                if as_text(entry.get("name")) and as_text(entry.get("server")):
                    known = {key: each for key, each in entry.items() if key in _FIELDS}
                    yield _stated(known, path)


def read_clusters(path: Path, shown: str) -> tuple[Cluster, ...]:
    """Return the clusters of a file that a user wrote.

    It holds cluster Secrets, or a list of {name, server, labels, annotations, project}.

    Raises:
        RepositoryError: it cannot be read.
        InvocationError: it holds something else.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        message = f"cannot be read: {error.strerror or error}"
        raise RepositoryError(message, path=shown) from error
    found: list[Cluster] = []
    for document in read_documents(data, shown):
        if isinstance(document, YamlFault):
            raise InvocationError(document.message, path=shown, line=document.line)
        if isinstance(document.body, list):
            found += [_stated(entry, shown) for entry in document.body]
            continue
        for listed in expand_list(document):
            manifest = Manifest(listed) if isinstance(listed.body, dict) else None
            cluster = cluster_of(manifest) if manifest is not None else None
            if cluster is None:
                message = "holds neither cluster Secrets nor a list of clusters"
                hint = f"a Secret has the label {SECRET_TYPE}: cluster"
                raise InvocationError(message, path=shown, line=listed.line, hint=hint)
            found.append(cluster)
    return tuple(found)


def unique(clusters: Iterable[Cluster]) -> tuple[Cluster, ...]:
    """Return clusters by name, each once; the first one counts."""
    found: dict[tuple[str, str], Cluster] = {}
    for cluster in clusters:
        found.setdefault((cluster.name, cluster.server), cluster)
    return tuple(found[key] for key in sorted(found))


def _manifests(data: bytes, path: str) -> Iterator[Manifest]:
    documents = read_documents(data, path, strict=False)
    for document in documents:
        if isinstance(document, YamlFault):
            return
        for listed in expand_list(document):
            if isinstance(listed.body, dict):
                yield Manifest(listed)


def _stated(entry: object, shown: str) -> Cluster:
    if not isinstance(entry, dict) or not isinstance(entry.get("name"), str):
        message = "every cluster is a mapping with a name"
        raise InvocationError(message, path=shown)
    if strange := sorted(set(entry) - _FIELDS):
        message = f"cluster {entry['name']} states {strange[0]}"
        hint = f"known: {', '.join(sorted(_FIELDS))}"
        raise InvocationError(message, path=shown, hint=hint)
    return Cluster(
        entry["name"],
        str(entry.get("server") or ""),
        str(entry.get("project") or ""),
        {SECRET_TYPE: "cluster", **_texts(entry.get("labels"))},
        _texts(entry.get("annotations")),
    )


def _texts(value: Any) -> dict[str, str]:  # noqa: ANN401 (any JSON value)
    if not isinstance(value, dict):
        return {}
    return {key: text for key, text in value.items() if isinstance(text, str)}
