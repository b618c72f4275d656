"""A store's files against its lock → findings."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from argowave.finding import Finding
from argowave.schema.files import LOCK, canonical, read_lock, sha256

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RULE: Final = "schema-store"


def verify(folder: Path) -> tuple[int, list[Finding]]:
    """Return how many files the lock names, and everything that does not agree with it.

    Raises:
        SchemaError: the lock is unreadable.
    """
    lock = read_lock(folder)
    present = {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in (LOCK, "__init__.py")
    }
    findings = [
        _finding(f"{folder}/{name}", "is missing") for name in sorted(lock.keys() - present)
    ]
    for name, path in present.items():
        findings += [_finding(str(path), words) for words in _faults(path, lock.get(name))]
    return len(lock), sorted(findings)


def _faults(path: Path, entry: dict[str, str] | None) -> Iterator[str]:
    if entry is None:
        yield f"is not in {LOCK}: add it with `argowave schemas add`"
        return
    data = path.read_bytes()
    if sha256(data) != entry.get("sha256"):
        yield f"is not what {LOCK} vouches for: make it afresh, do not edit it"
    try:
        if canonical(json.loads(data)) != data:
            yield "is not in canonical form"
    except ValueError:
        yield "is no JSON"


def _finding(path: str, words: str) -> Finding:
    return Finding(path, None, "", "", words, RULE)
