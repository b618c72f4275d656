"""Generators that ask a service, answered from what was recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from argowave.applicationsets.elements import Element, with_values
from argowave.applicationsets.faults import Unknown
from argowave.applicationsets.parameters import OneValue, flatten, go_text, sanitize_name
from argowave.applicationsets.slug import slug

if TYPE_CHECKING:
    from collections.abc import Callable

    from argowave.applicationsets.elements import Setting

_SHORT: Final = 8
_SHORT_7: Final = 7


def expand_recorded(kind: str, generator: dict[str, Any], setting: Setting) -> list[Element]:
    """Return the elements of a recorded answer.

    Raises:
        Fault: a value cannot be rendered.
        Unknown: no answer was recorded.
    """
    answer = setting.answer(kind, generator)
    if answer is None:
        what, why = f"{kind} generator", "it asks a service; record answers under `generators`"
        raise Unknown(what, why)
    make = _MAKERS[kind]
    elements = [
        Element(make(entry, generator, setting), f"{kind}[{number}]")
        for number, entry in enumerate(answer)
    ]
    return with_values(elements, generator, setting)


def _repository(
    entry: dict[str, Any], _generator: dict[str, Any], _setting: Setting
) -> dict[str, Any]:
    """Return a repository's parameters (generators/scm_provider.go)."""
    sha, branch = _text(entry, "sha"), _text(entry, "branch")
    labels = entry.get("labels")
    names = ("organization", "repository", "repository_id", "url")
    return {name: _text(entry, name) for name in names} | {
        "branch": branch,
        "branchNormalized": sanitize_name(branch),
        "sha": sha,
        "short_sha": sha[:_SHORT],
        "short_sha_7": sha[:_SHORT_7],
        "labels": ",".join(map(str, labels)) if isinstance(labels, list) else "",
    }


def _pull_request(
    entry: dict[str, Any], _generator: dict[str, Any], setting: Setting
) -> dict[str, Any]:
    """Return a pull request's parameters (generators/pull_request.go)."""
    sha = _text(entry, "head_sha")
    params: dict[str, Any] = {
        name: _text(entry, name)
        for name in ("number", "title", "branch", "target_branch", "author")
    }
    params |= {
        "branch_slug": slug(params["branch"]),
        "target_branch_slug": slug(params["target_branch"]),
        "head_sha": sha,
        "head_short_sha": sha[:_SHORT],
        "head_short_sha_7": sha[:_SHORT_7],
    }
    if setting.go:
        params["labels"] = OneValue(entry.get("labels") or [])
    return params


def _decision(
    entry: dict[str, Any], _generator: dict[str, Any], setting: Setting
) -> dict[str, Any]:
    """Return a decision's parameters, with the cluster's server (generators/duck_type.go)."""
    servers = {each.name: each.server for each in setting.clusters() or ()}
    name = _text(entry, "name") or _text(entry, "clusterName")
    known = {"name": name, "server": servers.get(name, "")}
    return known | {key: go_text(value) for key, value in entry.items()}


def _plugin(entry: dict[str, Any], generator: dict[str, Any], setting: Setting) -> dict[str, Any]:
    """Return what a plugin gives, and what it was asked (generators/plugin.go)."""
    asked = generator.get("input")
    parameters = asked.get("parameters") if isinstance(asked, dict) else None
    given: dict[str, Any] = dict(entry) if setting.go else dict(flatten(entry))
    return given | {"generator": {"input": {"parameters": parameters or {}}}}


_MAKERS: Final[dict[str, Callable[[dict[str, Any], dict[str, Any], Setting], dict[str, Any]]]] = {
    "scmProvider": _repository,
    "pullRequest": _pull_request,
    "clusterDecisionResource": _decision,
    "plugin": _plugin,
}


def _text(entry: dict[str, Any], name: str) -> str:
    value = entry.get(name)
    if isinstance(value, int):
        return str(value)
    return "" if value is None else go_text(value)
