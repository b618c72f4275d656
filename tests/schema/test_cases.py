"""Every file below tests/cases/crd: what a schema in a CRD admits, as the API server says it."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from argowave.schema import strict
from argowave.schema.crd import convert
from argowave.schema.definitions import assemble
from argowave.validate.compiled import CompiledSchema
from argowave.yamlio import read_documents

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Ask = Callable[[dict[str, Any]], list[list[str]]]

HERE = Path(__file__).parents[1]
ORACLE = HERE / "oracle" / "crds"
FILES = sorted((HERE / "cases" / "crd").glob("*.yaml"))
OBJECT = {"apiVersion": "example.com/v1", "kind": "Pipe", "metadata": {"name": "a"}}


@dataclass(frozen=True)
class Case:
    """A schema of the field `spec`, and objects that it admits and refuses."""

    root: dict[str, Any]
    admitted: list[dict[str, Any]]
    refused: list[dict[str, Any]]


def read(path: Path) -> Case:
    (document,) = read_documents(path.read_bytes(), path.name)
    body: Any = document.body  # type: ignore[union-attr] # (a fault has none, and fails here)
    root = {"type": "object", "properties": {"spec": body["schema"]}}
    admitted, refused = (
        [{**OBJECT, **fields} for fields in body[key]] for key in ("admitted", "refused")
    )
    return Case(root, admitted, refused)


def compiled(root: dict[str, Any]) -> CompiledSchema:
    version = {"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": root}}
    names = {"kind": "Pipe", "plural": "pipes"}
    spec = {"group": "example.com", "scope": "Cluster", "names": names, "versions": [version]}
    crd = {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": "pipes.example.com"},
        "spec": spec,
    }
    (made,) = convert(crd, "crd.yaml")
    return CompiledSchema(strict(assemble(made.body, "1.36")))


@pytest.fixture(scope="session")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Give a function that asks the API server's own code about a schema and objects."""
    go = shutil.which("go")
    if go is None:
        pytest.skip("go is not on PATH: the cases stand unconfirmed")
    binary = tmp_path_factory.mktemp("oracle") / "crds"
    command = [go, "build", "-o", str(binary), "."]
    built = subprocess.run(command, cwd=ORACLE, capture_output=True, text=True, check=False)
    if built.returncode and "dial tcp" in built.stderr + built.stdout:
        pytest.skip("go cannot fetch k8s.io/apiextensions-apiserver: the cases stand unconfirmed")
    assert built.returncode == 0, built.stderr
    with subprocess.Popen(
        [str(binary)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin
        assert process.stdout
        stdin, stdout = process.stdin, process.stdout

        def answer(question: dict[str, Any]) -> list[list[str]]:
            stdin.write(json.dumps(question) + "\n")
            stdin.flush()
            said: list[list[str]] = json.loads(stdout.readline())
            return said

        yield answer
        stdin.close()


def test_there_are_cases() -> None:
    assert len(FILES) > 30


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_schema_admits_what_the_case_says(path: Path) -> None:
    case = read(path)
    schema = compiled(case.root)

    assert case.refused
    assert [each for each in case.admitted if not schema.is_valid(each)] == []
    assert [each for each in case.refused if schema.is_valid(each)] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_api_server_says_so_too(path: Path, ask: Ask) -> None:
    case = read(path)
    answers = ask({"schema": case.root, "objects": [*case.admitted, *case.refused]})
    admitted, refused = answers[: len(case.admitted)], answers[len(case.admitted) :]

    assert [faults for faults in admitted if faults] == []
    assert all(refused), refused
