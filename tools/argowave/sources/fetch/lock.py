"""argowave.lock: what each source outside the repository resolved to, and its digest."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from argowave.errors import RepositoryError
from argowave.files.alone import alone_in
from argowave.files.whole import write_whole
from argowave.sources.fetch.wanted import Kind, Wanted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

NAME: Final = "argowave.lock"
_TEMPORARY: Final = f".{NAME}-"
_STATED: Final = ("", Kind.FILE, Kind.RESOURCE, Kind.COMPONENT)
_MOST_BYTES: Final = 20_000_000
_CONFLICT: Final = re.compile(rb"^(<<<<<<<|=======|>>>>>>>)", re.MULTILINE)
_AGAIN: Final = "delete it and run `argowave fetch`"
_HEAD: Final = "# written by `argowave fetch`; do not edit\n"


@dataclass(frozen=True, slots=True)
class Locked:
    """What one thing was, when it was fetched."""

    wanted: Wanted
    resolved: str  # an exact version, or a commit; "" for a file
    sha256: str  # of the chart's archive, of the tree's files, or of the file

    @property
    def is_file(self) -> bool:
        """Whether it is one file that came by HTTP."""
        return bool(self.wanted.stated_kind) and not self.resolved


@dataclass(frozen=True, slots=True)
class Lock:
    """Everything that was fetched for one repository."""

    entries: Mapping[Wanted, Locked] = field(default_factory=dict)

    def find(self, wanted: Wanted) -> Locked | None:
        """Return what is locked for something, None where nothing is."""
        return self.entries.get(wanted)


def read_lock(repository: Path) -> Lock:
    """Return the repository's lock; an empty one where it has none.

    Raises:
        RepositoryError: the file cannot be read or is not what `argowave fetch` writes.
    """
    path = repository / NAME
    try:
        data = _bytes(path)
        stated = tomllib.loads(data.decode())
    except FileNotFoundError:
        return Lock()
    except OSError as error:
        message = f"cannot be read: {error.strerror}"
        raise RepositoryError(message, path=NAME) from error
    except (ValueError, RecursionError) as error:
        message = f"cannot be read: {error}"
        raise RepositoryError(message, path=NAME, hint=_AGAIN) from error
    entries = stated.get("source", [])
    locked = [_read(entry) for entry in entries] if isinstance(entries, list) else [None]
    if None in locked:
        message = "is not what `argowave fetch` writes"
        raise RepositoryError(message, path=NAME, hint=_AGAIN)
    found: dict[Wanted, Locked] = {}
    for each in locked:
        if each is not None and found.setdefault(each.wanted, each) != each:
            message = f"says two things of {each.wanted}"
            raise RepositoryError(message, path=NAME, hint=_AGAIN)
    return Lock(found)


def _bytes(path: Path) -> bytes:
    """Return the file's content.

    Raises:
        OSError: it is not there or cannot be read.
        ValueError: it is no file, is too large, or git has left a conflict in it.
    """
    if path.exists() and not path.is_file():
        message = "it is no file"
        raise ValueError(message)
    with path.open("rb") as file:
        data = file.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        message = f"it has more than {_MOST_BYTES} bytes"
        raise ValueError(message)
    if conflict := _CONFLICT.search(data):
        line = data.count(b"\n", 0, conflict.start()) + 1
        message = f"a merge left a conflict in line {line}"
        raise ValueError(message)
    return data


def write_lock(repository: Path, merged: Callable[[Lock], Iterable[Locked]]) -> None:
    """Write the lock, sorted, so that a change of one source is a change of its lines.

    Nothing is written where the file says it already, or where there would be nothing in it.

    Args:
        repository: absolute.
        merged: what has to be in it, from what is in it now: another process may have written it
            since it was read.

    Raises:
        OSError: it cannot be written.
        RepositoryError: what is there now cannot be read.
    """
    path = repository / NAME
    with alone_in(repository):
        for left in repository.glob(f"{_TEMPORARY}*"):  # by a process that was killed
            left.unlink(missing_ok=True)
        entries = list(merged(read_lock(repository)))
        text = lock_text(entries).encode()
        if path.read_bytes() != text if path.exists() else entries:
            write_whole(path, text, prefix=_TEMPORARY)


def lock_text(entries: Iterable[Locked]) -> str:
    """Return the lock as it is written."""
    return _HEAD + "".join(
        f"\n[[source]]\n{_fields(each)}" for each in sorted(entries, key=lambda each: each.wanted)
    )


def _fields(locked: Locked) -> str:
    wanted = locked.wanted
    fields = {
        "url": wanted.url,
        "chart": wanted.chart,
        "revision": wanted.revision,
        "kind": wanted.stated_kind,
        "resolved": locked.resolved,
        "sha256": locked.sha256,
    }
    # a JSON text without characters beyond ASCII is a TOML text too
    return "".join(f"{key} = {json.dumps(value)}\n" for key, value in fields.items() if value)


def _read(entry: Any) -> Locked | None:  # noqa: ANN401 (whatever the file holds)
    if not isinstance(entry, dict) or not all(isinstance(each, str) for each in entry.values()):
        return None
    digest = entry.get("sha256", "")
    if len(digest) != 64 or set(digest) - set("0123456789abcdef"):  # noqa: PLR2004 (of a SHA-256)
        return None
    kind = entry.get("kind", "")
    if kind not in _STATED:
        return None
    wanted = Wanted(entry.get("url", ""), entry.get("chart", ""), entry.get("revision", ""), kind)
    return Locked(wanted, entry.get("resolved", ""), digest)
