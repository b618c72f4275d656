from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from argowave.commands import Exit, main
from argowave.report import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable

    Lint = Callable[..., tuple[int, str, str]]

ROOT = Path(__file__).parents[2]
CASE = ROOT / "tests/cases/lint/repositories/invalid/unknown-field"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with one finding, in plain/c.yaml."""
    return Path(shutil.copytree(CASE, tmp_path / "old"))


@pytest.fixture
def lint(repository: Path, capsys: pytest.CaptureFixture[str]) -> Lint:
    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(["lint", "--repository", str(repository), *arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def test_old_findings_are_written_once_and_only_new_ones_fail(lint: Lint, repository: Path) -> None:
    file = repository / "baseline.yaml"
    code, out, err = lint("--write-baseline", str(file))

    assert (code, err) == (Exit.WELL, f"{file}: 1 entry for 1 finding\n")
    assert "\nin the baseline: 1 finding\n" in out

    manifest = repository / "plain" / "c.yaml"
    manifest.write_text(f"# a line above\n{manifest.read_text()}")
    assert lint("--baseline", str(file))[0] == Exit.WELL

    (repository / "plain" / "d.yaml").write_text(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: d}\ndato: {}\n"
    )
    code, out, _ = lint("--baseline", str(file))
    assert code == Exit.FINDINGS
    (new,) = [line for line in out.splitlines() if line.endswith("(schema, error) [old/root]")]
    assert new.startswith("plain/d.yaml:4 ")


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_shows_only_what_is_new(lint: Lint, repository: Path, form: str) -> None:
    file = repository / "baseline.yaml"
    lint("--write-baseline", str(file))
    code, out, _ = lint("--baseline", str(file), "--output", form)

    assert code == Exit.WELL
    assert "plain/c.yaml" not in out


def test_what_is_mended_is_a_warning_or_an_error(lint: Lint, repository: Path) -> None:
    file = repository / "baseline.yaml"
    lint("--write-baseline", str(file))
    manifest = repository / "plain" / "c.yaml"
    manifest.write_text("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n")
    code, out, _ = lint("--baseline", str(file), "--output", "json")
    (stale,) = json.loads(out)["findings"]

    assert code == Exit.WELL
    assert (stale["path"], stale["line"], stale["rule"]) == ("baseline.yaml", 5, "baseline")
    assert stale["severity"] == "warning"
    assert lint("--baseline", str(file), "--fail-on-stale")[0] == Exit.FINDINGS

    lint("--write-baseline", str(file))
    assert lint("--baseline", str(file), "--fail-on-stale")[0] == Exit.WELL


def test_a_waived_finding_is_in_no_baseline(lint: Lint, repository: Path) -> None:
    (repository / "argowave.toml").write_text(
        "waivers = [{rule = 'schema', reason = 'upstream', until = 2999-01-01}]\n"
    )
    file = repository / "baseline.yaml"

    assert lint("--write-baseline", str(file))[2].endswith(": 0 entries for 0 findings\n")


@pytest.mark.parametrize("option", ["--baseline", "--write-baseline"])
def test_a_file_that_is_no_baseline_is_refused_and_kept(
    lint: Lint, repository: Path, option: str
) -> None:
    file = repository / "root.yaml"
    before = file.read_bytes()
    code, out, err = lint(option, str(file))

    assert (code, out) == (Exit.COULD_NOT_RUN, "")
    assert err.startswith(f"error: {file}: is no baseline: one mapping is wanted\n")
    assert file.read_bytes() == before


def test_a_baseline_that_is_missing_is_refused(lint: Lint, repository: Path) -> None:
    code, _, err = lint("--baseline", str(repository / "b.yaml"))

    assert code == Exit.COULD_NOT_RUN
    assert err == (
        f"error: {repository}/b.yaml: there is no such baseline\n"
        f"  `argowave lint --write-baseline {repository}/b.yaml` writes it\n"
    )


def test_failing_on_stale_entries_needs_a_baseline(lint: Lint) -> None:
    assert lint("--fail-on-stale")[2] == "error: --fail-on-stale needs --baseline\n"


def test_nothing_is_written_where_nothing_was_checked(lint: Lint, repository: Path) -> None:
    shutil.rmtree(repository / "plain")
    (repository / "root.yaml").unlink()
    file = repository / "baseline.yaml"

    assert lint("--write-baseline", str(file))[0] == Exit.COULD_NOT_RUN
    assert not file.exists()


def test_one_environment_neither_drops_nor_calls_stale_what_others_have(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "b.yaml"
    entry = "version: 1\nfindings:\n  - path: apps/x.yaml\n    rule: schema\n    count: 2\n"
    file.write_text(entry)
    code = main(["lint", "--repository", str(ROOT), "staging", "--baseline", str(file)])

    assert code == Exit.WELL
    assert "(baseline)" not in capsys.readouterr().out

    main(["lint", "--repository", str(ROOT), "staging", "--write-baseline", str(file)])
    assert entry in file.read_text()
