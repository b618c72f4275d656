"""Templates that were changed and not rendered."""

from __future__ import annotations

from pathlib import Path

import pytest

from argowave.commands import main
from diff.conftest import Shop
from this_repository import copy_repository

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Shop:
    """Give this repository's environments, committed."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))  # no charts
    made = Shop(copy_repository(tmp_path.resolve() / "site", settings=True), capsys)
    made.git("init", "--quiet", "--initial-branch=main")
    made.git("config", "user.name", "Somebody")
    made.git("config", "user.email", "somebody@example.com")
    made.commit()
    return made


def _diff(site: Shop) -> tuple[int, str, str]:
    code = main(["diff", "--repository", str(site.path), "--env", "dev"])
    out, err = site.capsys.readouterr()
    return code, out, err


def test_an_environment_that_no_state_has_is_called_what_lint_calls_it(site: Shop) -> None:
    code = main(["diff", "--repository", str(site.path), "--env", "stagin"])
    said = ", did you mean 'staging'? (environments: dev, prod, staging)\n"
    of_diff = site.capsys.readouterr().err
    main(["lint", "--repository", str(site.path), "stagin"])

    assert code == 2
    assert of_diff == f"error: environment 'stagin' does not exist in either state{said}"
    assert site.capsys.readouterr().err == f"error: environment 'stagin' does not exist{said}"


def test_a_value_that_was_not_rendered_is_said_to_be_missing(site: Shop) -> None:
    path = site.path / "environments/base.yaml"
    path.write_text(path.read_text().replace("hashKey: Id", "hashKey: Key"))
    code, out, err = _diff(site)

    assert (code, out.splitlines()[0]) == (0, "dev: no change")
    assert err == (
        "environments/dev/rendered is not what the templates say, and only what stands there is"
        " compared; run argowave render\n"
    )


def test_a_value_that_was_rendered_is_shown_without_a_word(site: Shop) -> None:
    path = site.path / "environments/base.yaml"
    path.write_text(path.read_text().replace("hashKey: Id", "hashKey: Key"))
    assert main(["render", "--repository", str(site.path)]) == 0
    site.capsys.readouterr()
    code, out, err = _diff(site)

    assert (code, err) == (0, "")
    assert '        spec.forProvider.hashKey: "Id" → "Key"\n' in out


def test_templates_that_cannot_be_rendered_do_not_end_the_comparison(site: Shop) -> None:
    site.write("infra/pipeline/sns-topic.yaml", "name: #{ nothing }#\n")
    code, out, err = _diff(site)

    assert (code, out.splitlines()[0]) == (0, "dev: no change")
    assert err.startswith("the templates cannot be rendered: infra/pipeline/sns-topic.yaml:1: ")
