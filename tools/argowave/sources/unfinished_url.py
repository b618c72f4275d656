"""Which repository URLs stand for one that something or somebody has yet to write."""

from __future__ import annotations

import re
from typing import Final

_UNFINISHED: Final = re.compile(
    r"""
    ^cnoe://                       # idpbuilder puts its own Git server there
    | <[^<>]+> | \$\{\w+\}         # <organisation>, ${REPOSITORY}
    | ^[^/:{}]+$                   # REPOSITORY_URL
    | (?<![a-z])
      (?: (?:change|replace)[-_]?me
        | your[-_]?(?:github|gh|git)?[-_]?
          (?:org|organi[sz]ation|user|username|name|company|team|account|repo|repository|project)
      )(?![a-z])
    """,
    re.IGNORECASE | re.VERBOSE,
)


def is_unfinished(url: str) -> bool:
    """Tell whether a URL names no repository yet, as `https://github.com/<your-org>/apps`."""
    return bool(_UNFINISHED.search(url))
