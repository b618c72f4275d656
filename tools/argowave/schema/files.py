"""The store's files: canonical JSON, one line a definition, and a lock that vouches for them."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import stat
from typing import TYPE_CHECKING, Any, Final

from argowave.errors import OutputError, SchemaError
from argowave.files.alone import alone_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

LOCK: Final = "lock.json"
CRDS: Final = "crds"
KUBERNETES: Final = "kubernetes"
_LARGEST: Final = 32_000_000  # bytes of one file; the largest known CRD has 1.4 MB
LOCK_KEYS: Final = ("sha256", "source", "source_sha256")
_PATH: Final = re.compile(r"(?:crds|kubernetes)(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)+\.json\Z")

_IN_THE_MAKING: Final = re.compile(r"\..+\.json\.[0-9]+")  # a file's name, and a process's id
# the repository, or what stands for it, of a Go module, and its version
_MODULE: Final = re.compile(
    r"https://pkg\.go\.dev/(?:github\.com/|k8s\.io/)?[^/]+/([^/@]+)[^@]*@(.+)\Z"
)
_FILE: Final = re.compile(r"https://github\.com/[^/]+/([^/]+)/blob/([^/]+)/.+\Z")

Lock = dict[str, dict[str, str]]


def canonical(value: Any) -> bytes:  # noqa: ANN401 (any JSON value)
    """Return JSON in its one form: sorted keys, no blanks, a line for each top-level key."""
    if not isinstance(value, dict):
        return _compact(value).encode() + b"\n"
    lines = [f"{_compact(key)}:{_compact(value[key])}" for key in sorted(value)]
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def crd_path(api_version: str, kind: str) -> str:
    """Return where the schema of a custom resource lies: crds/<group>/<kind>_<version>.json."""
    group, _, version = api_version.partition("/")
    return f"{CRDS}/{group}/{kind.lower()}_{version}.json"


def release_of(source: str) -> str:
    """Return `cert-manager v1.21.2` of the Go module, or the file, that a schema was made from."""
    found = _MODULE.match(source) or _FILE.match(source)
    return f"{found[1]} {found[2]}" if found else source


def read_file(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises:
        SchemaError: it is not there, cannot be read, is no file, or is too large to be a schema.
    """
    data = read_if_any(path)
    if data is None:
        message = f"cannot be read: {os.strerror(errno.ENOENT)}"
        raise SchemaError(message, path=path)
    return data


def read_if_any(path: Path) -> bytes | None:
    """Return the bytes of a file, None where there is none.

    Raises:
        SchemaError: as in read_file. A pipe or a device is not waited for.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            message = "is no file"
            raise SchemaError(message, path=path)
        with path.open("rb") as handle:
            # of the file that is open: another one may be in its place since it was looked at
            size = os.fstat(handle.fileno()).st_size
            # what is asked for is set aside before it is read
            data = handle.read(min(size, _LARGEST) + 1)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        message = f"cannot be read: {reason}"
        raise SchemaError(message, path=path) from error
    if len(data) > _LARGEST:
        message = f"is larger than {_LARGEST // 1_000_000} MB"
        raise SchemaError(message, path=path)
    return data


def read_json(path: Path) -> dict[str, Any] | None:
    """Return the object that a file of a store holds, None where there is no such file.

    Raises:
        SchemaError: it cannot be read, or holds something else.
    """
    data = read_if_any(path)
    if data is None:
        return None
    try:
        stored = json.loads(data)
    except (ValueError, RecursionError) as error:
        message = f"is no file of a schema store: {error}"
        raise SchemaError(message, path=path, hint="run `argowave schemas verify`") from error
    if not isinstance(stored, dict):
        message = "is no file of a schema store: it holds no object"
        raise SchemaError(message, path=path, hint="run `argowave schemas verify`")
    return stored


def read_lock(folder: Path) -> Lock:
    """Return {path: sha256, source, source_sha256}, {} where there is no lock.

    Raises:
        SchemaError: the lock is unreadable, or names a file outside the store.
    """
    lock = read_json(folder / LOCK) or {}
    for name, entry in lock.items():
        texts = [entry.get(key) for key in LOCK_KEYS] if isinstance(entry, dict) else [None]
        if not _PATH.match(name) or not all(isinstance(text, str) for text in texts):
            message = f"is no lock of a schema store: {name!r} is no entry of one"
            raise SchemaError(message, path=folder / LOCK)
    return lock


@contextlib.contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """Have other processes wait that write a store's files, from reading its lock to writing it.

    What a killed one left in the making is removed: nobody works on it any more.

    Raises:
        OutputError: the folder cannot be made or opened.
    """
    with contextlib.ExitStack() as held:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            held.enter_context(alone_in(folder))
        except OSError as error:
            raise _unwritten(error, folder) from error
        _remove([path for path in folder.rglob(".*") if _IN_THE_MAKING.fullmatch(path.name)])
        yield


def write_files(folder: Path, files: dict[str, bytes], lock: Lock) -> None:
    """Write files and lock, all or nothing; files that the lock no longer names are removed.

    What is there already, byte for byte, is left alone. The lock comes last, so that a run that
    is killed between two files leaves a store that `schemas verify` complains about.

    Raises:
        OutputError: a file cannot be written; nothing has changed then.
    """
    before = read_lock(folder)
    wanted = {**files, LOCK: canonical(lock)}
    changed = {name: data for name, data in wanted.items() if _content(folder / name) != data}
    staged: list[tuple[Path, Path]] = []
    try:
        _stage_all(folder, changed, staged)
        for temporary, final in staged:
            temporary.replace(final)
    finally:
        _remove([temporary for temporary, _ in staged])
    _remove([folder / name for name in before.keys() - lock.keys()])


def sha256(data: bytes) -> str:
    """Return the digest of `data` in hexadecimal."""
    import hashlib  # noqa: PLC0415 (3 ms, and looking a kind up needs no digest)

    return hashlib.sha256(data).hexdigest()


def _named(final: Path) -> tuple[Path, Path]:
    return final.with_name(f".{final.name}.{os.getpid()}"), final


def _stage_all(folder: Path, changed: dict[str, bytes], staged: list[tuple[Path, Path]]) -> None:
    try:
        for name, data in changed.items():
            staged.append(_named(folder / name))  # before it is there, so that half of it goes too
            _stage(*staged[-1], data)
    except OSError as error:
        raise _unwritten(error, folder) from error


def _stage(temporary: Path, final: Path, data: bytes) -> None:
    final.parent.mkdir(parents=True, exist_ok=True)
    if final.is_dir():
        raise IsADirectoryError(None, "a folder is in its place", str(final))
    with temporary.open("wb") as handle:
        handle.write(data)
        handle.flush()
        os.fsync(handle.fileno())


def _unwritten(error: OSError, folder: Path) -> OutputError:
    message = f"cannot be written: {error.strerror or error}; nothing was changed"
    return OutputError(message, path=error.filename or folder)


def _content(path: Path) -> bytes | None:
    with contextlib.suppress(OSError):
        return path.read_bytes()
    return None


def _remove(paths: Sequence[Path]) -> None:
    for path in paths:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def _compact(value: Any) -> str:  # noqa: ANN401 (any JSON value)
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
