"""What git ignores is in no checkout of Argo CD's: it is no root, and nothing can be made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.lint import Ground
from argowave.sources.request import Charts
from git_repositories import git

if TYPE_CHECKING:
    from pathlib import Path

    from argowave.tree import Tree

URL = "https://git.example.com/case.git"
CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s}\n"
CHART = "apiVersion: v2\nname: it\nversion: 1.0.0\n"
MEND = "commit it (git add --force), or change .gitignore"
COMMIT = f"so Argo CD does not have it; {MEND}"


def application(name: str, source: str) -> str:
    return f"""apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {{name: {name}, namespace: argocd}}
spec:
  source: {{repoURL: {URL}, {source}}}
  destination: {{namespace: {name}}}
"""


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def repository(folder: Path, files: dict[str, str]) -> Path:
    git(write(folder, files), "init", "--quiet")
    return folder


def discover(folder: Path) -> Tree:
    ground = Ground(folder, (URL,), Charts(cache=folder / "cache"), processes=1)
    (plot,) = ground.discovered("1.36")
    return plot.load()


def names(tree: Tree) -> list[str]:
    return sorted(each.name for each in tree.applications)


VENDORED = {
    ".gitignore": "node_modules/\nout/\n",
    "web.yaml": application("web", "path: web"),
    "web/a.yaml": CONFIG % "a",
    "node_modules/some/example.yaml": application("example", "path: web"),
    "out/chart/Chart.yaml": CHART,
    "out/chart/templates/app.yaml": application("of-a-chart", "path: web"),
    "out/all/kustomization.yaml": "resources: [app.yaml]\n",
    "out/all/app.yaml": application("of-a-kustomization", "path: web"),
}


def test_ignored_files_charts_and_kustomizations_are_no_roots(tmp_path: Path) -> None:
    tree = discover(repository(tmp_path, VENDORED))

    assert names(tree) == ["web"]
    assert tree.assumptions == ()


def test_what_is_tracked_is_a_root_though_a_pattern_ignores_it(tmp_path: Path) -> None:
    folder = repository(tmp_path, VENDORED)
    git(folder, "add", "--force", "node_modules")

    assert names(discover(folder)) == ["example", "web"]


def test_without_git_everything_counts(tmp_path: Path) -> None:
    tree = discover(write(tmp_path, VENDORED))

    assert names(tree) == ["example", "of-a-chart", "of-a-kustomization", "web"]


def test_a_source_whose_path_is_ignored_is_a_finding(tmp_path: Path) -> None:
    files = {
        ".gitignore": "out/\n",
        "web.yaml": application("web", "path: out/web"),
        "out/web/a.yaml": CONFIG % "a",
    }
    tree = discover(repository(tmp_path, files))

    assert [(each.path, each.message) for each in tree.all_findings] == [
        ("web.yaml", f"git ignores the path out/web, {COMMIT}")
    ]


def test_an_ignored_file_of_a_directory_is_not_applied(tmp_path: Path) -> None:
    files = {
        ".gitignore": "*.local.yaml\nscratch/\n",
        "web.yaml": application("web", "path: web, directory: {recurse: true}"),
        "web/a.yaml": CONFIG % "a",
        "web/b.local.yaml": CONFIG % "b",
        "web/scratch/c.yaml": CONFIG % "c",
    }
    (web,) = discover(repository(tmp_path, files)).applications

    assert [each.name for each in web.manifests] == ["a"]


def test_an_ignored_value_file_is_a_finding_unless_it_may_be_missing(tmp_path: Path) -> None:
    helm = "path: web, helm: {valueFiles: [own.local.yaml], ignoreMissingValueFiles: %s}"
    files = {
        ".gitignore": "*.local.yaml\n",
        "needs.yaml": application("needs", helm % "false"),
        "takes.yaml": application("takes", helm % "true"),
        "web/Chart.yaml": CHART,
        "web/own.local.yaml": "word: b\n",
        "web/templates/a.yaml": CONFIG % "{{ .Values.word }}",
        "web/values.yaml": "word: a\n",
    }
    tree = discover(repository(tmp_path, files))

    assert [(each.path, each.message) for each in tree.all_findings] == [
        ("needs.yaml", f"git ignores the value file own.local.yaml, {COMMIT}")
    ]
    assert [[each.name for each in app.manifests] for app in tree.applications] == [[], ["a"]]


def test_what_links_lead_to_is_ignored_with_it(tmp_path: Path) -> None:
    files = {
        ".gitignore": "out/\n",
        "plain.yaml": application("plain", "path: plain"),
        "plain/a.yaml": CONFIG % "a",
        "web.yaml": application("web", "path: web, helm: {valueFiles: [v.yaml, deep/v.yaml]}"),
        "web/Chart.yaml": CHART,
        "kust.yaml": application("kust", "path: kust"),
        "kust/kustomization.yaml": "resources: [b.yaml]\n",
        "out/v.yaml": "word: b\n",
        "out/b.yaml": CONFIG % "b",
    }
    folder = repository(tmp_path, files)
    for link, target in {
        "plain/b.yaml": "../out/b.yaml",
        "kust/b.yaml": "../out/b.yaml",
        "web/v.yaml": "../out/v.yaml",
        "web/deep": "../out",
    }.items():
        (folder / link).symlink_to(target)
    tree = discover(folder)
    manifests = {each.name: [made.name for made in each.manifests] for each in tree.applications}

    assert [(each.path, each.message) for each in tree.all_findings] == [
        ("kust/kustomization.yaml", f"git ignores b.yaml, {COMMIT}"),
        ("web.yaml", f"git ignores the value file v.yaml, {COMMIT}"),
    ]
    assert manifests == {"kust": [], "plain": ["a"], "web": []}


def test_a_part_of_a_chart_that_git_ignores_is_a_finding(tmp_path: Path) -> None:
    files = {
        ".gitignore": "secrets.yaml\n*.tgz\n.DS_Store\nvalues.yaml\n",
        "web.yaml": application("web", "path: web"),
        "web/Chart.yaml": CHART,
        "web/notes.tgz": "",
        "web/templates/.DS_Store": "",
        "web/templates/a.yaml": CONFIG % "a",
        "web/templates/deep/b.yaml": CONFIG % "b",
        "web/templates/deep/secrets.yaml": CONFIG % "c",
        "web/values.yaml": "word: a\n",
    }
    tree = discover(repository(tmp_path, files))

    assert [(each.path, each.message) for each in tree.all_findings] == [
        (path, f"git ignores it, so Argo CD renders the chart web without it; {MEND}")
        for path in ("web/templates/deep/secrets.yaml", "web/values.yaml")
    ]


def test_what_a_kustomization_names_and_git_ignores_is_a_finding(tmp_path: Path) -> None:
    files = {
        ".gitignore": "*.local.yaml\nout/\n",
        "web.yaml": application("web", "path: web"),
        "web/kustomization.yaml": (
            "resources: [a.yaml, b.local.yaml, ../out/base]\n"
            "configMapGenerator: [{name: c, files: [c.local.yaml]}]\n"
        ),
        "web/a.yaml": CONFIG % "a",
        "web/b.local.yaml": CONFIG % "b",
        "web/c.local.yaml": "word: c\n",
        "out/base/kustomization.yaml": "resources: []\n",
    }
    tree = discover(repository(tmp_path, files))

    assert [(each.path, each.message) for each in tree.all_findings] == [
        ("web/kustomization.yaml", f"git ignores {name}, {COMMIT}")
        for name in ("b.local.yaml", "../out/base", "c.local.yaml")
    ]
