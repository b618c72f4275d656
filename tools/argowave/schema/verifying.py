"""A store's files against its lock → findings."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from argowave.errors import SchemaError
from argowave.finding import Finding
from argowave.schema.files import CRDS, LOCK, canonical, crd_path, read_lock, sha256

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from argowave.schema.files import Lock

RULE: Final = "schema-store"


def verify(folder: Path) -> tuple[int, list[Finding]]:
    """Return how many files the lock names, and everything that does not agree with it.

    Raises:
        SchemaError: there is no lock, or it is unreadable.
    """
    lock = read_lock(folder)
    if not lock:
        message = f"holds no {LOCK}, so it is no schema store"
        raise SchemaError(message, path=folder, hint="make one with `argowave schemas add`")
    present = {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.is_symlink() or path.is_file()
    }
    del present[LOCK]
    findings = [
        _finding(f"{folder}/{name}", "is missing") for name in sorted(lock.keys() - present)
    ]
    for name, path in present.items():
        findings += [_finding(str(path), words) for words in _faults(name, path, lock)]
    if (folder / LOCK).read_bytes() != canonical(lock):
        findings.append(_finding(str(folder / LOCK), "is not in canonical form"))
    return len(lock), sorted(findings)


def _faults(name: str, path: Path, lock: Lock) -> Iterator[str]:
    if name not in lock:
        yield f"is not in {LOCK}: delete it, or add it with `argowave schemas add`"
        return
    try:
        data = path.read_bytes()
    except OSError as error:
        yield f"cannot be read: {error.strerror or error}"
        return
    if sha256(data) != lock[name]["sha256"]:
        yield f"is not what {LOCK} vouches for: make it afresh, do not edit it"
    try:
        stored = json.loads(data)
    except (ValueError, RecursionError):
        yield "is no JSON"
        return
    if canonical(stored) != data:
        yield "is not in canonical form"
    if name.startswith(f"{CRDS}/") and not _is_in_place(stored, name):
        yield "is the schema of another kind than its name says"


def _is_in_place(stored: object, name: str) -> bool:
    if not isinstance(stored, dict):
        return False
    return name == crd_path(str(stored.get("apiVersion")), str(stored.get("kind")))


def _finding(path: str, words: str) -> Finding:
    return Finding(path, None, "", "", words, RULE)
