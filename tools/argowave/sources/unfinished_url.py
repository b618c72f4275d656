"""Which URLs, paths and revisions something or somebody has yet to write."""

from __future__ import annotations

import re
from typing import Final

# <organisation>, ${REPOSITORY}, [[ .Service ]]
_BLANK: Final = re.compile(r"<[^<>]+>|\$\{\w+\}|\[\[[^\[\]]+\]\]")
_UNFINISHED: Final = re.compile(
    r"""
    ^cnoe://                       # idpbuilder puts its own Git server there
    | ^[^/:{}.]+$                  # REPOSITORY_URL
    | (?<![a-z])
      (?: (?:change|replace)[-_]?me
        | your[-_]?(?:github|gh|git)?[-_]?
          (?:org|organi[sz]ation|user|username|name|company|team|account|repo|repository|project)
      )(?![a-z])
    """,
    re.IGNORECASE | re.VERBOSE,
)


def has_blank(text: str) -> bool:
    """Tell whether a text has a place that is still to be filled in, as `envs/${env}`."""
    return bool(_BLANK.search(text))


def is_unfinished(url: str) -> bool:
    """Tell whether a URL names no repository yet, as `https://github.com/<your-org>/apps`."""
    return has_blank(url) or bool(_UNFINISHED.search(url))
