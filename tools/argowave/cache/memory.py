"""One command with its options on one repository → what it found before, if nothing changed."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from argowave.cache.outcome import Outcome, from_bytes, to_bytes
from argowave.cache.snapshot import digest_of, look, take
from argowave.files.walk import UntraceableError

if TYPE_CHECKING:
    from collections.abc import Callable

    from argowave.cache.snapshot import Ground, Sight, Snapshot
    from argowave.user_cache.entries import Entries


@dataclass(frozen=True, slots=True)
class State:
    """How a repository was when a command last looked at it."""

    hidden: bool  # whether folders such as .nox had to be looked at
    sight: str  # the digest of all stats; "" where some are too young to be believed
    content: str  # the digest of all content


class Memory:
    """Recalls an outcome, or keeps a new one."""

    def __init__(self, entries: Entries, key: str, ground: Callable[[bool], Ground]) -> None:
        """Remember for one key.

        Args:
            entries: where outcomes are kept.
            key: a digest of all that an outcome depends on beside files.
            ground: where those are, with or without the repository's hidden folders.
        """
        self._entries = entries
        self._key = key
        self._ground = ground
        self._state = self._read_state()
        self._content: str | None = None  # unknown until recall has looked
        self._sight = ""  # of that content, where the same one later means that it is the same
        self._named: tuple[str, ...] | None = None

    def recall(self) -> Outcome | None:
        """Return the outcome for the files as they are, None where there is none."""
        try:
            sight, snapshot = self._see(self._ground(self._state.hidden), self._state.sight)
        except UntraceableError:
            return None
        content = snapshot.digest if snapshot else self._state.content
        outcome = self._read_outcome(content)
        if snapshot is None or self._write_known(snapshot):
            self._content = content
            self._sight = sight.digest if sight.is_settled else ""
        if outcome is None:
            self._named = sight.named
        elif snapshot is not None:
            self._write_state(sight, content)
        return outcome

    def named(self) -> tuple[str, ...] | None:
        """Return what the ground asks to be named where `recall` found nothing, else None."""
        return self._named

    def keep(self, outcome: Outcome, *, hidden: bool) -> bool:
        """Keep an outcome that `recall` did not have; tell whether it is kept.

        It is not where a file has changed since `recall`, for then nobody knows which of the two
        was looked at.

        Args:
            outcome: what was found.
            hidden: whether what was looked at reaches into hidden folders.
        """
        if hidden != self._state.hidden:
            self._put("state", json.dumps(asdict(State(hidden, "", ""))).encode())
            return False
        if self._content is None:
            return False
        try:
            sight, after = self._see(self._ground(hidden), self._sight)
        except UntraceableError:
            return False
        if after and (after.digest != self._content or not self._write_known(after)):
            return False
        name = f"{digest_of(self._key, self._content)}.outcome"
        return self._entries.write(name, to_bytes(outcome)) and self._write_state(
            sight, self._content
        )

    def _see(self, ground: Ground, known: str) -> tuple[Sight, Snapshot | None]:
        """Return what stat says, and all content where that is not the sight that is known.

        Raises:
            UntraceableError: a file cannot be read, or changes while it is.
        """
        if known and (sight := look(ground)).digest == known:
            return sight, None
        snapshot = take(ground, self._read_known())
        return snapshot.sight, snapshot

    def _read_outcome(self, content: str) -> Outcome | None:
        data = self._entries.read(f"{digest_of(self._key, content)}.outcome")
        try:
            return None if data is None else from_bytes(data)
        except (ValueError, KeyError, TypeError):
            return None

    def _read_state(self) -> State:
        data = self._entries.read(f"{self._key}.state")
        try:
            return State(**json.loads(data or b""))
        except (ValueError, TypeError):
            return State(hidden=False, sight="", content="")

    def _read_known(self) -> bytes:
        return self._entries.read(self._files_name()) or b""

    def _write_known(self, snapshot: Snapshot) -> bool:
        return self._entries.write(self._files_name(), snapshot.known)

    def _write_state(self, sight: Sight, content: str) -> bool:
        seen = sight.digest if sight.is_settled else ""
        state = State(self._state.hidden, seen, content)
        return self._put("state", json.dumps(asdict(state)).encode())

    def _files_name(self) -> str:
        """Return the name for a ground's files, whatever a command looks for in them."""
        ground = self._ground(self._state.hidden)
        return f"{digest_of(*ground.folders, '', *ground.files, '', *sorted(ground.skipped))}.files"

    def _put(self, kind: str, data: bytes) -> bool:
        return self._entries.write(f"{self._key}.{kind}", data)
