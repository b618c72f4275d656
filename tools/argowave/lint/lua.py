"""Lua files, and Lua in Argo CD's settings → findings for scripts that do not compile."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from argowave.errors import LuaError
from argowave.finding import Finding
from argowave.regular import read_regular
from argowave.yamlio import YamlFault, read_documents

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from argowave.tree.argocd_cm import Origin, Piece

RULE = "lua"
_HEALTH = "resource.customizations.health."
_ACTIONS = "resource.customizations.actions."
_TOGETHER = "resource.customizations"


def check_lua_files(repository: Path, folder: Path) -> list[Finding]:
    """Return a finding for each .lua file below `folder` that does not compile."""
    findings = []
    for path in sorted(folder.rglob("*.lua")):
        shown = path.relative_to(repository).as_posix()
        try:
            text = read_regular(path).decode()
        except UnicodeDecodeError:
            findings.append(Finding(shown, None, "", "", "is not UTF-8", RULE))
            continue
        except OSError as error:
            message = f"cannot be read: {error.strerror or error}"
            findings.append(Finding(shown, None, "", "", message, RULE))
            continue
        findings += _compile(text, shown, 0)
    return findings


def check_settings(pieces: Iterable[Piece], seen: set[str]) -> list[Finding]:
    """Return a finding for each script in Argo CD's settings that does not compile.

    Args:
        pieces: the settings, wherever they are stated.
        seen: scripts that were compiled before; this adds to it.
    """
    findings = []
    for piece in pieces:
        for key, text in _scripts(piece.data):
            if text not in seen:
                seen.add(text)
                findings += _compile_setting(text, key, piece.origin)
    return findings


def _compile_setting(text: str, key: str, origin: Origin) -> list[Finding]:
    """Compile a script of the settings; in rendered or quoted text its lines mean nothing."""
    first = origin.line_of(key)
    if first is not None and not origin.is_text:
        return _compile(text, origin.document.source, first)
    return [
        replace(found, line=first, message=f"{key}, line {found.line}: {found.message}")
        for found in _compile(text, origin.document.source, 0)
    ]


def _scripts(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield (key, script) for every script that Argo CD would take from the settings."""
    for key, value in data.items():
        if not isinstance(value, str):
            continue
        if key.startswith(_HEALTH):
            yield key, value
        elif key.startswith(_ACTIONS) or key == _TOGETHER:
            for document in read_documents(value.encode(), key):
                if not isinstance(document, YamlFault):
                    yield from ((key, script) for script in _nested_scripts(document.body))


def _nested_scripts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, entry in value.items():
            if isinstance(entry, str) and key.endswith(".lua"):
                yield entry
            elif isinstance(entry, str) and key == "actions":
                # the older form keeps the actions of a kind as YAML in a text
                for document in read_documents(entry.encode(), key):
                    if not isinstance(document, YamlFault):
                        yield from _nested_scripts(document.body)
            else:
                yield from _nested_scripts(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from _nested_scripts(entry)


def _compile(text: str, source: str, offset: int) -> list[Finding]:
    from argowave.health import compile_script  # noqa: PLC0415 - Lua is only for those who use it

    try:
        compile_script(text, source)
    except LuaError as error:
        line = offset + error.line if error.line else offset or None
        return [Finding(source, line, "", "", f"Lua: {error.message}", RULE)]
    return []
