from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from argowave.cache.outcome import Outcome, to_bytes
from argowave.finding import Finding
from argowave.report import FORMATS
from argowave.report.summary import Summary
from argowave.user_cache.entries import Entries
from git_repositories import git

if TYPE_CHECKING:
    from pathlib import Path

    from cache.conftest import Lint

PLANTED = Outcome(
    (Finding("planted.yaml", 1, "", "", "was planted", "x"),), (), Summary(1, valid=1), ("planted",)
)


def plant(kept: Path) -> None:
    """Put something else in place of every outcome, to see who answers."""
    for path in kept.glob("*.outcome"):
        Entries(kept).write(path.name, to_bytes(PLANTED))


def sight_in(kept: Path) -> str:
    (path,) = kept.glob("*.state")
    sight: str = json.loads(Entries(kept).read(path.name) or b"")["sight"]
    return sight


def answers_from_memory(lint: Lint, kept: Path, *arguments: str) -> bool:
    plant(kept)
    return "planted" in lint(*arguments)[1]


@pytest.mark.parametrize("output", FORMATS)
def test_the_second_answer_is_the_first_in_every_format(lint: Lint, output: str) -> None:
    first = lint("--output", output, "--no-cache")
    cold = lint("--output", output)
    assert lint("--output", output) == cold == first


def test_a_run_without_changes_answers_from_memory(lint: Lint, kept: Path) -> None:
    lint()
    assert answers_from_memory(lint, kept)


def test_the_format_and_require_all_do_not_need_another_look(lint: Lint, kept: Path) -> None:
    lint("--output", "json")
    assert answers_from_memory(lint, kept, "--output", "markdown", "--require-all")


def test_without_cache_nothing_is_read_or_written(lint: Lint, kept: Path) -> None:
    lint("--no-cache")
    assert not kept.exists()

    lint()
    assert not answers_from_memory(lint, kept, "--no-cache")


