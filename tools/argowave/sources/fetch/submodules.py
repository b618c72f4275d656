"""The submodules of a commit: where each is, and where it comes from.

Source for the behaviour: git submodule update, which Argo CD runs with --init --recursive, and
resolve_relative_url in git's submodule--helper.c.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST: Final = 50  # of one source, those of submodules included
DEEPEST: Final = 5
_VARIABLE: Final = "ARGOCD_GIT_MODULES_ENABLED"
# as for git itself, a submodule is not taken from this machine's disk
_FETCHED: Final = re.compile(r"(https?|ssh|git)://[^-]|[\w.][\w.-]*@[\w.][\w.-]*:")


@dataclass(frozen=True, slots=True)
class Submodule:
    """What .gitmodules says of one."""

    url: str  # may be relative to its repository's
    skipped: bool = False  # `update = none`


def takes_submodules() -> bool:
    """Tell whether Argo CD would check them out; a variable of its repo server forbids it."""
    return os.environ.get(_VARIABLE, "").lower() not in {"false", "0", "f"}


def read_modules(listed: str) -> dict[str, Submodule]:
    """Return the submodules by path.

    Args:
        listed: what `git config -z --list` gives for .gitmodules.
    """
    stated: dict[str, dict[str, str]] = {}
    for entry in listed.split("\0"):
        key, _, value = entry.partition("\n")
        section, _, rest = key.partition(".")
        name, _, field = rest.rpartition(".")
        if section == "submodule":
            stated.setdefault(name, {})[field] = value
    return {
        each["path"].rstrip("/"): Submodule(each.get("url", ""), each.get("update") == "none")
        for each in stated.values()
        if each.get("path")
    }


def gitlinks(entries: Iterable[str]) -> dict[str, str]:
    """Return path and commit of each submodule among what `git ls-tree -z` lists."""
    found = {}
    for entry in entries:
        head, _, path = entry.partition("\t")
        if head.startswith("160000 "):
            found[path] = head.split()[2]
    return found


def absolute_url(parent: str, url: str) -> str:
    """Return a submodule's URL, which may begin with ./ or ../ of its repository's."""
    if not url.startswith(("./", "../")):
        return url
    base, separator = parent.rstrip("/"), "/"
    while True:
        if url.startswith("../"):
            url = url[3:]
            cut = max(base.rfind("/"), base.rfind(":"))
            if cut < 0:
                return url
            base, separator = base[:cut], base[cut]
        elif url.startswith("./"):
            url = url[2:]
        else:
            return f"{base}{separator}{url}".rstrip("/")


def is_fetched(url: str) -> bool:
    """Tell whether a submodule's URL is one that git fetches for a stranger's repository."""
    return _FETCHED.match(url) is not None
