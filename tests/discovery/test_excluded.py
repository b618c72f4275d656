"""The setting `exclude`: where no root is looked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from argowave import open_repository
from argowave.errors import RepositoryError

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://git.example.com/case.git"
CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"


def application(name: str, path: str) -> str:
    return f"""apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {{name: {name}, namespace: argocd}}
spec:
  source: {{repoURL: {URL}, path: {path}}}
  destination: {{namespace: {name}}}
"""


def chains(folder: Path, exclude: str) -> list[str]:
    files = {
        "argowave.toml": f"repositories = [{URL!r}]\nexclude = {exclude}\n",
        "apps/web.yaml": application("web", "examples/web"),
        "examples/web/config.yaml": CONFIG,
        "examples/shop/app.yaml": application("shop", "examples/shop/manifests"),
        "examples/shop/manifests/config.yaml": CONFIG,
        "team/testdata/app.yaml": application("sample", "team/sample"),
        "team/sample/config.yaml": CONFIG,
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return sorted(
        " → ".join(each.chain)
        for tree in open_repository(folder).trees()
        for each in tree.applications
    )


@pytest.mark.parametrize(
    ("exclude", "found"),
    [
        ("[]", ["sample", "shop", "web"]),
        ('["examples"]', ["sample", "web"]),
        ('["./examples/"]', ["sample", "web"]),
        ('["*/testdata"]', ["shop", "web"]),
        ('["examples/*.yaml", "team/*"]', ["web"]),
        ('["example"]', ["sample", "shop", "web"]),
    ],
)
def test_no_root_is_looked_for_in_what_is_excluded(
    exclude: str, found: list[str], tmp_path: Path
) -> None:
    assert chains(tmp_path, exclude) == found


def test_what_an_application_leads_to_is_read_though_it_is_excluded(tmp_path: Path) -> None:
    chains(tmp_path, '["examples"]')
    (tree,) = open_repository(tmp_path).trees()

    assert "examples/web/config.yaml" in tree.written
    assert "examples/shop/manifests/config.yaml" not in tree.written


def test_where_everything_is_excluded_that_is_said(tmp_path: Path) -> None:
    with pytest.raises(RepositoryError) as caught:
        chains(tmp_path, '["*"]')

    assert str(caught.value) == (
        "no file here holds an Application\n  the settings leave out what matches: *"
    )
