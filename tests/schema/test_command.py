"""`argowave schemas`: add, list, verify and update, and what each says of bad input."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from argowave.commands import main
from argowave.schema import inputs
from argowave.schema.files import sha256

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., tuple[int, str, str]]

CRD = """\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: pipes.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {kind: Pipe, plural: pipes}
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema: {type: object, properties: {size: {type: integer}}}
"""
PIPE = "apiVersion: example.com/v1\nkind: Pipe\nmetadata: {name: a}\nsize: 1\n"
SIZE = "{type: integer}"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Give a runner of `argowave` in a folder with a CRD."""
    monkeypatch.chdir(tmp_path)
    Path("crd.yaml").write_text(CRD)

    def command(*words: str) -> tuple[int, str, str]:
        code = main([*words])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return command


def test_what_is_added_is_listed_whole_and_used(run: Run) -> None:
    Path("pipe.yaml").write_text(PIPE)

    assert run("schemas", "add", "crd.yaml") == (
        0,
        "example.com/v1/Pipe\n",
        "1 schemas in schemas\n",
    )
    assert run("schemas", "list", "--store", "schemas") == (
        0,
        "example.com/v1 Pipe\n",
        "1 kinds, Kubernetes 1.36\n",
    )
    listed = json.loads(run("schemas", "list", "--store", "schemas", "--format", "json")[1])
    pipe = {"apiVersion": "example.com/v1", "kind": "Pipe", "source": "crd.yaml"}
    assert listed == {"version": 1, "kinds": [pipe]}
    assert run("schemas", "verify", "--store", "schemas") == (0, "", "1 files, 0 findings\n")
    assert run("validate", "--schema-location", "schemas", "pipe.yaml")[0] == 0


def test_a_whole_disk_is_not_searched(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs, "_MOST", 50)
    Path("big", "inner").mkdir(parents=True)
    for name in range(50):
        Path("big", "inner", f"{name}.txt").touch()
    code, out, err = run("schemas", "add", "big")

    assert (code, out) == (2, "")
    assert err == (
        "error: big: holds more than 50 files and folders\n"
        "  name the folder that the definitions are in\n"
    )
    assert not Path("schemas").exists()


def test_a_folder_is_searched_and_what_is_no_crd_is_counted(run: Run) -> None:
    Path("more").mkdir()
    Path("more", "pipe.yaml").write_text(PIPE)
    Path("more", "crd.yml").write_text(CRD)
    code, _, err = run("schemas", "add", "more", "--source", "https://example.com/{path}")

    assert (code, err) == (0, "1 schemas in schemas, 1 files without a CRD passed over\n")
    lock = json.loads(Path("schemas", "lock.json").read_bytes())
    assert [entry["source"] for entry in lock.values()] == ["https://example.com/crd.yml"]


