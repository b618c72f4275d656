"""What a baseline passes over → a file that reads well in a review."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.baseline.entry import VERSION
from argowave.errors import OutputError
from argowave.files.whole import write_whole
from argowave.yamlio.write import dump

if TYPE_CHECKING:
    from pathlib import Path

    from argowave.baseline.entry import Baseline, Known

_HEAD: Final = """\
# Findings that `argowave lint --baseline` passes over; written with --write-baseline.
# One that is mended is reported as stale: remove its entry, or write the file anew.
"""


def write_baseline(path: Path, baseline: Baseline) -> None:
    """Write a baseline, sorted, whole or not at all.

    Raises:
        OutputError: it cannot be written; what was there before is as it was.
    """
    final = path.resolve()  # a link stays one
    try:
        if final.is_dir():
            raise IsADirectoryError(None, "a folder is in its place", str(final))
        write_whole(final, show_baseline(baseline).encode())
    except OSError as error:
        message = f"the baseline cannot be written: {error.strerror or error}; nothing was changed"
        raise OutputError(message, path=path) from error


def show_baseline(baseline: Baseline) -> str:
    """Return the text of a baseline file."""
    entries = [_entry(known, count) for known, count in sorted(baseline.counts.items())]
    return _HEAD + dump({"version": VERSION, "findings": entries})


def _entry(known: Known, count: int) -> dict[str, str | int]:
    texts = {
        "path": known.path,
        "subject": known.subject,
        "field": known.field,
        "rule": known.rule,
    }
    return {key: text for key, text in texts.items() if text or key in {"path", "rule"}} | {
        "count": count
    }
