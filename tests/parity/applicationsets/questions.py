"""ApplicationSets to ask Argo CD's own code and argowave about.

A question is {spec, repository, clusters}: the ApplicationSet's spec, the name of one of
REPOSITORIES, and the clusters that Argo CD knows.
"""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, Final

from parity.applicationsets.sets import Sets

if TYPE_CHECKING:
    from collections.abc import Iterator

Question = dict[str, Any]

_TABLES: Final = json.loads(Path(__file__).with_name("tables.json").read_text("utf-8"))
REPOSITORIES: Final[dict[str, dict[str, str]]] = _TABLES["repositories"]
_ODD: Final[list[Any]] = _TABLES["values"]
_CLUSTER: Final = {
    "name": "prod",
    "server": "https://prod",
    "metadata": {
        "labels": {"argocd.argoproj.io/secret-type": "cluster", "env": "prod"},
        "annotations": {"owner": "web", "argocd.argoproj.io/refresh": "hard"},
    },
}


def chosen() -> Iterator[Question]:
    """Give the questions of the tables."""
    yield from _templates()
    yield from _merges()
    yield from _paths()
    yield from _selectors()
    yield from _patches()


def thrown(seed: int, many: int) -> Iterator[Question]:
    """Give random questions."""
    random = Random(seed)  # noqa: S311 (no secret)
    names = sorted(REPOSITORIES)
    for _ in range(many):
        sets = Sets(random, go=random.random() < 0.6)
        yield {
            "spec": sets.spec(),
            "repository": random.choice(names),
            "clusters": [_CLUSTER][: random.randint(0, 1)],
        }


def _question(
    *generators: Any,  # noqa: ANN401 (any JSON value)
    said: str = "{{ . | toJson }}",
    name: str = "{{ .name }}",
    **stated: Any,  # noqa: ANN401 (any JSON value)
) -> Question:
    template = {
        "metadata": {"name": name, "annotations": {"said": said}},
        "spec": {"project": "default", "destination": {}},
    }
    spec = {"goTemplate": True, "generators": generators, "template": template, **stated}
    return {"spec": spec, "repository": "shops", "clusters": [_CLUSTER]}


def _listed(*elements: Any) -> dict[str, Any]:  # noqa: ANN401 (any JSON value)
    return {"list": {"elements": elements}}


def _templates() -> Iterator[Question]:
    for text in _TABLES["templates"]:
        yield _question(_listed(_TABLES["element"]), said=text)
    for text, option in itertools.product(_TABLES["missing"], ("error", "zero", "default")):
        options = [f"missingkey={option}"]
        yield _question(_listed(_TABLES["element"]), said=text, goTemplateOptions=options)
    for text in _TABLES["texts"]:
        clusters = {
            "clusters": {"selector": {"matchLabels": {"env": "prod"}}, "values": {"a": "c"}}
        }
        yield _question(clusters, said=text)
    for text in _TABLES["fast"]:
        element = {"name": "a", "x.y": "b", "values": {"z": "c"}}
        yield _question(_listed(element), name="{{name}}", said=text, goTemplate=False)


def _merges() -> Iterator[Question]:
    yield _question({"list": {"elements": [{}, {"name": "n"}], "elementsYaml": "[null]"}})
    for first, second in itertools.product(_ODD, _ODD):
        pair = [_listed({"name": "n", "a": first}), _listed({"name": "n", "a": second})]
        yield _question({"merge": {"mergeKeys": ["name"], "generators": pair}})
        yield _question({"matrix": {"generators": pair}})
    valued = {"git": {"directories": [{"path": "apps/web"}], "values": {"a": "{{ .path.path }}"}}}
    for value in _ODD:
        for both in itertools.permutations([_listed({"name": "n", "values": value}), valued]):
            yield _question({"matrix": {"generators": both}})


def _paths() -> Iterator[Question]:
    for pattern in _TABLES["files"]:
        for exclude in (False, True):
            files = [{"path": pattern, "exclude": exclude}, {"path": "clusters/b.yaml"}]
            yield _question({"git": {"files": files}}, name="{{ .name | slugify }}")
    for pattern in _TABLES["folders"]:
        folders = {"git": {"directories": [{"path": pattern}]}}
        yield _question(folders, name="{{ .path.path | slugify }}")


def _selectors() -> Iterator[Question]:
    for selector in _TABLES["selectors"]:
        yield _question({**_listed(_TABLES["element"]), "selector": selector})
        yield _question({"clusters": {"selector": selector}})
        inner = [{**_listed(_TABLES["element"]), "selector": selector}, _listed({"z": "z"})]
        nested = [{"matrix": {"generators": inner}}, _listed({"y": "y"})]
        yield _question({"matrix": {"generators": nested}})


def _patches() -> Iterator[Question]:
    for patch in _TABLES["patches"]:
        question = _question(_listed({"name": "a", "env": "dev"}), templatePatch=patch)
        question["spec"]["template"] = _TABLES["patched"]
        yield question