def test_a_file_that_is_not_as_it_was_written_is_a_finding(run: Run) -> None:
    run("schemas", "add", "crd.yaml")
    path = Path("schemas", "crds", "example.com", "pipe_v1.json")
    path.write_bytes(path.read_bytes() + b"\n")
    Path("schemas", "crds", "stranger.json").write_text("{}")
    code, out, err = run("schemas", "verify", "--store", "schemas")

    assert (code, err) == (1, "1 files, 3 findings\n")
    assert out == (
        f"{path} is not in canonical form (schema-store)\n"
        f"{path} is not what lock.json vouches for: make it afresh, do not edit it (schema-store)\n"
        "schemas/crds/stranger.json is not in lock.json: delete it, or add it with"
        " `argowave schemas add` (schema-store)\n"
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("list", "--kubernetes-version", "new"), '"new" is no Kubernetes version'),
        (("list", "--kubernetes-version", "1.29"), "there are no schemas for Kubernetes 1.29"),
        (("list", "--store", "nowhere"), "nowhere: holds no schema"),
        (("verify", "--store", "nowhere"), "nowhere: holds no lock.json, so it is no schema store"),
        (("add", "nowhere"), "nowhere: cannot be read: No such file or directory"),
        (("add", "crd.yaml", "copy.yaml"), "copy.yaml: example.com/v1/Pipe is in crd.yaml as well"),
        (("update", "--data", "nowhere"), "nowhere/v1.30.0-local/_definitions.json: cannot be rea"),
    ],
)
def test_what_cannot_be_done_is_said(run: Run, words: tuple[str, ...], message: str) -> None:
    Path("copy.yaml").write_text(CRD)
    code, out, err = run("schemas", *words)

    assert (code, out) == (2, "")
    assert err.startswith(f"error: {message}")
    assert not Path("schemas").exists()


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("group: example.com", "group: ../..", "spec.group is '../..', no such name is allowed"),
        ("kind: Pipe", "kind: Pi/pe", "spec.names.kind is 'Pi/pe', no such name is allowed"),
        ("name: v1", "name: ..", "spec.versions[0].name is '..', no such name is allowed"),
        ("scope: Namespaced", "scope: Global", "spec.scope is 'Global', not Namespaced or Cluster"),
        ("served: true", "served: 1", 'versions[0].served: the value is not of type "boolean"'),
        ("storage: true", "storage: false", "0 versions have storage: true, exactly one has to"),
        ("served: true", "served: false", "holds no served version of a CustomResourceDefinition"),
        ("{type: object, prop", "{type: array, prop", "version v1 of Pipe is 'array', not 'object"),
        (SIZE, "5", "properties.size: the value is not of types"),
        (SIZE, "[a]", "properties.size: the value is not of types"),
        (SIZE, "{type: whole}", "the schema of version v1 of Pipe cannot be used: properties.size"),
        (SIZE, "{multipleOf: 0}", "properties.size.multipleOf: 0 is less than or equal to the min"),
        (SIZE, "{type: string, minLength: -1}", "minLength: -1 is less than the minimum of 0"),
        (SIZE, "{x-kubernetes-validations: [{rule: 5}]}", "rule: the value is not of type"),
    ],
)
def test_a_crd_that_the_api_server_would_refuse_is_refused(
    run: Run, before: str, after: str, message: str
) -> None:
    assert before in CRD
    Path("crd.yaml").write_text(CRD.replace(before, after))
    code, out, err = run("schemas", "add", "crd.yaml")

    assert (code, out) == (2, "")
    assert message in err
    assert not Path("schemas").exists()


@pytest.fixture
def store(run: Run) -> Path:
    """Give a store of one CRD of a repository on GitHub, checked out beside it."""
    source = Path("checkouts", "pipes@v1.0.0", "crds")
    source.mkdir(parents=True)
    (source / "crd.yaml").write_text(CRD)
    url = "https://github.com/example/pipes/blob/v1.0.0/crds/{path}"
    run("schemas", "add", str(source), "--source", url, "--store", "store")
    return Path("store")


def definitions(folder: Path) -> None:
    """Write data in the layout of kubernetes-validate, with one definition in each version."""
    body = {"$defs": {"io.k8s.api.core.v1.Thing": {"type": "object"}}}
    for minor in range(30, 38):
        (folder / f"v1.{minor}.0-local").mkdir(parents=True)
        (folder / f"v1.{minor}.0-local" / "_definitions.json").write_text(json.dumps(body))


def test_crds_are_made_afresh_from_checkouts(run: Run, store: Path) -> None:
    definitions(Path("data"))
    path = store / "crds" / "example.com" / "pipe_v1.json"
    before = path.read_bytes()
    path.write_text("edited")
    words = ("--store", str(store), "--data", "data", "--checkouts", "checkouts")

    assert run("schemas", "update", *words)[0] == 0
    assert path.read_bytes() == before
    assert run("schemas", "verify", "--store", str(store))[0] == 0


def test_a_checkout_that_is_not_what_it_was_is_refused(run: Run, store: Path) -> None:
    definitions(Path("data"))
    changed = CRD.replace("integer", "string").encode()
    Path("checkouts", "pipes@v1.0.0", "crds", "crd.yaml").write_bytes(changed)
    words = ("--store", str(store), "--data", "data", "--checkouts", "checkouts")

    assert run("schemas", "update", *words) == (
        2,
        "",
        (
            "error: https://github.com/example/pipes/blob/v1.0.0/crds/crd.yaml: has the sha256"
            f" {sha256(changed)}, and {sha256(CRD.encode())} when it was added\n"
            "  where that is meant to be, add it again with `argowave schemas add`\n"
        ),
    )
    assert not (store / "kubernetes").exists()


def test_without_checkouts_the_crds_stay(run: Run, store: Path) -> None:
    definitions(Path("data"))
    before = (store / "crds" / "example.com" / "pipe_v1.json").read_bytes()

    assert run("schemas", "update", "--store", str(store), "--data", "data")[0] == 0
    assert (store / "crds" / "example.com" / "pipe_v1.json").read_bytes() == before
    assert run("schemas", "verify", "--store", str(store))[0] == 0
