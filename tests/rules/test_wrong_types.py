"""Manifests are anything that a user may write: no rule falls over one."""

from __future__ import annotations

import copy
import random
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from argowave.rules import Scene, judge
from argowave.rules.registry import load_rules
from rules.case import STORE, read_case, scene_of, write_case

if TYPE_CHECKING:
    from collections.abc import Iterator

CASES = Path(__file__).parents[1] / "cases"
RULES = load_rules()
NAMES = [rule.name for rule in RULES]
ODD: tuple[Any, ...] = (None, 1, True, 1.5, "x", "", [], {}, [None], ["a"], {"a": None}, "!", -1)
ROUNDS = 4


def places(value: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Give the path of everything below a value."""
    items: dict[Any, Any] = {}
    if isinstance(value, dict):
        items = value
    elif isinstance(value, list):
        items = dict(enumerate(value))
    for key, entry in items.items():
        yield (*path, key)
        yield from places(entry, (*path, key))


def spoil(body: dict[str, Any], chance: random.Random) -> None:
    """Put something odd in some place of an object."""
    *path, last = chance.choice(list(places(body)))
    value: Any = body
    for key in path:
        value = value[key]
    value[last] = copy.deepcopy(chance.choice(ODD))


@pytest.mark.parametrize("name", NAMES)
def test_no_rule_falls_over_a_value_of_a_wrong_type(name: str, tmp_path: Path) -> None:
    chance = random.Random(name)  # noqa: S311 (the same values each time)
    for number, path in enumerate(sorted((CASES / name).glob("*/*.yaml"))):
        case = read_case(path)
        folder = tmp_path / str(number)
        write_case(case, folder)
        tree = scene_of(folder, case).tree
        bodies = [manifest.body for manifest in tree.manifests]
        whole = copy.deepcopy(bodies)
        for _ in range(ROUNDS):
            for body, original in zip(bodies, whole, strict=True):
                body.clear()
                body.update(copy.deepcopy(original))
            spoil(chance.choice(bodies), chance)
            judge(Scene(folder, tree, STORE, case.aws_target), RULES, {})
