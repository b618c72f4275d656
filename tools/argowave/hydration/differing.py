"""What a dry source gives and what was hydrated → the objects that are not the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# what Argo CD marks its objects with, and takes away again before it commits them
# Source: GetRepoObjs of the controller (hydrator_dependencies.go).
_TRACKING: Final = {
    "annotations": "argocd.argoproj.io/tracking-id",
    "labels": "app.kubernetes.io/instance",
}
_Key = tuple[str, str, str, str]


def differing(
    dry: Iterable[Mapping[str, Any]], hydrated: Iterable[Mapping[str, Any]], namespace: str
) -> list[str]:
    """Return Kind/name of each object that differs, or that only one side has, in order.

    Empty fields, what Argo CD tracks by and the Application's own namespace make no difference.

    Args:
        dry: objects that the dry source gives.
        hydrated: objects of the branch.
        namespace: the Application's.
    """
    here, there = _by_key(dry, namespace), _by_key(hydrated, namespace)
    keys = sorted(key for key in {*here, *there} if here.get(key) != there.get(key))
    return [f"{kind}/{name}" for _, kind, _, name in keys]


def _by_key(objects: Iterable[Mapping[str, Any]], namespace: str) -> dict[_Key, Any]:
    found = {}
    for body in objects:
        stated = body.get("metadata")
        metadata = dict(stated) if isinstance(stated, dict) else {}
        for field, mark in _TRACKING.items():
            marks = metadata.get(field)
            if isinstance(marks, dict):
                metadata[field] = {key: text for key, text in marks.items() if key != mark}
        if metadata.get("namespace") == namespace:
            del metadata["namespace"]
        name = metadata.get("name") or metadata.get("generateName")
        group = str(body.get("apiVersion", "")).rpartition("/")[0]
        key = (group, str(body.get("kind")), str(metadata.get("namespace", "")), str(name))
        found[key] = _plain({**body, "metadata": metadata})
    return found


def _plain(value: Any) -> Any:  # noqa: ANN401 (any JSON value)
    """Return a value without the empty fields in it; 1 and 1.0 are one number, as in JSON."""
    if isinstance(value, dict):
        plain = {str(key): _plain(entry) for key, entry in value.items()}
        return {key: entry for key, entry in plain.items() if entry not in (None, {}, [])}
    return [_plain(entry) for entry in value] if isinstance(value, list) else value
