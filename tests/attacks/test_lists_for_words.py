"""Where a word is expected somebody may write a list, for which no table can be asked."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from argowave.commands import main

PLAIN = Path(__file__).parents[1] / "cases" / "lint" / "repositories" / "valid" / "plain"
KIND = "kind: [Secret]\nmetadata: {name: a}\nspec: {a: 0644}\n"
LABEL = """apiVersion: v1
kind: Service
metadata: {name: a, namespace: kube-system}
spec: {selector: {component: [etcd]}, ports: [{port: 80}]}
"""
IGNORED = """apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: a}
aggregationRule: {clusterRoleSelectors: [{matchLabels: {all: 'true'}}]}
rules: []
"""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (KIND, "plain/odd.yaml:3 ?/a $.spec.a: 0644 is the number 420 to Kubernetes"),
        (
            LABEL,
            "plain/odd.yaml:4 Service/a $.spec.selector.component: is a list, the schema",
        ),
    ],
    ids=["kind", "label"],
)
def test_it_is_a_finding(
    text: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    repository = Path(shutil.copytree(PLAIN, tmp_path / "repository"))
    (repository / "plain" / "odd.yaml").write_text(text)
    code = main(["lint", "--repository", str(repository), "--no-cache"])

    assert code == 1
    assert said in capsys.readouterr().out


def test_nor_may_it_be_an_object_where_a_list_is_expected(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    repository = Path(shutil.copytree(PLAIN, tmp_path / "repository"))
    (repository / "plain" / "odd.yaml").write_text(IGNORED)
    root = repository / "root.yaml"
    ignoring = "  ignoreDifferences: [{kind: ClusterRole, jsonPointers: {a: /rules}}]\n"
    root.write_text(root.read_text().replace("spec:\n", f"spec:\n{ignoring}", 1))
    code = main(["lint", "--repository", str(repository), "--no-cache"])

    assert code == 1
    assert "odd.yaml:5 ClusterRole/a $.rules: the role aggregates" in capsys.readouterr().out
