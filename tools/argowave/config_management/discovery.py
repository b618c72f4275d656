"""A plugin's `discover` and a folder → whether the plugin takes the folder.

Source: matchRepository in cmpserver/plugin/plugin.go of Argo CD 3.5. Of the three ways only the
first that is stated counts: fileName, find.glob, find.command.
"""

from __future__ import annotations

import os
import posixpath
import re
from typing import TYPE_CHECKING, Final

from argowave.files.slashes import relpath
from argowave.sources.globs import directory_glob, name_glob
from argowave.typed import as_mapping, as_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from argowave.config_management.declared import Plugin


_ANY_FOLDERS: Final = re.compile(r"(?:\*\*/)+")


def discovery_of(plugin: Plugin) -> tuple[str, str]:
    """Return the field by which a plugin recognises folders and its pattern, ("", "") for none.

    The pattern of a command is "", as what it says is known only where it runs.
    """
    discover = as_mapping(plugin.spec.get("discover"))
    find = as_mapping(discover.get("find"))
    if name := as_text(discover.get("fileName")):
        return "fileName", name
    if glob := as_text(find.get("glob")):
        return "find.glob", glob
    return ("find.command", "") if find.get("command") else ("", "")


def takes(plugin: Plugin, folder: Path) -> bool | None:
    """Tell whether a plugin recognises a folder; None where a command decides, or another folder.

    Args:
        plugin: one that has a `discover`.
        folder: absolute.
    """
    field, pattern = discovery_of(plugin)
    pattern = posixpath.normpath(pattern.lstrip("/")) if pattern else ""
    if not pattern or pattern.split("/")[0] == "..":
        return None
    deepest: int | None = pattern.count("/")
    if field == "fileName":
        matches = name_glob(pattern).fullmatch
    else:  # mattn/go-zglob: `**/` also stands for no folder at all
        matches = directory_glob(_ANY_FOLDERS.sub("{,**/}", pattern), "/").fullmatch
        deepest = None if "**" in pattern else deepest
    return any(matches(path) for path in _below(folder, deepest))


def _below(folder: Path, deepest: int | None) -> Iterator[str]:
    """Give the path of everything below a folder, relative to it, down to so many folders."""
    for at, folders, names in os.walk(folder):
        if ".git" in folders:
            folders.remove(".git")  # a plugin is not sent it
        shown = relpath(at, folder)
        before = "" if shown == "." else f"{shown}/"
        yield from (f"{before}{name}" for name in (*folders, *names))
        if deepest is not None and before.count("/") >= deepest:
            folders.clear()
