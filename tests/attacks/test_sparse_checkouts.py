"""What a sparse checkout leaves out is neither missing nor deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from attacks.test_odd_names import SET
from attacks.test_odd_repositories import APPLICATION, run
from git_repositories import git

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: all}\ndata: {a: b}\n"
CHART = APPLICATION.format("chart", "r", "chart, helm: {valueFiles: [../values/a.yaml]}")
SAID = "a part that this sparse checkout leaves out; run `git sparse-checkout disable`"
NOTE = (
    "this checkout is sparse, so 4 files of it were not looked at; run "
    "`git sparse-checkout disable`"
)
FILES = {
    "apps/chart.yaml": CHART,
    "apps/web.yaml": APPLICATION.format("web", "r", "web"),
    "apps/set.yaml": SET,
    "apps/kust.yaml": APPLICATION.format("kust", "r", "kust"),
    "chart/Chart.yaml": "apiVersion: v2\nname: chart\nversion: 1.0.0\n",
    "chart/templates/a.yaml": CONFIG,
    "kust/kustomization.yaml": "resources: [../base]\n",
    "base/kustomization.yaml": "resources: [a.yaml]\n",
    "svc/one/a.yaml": CONFIG,
    "values/a.yaml": "a: b\n",
    "web/a.yaml": CONFIG,
}


@pytest.fixture
def sparse(tmp_path: Path) -> Path:
    """Return a checkout that leaves out a source, a base, value files and what a set goes over."""
    folder = tmp_path / "repository"
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    for words in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-qm", "x"]):
        git(folder, *words)
    git(folder, "remote", "add", "origin", "https://example.org/r.git")
    git(folder, "sparse-checkout", "set", "apps", "chart", "kust")
    return folder


def test_what_it_leaves_out_is_named_and_not_missed(sparse: Path) -> None:
    done = run(sparse, "lint", "--no-cache")

    assert done.returncode == 0, done.stdout
    assert f"\n  {NOTE}\n" in done.stdout
    for missing in (
        f"chart chart: the value file ../values/a.yaml is in {SAID}",
        f"kustomize kust: it takes ../base from {SAID}",
        f"web: it is in {SAID}",
    ):
        assert missing in run(sparse, "lint", "--no-cache", "--format", "json").stdout


def test_what_git_does_not_have_either_is_missing(sparse: Path) -> None:
    (sparse / "apps/web.yaml").write_text(APPLICATION.format("web", "r", "nowhere"))
    done = run(sparse, "lint", "--no-cache")

    assert done.returncode == 1
    assert "$.spec.source: the path nowhere does not exist (source, error)" in done.stdout


def test_it_is_not_deleted_in_a_difference(sparse: Path) -> None:
    done = run(sparse, "diff", "HEAD")

    assert (done.returncode, done.stdout) == (
        0, f"repository: no change\n  not compared: kustomize kust: it takes ../base from {SAID}\n"
    )  # fmt: skip
    assert done.stderr == f"{NOTE}, or name two revisions\n"


def test_two_revisions_are_compared_as_a_whole(sparse: Path) -> None:
    git(sparse, "sparse-checkout", "disable")
    (sparse / "web" / "a.yaml").write_text(CONFIG.replace("b}", "c}"))
    git(sparse, "commit", "-qam", "y")
    git(sparse, "sparse-checkout", "set", "apps")
    done = run(sparse, "diff", "HEAD~1", "HEAD")

    assert "~ ConfigMap/a in namespace all" in done.stdout
