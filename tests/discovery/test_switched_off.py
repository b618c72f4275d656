"""What a kustomization in use has as a comment is switched off, and no root."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from discovery.repositories import CONFIG, application, discover
from programs_here import needs_kustomize

if TYPE_CHECKING:
    from pathlib import Path

    from argowave.tree import Tree


pytestmark = needs_kustomize


def names(tree: Tree) -> list[str]:
    return sorted(each.name for each in tree.applications)


def off(what: str, kustomization: str) -> str:
    return f"{what} was taken to be switched off, as a comment in {kustomization} names it"


@pytest.mark.parametrize("line", ["# - idle.yaml", "  #  - ./idle.yaml # later", "#- 'idle.yaml'"])
def test_an_application_in_a_comment_of_the_kustomization_around_it_is_no_root(
    tmp_path: Path, line: str
) -> None:
    files = {
        "apps/root.yaml": application("root", "apps"),
        "apps/kustomization.yaml": f"resources:\n{line}\n- used.yaml\n",
        "apps/used.yaml": application("used", "web"),
        "apps/idle.yaml": application("idle", "gone"),
        "web/c.yaml": CONFIG,
    }
    tree = discover(tmp_path, files)

    assert names(tree) == ["root", "used"]
    assert not tree.all_findings
    assert off("apps/idle.yaml", "apps/kustomization.yaml") in tree.assumptions


def test_a_kustomization_in_a_comment_of_one_that_is_applied_by_hand_is_off(
    tmp_path: Path,
) -> None:
    files = {
        "kustomization.yaml": "resources:\n- used\n# - idle\n",
        "used/kustomization.yaml": "resources: [used.yaml]\n",
        "used/used.yaml": application("used", "web"),
        "idle/kustomization.yaml": "resources: [idle.yaml]\n",
        "idle/idle.yaml": application("idle", "gone"),
        "web/c.yaml": CONFIG,
    }
    tree = discover(tmp_path, files)

    assert names(tree) == ["used"]
    assert not tree.all_findings
    assert off("idle", "kustomization.yaml") in tree.assumptions


def test_several_are_named_together(tmp_path: Path) -> None:
    files = {
        "apps/kustomization.yaml": "resources:\n# - a.yaml\n# - b.yaml\n- used.yaml\n",
        "apps/used.yaml": application("used", "web"),
        "apps/a.yaml": application("a", "gone"),
        "apps/b.yaml": application("b", "gone"),
        "root.yaml": application("root", "apps"),
        "web/c.yaml": CONFIG,
    }
    said = (
        "apps/a.yaml, apps/b.yaml were taken to be switched off, as comments in "
        "apps/kustomization.yaml name them"
    )

    assert said in discover(tmp_path, files).assumptions


@pytest.mark.parametrize("line", ["# - root.yaml", "# see idle.yaml", "# - other.yaml"])
def test_what_leads_to_the_kustomization_and_what_a_comment_only_mentions_are_on(
    tmp_path: Path, line: str
) -> None:
    files = {
        "apps/root.yaml": application("root", "apps"),
        "apps/kustomization.yaml": f"resources:\n{line}\n- used.yaml\n",
        "apps/used.yaml": application("used", "web"),
        "apps/idle.yaml": application("idle", "web"),
        "web/c.yaml": CONFIG,
    }
    assert names(discover(tmp_path, files)) == ["idle", "root", "used"]
