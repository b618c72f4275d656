"""What `argowave fetch` was told of something that did not come, for whoever lints afterwards.

The lock says what things are, and that stays true. That something is not there is true of a day,
so it is kept beside the cache, with its time, and it is a fault for as long as it is fresh.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from argowave.files.regular import read_regular
from argowave.files.whole import write_whole
from argowave.sources.fetch.trees import is_own
from argowave.sources.fetch.wanted import AbsentError, FetchError

if TYPE_CHECKING:
    from pathlib import Path

    from argowave.sources.fetch.wanted import Wanted

ANSWERS: Final = "answers"
ASKED: Final = "`argowave fetch` asked on "
_FRESH: Final = timedelta(days=1)  # a version may be published meanwhile


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers in one store."""

    store: Path

    def keep(self, wanted: Wanted, error: FetchError) -> None:
        """Keep what was said; where nothing can be written, the next `fetch` asks again."""
        now = datetime.now(UTC).isoformat(timespec="minutes")
        text = json.dumps([now, isinstance(error, AbsentError), str(error)])
        with suppress(OSError):
            path = self._path(wanted)
            path.parent.mkdir(0o700, parents=True, exist_ok=True)
            write_whole(path, text.encode(), mode=0o600, lasting=False)

    def forget(self, wanted: Wanted) -> None:
        """Forget what was said of something that came now."""
        with suppress(OSError):
            self._path(wanted).unlink(missing_ok=True)

    def error_of(self, wanted: Wanted, what: str) -> FetchError:
        """Return the error for something that is not at hand.

        Args:
            wanted: what is wanted.
            what: what is known of it without an answer.

        Returns:
            An AbsentError where a server was certain, and not long ago.
        """
        try:
            is_trusted = is_own(self.store) and is_own(self.store / ANSWERS)
            stated, certain, said = json.loads(read_regular(self._path(wanted)))
            asked = datetime.fromisoformat(stated)
            age = datetime.now(UTC) - asked
        except (OSError, ValueError, TypeError, RecursionError):
            is_trusted = False
        if not is_trusted:
            return FetchError(f"{what}; run `argowave fetch`")
        when = f"{ASKED}{asked:%Y-%m-%d at %H:%M} UTC"
        if certain is True and timedelta(minutes=-1) <= age <= _FRESH:
            return AbsentError(f"{said}; {when}")
        return FetchError(f"{what}; {when}: {said}; run it again")

    def _path(self, wanted: Wanted) -> Path:
        words = json.dumps([wanted.url, wanted.chart, wanted.revision, wanted.stated_kind])
        return self.store / ANSWERS / hashlib.sha256(words.encode()).hexdigest()
