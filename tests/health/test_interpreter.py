"""Argo CD's own interpreter, gopher-lua, says of every case what the sandbox says."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from argowave.health import compile_script, run_health
from health.script_cases import CASES, needs_open_libraries, read_case, read_script

if TYPE_CHECKING:
    from collections.abc import Callable

    Ask = Callable[[list[dict[str, Any]]], list[dict[str, Any]]]


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    go = shutil.which("go")
    if go is None:
        pytest.skip("go is not on PATH")
    program = tmp_path_factory.mktemp("interpreter") / "interpreter"
    built = subprocess.run(
        [go, "build", "-o", str(program), "."],
        cwd=Path(__file__).parent / "interpreter",
        capture_output=True,
        text=True,
        check=False,
    )
    if built.returncode:
        pytest.skip(f"go cannot build the interpreter: {built.stderr.splitlines()[-1]}")

    def run(questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
        lines = "".join(json.dumps(question) + "\n" for question in questions)
        ran = subprocess.run([program], input=lines, capture_output=True, text=True, check=True)
        return [json.loads(line) for line in ran.stdout.splitlines()]

    return run


def test_every_case_has_the_same_health_in_argo_cds_interpreter(ask: Ask) -> None:
    questions = []
    expected = []
    for path in CASES:
        script = read_script(path.parent.name)
        manifest, health = read_case(path)
        questions.append(
            {"script": script.text, "object": manifest, "open": needs_open_libraries(script)}
        )
        expected.append({"result": {"status": str(health.status), "message": health.message}})

    assert ask(questions) == expected


@pytest.mark.parametrize(
    ("expression", "open_libs"),
    [
        ("type(string)", False),
        ("type(string)", True),
        ("type(math)", False),
        ("type(os)", False),
        ("type(table.insert)", False),
        ("type(unpack)", False),
        ("type(require)", False),
        ("('x'):rep(3)", True),
        ("#obj.list", False),
        ("tostring(obj.null)", False),
        ("tostring(obj.integer)", False),
        ("tostring(obj.float)", False),
        ("tostring(next(obj.empty))", False),
        ("tostring(1 / 2)", False),
        ("tostring(10^13)", False),
    ],
)
def test_the_sandbox_has_what_argo_cd_has(ask: Ask, expression: str, *, open_libs: bool) -> None:
    text = f"return {{status = 'Healthy', message = tostring({expression})}}"
    manifest: dict[str, Any] = {
        "list": [1, None, 2],
        "null": None,
        "integer": 3,
        "float": 1.5,
        "empty": {},
    }
    (answer,) = ask([{"script": text, "object": manifest, "open": open_libs}])

    health = run_health(compile_script(text, "check.lua"), manifest, open_libs=open_libs)
    assert answer == {"result": {"status": "Healthy", "message": health.message}}
