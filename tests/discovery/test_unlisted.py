"""Manifests beside a kustomization that it does not list are named: somebody may have forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from programs_here import needs_kustomize
from tree.test_ignored import CONFIG, application, discover, write

if TYPE_CHECKING:
    from pathlib import Path

APPLIED = {
    "apps/web.yaml": application("web", "path: workloads/web"),
    "workloads/web/kustomization.yaml": "resources: [a.yaml, ../base]\n",
    "workloads/web/a.yaml": CONFIG % "a",
    "workloads/base/kustomization.yaml": "resources: [b.yaml]\n",
    "workloads/base/b.yaml": CONFIG % "b",
}


def said(folder: Path, files: dict[str, str]) -> tuple[str, ...]:
    return discover(write(folder, APPLIED | files)).assumptions


@needs_kustomize
def test_a_manifest_that_no_kustomization_lists_is_named(tmp_path: Path) -> None:
    files = {"workloads/web/budget.yaml": CONFIG % "c", "workloads/base/more.yaml": CONFIG % "d"}

    shown = "workloads/base/more.yaml, workloads/web/budget.yaml"
    expected = f"no kustomization lists {shown}, beside what it does list"
    assert said(tmp_path, files) == (expected,)


@needs_kustomize
def test_of_many_a_few_are_named(tmp_path: Path) -> None:
    files = {f"workloads/web/c{number}.yaml": CONFIG % number for number in range(7)}
    shown = ", ".join(f"workloads/web/c{number}.yaml" for number in range(5))

    assert said(tmp_path, files) == (
        f"no kustomization lists {shown} and 2 more, beside what it does list",
    )


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"workloads/web/example.yaml": CONFIG % "c"},
        {"workloads/web/values.yaml": "word: x\n"},
        {"workloads/web/notes.txt": CONFIG % "c"},
        {"workloads/web/deeper/c.yaml": CONFIG % "c"},
        {"workloads/web/app.yaml": application("other", "path: workloads/base")},
        {
            "workloads/web/c.yaml": CONFIG % "c",
            "workloads/base/kustomization.yaml": "resources:\n  - b.yaml\n  # - c.yaml\n",
        },
        {
            "workloads/web/c.yaml": CONFIG % "c",
            "over/kustomization.yaml": "resources: [../workloads/web/c.yaml]\n",
        },
    ],
)
def test_what_is_listed_somewhere_or_is_none_is_not_named(
    tmp_path: Path, files: dict[str, str]
) -> None:
    assert said(tmp_path, files) == ()
