"""Clusters that a file of the settings states."""

from __future__ import annotations

from pathlib import Path

import argowave
from rules.case import read_case, rule_called, write_case

CASE = Path(__file__).parents[1] / "cases/unknown-cluster/invalid/misspelt-name.yaml"


def test_a_cluster_in_a_file_of_the_settings_is_known(tmp_path: Path) -> None:
    write_case(read_case(CASE), tmp_path)
    rule = rule_called("unknown-cluster")

    def found() -> int:
        repository = argowave.open_repository(tmp_path, root=tmp_path / "root.yaml")
        return len(repository.check(rule))

    (tmp_path / "argowave.toml").write_text("repositories = ['https://git.example.com/case.git']\n")
    assert found() == 1

    with (tmp_path / "argowave.toml").open("a") as settings:
        settings.write("clusters = ['clusters.yaml']\n")
    (tmp_path / "clusters.yaml").write_text("- {name: stagin, server: https://b.example.com}\n")
    assert found() == 0
