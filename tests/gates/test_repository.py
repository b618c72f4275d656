"""This repository with one thing broken at a time: the rules about order find it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from argowave.lint import Ground
from argowave.rules import Scene, judge
from argowave.rules.registry import family_of, load_rules
from argowave.schema import open_store
from argowave.sources.request import Charts

if TYPE_CHECKING:
    from collections.abc import Callable

REPOSITORY = Path(__file__).parents[2]
URL = "https://git.example.com/platform/argowave.git"
RENDERED = "environments/dev/rendered"
RULES = [rule for rule in load_rules() if family_of(rule) == "order"]
STORE = open_store()
DOCUMENTED = """
    hs = {status = "Progressing", message = ""}
    if obj.status ~= nil and obj.status.health ~= nil then
      hs.status = obj.status.health.status
    end
    return hs
  was: |
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(REPOSITORY / RENDERED, tmp_path / RENDERED)
    shutil.copytree(REPOSITORY / "workloads", tmp_path / "workloads")
    return tmp_path


def broken_rules(folder: Path) -> set[str]:
    ground = Ground(folder, (URL,), Charts(cache=folder / "cache"), processes=1)
    tree = ground.root(folder / RENDERED / "apps/root.yaml", "1.36").load()
    scene = Scene(folder, tree, STORE, "localstack", publishes_addresses=False)
    return {finding.rule for finding in judge(scene, RULES, {}).findings}


def put(path: str, old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        file = folder / RENDERED / path
        text = file.read_text()
        assert old in text, path
        file.write_text(text.replace(old, new, 1))

    return change


def wave(path: str, old: int, new: int) -> Callable[[Path], None]:
    return put(path, f'sync-wave: "{old}"', f'sync-wave: "{new}"')


CM = "infra/argocd/argocd-cm.yaml"
HEALTH = "resource.customizations.health."
APPLICATIONS = f"{HEALTH}argoproj.io_Application"
BROKEN = {
    "wave-order": {
        "pipeline with its provider config": wave("apps/pipeline.yaml", 4, 3),
        "pipeline before its provider config": wave("apps/pipeline.yaml", 4, 2),
        "workload with the pipeline": wave("apps/justtrack-t1.yaml", 5, 4),
        "workload before the namespace": wave("apps/justtrack-t1.yaml", 5, 0),
        "provider config before the providers": wave("apps/provider-config.yaml", 3, 1),
        "namespace late": wave("apps/namespace.yaml", 1, 5),
    },
    "wave-gate": {
        "no check of Applications": put(CM, APPLICATIONS, "unused"),
        "documented check": put(
            CM,
            f"{HEALTH}argoproj.io_Application: |",
            f"{HEALTH}argoproj.io_Application: |{DOCUMENTED}",
        ),
        "no check of managed resources": put(CM, '"*.upbound.io/*"', '"*.example.org/*"'),
        "pipeline by hand": put("apps/pipeline.yaml", "automated:", "manual:"),
    },
    "never-done": {
        "an Ingress that waits for its address": put(CM, f"{HEALTH}networking.k8s.io_Ingress", "x"),
    },
    "never-synced": {
        "endpoint without conditions": put(
            "infra/localstack/endpoint-slice.yaml", "conditions:", "unknown:"
        ),
    },
    "retry": {
        "providers give up": put("apps/crossplane-providers.yaml", "limit: -1", "limit: 3"),
        "pipeline gives up": put("apps/pipeline.yaml", "limit: -1", "limit: 3"),
        "root gives up": put("apps/root.yaml", "limit: -1", "limit: 3"),
    },
}
MUTATIONS = [
    pytest.param(rule, change, id=f"{rule}: {name}")
    for rule, changes in BROKEN.items()
    for name, change in changes.items()
]


def test_unbroken_it_gives_no_finding(copy: Path) -> None:
    assert broken_rules(copy) == set()


@pytest.mark.parametrize(("rule", "change"), MUTATIONS)
def test_one_thing_broken_is_found(rule: str, change: Callable[[Path], None], copy: Path) -> None:
    change(copy)

    assert rule in broken_rules(copy)
