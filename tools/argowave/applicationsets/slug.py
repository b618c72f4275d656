"""A branch's name → what gosimple/slug makes of it, as the pullRequest generator asks for it."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_LONGEST: Final = 50  # so that a label of 63 characters has room for more
_WORDS: Final = str.maketrans({"_": "-", "&": "and", "@": "at"})


def slug(text: str) -> str:
    """Return a slug of at most 50 characters, cut between two words where there are several.

    Letters with marks lose them; other letters outside of ASCII, which the original spells out
    in Latin ones, are left out.
    """
    plain = unicodedata.normalize("NFKD", text.strip().translate(_WORDS))
    ascii_only = plain.encode("ascii", "ignore").decode().lower()
    made = re.sub(r"-+", "-", re.sub(r"[^a-z0-9_-]", "-", ascii_only)).strip("-_")
    if len(made) <= _LONGEST:
        return made
    cut = made.rfind("-", 0, _LONGEST + 1)
    return made[: cut if cut >= 0 else _LONGEST]