def test_the_environment_variables_say_the_same(
    lint: Lint, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARGOWAVE_NO_CACHE", "1")
    lint()
    assert not kept.exists()


def test_a_changed_file_is_looked_at(lint: Lint, kept: Path, repository: Path) -> None:
    _, before, _ = lint()
    path = next(repository.glob("plain/*.yaml"))
    whole = path.read_text()
    path.write_text("kind: [\n")
    assert not answers_from_memory(lint, kept)
    path.write_text(whole)  # and what was found before is still known

    assert answers_from_memory(lint, kept)
    plant_back = lint("--no-cache")
    assert plant_back[1] == before


def test_a_touched_file_needs_no_other_look(lint: Lint, kept: Path, repository: Path) -> None:
    lint()
    for path in repository.rglob("*.yaml"):
        path.touch()
    assert answers_from_memory(lint, kept)


def test_when_every_file_is_old_enough_the_stat_alone_is_compared(
    lint: Lint, kept: Path, repository: Path
) -> None:
    path = next(repository.glob("plain/*.yaml"))
    os.utime(path, (time.time(), time.time() + 1000))  # young for as long as this may take
    lint()
    assert sight_in(kept) == ""
    path.touch()
    time.sleep(0.1)
    lint()
    assert sight_in(kept) != ""
    for path in kept.glob("*.files"):
        path.unlink()

    assert answers_from_memory(lint, kept)
    assert not list(kept.glob("*.files"))  # nobody asked for them


def test_a_damaged_memory_is_made_anew(lint: Lint, kept: Path) -> None:
    first = lint()
    for path in kept.iterdir():
        path.write_bytes(path.read_bytes()[:-3])

    assert lint() == first
    assert lint() == first
    assert answers_from_memory(lint, kept)


def test_a_memory_of_another_shape_is_made_anew(lint: Lint, kept: Path) -> None:
    first = lint()
    for path in kept.iterdir():
        Entries(kept).write(path.name, b'{"hidden": 3}')

    assert lint() == first


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_does_no_harm(lint: Lint, kept: Path) -> None:
    kept.mkdir(mode=0o500)
    assert lint() == lint("--no-cache")


def test_a_file_in_place_of_the_folder_does_no_harm(lint: Lint, kept: Path) -> None:
    kept.write_text("")
    assert lint() == lint("--no-cache")
    assert kept.read_text() == ""


def test_a_memory_inside_the_repository_is_no_change_of_it(lint: Lint, repository: Path) -> None:
    kept = repository / "kept"
    lint("--cache-dir", str(kept))
    assert answers_from_memory(lint, kept, "--cache-dir", str(kept))


def test_what_depends_on_the_day_is_decided_every_time(lint: Lint, repository: Path) -> None:
    settings = repository / "argowave.toml"
    waiver = '\n[[waivers]]\nrule = "schema"\nreason = "known"\nuntil = 2999-01-01\n'
    settings.write_text(settings.read_text() + waiver)
    first = lint()
    assert "waived: " in first[1]
    assert lint() == first


@pytest.mark.parametrize(
    "arguments",
    [("--kubernetes-version", "1.31"), ("--root", "root.yaml"), ("--helm", "/bin/true")],
)
def test_another_option_is_another_question(
    lint: Lint,
    kept: Path,
    repository: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
) -> None:
    monkeypatch.chdir(repository)
    lint()
    assert not answers_from_memory(lint, kept, *arguments)


def test_another_remote_is_another_question(lint: Lint, kept: Path, repository: Path) -> None:
    lint()
    (repository / ".git").mkdir()
    (repository / ".git" / "config").write_text('[remote "origin"]\n  url = https://x.org/y\n')
    assert not answers_from_memory(lint, kept)

    (repository / ".git" / "index").write_text("")
    assert answers_from_memory(lint, kept)


def test_what_git_ignores_and_tracks_is_part_of_the_question(
    lint: Lint, kept: Path, repository: Path
) -> None:
    git(repository, "init", "--quiet")
    lint()
    (repository / ".git" / "info" / "exclude").write_text("web\n")
    assert not answers_from_memory(lint, kept)

    git(repository, "add", "--force", ".")
    assert not answers_from_memory(lint, kept)


def test_what_git_did_not_answer_is_asked_again(
    repository: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repository / "plain" / "ignored.yaml").write_text("kind: [\n")
    (repository / ".gitignore").write_text("ignored.yaml\n")
    git(repository, "init", "--quiet")
    program = repository.parent / "bin" / "git"
    program.parent.mkdir()
    program.write_text(
        '#!/bin/sh\ncase "$*" in *ls-files*) [ -e "$0-was-killed" ] || '
        f'{{ touch "$0-was-killed"; kill -9 $$; }};; esac\nexec {shutil.which("git")} "$@"\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent), prepend=":")
    command = [sys.executable, "-m", "argowave", "lint", "--cache-dir", str(kept)]

    said = [
        subprocess.run(command, cwd=repository, capture_output=True, text=True, check=False).stdout
        for _ in range(2)
    ]

    assert "plain/ignored.yaml" in said[0]
    assert "plain/ignored.yaml" not in said[1]


def test_a_chart_that_was_fetched_meanwhile_is_another_question(lint: Lint, kept: Path) -> None:
    lint()
    charts = kept.parent / "charts"
    charts.mkdir()
    (charts / "x.tgz").write_bytes(b"")
    assert not answers_from_memory(lint, kept)


def test_hidden_folders_count_only_where_something_leads_there(
    lint: Lint, kept: Path, repository: Path
) -> None:
    (repository / ".venv").mkdir()
    (repository / ".venv" / "x").write_text("")
    lint()
    (repository / ".venv" / "x").write_text("other")
    assert answers_from_memory(lint, kept)

    root = repository / "root.yaml"
    shutil.copytree(repository / "plain", repository / ".plain")
    root.write_text(root.read_text().replace("path: plain", "path: .plain"))
    for _ in range(2):
        lint()
    assert answers_from_memory(lint, kept)
    (repository / ".plain" / "more.yaml").write_text("kind: [\n")
    assert not answers_from_memory(lint, kept)


def test_a_link_out_of_the_repository_is_always_looked_at(
    lint: Lint, kept: Path, repository: Path, tmp_path: Path
) -> None:
    (tmp_path / "outside.yaml").write_text("kind: Application\n")
    (repository / "link.yaml").symlink_to(tmp_path / "outside.yaml")
    lint()
    assert not answers_from_memory(lint, kept)


def test_an_error_is_said_again(lint: Lint, repository: Path) -> None:
    shutil.rmtree(repository / "plain")
    (repository / "root.yaml").unlink()
    first = lint()
    assert first[0] == 2
    assert lint() == first


def test_a_repository_that_is_not_there_is_no_fault_of_the_cache(
    lint: Lint, repository: Path
) -> None:
    shutil.rmtree(repository)
    without = lint("--no-cache")

    assert without[0] == 2
    assert lint() == without
