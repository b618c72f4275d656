"""A targetRevision → why no repository of Argo CD's can have it, where that is sure.

Argo CD asks the repository for its refs, and compares their names with what is stated; what is no
name is a commit or a range of versions, or nothing. It asks no `git rev-parse`.
Source: lsRemote in util/git/client.go and IsShortRef in util/git/git.go, argo-cd v3.5.7;
git-check-ref-format.
"""

from __future__ import annotations

import re
from typing import Final

_NO_NAME: Final = re.compile(
    r"[\x00-\x20\x7f~^:?*\[\\]|\.\.|@\{|//|(?:^|/)\.|\.lock(?:/|$)|^/|/$|\.$|^@$"
)
# what git itself reads as the way from one commit to another; anything else may be a template's
_EXPRESSION: Final = re.compile(
    r"(?P<start>[\w./-]*|@)(?:[~^]\d*|\^\{\w*\}|@\{[^{}]*\})+|(?P<alone>@)"
)
_CLONE: Final = "refs/remotes/"


def is_name(revision: str) -> bool:
    """Tell whether a branch or tag may be called so."""
    return _NO_NAME.search(revision) is None


def is_expression(revision: str) -> bool:
    """Tell whether a revision is the way to a commit, as in HEAD~1, which only `git` follows.

    A range of versions such as ~1.2 or ^1 begins with what is in the middle of such a way.
    """
    match = _EXPRESSION.fullmatch(revision)
    return match is not None and (match["alone"] is not None or not revision.startswith(("~", "^")))


def of_a_clone(revision: str) -> str:
    """Return the branch's own name for what a clone calls refs/remotes/origin/…, else ""."""
    if not revision.startswith(_CLONE):
        return ""
    return revision.removeprefix(_CLONE).partition("/")[2]


def no_name(revision: str) -> str:
    """Return why nothing that Argo CD looks for is called so, "" where something may be."""
    if branch := of_a_clone(revision):
        return (
            "Argo CD asks the repository itself, which has no refs/remotes/ as a rule; "
            f"a branch is named {branch}"
        )
    if is_name(revision):
        return ""
    return "it is no branch, tag or commit, and Argo CD looks for nothing else"
