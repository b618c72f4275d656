"""This repository's health checks, on objects in every state."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from argowave.health import HealthStatus, Script, run_health
from argowave.health.sandbox import run_text
from health.script_cases import CASES, SCRIPTS, needs_open_libraries, read_case, read_script

if TYPE_CHECKING:
    from pathlib import Path


def test_each_script_has_cases_and_each_case_a_script() -> None:
    assert SCRIPTS
    assert {path.parent.name for path in CASES} == {path.stem for path in SCRIPTS}


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_case_has_its_health(path: Path) -> None:
    script = read_script(path.parent.name)
    manifest, expected = read_case(path)

    assert run_health(script, manifest, open_libs=needs_open_libraries(script)) == expected


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_each_line_is_reached_by_a_case(path: Path) -> None:
    script = read_script(path.stem)
    reached: set[int] = set()
    for case in (case for case in CASES if case.parent.name == path.stem):
        manifest, _ = read_case(case)
        open_libs = needs_open_libraries(script)
        run_text(script.text, manifest, open_libs=open_libs, visit=reached.add)

    assert [line for line in executable_lines(script) if line[0] not in reached] == []


def executable_lines(script: Script) -> list[tuple[int, str]]:
    """Return the lines that decide something: every return, assignment of a status and loop."""
    deciding = re.compile(r"\breturn\b|^\s*(if|for|local|found\.|worst =|conditions\[)")
    # A table literal is one statement: Lua reports only its last line.
    skipped = re.compile(r"= \{$|local function|local \w+ = nil$")
    return [
        (number, line)
        for number, line in enumerate(script.text.splitlines(), start=1)
        if deciding.search(line) and not line.startswith("--") and not skipped.search(line)
    ]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_no_script_names_a_library_that_it_does_not_open(path: Path) -> None:
    script = read_script(path.stem)
    libraries = re.compile(r"\b(string|math|os|io|coroutine|debug)\b[.]|:\w+\(")
    code = [line for line in script.text.splitlines() if not line.lstrip().startswith("--")]

    assert needs_open_libraries(script) or not [line for line in code if libraries.search(line)]


@pytest.mark.parametrize(
    "path",
    [case for case in CASES if case.parent.name == "managed-resource"],
    ids=lambda path: path.stem,
)
def test_managed_resource_never_fails_where_the_libraries_are_closed(path: Path) -> None:
    script = read_script("managed-resource")
    manifest, expected = read_case(path)
    unread = "may not yet be ready" in expected.message and "deleted" not in expected.message

    status = run_health(script, manifest).status

    assert status == (HealthStatus.DEGRADED if unread else expected.status)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_script_says_under_which_key_it_stands(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]

    assert re.fullmatch(
        r"-- argocd-cm: resource\.customizations(\.health\.\S+|, key \"\S+\")", first
    )


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_script_survives_an_object_with_nothing_in_it(path: Path) -> None:
    script = read_script(path.stem)

    manifests: list[dict[str, Any]] = [
        {},
        {"metadata": {}},
        {"status": {}},
        {"status": {"conditions": []}},
    ]
    for manifest in manifests:
        assert run_health(script, manifest).status in HealthStatus
