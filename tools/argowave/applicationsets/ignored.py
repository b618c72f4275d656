"""What git ignores in a repository, which no checkout of Argo CD has."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

_PATIENCE: Final = 20  # seconds
# what the repository's configuration says starts no program, and asks no other repository for what
# a partial clone lacks; what a person's says is ignored everywhere is nothing of the repository's
_SETTINGS: Final = (
    "core.fsmonitor=false",
    "protocol.allow=never",
    f"core.excludesFile={os.devnull}",
)
_SAFELY: Final = tuple(word for setting in _SETTINGS for word in ("-c", setting))
_LISTING: Final = ("ls-files", "--others", "--ignored", "--exclude-standard", "--directory", "-z")


def ignored_paths(root: Path) -> frozenset[str]:
    """Return what git ignores and has not, relative to the repository's top `root`.

    Of a folder that is ignored as a whole only the folder itself is named. Where `root` is not the
    top of a git repository, or git is not there or refuses, nothing counts as ignored.
    """
    if not (root / ".git").exists():
        return frozenset()
    environment = {key: text for key, text in os.environ.items() if not key.startswith("GIT_")}
    try:
        done = subprocess.run(  # noqa: S603 - the git on the PATH
            ["git", *_SAFELY, "-C", str(root), *_LISTING],  # noqa: S607 - as above
            env=environment | {"GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=_PATIENCE,
        )
    except (OSError, subprocess.TimeoutExpired):
        return frozenset()
    if done.returncode:
        return frozenset()
    names = os.fsdecode(done.stdout).split("\0")
    return frozenset(name.rstrip("/") for name in names if name)
