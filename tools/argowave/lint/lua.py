"""Lua files, and Lua in Argo CD's settings → findings for scripts that do not compile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.environment.files import FILES
from argowave.errors import LuaError
from argowave.files.regular import read_regular
from argowave.finding import Finding
from argowave.lint.scripts import scripts_of
from argowave.validate.pointer import show_pointer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from argowave.lint.scripts import Script
    from argowave.tree.argocd_cm import Piece

RULE: Final = "lua"
_TEMPLATES: Final = "infra"


class LuaReader:
    """Compiles scripts, the same one once, and finds those that Lua does not take."""

    def __init__(self, repository: Path) -> None:
        """Take the folder that paths are relative to."""
        self._repository = repository
        self._known: dict[str, LuaError | None] = {}

    def read_files(self) -> Iterator[Finding]:
        """Give a finding for each .lua file among the templates that does not compile.

        A repository without environments has no templates, and its .lua files may be for
        anything: a web server's, of another version of Lua.
        """
        if not (self._repository / "environments" / FILES["base"]).is_file():
            return
        for path in sorted((self._repository / _TEMPLATES).rglob("*.lua")):
            shown = path.relative_to(self._repository).as_posix()
            try:
                text = read_regular(path).decode()
            except UnicodeDecodeError:
                yield Finding(shown, None, "", "", "is not UTF-8", RULE)
            except OSError as error:
                message = f"cannot be read: {error.strerror or error}"
                yield Finding(shown, None, "", "", message, RULE)
            else:
                if fault := self._compile(text):
                    yield Finding(shown, fault.line, "", "", f"Lua: {fault.message}", RULE)

    def read_settings(self, pieces: Iterable[Piece]) -> Iterator[Finding]:
        """Give a finding for each script in Argo CD's settings that does not compile.

        Args:
            pieces: the settings, wherever they are stated.
        """
        scripts = [script for piece in pieces for script in scripts_of(piece)]
        written = {each.text.strip() for each in scripts if not each.origin.rendered}
        for script in scripts:
            if script.origin.rendered and script.text.strip() in written:
                continue  # a kustomization took it from there
            if fault := self._compile(script.text):
                yield _in_settings(script, fault)

    def _compile(self, text: str) -> LuaError | None:
        from argowave.health import compile_script  # noqa: PLC0415 (Lua is only for who uses it)

        if text not in self._known:
            try:
                compile_script(text, "")
            except LuaError as error:
                self._known[text] = error
            else:
                self._known[text] = None
        return self._known[text]


def _in_settings(script: Script, fault: LuaError) -> Finding:
    origin, key = script.origin, script.key
    path = origin.path if origin.is_text else (*origin.path, key)
    where = f"Lua in {show_pointer(script.below)}" if script.below else "Lua"
    message = f"{where}: {fault.message}"
    line = origin.line_of(key)
    if script.first is not None:
        if origin.is_text:  # which the path does not lead into
            message = f"{key}: {message}"
        last = len(script.text.splitlines())  # an error at the end is said to be a line later
        line = script.first + min(fault.line or 1, last) - 1
    elif fault.line:  # in rendered, folded or quoted text its lines are not those of the file
        message = f"{key}, line {fault.line}: {message}"
    source = origin.document.source
    return Finding(source, line, origin.subject, show_pointer(path), message, RULE)
