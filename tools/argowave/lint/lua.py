"""Lua files, and Lua in Argo CD's settings → findings for scripts that do not compile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from argowave.errors import LuaError
from argowave.finding import Finding
from argowave.regular import read_regular
from argowave.yamlio import YamlFault, read_documents

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from argowave.yamlio import Document

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


def check_settings(documents: Iterable[Document], seen: set[str]) -> list[Finding]:
    """Return a finding for each script in argocd-cm that does not compile.

    Args:
        documents: manifests and patches; all but Argo CD's settings are passed over.
        seen: scripts that were compiled before; this adds to it.
    """
    findings = []
    for document in documents:
        if not _is_settings(document.body):
            continue
        for key, text in _scripts(document.body):
            if text not in seen:
                seen.add(text)
                line = document.line_of(("data", key))
                findings += _compile(text, document.source, line)
    return findings


def _is_settings(body: object) -> bool:
    if not isinstance(body, dict) or body.get("kind") != "ConfigMap":
        return False
    metadata = body.get("metadata")
    return isinstance(metadata, dict) and metadata.get("name") == "argocd-cm"


def _scripts(body: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield (key under data, script) for every script that Argo CD would take from the settings."""
    data = body.get("data")
    for key, value in data.items() if isinstance(data, dict) else ():
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
