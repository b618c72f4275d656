from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from argowave.errors import InvocationError
from argowave.settings import load_settings

if TYPE_CHECKING:
    from pathlib import Path


def test_a_repository_without_settings_has_the_defaults(tmp_path: Path) -> None:
    settings = load_settings(tmp_path)

    assert settings.repositories == ()
    assert settings.waivers == ()


def test_settings_stand_in_pyproject(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        '[tool.argowave]\nrepositories = ["https://a.org/r"]\n'
        '[[tool.argowave.waivers]]\nrule = "schema"\npath = "infra/*"\n'
        'reason = "upstream"\nuntil = 2027-01-31\n'
    )
    settings = load_settings(tmp_path)
    (waiver,) = settings.waivers

    assert settings.repositories == ("https://a.org/r",)
    assert (waiver.rule, waiver.path, waiver.subject) == ("schema", "infra/*", "*")
    assert waiver.until == date(2027, 1, 31)


def test_a_file_of_their_own_wins(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.argowave]\nrepositories = ["https://a.org"]\n')
    (tmp_path / "argowave.toml").write_text('repositories = ["https://b.org"]\n')

    assert load_settings(tmp_path).repositories == ("https://b.org",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "repository = []",
            "[tool.argowave] does not know repository\n  did you mean repositories?",
        ),
        ("repositories = 1", "repositories must be a list of texts"),
        ("waivers = 1", "waivers must be a list of tables"),
        ("waivers = [1]", "waivers[0] must be a table"),
        (
            "waivers = [{rule = 'a', until = 2027-01-31}]",
            "waivers[0] has no reason; a waiver says which rule, why and until when",
        ),
        (
            "waivers = [{rule = 'a', reason = 'b', until = 'soon'}]",
            "waivers[0].until must be a day such as 2027-01-31, not 'soon'",
        ),
        (
            "waivers = [{rule = 'a', reason = ' ', until = 2027-01-31}]",
            "waivers[0].reason must be a text that is not empty",
        ),
        (
            "[settings]\nexclude = ['a']",
            "[settings] means nothing here: its keys stand before the first [table]",
        ),
        (
            "[argowave]\nexclude = ['a']",
            "[argowave] means nothing here: its keys stand before the first [table]",
        ),
        ("exclud = ['a']", "[tool.argowave] does not know exclud\n  did you mean exclude?"),
        (
            "[rules]\nimage-pin = 'off'\nexclude = ['a']",
            (
                "[rules] holds exclude, which is no rule\n"
                "  in TOML a table goes on to the next one: write it before the first [table]"
            ),
        ),
        ("exclude = 'examples'", "exclude must be a list of texts"),
        (
            "waivers = [{rule = 'a', reason = 'b', until = 2027-01-31T00:00:00}]",
            "waivers[0].until must be a day such as 2027-01-31",
        ),
    ],
)
def test_a_setting_that_cannot_be_meant_is_refused(
    tmp_path: Path, text: str, expected: str
) -> None:
    (tmp_path / "argowave.toml").write_text(text)

    with pytest.raises(InvocationError) as raised:
        load_settings(tmp_path)
    assert str(raised.value) == f"argowave.toml: {expected}"


@pytest.mark.parametrize("stated", ["../other", ".", "./", "/", "a/./b", "/a"])
def test_a_glob_that_no_path_can_match_is_refused_at_its_line(tmp_path: Path, stated: str) -> None:
    (tmp_path / "argowave.toml").write_text(
        f"repositories = ['{stated}']\nexclude = [\n  'vendor',\n  '{stated}',\n]\n"
    )

    with pytest.raises(InvocationError) as raised:
        load_settings(tmp_path)
    assert str(raised.value) == (
        f"argowave.toml:4: exclude holds {stated!r}, which is no path in the repository\n"
        "  examples/* is one, or vendor"
    )


def test_a_folder_in_place_of_the_settings_is_refused(tmp_path: Path) -> None:
    (tmp_path / "argowave.toml").mkdir()
    (tmp_path / "pyproject.toml").write_text("[tool.argowave]\n")

    with pytest.raises(InvocationError) as raised:
        load_settings(tmp_path)
    assert str(raised.value) == (
        "argowave.toml: is a folder, and the settings are a file\n"
        "  rename it, or put the settings there"
    )


@pytest.mark.parametrize("name", ["argowave.toml", "pyproject.toml"])
def test_a_link_to_no_settings_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).symlink_to("missing.toml")

    with pytest.raises(InvocationError, match="is no regular file, and the settings are a file"):
        load_settings(tmp_path)


def test_a_settings_file_that_is_no_toml_says_where(tmp_path: Path) -> None:
    (tmp_path / "argowave.toml").write_text("a = \n")

    with pytest.raises(InvocationError, match=r"is no TOML: .*line 1"):
        load_settings(tmp_path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[argowave]\n", "[argowave] means nothing: its keys stand below [tool.argowave]"),
        (
            "[tool.argowave.settings]\nexclude = ['a']\n",
            "[tool.argowave.settings] means nothing: its keys stand in [tool.argowave]",
        ),
    ],
)
def test_a_table_that_pyproject_does_not_have_is_named(
    tmp_path: Path, text: str, expected: str
) -> None:
    (tmp_path / "pyproject.toml").write_text(text)

    with pytest.raises(InvocationError) as raised:
        load_settings(tmp_path)
    assert str(raised.value) == f"pyproject.toml: {expected}"
