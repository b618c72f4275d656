"""The paths of a git generator's files, which Argo CD has `git ls-files` take → what they match."""

from __future__ import annotations

import posixpath
from functools import lru_cache
from typing import TYPE_CHECKING

from argowave.applicationsets.faults import Fault, Unknown
from argowave.sources.globs import pathspec_glob

if TYPE_CHECKING:
    from collections.abc import Callable


@lru_cache(maxsize=1024)
def pathspec(pattern: str) -> Callable[[str], bool]:
    """Return whether a path below the repository's root is taken.

    Without Argo CD's setting for the new globbing `*` also matches `/`, and a folder is everything
    in it (LsFiles in util/git/client.go; wildmatch.c of git).

    Raises:
        Fault: it leads out of the repository, at which git gives up.
        Unknown: it asks git for more than a glob.
    """
    if pattern.startswith(":") or "[:" in pattern:
        what = "git generator"
        raise Unknown(what, f"{pattern} asks git for more than a glob")
    path = posixpath.normpath(pattern or ".")
    if path.startswith("/") or path.split("/")[0] == "..":
        message = f"the path {pattern} is outside of the repository; git takes relative ones only"
        raise Fault(message)
    inside = "" if path == "." else f"{path}/"
    expression = pathspec_glob(path)
    return lambda each: (
        each == path or each.startswith(inside) or expression.fullmatch(each) is not None
    )
