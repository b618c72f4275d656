"""CRD files and URLs, or Kubernetes' own data → files of a store, and its lock."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from argowave.errors import SchemaError
from argowave.schema import kubernetes
from argowave.schema.crd import convert
from argowave.schema.files import (
    KUBERNETES,
    canonical,
    crd_path,
    read_lock,
    sha256,
    write_files,
)
from argowave.schema.locations import fetch
from argowave.yamlio import YamlFault, read_documents

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True, slots=True)
class Input:
    """A file of CRDs and how its origin is recorded."""

    source: str  # a URL, or the path as given
    data: bytes


def read_inputs(given: Sequence[str], source: str | None) -> list[Input]:
    """Return the bytes behind files, folders and URLs.

    Args:
        given: files, folders (every YAML file below them) or URLs.
        source: recorded in place of local paths; {path} in it is the path below the folder.

    Raises:
        SchemaError: something cannot be read or fetched.
    """
    return [item for each in given for item in _inputs(each, source)]


def add_crds(folder: Path, inputs: Sequence[Input]) -> list[str]:
    """Add every CRD of `inputs` to the store in `folder` and return the kinds, sorted.

    Raises:
        SchemaError: an input is no CRD; nothing is written then.
        OutputError: the folder cannot be written.
    """
    files: dict[str, bytes] = {}
    lock = read_lock(folder)
    kinds: list[str] = []
    for item in inputs:
        found = 0
        for crd in _crds(item):
            for schema in convert(crd, item.source):
                path = crd_path(schema.api_version, schema.kind)
                files[path] = canonical(
                    {
                        "apiVersion": schema.api_version,
                        "kind": schema.kind,
                        "schema": schema.body,
                        "scope": schema.scope,
                        "source": item.source,
                        "unchecked": list(schema.unchecked),
                    }
                )
                lock[path] = _entry(files[path], item.source, item.data)
                kinds.append(f"{schema.api_version}/{schema.kind}")
                found += 1
        if not found:
            message = "holds no CustomResourceDefinition"
            raise SchemaError(message, path=item.source)
    write_files(folder, files, lock)
    return sorted(kinds)


def update_kubernetes(folder: Path, data: Path, source: str) -> int:
    """Write Kubernetes' own kinds into the store in `folder` and return how many there are.

    Raises:
        SchemaError: the data is incomplete.
        OutputError: the folder cannot be written.
    """
    definitions = kubernetes.read_definitions(data)
    kinds = kubernetes.kinds(definitions)
    files = {f"{KUBERNETES}/kinds.json": canonical(kinds)}
    for package, body in kubernetes.packages(definitions).items():
        files[f"{KUBERNETES}/{package}.json"] = canonical(body)
    lock = {
        path: entry for path, entry in read_lock(folder).items() if not path.startswith(KUBERNETES)
    }
    raw = b"".join(
        (data / f"v{version}.0-local" / "_definitions.json").read_bytes()
        for version in kubernetes.VERSIONS
    )
    lock |= {path: _entry(text, source, raw) for path, text in files.items()}
    write_files(folder, files, lock)
    return len(kinds)


def _entry(text: bytes, source: str, raw: bytes) -> dict[str, str]:
    return {"sha256": sha256(text), "source": source, "source_sha256": sha256(raw)}


def _inputs(given: str, source: str | None) -> Iterator[Input]:
    if given.startswith(("http://", "https://")):
        yield Input(given, fetch(given))
        return
    path = Path(given)
    files = [path]
    if path.is_dir():
        files = sorted(file for file in path.rglob("*.y*ml") if file.is_file())
        if not files:
            message = "holds no YAML file"
            raise SchemaError(message, path=given)
    for file in files:
        below = file.relative_to(path).as_posix() if path.is_dir() else file.name
        try:
            data = file.read_bytes()
        except OSError as error:
            message = f"cannot be read: {error.strerror or error}"
            raise SchemaError(message, path=given) from error
        yield Input(file.as_posix() if source is None else source.replace("{path}", below), data)


def _crds(item: Input) -> Iterator[dict[str, Any]]:
    for document in read_documents(item.data, item.source, strict=False):
        if isinstance(document, YamlFault):
            raise SchemaError(document.message, path=item.source, line=document.line)
        body = document.body
        if body is None:
            continue
        if not isinstance(body, dict):
            message = "holds no object, a CustomResourceDefinition is wanted"
            raise SchemaError(message, path=item.source, line=document.line)
        if body.get("kind") in ("List", "CustomResourceDefinitionList"):
            yield from (each for each in body.get("items") or [] if isinstance(each, dict))
        else:
            yield body
