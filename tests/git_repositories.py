"""Real git repositories for tests."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

WHO = (
    "-c",
    "user.name=a",
    "-c",
    "user.email=a@example.com",
    "-c",
    "commit.gpgSign=false",
    "-c",
    "maintenance.auto=false",
)


def git(
    folder: Path, *words: str, given: str | None = None, variables: Mapping[str, str] | None = None
) -> str:
    """Return what git says, asked as nobody in particular.

    Args:
        folder: where it is asked.
        words: what.
        given: standard input.
        variables: further ones of the environment.
    """
    done = subprocess.run(
        ["git", "-C", str(folder), *WHO, *words],
        input=given,
        env={**os.environ, "GIT_CONFIG_NOSYSTEM": "1", **(variables or {})},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.rstrip("\n")


def commit(folder: Path, files: dict[str, str]) -> str:
    """Write files, commit everything, and return the commit."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "x")
    return git(folder, "rev-parse", "HEAD")
