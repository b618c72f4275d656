"""Manifests with anything anywhere: rules find or pass over it, and never end in an error."""

from __future__ import annotations

import copy
import random
from pathlib import Path
from typing import Any

import pytest
import yaml

from argowave.rules import judge
from argowave.rules.registry import load_rules
from rules.case import ROOT, SINGLE, Case, scene_of

CASES = Path(__file__).parents[1] / "cases"
ODD: tuple[Any, ...] = (
    *(None, True, 0, -1, 1.5, "", "x", "a:b", "arn:aws:sqs:::", '{"Statement": []}', "*"),
    *([], [None], [[]], ["x"], [{}], [{"name": {}}], {}, {"a": 1}, {"name": []}),
    *("https://[::1/000000000000/jobs", "-1", "\U0001f600", "99999999999999999999"),
)
FIXED = (("apiVersion",), ("kind",), ("metadata",), ("metadata", "name"))
DOCUMENTS = [
    document
    for rule in load_rules()
    for path in sorted((CASES / rule.name).glob("*/*.yaml"))
    if "# file:" not in path.read_text()
    for document in yaml.safe_load_all(path.read_text())
    if isinstance(document, dict) and isinstance(document.get("metadata"), dict)
    if document.get("kind") not in ("Application", "ApplicationSet")  # they make the tree
]


def places(value: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the path of everything below a value."""
    if isinstance(value, dict):
        entries = list(value.items())
    else:
        entries = list(enumerate(value)) if isinstance(value, list) else []
    found = []
    for key, each in entries:
        found += [(*path, key), *places(each, (*path, key))]
    return found


def spoil(document: dict[str, Any], chance: random.Random) -> None:
    """Put something odd at one place."""
    candidates = [path for path in places(document) if path not in FIXED]
    if candidates:
        *folder, last = chance.choice(candidates)
        value: Any = document
        for key in folder:
            value = value[key]
        value[last] = copy.deepcopy(chance.choice(ODD))


@pytest.mark.parametrize("seed", range(30))
def test_rules_take_anything_anywhere(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)  # noqa: S311 (no secret: the same documents every time)
    documents = copy.deepcopy(chance.sample(DOCUMENTS, 40))
    for document in documents:
        spoil(document, chance)
    files = {"root.yaml": ROOT, SINGLE: yaml.safe_dump_all(documents)}
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    scene = scene_of(tmp_path, Case("", files, (), (), "1.36", "localstack"))

    assert judge(scene, load_rules(), {}) is not None
