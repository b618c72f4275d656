"""The store's files: canonical JSON, one line a definition, and a lock that vouches for them."""

from __future__ import annotations

import contextlib
import json
import os
from typing import TYPE_CHECKING, Any, Final

from argowave.errors import OutputError, SchemaError

if TYPE_CHECKING:
    from pathlib import Path

LOCK: Final = "lock.json"
CRDS: Final = "crds"
KUBERNETES: Final = "kubernetes"
OBJECT_META: Final = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"


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


def read_lock(folder: Path) -> dict[str, dict[str, str]]:
    """Return {path: sha256, source, source_sha256}, {} where there is no lock.

    Raises:
        SchemaError: the lock is unreadable.
    """
    path = folder / LOCK
    try:
        lock: dict[str, dict[str, str]] = json.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        message = f"is no lock file: {error}"
        raise SchemaError(message, path=path) from error
    return lock


def write_files(folder: Path, files: dict[str, bytes], lock: dict[str, dict[str, str]]) -> None:
    """Write files and lock, all or nothing; files that the lock no longer names are removed.

    Raises:
        OutputError: a file cannot be written; nothing has changed then.
    """
    before = read_lock(folder)
    staged: list[tuple[Path, Path]] = []
    try:
        for name, data in (*files.items(), (LOCK, canonical(lock))):
            final = folder / name
            final.parent.mkdir(parents=True, exist_ok=True)
            temporary = final.with_name(f".{final.name}.new")
            staged.append((temporary, final))
            with temporary.open("wb") as handle:
                handle.write(data)
                os.fsync(handle.fileno())
    except OSError as error:
        for temporary, _ in staged:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
        message = f"cannot be written: {error.strerror or error}; nothing was changed"
        raise OutputError(message, path=error.filename) from error
    for temporary, final in staged:
        temporary.replace(final)
    for name in before.keys() - lock.keys():
        (folder / name).unlink(missing_ok=True)


def sha256(data: bytes) -> str:
    """Return the digest of `data` in hexadecimal."""
    import hashlib  # noqa: PLC0415 (3 ms, and looking a kind up needs no digest)

    return hashlib.sha256(data).hexdigest()


def _compact(value: Any) -> str:  # noqa: ANN401 (any JSON value)
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
