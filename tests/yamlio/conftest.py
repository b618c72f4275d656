"""The oracle: Go's own reading, from the committed table or from a fresh process."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ORACLE = Path(__file__).parents[1] / "oracle"


@pytest.fixture(scope="session")
def ask_go(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], dict[str, Any]]]:
    go = shutil.which("go")
    if go is None:
        pytest.skip("go is not on PATH: the committed table stands unconfirmed")
    binary = tmp_path_factory.mktemp("oracle") / "oracle"
    built = subprocess.run(
        [go, "build", "-o", str(binary), "."],
        cwd=ORACLE,
        capture_output=True,
        text=True,
        check=False,
    )
    if built.returncode and "dial tcp" in built.stderr + built.stdout:
        pytest.skip("go cannot fetch sigs.k8s.io/yaml: the committed table stands unconfirmed")
    assert built.returncode == 0, built.stderr
    with subprocess.Popen(
        [str(binary)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin
        assert process.stdout
        stdin, stdout = process.stdin, process.stdout

        def ask(text: str) -> dict[str, Any]:
            stdin.write(json.dumps(text) + "\n")
            stdin.flush()
            answer: dict[str, Any] = json.loads(stdout.readline())
            return answer

        yield ask
        stdin.close()
