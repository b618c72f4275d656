"""Many small named bytes in one SQLite file of the user's own, where `entries` has a file for each.

Ten thousand of them in one folder would make every look for room a look at ten thousand files.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from argowave.user_cache.entries import is_private

if TYPE_CHECKING:
    from pathlib import Path

LIMIT: Final = 256_000_000  # bytes of the file; the answers that were used longest ago go first
_LARGEST: Final = 16  # times that one answer has to fit
_FORMAT: Final = 2  # of the table, as SQLite's user_version keeps it
_PAGE: Final = 4096  # bytes
_DAY: Final = 86400  # seconds; a use is noted once a day
_PATIENCE: Final = 2.0  # seconds for another process that writes
_BREATH: Final = 0.005  # seconds between two looks whether it still does
_TABLE: Final = (
    "CREATE TABLE IF NOT EXISTS answers"
    " (name BLOB PRIMARY KEY, digest BLOB, content BLOB, used INTEGER)"
)
_FORGET: Final = (
    "DELETE FROM answers WHERE rowid IN (SELECT rowid FROM answers ORDER BY used, rowid"
    " LIMIT (SELECT count(*) / 2 + 1 FROM answers))"
)
_DAMAGED: Final = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class Answers:
    """Keeps bytes by name; safe under several processes and threads, and bounded in size.

    Whatever goes wrong with the file means that nothing is kept, never that a command fails: a
    damaged one is removed, and one that cannot be written is left alone.
    """

    def __init__(self, folder: Path, limit: int = LIMIT) -> None:
        """Keep below `folder`, which need not exist and is nobody else's to enter.

        Args:
            folder: where; nothing else stands in it.
            limit: bytes that the file may have.
        """
        self._path = folder / "answers.sqlite"
        self._limit = limit
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._is_off = False

    def read(self, name: bytes) -> bytes | None:
        """Return what was kept, None where nothing was or where it is damaged."""
        rows = self._do("SELECT digest, content, used FROM answers WHERE name = ?", (name,))
        if not rows:
            return None
        digest, content, used = rows[0]
        if not isinstance(content, bytes) or _digest(name, content) != digest:
            return None
        if used != _today():
            self._do("UPDATE answers SET used = ? WHERE name = ?", (_today(), name))
        return content

    def write(self, name: bytes, content: bytes) -> None:
        """Keep `content` under a name, in place of what was there."""
        if len(content) > self._limit // _LARGEST:
            return
        row = (name, _digest(name, content), content, _today())
        self._do("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)", row)

    def close(self) -> None:
        """Let go of the file; whatever is asked next opens it again."""
        with self._lock:
            self._let_go()

    def __del__(self) -> None:
        """Let go of the file: Python warns of a connection that nobody closes."""
        if self._connection is not None:
            self._connection.close()

    def _do(self, statement: str, given: tuple[object, ...]) -> list[Any]:
        """Return the rows of a statement, none where it cannot be done."""
        with self._lock:
            try:
                return self._opened().execute(statement, given).fetchall()
            except (sqlite3.Error, OSError) as error:
                return self._done_anew(error, statement, given)

    def _done_anew(self, error: Exception, statement: str, given: tuple[object, ...]) -> list[Any]:
        """Make room or remove what is damaged, and try once more."""
        code = _code(error)
        try:
            if code == sqlite3.SQLITE_FULL:
                self._opened().execute(_FORGET)
            elif code in _DAMAGED:
                self._remove()
            else:
                self._turn_off()
                return []
            return self._opened().execute(statement, given).fetchall()
        except (sqlite3.Error, OSError):
            self._turn_off()
            return []

    def _opened(self) -> sqlite3.Connection:
        """Return the connection.

        Raises:
            OSError: the folder is somebody else's, or there is none.
            sqlite3.Error: the file is none of ours.
        """
        if self._is_off:
            raise OSError
        if self._connection is None:
            folder = self._path.parent
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not is_private(folder):
                raise OSError
            self._connection = sqlite3.connect(
                self._path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
            )
            self._prepare_in_turn(self._connection)
        return self._connection

    def _prepare_in_turn(self, connection: sqlite3.Connection) -> None:
        """Prepare, and again while other processes do: for WAL, SQLite itself waits for nobody."""
        end = time.monotonic() + _PATIENCE
        while True:
            try:
                return self._prepare(connection)
            except sqlite3.OperationalError as error:
                if _code(error) != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                    raise
            time.sleep(_BREATH)

    def _prepare(self, connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = OFF")  # what is lost with the power is made again
        connection.execute(f"PRAGMA max_page_count = {max(1, self._limit // _PAGE)}")
        if _format(connection) != _FORMAT:
            self._begin(connection)
        connection.execute(_TABLE)

    def _begin(self, connection: sqlite3.Connection) -> None:
        """Make the table, where no other process that begins at the same time has made it."""
        connection.execute("BEGIN IMMEDIATE")
        if _format(connection) != _FORMAT:
            connection.execute("DROP TABLE IF EXISTS answers")
            connection.execute(_TABLE)
            connection.execute(f"PRAGMA user_version = {_FORMAT}")
        connection.execute("COMMIT")

    def _remove(self) -> None:
        self._let_go()
        for end in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + end).unlink(missing_ok=True)

    def _turn_off(self) -> None:
        self._is_off = True
        self._let_go()

    def _let_go(self) -> None:
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None


def _digest(name: bytes, content: bytes) -> bytes:
    """Return a digest of both: a damaged index may lead from one name to another's content."""
    digest = sha256(b"%d:%s" % (len(name), name))
    digest.update(content)
    return digest.digest()


def _code(error: Exception) -> int:
    """Return SQLite's primary code of an error, 0 of any other's."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _format(connection: sqlite3.Connection) -> int:
    (kept,) = connection.execute("PRAGMA user_version").fetchone()
    return int(kept)


def _today() -> int:
    return int(time.time()) // _DAY
