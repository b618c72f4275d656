"""Files that say that they are Argo CD's and cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from argowave.errors import RepositoryError
from argowave.lint import Ground
from argowave.sources.request import Charts

if TYPE_CHECKING:
    from pathlib import Path

    from argowave.tree import Tree

URL = "https://git.example.com/case.git"
CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"


def application(name: str, path: str = "web") -> str:
    return f"""apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: {name}
  namespace: argocd
spec:
  source:
    repoURL: {URL}
    path: {path}
  destination:
    namespace: web
"""


def discover(folder: Path, files: dict[str, str | bytes]) -> Tree:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    ground = Ground(folder, (URL,), Charts(cache=folder / "cache"), processes=1)
    (plot,) = ground.discovered("1.36")
    return plot.load()


SOUND: dict[str, str | bytes] = {"web/c.yaml": CONFIG, "apps/web.yaml": application("web")}
HALVES = application("a").partition("  namespace")
CONFLICT = "<<<<<<< HEAD\n  name: b\n=======\n  name: c\n>>>>>>> other\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (application("a").replace("    path", "     path"), ":9 mapping values are not allowed"),
        (application("a").replace("    path", "\tpath"), ":9 while scanning a plain scalar, found"),
        (application("a") + "kind: Application\n", ':12 key "kind" stands twice, here and in line'),
        (HALVES[0] + CONFLICT + HALVES[1] + HALVES[2], ":5 holds a merge that is not solved: "),
        (application("café").encode("latin-1"), ":4 is not UTF-8: byte 0xe9"),
        ("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: argocd-cm\n a: 1\n", ":5 "),
        (application("'{{name}}'") + " x: 1\n", ":12 "),
    ],
)
def test_one_is_a_finding_at_its_line(tmp_path: Path, content: str | bytes, said: str) -> None:
    tree = discover(tmp_path, SOUND | {"apps/broken.yaml": content})

    (found,) = tree.findings
    assert str(found).startswith(f"apps/broken.yaml{said}")
    assert found.rule == "yaml"
    assert [each.name for each in tree.applications] == ["web"]


def test_one_in_utf_16_is_read_as_kubectl_reads_it(tmp_path: Path) -> None:
    tree = discover(tmp_path, SOUND | {"apps/wide.yaml": application("wide").encode("utf-16")})

    assert tree.findings == ()
    assert [each.name for each in tree.applications] == ["web", "wide"]


def test_the_documents_that_can_be_read_count(tmp_path: Path) -> None:
    broken = f"{application('good')}---\n{CONFIG} x\n"

    tree = discover(tmp_path, {"web/c.yaml": CONFIG, "apps.yaml": broken})

    assert [each.name for each in tree.applications] == ["good"]
    assert [(found.path, found.line) for found in tree.findings] == [("apps.yaml", 16)]


def test_what_an_application_applies_is_told_once(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "root.yaml": application("root", "apps"),
        "apps/a.yaml": application("a") + " x\n",
    }

    assert [found.application for found in discover(tmp_path, files).all_findings] == [
        f"{tmp_path.name}/root"
    ]


@pytest.mark.parametrize(
    "content",
    [
        application("{{ .Values.name }}"),
        application("a").replace("spec:", "{% if b %}\nspec:\n{% else %}\nspec:\n{% endif %}"),
        application("@NAME@"),
        "{{ cookiecutter.header }}\n" + application("a"),
    ],
)
def test_a_template_that_nothing_fills_in_is_not_checked(tmp_path: Path, content: str) -> None:
    tree = discover(tmp_path, SOUND | {"t/a.yaml": content, "t/b.yaml": content})

    assert tree.findings == ()
    assert [f"{each.what}: {each.why}" for each in tree.not_checked] == [
        "t/a.yaml, t/b.yaml: no YAML until somebody fills the template in, and nothing here does"
    ]


def test_a_template_with_square_brackets_is_yaml_and_not_checked(tmp_path: Path) -> None:
    tree = discover(tmp_path, SOUND | {"t/a.yaml": application("[[ .Name ]]", "a/[[ .Name ]]")})

    assert tree.findings == ()
    assert [each.name for each in tree.applications] == ["web"]
    assert [f"{each.what}: {each.why}" for each in tree.not_checked] == [
        "t/a.yaml: its name is still to be filled in, and nothing here does"
    ]


def test_a_path_with_square_brackets_is_still_to_be_filled_in(tmp_path: Path) -> None:
    tree = discover(tmp_path, SOUND | {"t/a.yaml": application("a", "envs/[[ .Name ]]")})

    assert tree.findings == ()
    assert [each.what for each in tree.not_checked] == ["Application/a in t/a.yaml"]


def test_a_file_that_only_mentions_argo_cd_is_not_checked(tmp_path: Path) -> None:
    tree = discover(tmp_path, SOUND | {"note.yaml": "see argoproj.io: the\n kind: Application\n"})

    assert tree.findings == ()
    assert [f"{each.what}: {each.why}" for each in tree.not_checked] == [
        "note.yaml: it cannot be read as YAML, and no more than mentions Argo CD"
    ]


def test_where_there_is_nothing_else_the_fault_is_told(tmp_path: Path) -> None:
    with pytest.raises(RepositoryError) as caught:
        discover(tmp_path, {"a.yaml": application("a") + " x: 1\n"})

    assert str(caught.value).startswith("a.yaml:12: no Application here can be read: ")
