"""`.argocd-source.yaml` files: what a folder itself changes about the source that names it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from argowave.sources.source import read_source

if TYPE_CHECKING:
    from pathlib import Path

    from argowave.sources.source import Source

_KEPT = ("chart", "path", "repoURL", "targetRevision")


def merge_overrides(source: Source, folder: Path, application: str) -> Source:
    """Return the source after the folder's overrides; most folders have none.

    Argo CD merges `.argocd-source.yaml`, then `.argocd-source-<Application>.yaml`, as JSON merge
    patches, and keeps chart, path, repoURL and targetRevision (mergeSourceParameters).

    Raises:
        YamlError: an override file cannot be read.
    """
    entry = source.stated
    merged: dict[str, Any] = entry
    for path in override_files(folder, application):
        if path.is_file():
            from argowave.yamlio import read_mapping  # noqa: PLC0415 (a YAML parser, rarely needed)

            merged = _merge_patch(merged, read_mapping(path))
    if merged is entry:
        return source
    kept = {key: entry[key] for key in _KEPT if key in entry}
    return read_source({**{k: v for k, v in merged.items() if k not in _KEPT}, **kept})


def override_files(folder: Path, application: str) -> tuple[Path, Path]:
    """Return where a folder's overrides of an Application stand, if it has any."""
    return folder / ".argocd-source.yaml", folder / f".argocd-source-{application}.yaml"


def _merge_patch(target: object, patch: object) -> Any:  # noqa: ANN401 (JSON in, JSON out)
    """Apply an RFC 7386 merge patch."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = _merge_patch(result.get(key), value)
    return result
