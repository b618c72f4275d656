"""Submodules of this repository that are not checked out, and pointers of Git LFS."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from argowave.sources.generate import generate_manifests

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from argowave.sources.request import Generated, ManifestRequest

    Ask = Callable[..., ManifestRequest]
    Write = Callable[[dict[str, str]], Path]

CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"
CHART = {
    "web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
    "web/templates/a.yaml": CONFIG,
}
SAID = "the submodule lib, which is not checked out; run `git submodule update --init lib`"
POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 12\n"
POINTED = (
    "is a Git LFS pointer; run `git lfs pull` for the file itself, which Argo CD reads only with "
    "enableLfs on the repository"
)


@pytest.fixture
def folder(write: Write) -> Path:
    folder = write({".gitmodules": '[submodule "lib"]\n\tpath = lib\n\turl = ../lib\n', **CHART})
    (folder / "lib").mkdir()
    return folder


def named(generated: Generated) -> list[tuple[str, str]]:
    assert generated.findings == ()
    return [(each.what, each.why) for each in generated.not_checked]


@pytest.mark.parametrize("path", ["lib", "lib/deep/er"])
@pytest.mark.usefixtures("folder")
def test_a_source_in_an_empty_submodule_is_named(ask: Ask, path: str) -> None:
    assert named(generate_manifests(ask(path=path))) == [(path, f"it is in {SAID}")]


@pytest.mark.parametrize("program", ["import '../lib/k.libsonnet'", "import 'k.libsonnet'"])
def test_a_jsonnet_program_that_imports_from_an_empty_submodule_is_named(
    ask: Ask, write: Write, folder: Path, program: str
) -> None:
    write({"x/a.jsonnet": program, "x/b.yaml": CONFIG})
    asked = ask(folder, path="x", directory={"jsonnet": {"libs": ["lib"]}})
    generated = generate_manifests(asked)
    imported = program.split("'")[1]

    assert named(generated) == [
        ("jsonnet x/a.jsonnet", f"it imports {imported}, which may be in {SAID}")
    ]
    assert len(generated.documents) == 1


def test_what_is_checked_out_is_read(ask: Ask, folder: Path) -> None:
    (folder / "lib" / "a.yaml").write_text(CONFIG)

    assert len(generate_manifests(ask(path="lib")).documents) == 1


def test_where_argo_cd_leaves_submodules_out_the_folder_is_just_empty(
    ask: Ask, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARGOCD_GIT_MODULES_ENABLED", "false")
    (folder / "lib").rmdir()
    (finding,) = generate_manifests(ask(path="lib")).findings

    assert finding.message == "the path lib does not exist"


@pytest.mark.parametrize("ignored", [True, False])
@pytest.mark.usefixtures("folder")
def test_a_value_file_in_an_empty_submodule_is_named(
    ask: Ask,
    ignored: bool,  # noqa: FBT001 (a case)
) -> None:
    helm = {"valueFiles": ["../lib/v.yaml"], "ignoreMissingValueFiles": ignored}

    assert named(generate_manifests(ask(path="web", helm=helm))) == [
        ("chart web", f"the value file ../lib/v.yaml is in {SAID}")
    ]


def test_a_base_in_an_empty_submodule_is_named(ask: Ask, folder: Path) -> None:
    (folder / "x").mkdir()
    (folder / "x" / "kustomization.yaml").write_text("resources: [../lib/base]\n")

    assert named(generate_manifests(ask(path="x"))) == [
        ("kustomize x", f"it takes ../lib/base from {SAID}")
    ]


def test_what_is_below_a_folder_that_is_read_is_named(ask: Ask, folder: Path) -> None:
    (folder / "a.yaml").write_text(CONFIG)
    (folder / "web" / "Chart.yaml").unlink()
    request = ask(path=".", directory={"recurse": True, "include": "*.yaml"})

    assert named(generate_manifests(request)) == [("lib", f"it is {SAID}")]


def test_a_pointer_of_git_lfs_is_no_manifest_no_values_and_no_chart(ask: Ask, write: Write) -> None:
    write({**CHART, "m/a.yaml": POINTER, "web/big.yaml": POINTER})
    manifest = generate_manifests(ask(path="m"))
    values = generate_manifests(ask(path="web", helm={"valueFiles": ["big.yaml"]}))
    write({"web/charts/redis-1.0.0.tgz": POINTER})
    chart = generate_manifests(ask(path="web"))
    write({"web/Chart.yaml": POINTER})
    itself = generate_manifests(ask(path="web"))

    found = [(each.path, each.message) for each in manifest.findings]
    found += [(each.path, each.message) for each in (*values.findings, *chart.findings)]
    found += [(each.path, each.message) for each in itself.findings]
    assert found == [
        ("m/a.yaml", POINTED),
        ("web/big.yaml", POINTED),
        ("web/charts/redis-1.0.0.tgz", POINTED),
        ("web/Chart.yaml", POINTED),
    ]
