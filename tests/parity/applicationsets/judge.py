"""An ApplicationSet and the world around it → what argowave makes, as the Go program answers."""

from __future__ import annotations

import base64
import json
import subprocess
from typing import TYPE_CHECKING, Any, Final

from argowave.applicationsets import Outside, SetSurroundings, WorkingTree
from argowave.applicationsets.clusters import Cluster
from argowave.applicationsets.generate import generate_applications
from argowave.finding import Severity
from argowave.manifest import CASCADE, Manifest
from argowave.yamlio import Document, read_documents

if TYPE_CHECKING:
    from pathlib import Path

Question = dict[str, Any]
# what argowave says of an Application that Argo CD makes all the same
_UNFILLED: Final = ("it becomes ", "it stays ")
_USUAL: Final = {"namespace": "argocd", "finalizers": [CASCADE]}
_MAPS: Final = ("labels", "annotations", "valuesObject")


def written(files: dict[str, str], folder: Path) -> None:
    """Make a git repository that has files."""
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    for words in (("init", "--quiet"), ("add", "--all", "--force")):
        subprocess.run(("git", *words), cwd=folder, check=True)


def asked(question: Question, folder: Path) -> Question:
    """Return what the Go program is asked about a question, whose repository is a folder."""
    secrets = [
        {
            "metadata": {"name": each["name"], **each["metadata"]},
            "data": {key: base64.b64encode(text.encode()).decode() for key, text in data.items()},
        }
        for each in question.get("clusters", ())
        for data in ({"name": each["name"], "server": each["server"]},)
    ]
    whole = _application_set(question["spec"])
    return {"applicationSet": whole, "repository": str(folder), "secrets": secrets}


def answer(question: Question, folder: Path) -> dict[str, Any]:
    """Return the Applications by name, or {"refused": why}."""
    text = json.dumps(_application_set(question["spec"]), ensure_ascii=False)
    (document,) = read_documents(text.encode(), "set.yaml")
    assert isinstance(document, Document)
    clusters = [_cluster(each) for each in question.get("clusters", ())]
    surroundings = SetSurroundings(
        WorkingTree(folder), lambda _: True, Outside(clusters=tuple(clusters))
    )
    made = generate_applications(Manifest(document, "dev"), surroundings)
    why = [each.why for each in made.not_checked] + [
        each.message
        for each in made.findings
        if each.severity == Severity.ERROR and not each.message.startswith(_UNFILLED)
    ]
    return {"refused": why[0]} if why else by_name([each.body for each in made.applications])


def of_argo_cd(given: dict[str, Any]) -> dict[str, Any]:
    """Return an answer of the Go program in the form of `answer`."""
    if error := given["error"]:
        return {"refused": error}
    return by_name(given["applications"])


def by_name(applications: list[dict[str, Any]]) -> dict[str, Any]:
    """Return Applications without what is empty, but for those whose name was not filled in."""
    found = {}
    for each in applications:
        name = each["metadata"].get("name", "")
        if "{{" not in name and "<no value>" not in name:
            kept = {key: each[key] for key in ("metadata", "spec") if key in each}
            found[name] = _short(_stated(kept))
    return found


def _short(application: dict[str, Any]) -> dict[str, Any]:
    """Return an Application without what most have, and with null for it where one lacks it."""
    metadata = {key: each for key, each in application["metadata"].items() if key != "name"}
    for key, usual in _USUAL.items():
        found = metadata.pop(key, None)
        if found != usual:
            metadata[key] = found
    return {**application, "metadata": metadata}


def agree(first: dict[str, Any], second: dict[str, Any]) -> bool:
    """Tell whether two answers are the same; why something is refused may be said otherwise."""
    if any(_is_unfilled_twice(each) for each in (first, second)):
        return True  # argowave names both as unfilled
    if "refused" in first or "refused" in second:
        return "refused" in first and "refused" in second
    return first == second


def _is_unfilled_twice(given: dict[str, Any]) -> bool:
    why = str(given.get("refused", ""))
    return why.startswith("duplicate name:") and ("{{" in why or "<no value>" in why)


def _application_set(spec: dict[str, Any]) -> dict[str, Any]:
    return {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "ApplicationSet",
        "metadata": {"name": "shops", "namespace": "argocd"},
        "spec": spec,
    }


def _cluster(stated: dict[str, Any]) -> Cluster:
    metadata = stated["metadata"]
    return Cluster(
        stated["name"],
        stated["server"],
        "",
        metadata.get("labels", {}),
        metadata.get("annotations", {}),
    )


def _stated(value: Any, key: str = "") -> Any:  # noqa: ANN401 (any JSON value)
    """Return a value without what Go's types leave out."""
    if isinstance(value, list):
        return [_stated(each) for each in value]
    if not isinstance(value, dict) or (key in _MAPS and value):
        return value
    kept = {name: _stated(each, name) for name, each in value.items()}
    return {name: each for name, each in kept.items() if each not in (None, "", {}, [], False)}
