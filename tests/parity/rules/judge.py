"""A question about Argo CD's rules → what argowave answers, as the Go program beside it does."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from argowave.errors import LuaError
from argowave.gates import Settings
from argowave.gates.built_in import built_in_check
from argowave.gates.overrides import overrides_of, read_overrides
from argowave.health import compile_script, run_health
from argowave.manifest import Manifest
from argowave.order import (
    delete_policies,
    is_hook,
    is_skipped,
    phases,
    prune_sequence,
    sequence,
    wave_of,
)
from argowave.projects import Destination, permits_destination, permits_kind, permits_source
from argowave.projects.sources import normalised
from argowave.resources import IN_CLUSTER, Key
from argowave.resources.clusters import SERVER
from argowave.rules.permissions.excluded_kind import _excluded
from argowave.sources.detection import detect_type
from argowave.sources.globs import directory_glob
from argowave.sources.source import read_source
from argowave.tree.argocd_cm import Origin
from argowave.yamlio import Document
from order.build import placed

if TYPE_CHECKING:
    from collections.abc import Callable

    Question = dict[str, Any]


def answer(asked: Question) -> Any:  # noqa: ANN401 (any JSON value)
    """Return argowave's answer to a question."""
    return _ANSWERS[asked["ask"]](asked)


def _source(asked: Question) -> bool:
    return permits_source(asked["spec"], asked["url"])


def _destination(asked: Question) -> bool:
    destination = Destination(asked["server"], asked["name"], asked["namespace"])
    return permits_destination(asked["spec"], destination)


def _kind(asked: Question) -> bool:
    group, kind, name = asked["group"], asked["kind"], asked["name"]
    return permits_kind(asked["spec"], group, kind, name, namespaced=asked["namespaced"])


def _url(asked: Question) -> str:
    return normalised(asked["url"])


def _glob(asked: Question) -> bool:
    pattern = directory_glob(asked["pattern"], asked["separators"])
    return bool(pattern.fullmatch(asked["text"]))


def _health(asked: Question) -> str | None:
    group, _, _ = asked["object"]["apiVersion"].rpartition("/")
    check = built_in_check(group, asked["object"]["kind"], waits=True)
    return str(check(asked["object"]).status) if check else None


def _lua(asked: Question) -> dict[str, str]:
    """Return {} for no health: the words of an error are each interpreter's own."""
    try:
        script = compile_script(asked["script"], "case.lua")
        return _shown(run_health(script, asked["object"], open_libs=asked["openLibs"]))
    except LuaError:
        return {}


def _shown(health: Any) -> dict[str, str]:  # noqa: ANN401 (a Health)
    shown = {"status": str(health.status)}
    return shown | ({"message": health.message} if health.message else {})


def _override(asked: Question) -> dict[str, Any]:
    group, _, _ = asked["object"]["apiVersion"].rpartition("/")
    found = overrides_of(read_overrides(asked["settings"]), group, asked["object"]["kind"])
    assert len(found) < 2, "Argo CD takes any of them"
    if not found:
        return {"script": "", "openLibs": False}
    return {"script": found[0].lua, "openLibs": found[0].open_libs}


def _is_excluded(asked: Question) -> bool:
    origin = Origin(Document("cm.yaml", 0, 1, {}, b""), "ConfigMap/argocd-cm", ("data",))
    settings = Settings(asked["settings"], {}, origin)
    cluster = IN_CLUSTER if asked["server"] == SERVER else asked["server"]
    return bool(_excluded(settings, Key(cluster, asked["group"], asked["kind"], "", "a")))


def _manifest(body: dict[str, Any]) -> Manifest:
    return Manifest(Document("case.yaml", 0, 1, body, b""))


_SYNCING = ("PreSync", "Sync", "PostSync", "SyncFail")  # the engine knows no other phase


def _order(asked: Question) -> list[list[str]]:
    resources = placed([_manifest(each) for each in asked["objects"]], asked["namespace"])
    if asked["prune"]:
        groups = prune_sequence(resources)
        return [sorted(f"{each.kind}/{each.name}" for each in group) for group in groups]
    return [
        [f"{step.phase}/{step.wave}"]
        + [f"{task.resource.kind}/{task.resource.name}" for task in step.tasks]
        for step in sequence(resources)
        if step.phase in _SYNCING
    ]


def _hook(asked: Question) -> dict[str, Any]:
    manifest = _manifest(asked["object"])
    return {
        "hook": is_hook(manifest),
        "skipped": is_skipped(manifest),
        "phases": sorted(str(each) for each in phases(manifest) if each in _SYNCING),
        "policies": sorted(str(each) for each in delete_policies(manifest)),
        "wave": wave_of(manifest),
    }


def _type(asked: Question) -> str:
    with TemporaryDirectory() as folder:
        for name in asked["files"]:
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        return detect_type(read_source({"path": "."}), Path(folder))


_ANSWERS: dict[str, Callable[[Question], Any]] = {
    "source": _source,
    "destination": _destination,
    "kind": _kind,
    "url": _url,
    "glob": _glob,
    "health": _health,
    "lua": _lua,
    "override": _override,
    "excluded": _is_excluded,
    "order": _order,
    "hook": _hook,
    "type": _type,
}
