"""What the rules of `refused` say, beside the API server's own validation.

tests/oracle/validation has the objects, and what Kubernetes 1.35 said of each.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from argowave.rules import judge
from argowave.rules.registry import family_of, load_rules
from oracle.validation.changes import CHANGES
from oracle.validation.documents import documents
from rules.case import ROOT, Case, scene_of, write_case

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ANSWERS = Path(__file__).parents[1] / "oracle" / "validation" / "answers.jsonl"
# nothing refuses these before they make a pod, and that is refused then
LATER = {f"deployment spec.template.spec.containers.0.image {number}" for number in (2, 3)}
# these are what schemas state
STATED = {"ingress spec.rules.0.http.paths.0.pathType 2"}


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What the rules say of each object, by its name."""
    folder = tmp_path_factory.mktemp("validation")
    files = {"root.yaml": ROOT}
    names = {}
    for number, (name, body) in enumerate(documents(CHANGES)):
        path = f"case/{number}.yaml"
        names[path] = name
        own = {"name": f"n{number}"}  # no two objects are the same one
        files[path] = json.dumps({**body, "metadata": {**body["metadata"], **own}})
    case = Case("", files, (), (), "1.35", None)
    write_case(case, folder)
    rules = [rule for rule in load_rules() if family_of(rule) in ("refused", "names")]
    found: dict[str, list[str]] = {name: [] for name in names.values()}
    for each in judge(scene_of(folder, case), rules, {}).findings:
        found[names[each.path]].append(f"{each.pointer}: {each.message}")
    return found


@pytest.fixture(scope="module")
def answers() -> dict[str, list[str]]:
    """What Kubernetes says of each, by its name."""
    rows = map(json.loads, ANSWERS.read_text("utf-8").splitlines())
    return {row["name"]: row["faults"] for row in rows}


def test_every_object_has_an_answer(answers: dict[str, list[str]]) -> None:
    names = [name for name, _ in documents(CHANGES)]

    assert list(answers) == names
    assert len(names) == len(set(names))
    assert sum(map(bool, answers.values())) > len(answers) / 4


def test_nothing_is_refused_that_kubernetes_takes(
    refused: dict[str, list[str]], answers: dict[str, list[str]]
) -> None:
    wrong = _which(refused, lambda name: refused[name] and not answers[name])

    assert wrong == LATER, [refused[name] for name in wrong]


def test_whatever_kubernetes_refuses_is_found(
    refused: dict[str, list[str]], answers: dict[str, list[str]]
) -> None:
    missed = _which(refused, lambda name: answers[name] and not refused[name])

    assert missed == STATED, [answers[name] for name in missed]


def _which(names: Iterable[str], is_so: Callable[[str], object]) -> set[str]:
    return {name for name in names if is_so(name)}
