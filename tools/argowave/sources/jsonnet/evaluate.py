"""A Jsonnet file and the options of its source → documents, as Argo CD reads them.

Source for the behaviour: findManifests and makeJsonnetVM in reposerver/repository/repository.go,
argo-cd v3.5.1; FileImporter in imports.go, go-jsonnet v0.22.0.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from argowave.bounded.errors import EndedError, RefusedError, UnavailableError
from argowave.bounded.worker import ask
from argowave.finding import Finding
from argowave.sources.boundary import OutsideError, resolve
from argowave.sources.jsonnet.complaints import read_complaint
from argowave.sources.request import Generated, NotChecked
from argowave.sources.substitution import build_variables, substitute
from argowave.yamlio import Document
from argowave.yamlio.events import MAX_DEPTH

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from argowave.sources.request import ManifestRequest
    from argowave.sources.source import JsonnetVariable

ENGINE: Final = "argowave.sources.jsonnet.engine"
NOT_HERE: Final = "not here"  # kind of a refusal: what is imported is in a submodule
_RULE: Final = "jsonnet"
_MISSING: Final = (
    "Jsonnet's library is not installed: pip install 'argowave[jsonnet]', or where that finds "
    "nothing for this machine: pip install jsonnet"
)


def jsonnet_version() -> str:
    """Return the library that evaluates, and its version: go-jsonnet v0.22.0.

    Raises:
        BoundedError: there is none.
    """
    version: str = ask(ENGINE, "version", None)
    return version


def evaluate_jsonnet(request: ManifestRequest, folder: Path, path: Path) -> Generated:
    """Return the objects that a file evaluates to, or why it gives none.

    Args:
        request: its source.
        folder: the source's folder, which imports are looked for in.
        path: the file, absolute.
    """
    shown = path.relative_to(request.repository).as_posix()
    try:
        text = ask(ENGINE, "evaluate", _question(request, folder, path))
    except OutsideError as error:
        return _wrong(shown, None, f"Argo CD does not evaluate it: the libs folder {error}")
    except RefusedError as error:
        if error.kind == NOT_HERE:
            return Generated(not_checked=(NotChecked(f"jsonnet {shown}", str(error)),))
        return _refused(shown, str(error))
    except EndedError as error:
        return _wrong(shown, None, f"was not evaluated to its end: {error}")
    except UnavailableError:
        return Generated(not_checked=(NotChecked(f"jsonnet {shown}", _MISSING),))
    return _read(shown, text)


def _question(request: ManifestRequest, folder: Path, path: Path) -> dict[str, Any]:
    """Return what the child needs to know.

    Raises:
        OutsideError: a folder of `libs` is outside of the repository.
    """
    options = request.source.directory.jsonnet
    root = request.repository
    libs = [resolve(root, root, each) for each in options.libs]
    variables = build_variables(request)
    return {
        "repository": str(root),
        "file": path.relative_to(root).as_posix(),
        "program": path.read_bytes().decode("utf-8", "replace"),  # as Go reads it
        "folders": [each.relative_to(root).as_posix() for each in (folder, *libs)],
        "ignored": sorted(request.ignored),
        "extVars": _split(options.ext_vars, variables),
        "tlas": _split(options.tlas, variables),
    }


def _split(
    stated: Iterable[JsonnetVariable], variables: Mapping[str, str]
) -> dict[str, dict[str, str]]:
    """Return texts and code by name; of several of one name the last one counts."""
    last = {each.name: each for each in stated}
    values = {name: substitute(each.value, variables) for name, each in last.items()}
    return {
        "text": {name: value for name, value in values.items() if not last[name].code},
        "code": {name: value for name, value in values.items() if last[name].code},
    }


def _refused(shown: str, text: str) -> Generated:
    complaint = read_complaint(text, shown)
    column = f" (column {complaint.column})" if complaint.column else ""
    through = "" if complaint.file == shown else f"; {shown} imports it"
    message = f"Jsonnet cannot evaluate it: {complaint.said}{column}{through}"
    return _wrong(complaint.file, complaint.line, message)


def _read(shown: str, text: str) -> Generated:
    """Read one object or an array of them; Argo CD skips a null, and takes nothing else."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        return _wrong(shown, None, f"evaluates to what cannot be read: {error}")
    several = value if isinstance(value, list) else [value]
    documents = []
    for index, each in enumerate(several):
        where = f"entry {index} of the array" if isinstance(value, list) else "it"
        if each is None:
            continue
        if not isinstance(each, dict):
            return _wrong(shown, None, f"{where} is {_kind_of(each)}, not a Kubernetes object")
        if not isinstance(each.get("kind"), str) or not each["kind"]:
            return _wrong(shown, None, f"{where} is no Kubernetes object: it has no kind")
        if _depth(each) > MAX_DEPTH:
            return _wrong(shown, None, f"{where} is nested deeper than {MAX_DEPTH} levels")
        data = json.dumps(each, ensure_ascii=False).encode("utf-8", "surrogatepass")
        documents.append(Document(shown, index, 1, each, data))
    return Generated(documents=tuple(documents))


def _depth(value: object) -> int:
    """Return how many levels of objects and arrays are below a value."""
    depth = 0
    level = [value]
    while level := [
        below
        for each in level
        if isinstance(each, dict | list)
        for below in (each.values() if isinstance(each, dict) else each)
    ]:
        depth += 1
    return depth


def _kind_of(value: object) -> str:
    if isinstance(value, list):
        return "an array"
    if isinstance(value, str):
        return "a text"
    return "true or false" if isinstance(value, bool) else "a number"


def _wrong(shown: str, line: int | None, message: str) -> Generated:
    return Generated(findings=(Finding(shown, line, "", "", message, _RULE),))
