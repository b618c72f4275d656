"""Files → what came of each manifest in them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING, Any

from argowave.kubernetes_version import resolve_version
from argowave.validate.checked import STATUS_AT, checked_of
from argowave.validate.lists import expand_list, is_list
from argowave.validate.manifests_only import passed_over
from argowave.validate.result import Result, Status
from argowave.validate.validator import Validator
from argowave.yamlio import Document, YamlFault, read_documents
from argowave.yamlio.fast import read_all_fast

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_BATCH = 32  # files that are looked at together
_LARGEST = 100 << 20  # bytes; etcd refuses objects of 1.5 MB, and a file may hold many
_BLOCK = 1 << 16  # bytes asked for at once; most manifests are under 4 kB


@dataclass(frozen=True, slots=True)
class Settings:
    """How to validate, in values that can be handed to another process."""

    kubernetes_version: str
    schema_locations: tuple[str, ...] = ()
    strict: bool = True
    ignore_missing_schemas: bool = False
    skip: tuple[str, ...] = ()
    reject: tuple[str, ...] = ()
    keep_valid: bool = False  # valid manifests are listed too, not only counted
    manifests_only: bool = False  # what is no manifest is skipped, not an error

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Settings:
        """Return the settings whose fields went through JSON, which has no tuples."""
        fields: dict[str, Any] = {
            key: tuple(v) if isinstance(v, list) else v for key, v in values.items()
        }
        return cls(**fields)

    def checker(self) -> FileChecker:
        """Return what checks files by these settings."""
        import jsonschema_rs  # noqa: F401, PLC0415 (here, so that forked workers share it)

        from argowave.schema import open_store  # noqa: PLC0415 (not needed to parse arguments)

        store = open_store(self.schema_locations)
        validator = Validator(
            store,
            resolve_version(self.kubernetes_version, store.kubernetes_versions),
            strict=self.strict,
            ignore_missing_schemas=self.ignore_missing_schemas,
            skip=self.skip,
            reject=self.reject,
        )
        return FileChecker(
            validator,
            strict=self.strict,
            keep_valid=self.keep_valid,
            manifests_only=self.manifests_only,
        )


class FileChecker:
    """Validates file after file; the answers are rows (`Checked.row`) and a count."""

    def __init__(
        self, validator: Validator, *, strict: bool, keep_valid: bool, manifests_only: bool = False
    ) -> None:
        """Take the validator; see Settings for the rest."""
        self._validator = validator
        self._strict = strict
        self._keep_valid = keep_valid
        self._manifests_only = manifests_only

    def check_files(self, files: Sequence[str]) -> tuple[int, list[list[Any]]]:
        """Return how many valid manifests have no row, and the rows of all others in order."""
        unlisted, rows = 0, []
        for start in range(0, len(files), _BATCH):
            count, more = self._check_batch(files[start : start + _BATCH])
            unlisted += count
            rows += more
        return unlisted, rows

    def _check_batch(self, files: Sequence[str]) -> tuple[int, list[list[Any]]]:
        unreadable: dict[str, YamlFault] = {}
        texts = [_read(file, unreadable) for file in files]
        bodies = repeat((False, None)) if self._keep_valid else read_all_fast(texts)
        is_plainly_valid = self._validator.is_plainly_valid
        unlisted, rows = 0, []
        for file, text, (sure, body) in zip(files, texts, bodies, strict=False):
            if sure and is_plainly_valid(body):
                # most files hold one manifest, and it is right: nothing more is needed of it
                unlisted += 1
            elif file in unreadable:
                rows.append(self._row(unreadable[file]))
            else:
                count, more = self.check_bytes(text, file)
                unlisted += count
                rows += more
        return unlisted, rows

    def check_bytes(self, data: bytes, source: str) -> tuple[int, list[list[Any]]]:
        """Return the same for one file's bytes."""
        documents = read_documents(data, source, strict=self._strict)
        is_plainly_valid = self._validator.is_plainly_valid
        unlisted, rows = 0, []
        for document in documents:
            for manifest in self._manifests(document):
                if not self._keep_valid and is_plainly_valid(getattr(manifest, "body", None)):
                    unlisted += 1
                    continue
                row = self._row(manifest)
                if not self._keep_valid and row[STATUS_AT] == Status.VALID.value:
                    unlisted += 1  # the first of its kind: its schema was not compiled before
                    continue
                rows.append(row)
        return unlisted, rows

    def _manifests(self, document: Document | YamlFault) -> Iterator[Document | YamlFault]:
        if isinstance(document, YamlFault) or not is_list(document.body):
            yield document
            return
        items = expand_list(document)
        # A List of nothing is empty, one that cannot be opened is in error: neither is silent.
        yield from items or [_emptied(document)]

    def _row(self, document: Document | YamlFault) -> list[Any]:
        if isinstance(document, Document) and is_list(document.body):
            message = "the items of a List must be a list"
            return checked_of(Result(document, Status.ERROR, "List/?", message=message)).row()
        if why := self._passed_over(document):
            return checked_of(Result(document, Status.SKIPPED, "", message=why)).row()
        return checked_of(self._validator.validate(document)).row()

    def _passed_over(self, document: Document | YamlFault) -> str:
        if not self._manifests_only or isinstance(document, YamlFault) or document.body is None:
            return ""
        return passed_over(document.body)


def _emptied(document: Document) -> Document:
    return Document(document.source, document.index, document.line, None, document.text)


def _read(path: str, unreadable: dict[str, YamlFault]) -> bytes:
    """Return the bytes of a file, or b"" and why it cannot be read in `unreadable`.

    pathlib and io take three times as long for a small file.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        try:
            data = os.read(descriptor, _BLOCK)
            if not (more := os.read(descriptor, _BLOCK)):
                return data
            long = bytearray(data)
            while more:
                long += more
                if len(long) > _LARGEST:  # /dev/zero and the like never end
                    message = f"is larger than {_LARGEST >> 20} MB"
                    unreadable[path] = YamlFault(path, 0, 1, message)
                    return b""
                more = os.read(descriptor, _BLOCK)
            return bytes(long)
        finally:
            os.close(descriptor)
    except OSError as error:
        message = f"cannot be read: {error.strerror or error}"
        unreadable[path] = YamlFault(path, 0, 1, message)
        return b""
