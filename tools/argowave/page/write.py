"""A document → one HTML file, with the page's own files in it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import fields, is_dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from argowave.errors import OutputError
from argowave.files.whole import write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from argowave.page.model import Document

# in the order in which the files import each other
SCRIPTS: Final = (
    "dom.js",
    "state.js",
    "list.js",
    "yaml.js",
    "parts.js",
    "detail.js",
    "overview.js",
    "order.js",
    "pipeline.js",
    "applications.js",
    "findings.js",
    "changes.js",
    "main.js",
)
STYLES: Final = (
    "theme.css",
    "base.css",
    "frame.css",
    "parts.css",
    "detail.css",
    "overview.css",
    "order.css",
    "pipeline.css",
    "applications.css",
    "review.css",
    "narrow.css",
)
_MARK: Final = b"<!doctype html><!-- argowave report -->"  # how page.html begins
_IMPORT: Final = re.compile(r"^import [^;]*;\n", re.MULTILINE)
_EXPORT: Final = re.compile(r"^export (?:class|const|function) (\w+)", re.MULTILINE)
# what ends a script element, or means something to an older reader of JavaScript
_SPECIAL: Final = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def write_page(document: Document, path: Path) -> None:
    """Write the report, whole or not at all.

    Raises:
        OutputError: it cannot be written, or something that is no report is in its place.
    """
    final = path.resolve()  # a link stays one
    try:
        if final.exists() and not _is_report(final):
            message = "is there already and no report, so it is not written over"
            raise OutputError(message, path=path, hint="name another file with --output")
        write_whole(final, html_of(document))
    except OSError as error:
        message = f"the report cannot be written: {error.strerror or error}"
        raise OutputError(message, path=path) from error


def _is_report(path: Path) -> bool:
    with path.open("rb") as handle:
        head = handle.read(len(_MARK))
    return head in (_MARK, b"")  # an empty file holds nothing that could be lost


def html_of(document: Document) -> bytes:
    """Return the report as it is written."""
    return page(document).encode("utf-8", "backslashreplace")


def page(document: Document) -> str:
    """Return the report as HTML; nothing but its own script and style may act in it."""
    script = "\n".join(_module(name) for name in SCRIPTS)
    style = "\n".join(_read(name) for name in STYLES)
    policy = (
        f"default-src 'none'; script-src {_digest(script)}; style-src {_digest(style)}; "
        "base-uri 'none'; form-action 'none'"
    )
    parts = {
        "policy": policy,
        "style": style,
        "document": embed(document),
        "script": script,
    }
    return re.sub(r"\{\{ (\w+) \}\}", lambda found: parts[found[1]], _read("page.html"))


def embed(document: Document) -> str:
    """Return the document as JSON that no text in it can leave."""
    text = json.dumps(document, default=_plain, ensure_ascii=False, separators=(",", ":"))
    return text.translate(_SPECIAL)


def _plain(value: Any) -> Any:  # noqa: ANN401 (whatever a document holds)
    if is_dataclass(value):
        return {each.name: getattr(value, each.name) for each in fields(value)}
    return str(value)  # a day, which YAML knows and JSON does not


def _module(name: str) -> str:
    """Return a script as a function's body, which gives the next ones what it exports.

    So the files are modules for whoever edits them, and one script in the report, where nothing
    can be imported.
    """
    text = _IMPORT.sub("", _read(name))
    names = ", ".join(_EXPORT.findall(text))
    body = re.sub(r"^export ", "", text, flags=re.MULTILINE)
    return f"const {{ {names} }} = (() => {{\n{body}return {{ {names} }};\n}})();"


def _read(name: str) -> str:
    return files("argowave.page").joinpath("files", name).read_text("utf-8")


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
