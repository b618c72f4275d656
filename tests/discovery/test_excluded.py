"""The setting `exclude`: where no root is looked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from argowave import open_repository
from argowave.errors import RepositoryError
from discovery.repositories import CONFIG, URL, application, write

if TYPE_CHECKING:
    from pathlib import Path


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
    write(folder, files)
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
