"""Jsonnet's own code, in a child whose time and memory are bounded: the only user of its library.

gojsonnet is go-jsonnet, the very code that Argo CD evaluates with (0.22.0 in argo-cd v3.5.1).
Where there is no wheel of it, on Windows and on musl, the reference implementation in C++ has the
same interface and answers in its place when it is installed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from argowave.bounded.errors import RefusedError
from argowave.sources.jsonnet.imports import Importer, ImportRefusedError, NotHereError

try:
    import _gojsonnet as jsonnet
except ImportError:
    import _jsonnet as jsonnet

REFUSED: Final = "refused"
NOT_HERE: Final = "not here"
VERSION: Final = "version"  # the operation; any other one evaluates
NAMES: Final = {"_gojsonnet": "go-jsonnet", "_jsonnet": "the C++ implementation"}


def answer(operation: str, given: Any) -> Any:  # noqa: ANN401 (JSON values)
    """Return the JSON text that a file evaluates to, or which Jsonnet would evaluate it.

    Raises:
        RefusedError: the program is wrong; the text is what Jsonnet says, with its trace.
    """
    if operation == VERSION:
        return f"{NAMES[jsonnet.__name__]} {jsonnet.version}"
    refusals: list[str] = []
    missing: list[str] = []
    importer = Importer(Path(given["repository"]), tuple(given["folders"]), given["ignored"])

    def find(folder: str, path: str) -> tuple[str, bytes]:
        try:
            return importer(folder, path)
        except ImportRefusedError as error:
            refusals.append(str(error))
            if isinstance(error, NotHereError):
                missing.append(str(error))
            # gojsonnet 0.22 copies the text without its end, and may go on with what lies behind
            message = f"{error}\0"
            raise ImportRefusedError(message) from error

    try:
        text: str = jsonnet.evaluate_snippet(
            given["file"],
            given["program"],
            import_callback=find,
            ext_vars=given["extVars"]["text"],
            ext_codes=given["extVars"]["code"],
            tla_vars=given["tlas"]["text"],
            tla_codes=given["tlas"]["code"],
        )
    except (RuntimeError, ValueError) as error:  # ValueError: a NUL character
        if missing:
            raise RefusedError(NOT_HERE, missing[0]) from error
        raise RefusedError(REFUSED, _without_rest(_said(error), refusals)) from error
    return text


def _said(error: Exception) -> str:
    """Return a complaint's text, also where what lay in memory behind it is no UTF-8."""
    if isinstance(error, UnicodeDecodeError):
        return error.object.decode("utf-8", "replace")
    return str(error)


def _without_rest(text: str, refusals: list[str]) -> str:
    """Return a complaint without what lay in memory behind the words of a refused import."""
    if not refusals:
        return text
    before, found, rest = text.partition(refusals[-1])
    _, line_break, trace = rest.partition("\n")
    return f"{before}{found}{line_break}{trace}" if found else refusals[-1]
