"""An AppProject's spec and a repository → whether its Applications may take from it."""

from __future__ import annotations

import re
from typing import Any

from argowave.projects.matching import is_denial, matches
from argowave.projects.url import UrlError, rewritten

_SSH = re.compile(r"(ssh://)?([^/:]*?)@[^@]+\Z")


def permits_source(spec: dict[str, Any], url: str) -> bool:
    """Tell whether a repository is among spec.sourceRepos, and none of them denies it.

    IsSourcePermitted in pkg/apis/application/v1alpha1/app_project_types.go: `*` stops at a slash,
    unless it stands alone, `**` does not, and a single denial that does not match refuses. A
    denial also allows: `!https://a` alone permits every other repository.
    """
    listed = spec.get("sourceRepos")
    wanted = normalised(url)
    found = False
    for pattern in listed if isinstance(listed, list) else []:
        if not isinstance(pattern, str):
            continue
        deny = is_denial(pattern)
        text = ("!" if deny else "") + normalised(pattern.removeprefix("!"))
        if matches(text, wanted, "/"):
            found = True
        elif deny:
            return False
    return found


def normalised(url: str) -> str:
    """Return a repository URL as Argo CD compares it: https and ssh stay apart, users count.

    NormalizeGitURL in util/git/git.go: lower case, without `.git`, git@host:path as git@host/path,
    and as Go writes a URL; "" for what Go takes for none. So a brace in a path, as in a pattern
    with a choice, is an escape and means nothing.
    """
    text = url.strip().lower()
    if _SSH.match(text) and not text.startswith("ssh://"):
        text = f"ssh://{text.replace(':', '/', 1)}"
    try:
        return rewritten(text.removesuffix(".git")).removeprefix("ssh://")
    except UrlError:
        return ""
