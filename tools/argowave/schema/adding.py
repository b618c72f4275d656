"""CRDs → files of a store, and the lock's entries for them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from argowave.errors import SchemaError
from argowave.schema.crd import CRD, convert
from argowave.schema.files import (
    CRDS,
    canonical,
    crd_path,
    only_writer,
    read_file,
    read_lock,
    sha256,
    write_files,
)
from argowave.schema.inputs import Input, crds_of, read_inputs

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from argowave.schema.crd import CrdSchema
    from argowave.schema.files import Lock

__all__ = ["Input", "add_crds", "make_crds", "put_crds", "read_again", "read_inputs", "update"]

_GITHUB: Final = re.compile(r"https://github\.com/([^/]+)/([^/]+)/blob/([^/]+)/(.+)\Z")


@dataclass(frozen=True, slots=True)
class Made:
    """What came of some inputs."""

    files: dict[str, bytes] = field(default_factory=dict)  # path in the store → content
    lock: Lock = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)  # apiVersion/Kind → source
    passed_over: list[str] = field(default_factory=list)  # files in folders, without a CRD


def add_crds(folder: Path, inputs: Sequence[Input]) -> Made:
    """Add every CRD of `inputs` to the store in `folder` and return what was made.

    Other processes that add to it at the same time are waited for.

    Raises:
        SchemaError: an input is no CRD, or two say different things of one kind; nothing is
            written then.
        OutputError: the folder cannot be written; nothing has changed then.
    """
    made = make_crds(inputs)
    with only_writer(folder):
        _put(folder, made)
    return made


def put_crds(folder: Path, inputs: Sequence[Input]) -> Made:
    """Do as `add_crds` in a scratch folder, in which nobody else works and which is locked so.

    Raises:
        SchemaError, OutputError: as in add_crds.
    """
    made = make_crds(inputs)
    _put(folder, made)
    return made


def _put(folder: Path, made: Made) -> None:
    write_files(folder, made.files, read_lock(folder) | made.lock)


def make_crds(inputs: Sequence[Input]) -> Made:
    """Return the files that the CRDs of `inputs` make.

    Raises:
        SchemaError: as in add_crds.
    """
    made = Made()
    for item in inputs:
        crds = crds_of(item)
        if item.found and not any(body.get("kind") == CRD for _, body in crds):
            made.passed_over.append(item.source)
            continue
        if not crds:
            message = f"holds no {CRD}"
            raise SchemaError(message, path=item.source)
        for line, body in crds:
            for schema in convert(body, item.source, line):
                _note(made, schema, item)
    if not made.kinds:
        verb = "holds" if len(inputs) == 1 else "hold"
        message = f"{verb} no served version of a {CRD}"
        raise SchemaError(message, path=", ".join(item.source for item in inputs))
    return made


def update(folder: Path, data: Path, checkouts: Path | None = None) -> int:
    """Make Kubernetes' own kinds in the store of `folder` afresh and return how many they are.

    Args:
        folder: the store.
        data: kubernetes-validate's folder of schemas.
        checkouts: makes the kinds of CRDs afresh too, as in read_again.

    Raises:
        SchemaError: the data is incomplete, or a CRD is not what it was; nothing is written then.
        OutputError: the folder cannot be written; nothing has changed then.
    """
    from argowave.schema.kubernetes import make_files  # noqa: PLC0415 (only for this command)

    files, lock = make_files(data)
    with only_writer(folder):
        before = read_lock(folder)
        made = make_crds(read_again(before, checkouts)) if checkouts is not None else Made()
        kept = {
            path: entry
            for path, entry in before.items()
            if checkouts is None and path.startswith(f"{CRDS}/")
        }
        write_files(folder, made.files | files, kept | made.lock | lock)
    return len(files) + len(made.files)


def read_again(lock: Lock, checkouts: Path) -> list[Input]:
    """Return the CRDs that a lock names, read from where they came from.

    Args:
        lock: of the store that is made afresh.
        checkouts: a folder with the repositories that GitHub URLs name, each as NAME@TAG.

    Raises:
        SchemaError: one cannot be had, or is not what it was.
    """
    recorded = {
        entry["source"]: entry["source_sha256"]
        for path, entry in lock.items()
        if path.startswith(f"{CRDS}/")
    }
    return [_read_again(source, wanted, checkouts) for source, wanted in sorted(recorded.items())]


def _read_again(source: str, wanted: str, checkouts: Path) -> Input:
    item = Input(source, _bytes_again(source, checkouts))
    if sha256(item.data) != wanted:
        message = f"has the sha256 {sha256(item.data)}, and {wanted} when it was added"
        hint = "where that is meant to be, add it again with `argowave schemas add`"
        raise SchemaError(message, path=source, hint=hint)
    return item


def _bytes_again(source: str, checkouts: Path) -> bytes:
    found = _GITHUB.match(source)
    if found is None:
        return read_inputs([source])[0].data
    _, repository, tag, path = found.groups()
    return read_file(checkouts / f"{repository}@{tag}" / path)


def _note(made: Made, schema: CrdSchema, item: Input) -> None:
    path = crd_path(schema.api_version, schema.kind)
    name = f"{schema.api_version}/{schema.kind}"
    if path in made.files and made.kinds.get(name) != item.source:
        message = f"{name} is in {made.kinds.get(name, 'another file')} as well"
        raise SchemaError(message, path=item.source, hint="add one of the two")
    made.files[path] = canonical(
        {
            "apiVersion": schema.api_version,
            "kind": schema.kind,
            "schema": schema.body,
            "scope": schema.scope,
            "source": item.source,
            "unchecked": list(schema.unchecked),
        }
    )
    made.kinds[name] = item.source
    made.lock[path] = {
        "sha256": sha256(made.files[path]),
        "source": item.source,
        "source_sha256": sha256(item.data),
    }
