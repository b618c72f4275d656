"""Jsonnet programs by the library and by go-jsonnet's own program, side by side."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from argowave.sources.generate import generate_manifests

if TYPE_CHECKING:
    from collections.abc import Callable

    from argowave.sources.request import ManifestRequest

    Ask = Callable[..., ManifestRequest]

PROGRAMS = Path(__file__).parents[1] / "cases" / "jsonnet"
NAMES = sorted(path.stem for path in PROGRAMS.glob("*.jsonnet"))
OWN_WORDS = {"error-import-missing"}  # what argowave itself says of an import


@pytest.fixture
def program() -> str:
    found = shutil.which("jsonnet")
    if found is None:
        pytest.skip("jsonnet is not on the PATH")
    stated = subprocess.run([found, "--version"], capture_output=True, text=True, check=False)
    if "(Go implementation) v0.22." not in stated.stdout:
        pytest.skip(f"jsonnet on the PATH is another one: {stated.stdout.strip()}")
    return found


@pytest.mark.parametrize("name", NAMES)
def test_a_program_gives_what_the_jsonnet_of_go_gives(
    ask: Ask, tmp_path: Path, program: str, name: str
) -> None:
    shutil.copytree(PROGRAMS, tmp_path / "programs")
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "a.jsonnet").write_text(
        f"{{kind: 'ConfigMap', data: import '../programs/{name}.jsonnet'}}\n"
    )
    done = subprocess.run(
        [program, "x/a.jsonnet"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    generated = generate_manifests(ask(path="x"))

    if done.returncode == 0:
        assert generated.findings == ()
        (document,) = generated.documents
        assert document.body == json.loads(done.stdout)
        assert not name.startswith("error-")
    else:
        assert name.startswith("error-")
        (finding,) = generated.findings
        said = re.sub(r"^(RUNTIME ERROR: )?(\S+\.jsonnet:\S+ )?", "", done.stderr.splitlines()[0])
        said = re.sub(r"^\S+sonnet:\d\S* ", "", said)
        assert name in OWN_WORDS or finding.message.startswith(
            f"Jsonnet cannot evaluate it: {said}"
        ), finding.message
        assert generated.documents == ()


def test_there_are_programs_of_both_kinds() -> None:
    failing = [name for name in NAMES if name.startswith("error-")]

    assert len(failing) > 10
    assert len(NAMES) - len(failing) > 20
