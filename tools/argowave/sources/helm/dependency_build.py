"""What `helm dependency build` refuses of a chart whose dependencies are in its repository.

Argo CD runs it where charts/ lacks one of them. Source: Manager.Build and tarFromLocalDir in
pkg/downloader/manager.go, HashReq in internal/resolver/resolver.go, Dependency in
pkg/chart/v2/dependency.go, Helm 4.2; Helm 3 has the same.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from argowave.files.regular import read_regular
from argowave.finding import Finding
from argowave.sources.boundary import OutsideError, resolve
from argowave.yamlio import Document, read_documents

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from argowave.sources.request import ManifestRequest

_FILE: Final = "file://"
_TEXTS: Final = ("name", "version", "repository", "condition", "alias")
_FIELDS: Final = (*_TEXTS[:4], "tags", "enabled", "import-values", "alias")
# as Go's encoding/json writes them
_ESCAPES: Final = {ord(each): f"\\u{ord(each):04x}" for each in "<>&\u2028\u2029"}


def build_faults(request: ManifestRequest, folder: Path, lacking: str) -> Iterator[Finding]:
    """Give what keeps the dependencies of the chart in `folder` from being put in.

    Args:
        request: the source.
        folder: the chart's, in the request's repository.
        lacking: what charts/ does not hold, for the message.
    """
    chart, lock = (
        _document(request, folder / "Chart.yaml"),
        _document(request, folder / "Chart.lock"),
    )
    if chart is None or chart.body.get("apiVersion") != "v2":
        return  # a chart of v1 may be locked by Helm 2, whose digest is another one
    why = f"`helm dependency build`, which Argo CD runs since charts/ lacks {lacking}, refuses"
    mend = "run `helm dependency update` and commit Chart.lock"
    if lock is not None and _is_out_of_step(chart, lock):
        line = lock.line_of(("digest",)) if "digest" in lock.body else 1
        message = f"Chart.lock is out of step with Chart.yaml, and {why} that; {mend}"
        yield Finding(lock.source, line, "", "$.digest", message, "chart")
        return
    stating = lock or chart
    for number, each in enumerate(_dependencies(stating)):
        name, version = each.get("name"), each.get("version")
        if missing := _missing(request, folder, each):
            place = stating.line_of(("dependencies", number, "repository"))
            message = f"{name} is to come from {missing}, which does not exist, and {why} that"
            pointer = f"$.dependencies[{number}].repository"
            yield Finding(stating.source, place, "", pointer, message, "chart")
            continue
        found = _beside(request, folder, each)
        if found is None or not isinstance(version, str) or not version:
            continue
        theirs = found.body.get("version")
        if isinstance(theirs, str) and not _meets(version, theirs):
            path = ("dependencies", number, "version")
            line = found.line_of(("version",))
            message = (
                f"{name} is to have version {version} and has {theirs} ({found.source}:{line}), "
                f"and {why} that; {'state' if lock is None else mend + ', or state'} "
                "a version that it has"
            )
            pointer = f"$.dependencies[{number}].version"
            yield Finding(stating.source, stating.line_of(path), "", pointer, message, "chart")


def _missing(request: ManifestRequest, folder: Path, stated: dict[str, Any]) -> str:
    """Return the folder in the repository that a dependency names, "" where it is there."""
    url = str(stated.get("repository") or "")
    if not url.startswith(_FILE):
        return ""
    try:
        path = resolve(request.repository, folder, url.removeprefix(_FILE))
    except OutsideError:
        return ""  # what is said of that is said elsewhere
    return "" if path.exists() else path.relative_to(request.repository).as_posix()


def _beside(request: ManifestRequest, folder: Path, stated: dict[str, Any]) -> Document | None:
    """Return Chart.yaml of a dependency that is a folder of the repository, None for any other."""
    url, name = str(stated.get("repository") or ""), str(stated.get("name"))
    if url and not url.startswith(_FILE):
        return None
    try:
        where = url.removeprefix(_FILE) if url else f"charts/{name}"
        return _document(request, resolve(request.repository, folder, where) / "Chart.yaml")
    except OutsideError:
        return None


def _is_out_of_step(chart: Document, lock: Document) -> bool:
    """Tell whether the lock's digest is surely not that of the two lists of dependencies."""
    stated, locked = _dependencies(chart), _dependencies(lock)
    if not all(map(_is_plain, (*stated, *locked))):
        return False
    lists = [[_as_helm(each) for each in listed] for listed in (stated, locked)]
    text = json.dumps(lists, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return bool(lock.body.get("digest") != f"sha256:{sha256(text.encode()).hexdigest()}")


def _is_plain(stated: dict[str, Any]) -> bool:
    """Tell whether Helm reads a dependency as it stands, and so hashes the same."""
    texts = [stated.get(key) or "" for key in _TEXTS]
    texts += [*_list(stated.get("tags"))]
    imported = [
        text
        for each in _list(stated.get("import-values"))
        for text in (each.values() if isinstance(each, dict) else (each,))
    ]
    repository = str(stated.get("repository") or "")
    return not repository.startswith(("@", "alias:")) and all(
        isinstance(text, str) and text.isprintable() for text in (*texts, *imported)
    )


def _as_helm(stated: dict[str, Any]) -> dict[str, Any]:
    """Return a dependency with its fields as Go writes them, in their order, without empty ones."""
    made = {key: stated.get(key) or "" for key in _FIELDS}
    made["import-values"] = [
        dict(sorted(each.items())) if isinstance(each, dict) else each
        for each in _list(stated.get("import-values"))
    ]
    return {key: value for key, value in made.items() if value or key in ("name", "repository")}


def _dependencies(document: Document) -> list[dict[str, Any]]:
    return [each for each in _list(document.body.get("dependencies")) if isinstance(each, dict)]


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _document(request: ManifestRequest, path: Path) -> Document | None:
    """Return a file with a mapping, None where there is none or git ignores it."""
    shown = path.relative_to(request.repository).as_posix()
    if shown in request.ignored:
        return None
    try:
        documents = read_documents(read_regular(path), shown)
    except OSError:
        return None
    first = documents[0] if documents else None
    return first if isinstance(first, Document) and isinstance(first.body, dict) else None


def _meets(constraint: str, version: str) -> bool:
    from argowave.sources.helm.constraint import is_compatible  # noqa: PLC0415 (seldom needed)

    return is_compatible(constraint, version)
