from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from argowave.commands import main
from environment.small import VERSIONS

if TYPE_CHECKING:
    from environment.small import Repository

RENDERED = "environments/dev/rendered"
ROOT = f"{RENDERED}/apps/root.yaml"


def render(repository: Repository, *arguments: str) -> int:
    return main(["render", "--repository", str(repository.path), *arguments])


def everything(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".argowave-lock"
    }


def test_a_template_becomes_a_file_that_names_it(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    assert render(repository) == 0

    assert repository.read(ROOT) == (
        '# rendered by argowave from apps/root.yaml; do not edit\nkind: Root\nname: "devopstest"\n'
    )
    assert capsys.readouterr() == (f"add {ROOT}\n", "1 files in dev: 1 changed\n")


def test_rendering_twice_touches_nothing(repository: Repository) -> None:
    render(repository)
    before = (repository.path / ROOT).stat()

    assert render(repository) == 0
    assert render(repository, "--check") == 0
    after = (repository.path / ROOT).stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


def test_only_the_named_environment_is_rendered(repository: Repository) -> None:
    text = repository.read("environments/dev/environment.yaml")
    repository.write("environments/prod/environment.yaml", text)
    repository.write("environments/prod/versions.yaml", VERSIONS)

    assert render(repository, "prod") == 0
    assert [path.parent.name for path in repository.path.glob("environments/*/rendered")] == [
        "prod"
    ]


def test_one_environment_that_fails_leaves_all_as_they_are(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    text = repository.read("environments/dev/environment.yaml")
    repository.write("environments/prod/environment.yaml", text + "note: {x: 1}\n")
    repository.write("environments/prod/versions.yaml", VERSIONS)
    repository.write("apps/a.yaml", "#% if env.name == 'prod' %#\n#{ 1 / 0 }#\n#% endif %#\n")

    assert render(repository) == 2
    assert capsys.readouterr().err == (
        "error: apps/a.yaml:2: division by zero (environment prod)\n"
    )
    assert not list(repository.path.glob("environments/*/rendered"))


def test_check_shows_the_difference_and_writes_nothing(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.write("apps/gone.yaml", "kind: Gone\n")
    render(repository)
    (repository.path / "apps/gone.yaml").unlink()
    repository.write("apps/root.yaml", "kind: Other\n")
    repository.write("apps/new.yaml", "kind: New\n")
    before = everything(repository.path)
    capsys.readouterr()

    assert render(repository, "--check") == 1
    assert everything(repository.path) == before
    out, err = capsys.readouterr()
    assert err == "2 files in dev: 3 would change\n"
    assert out.splitlines() == [
        f"remove {RENDERED}/apps/gone.yaml",
        f"--- a/{RENDERED}/apps/gone.yaml",
        f"+++ b/{RENDERED}/apps/gone.yaml",
        "@@ -1,2 +0,0 @@",
        "-# rendered by argowave from apps/gone.yaml; do not edit",
        "-kind: Gone",
        f"add {RENDERED}/apps/new.yaml",
        f"--- a/{RENDERED}/apps/new.yaml",
        f"+++ b/{RENDERED}/apps/new.yaml",
        "@@ -0,0 +1,2 @@",
        "+# rendered by argowave from apps/new.yaml; do not edit",
        "+kind: New",
        f"change {ROOT}",
        f"--- a/{ROOT}",
        f"+++ b/{ROOT}",
        "@@ -1,3 +1,2 @@",
        " # rendered by argowave from apps/root.yaml; do not edit",
        "-kind: Root",
        '-name: "devopstest"',
        "+kind: Other",
    ]


def test_check_sees_a_file_that_is_missing_and_one_that_was_edited(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.write("apps/a.yaml", "kind: A\n")
    render(repository)
    (repository.path / ROOT).unlink()
    repository.write(f"{RENDERED}/apps/a.yaml", "kind: Edited")
    capsys.readouterr()

    assert render(repository, "--check") == 1
    out, err = capsys.readouterr()
    assert f"add {ROOT}\n" in out
    assert "-kind: Edited\n\\ No newline at end of file\n" in out
    assert f"{RENDERED}/apps/a.yaml: was edited by hand; the edit is not kept\n" in err


def test_the_lines_of_a_secret_are_in_no_diff(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.write("apps/root.yaml", "kind: Secret\nstringData: {password: hunter2}\n")

    assert render(repository, "--diff") == 0
    out, _ = capsys.readouterr()
    assert "hunter2" not in out
    assert f"(the lines of {ROOT} are not shown: it holds a Secret)\n" in out


def test_a_file_that_no_template_makes_any_more_goes_with_its_empty_folders(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.write("infra/a/b/c.yaml", "kind: C\n")
    render(repository)
    (repository.path / "infra/a/b/c.yaml").unlink()

    assert render(repository) == 0
    assert f"remove {RENDERED}/infra/a/b/c.yaml\n" in capsys.readouterr().out
    assert not (repository.path / RENDERED / "infra").exists()


def test_a_file_that_render_did_not_make_is_left_alone_and_named(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.write("infra/a/b.yaml", "kind: B\n")
    render(repository)
    (repository.path / "infra/a/b.yaml").unlink()
    mine = repository.write(f"{RENDERED}/infra/a/mine.yaml", "kind: Mine\n")

    assert render(repository) == 1
    assert render(repository, "--check") == 1
    assert mine.read_text() == "kind: Mine\n"
    assert f"{RENDERED}/infra/a/mine.yaml: render did not make it" in capsys.readouterr().err


@pytest.mark.parametrize("flag", [[], ["--check"]])
def test_a_file_in_the_way_is_not_overwritten(
    flag: list[str], repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = repository.write(ROOT, "kind: Mine\n")

    assert render(repository, *flag) == 2
    assert mine.read_text() == "kind: Mine\n"
    assert capsys.readouterr().err == (
        f"error: {ROOT}: stands where render must write, and render did not make it\n"
        "  move it away or delete it, then render again\n"
    )


def test_a_folder_in_the_way_is_not_removed(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = repository.write(f"{ROOT}/mine", "x")

    assert render(repository) == 2
    assert mine.exists()
    assert f"{ROOT}: stands where render must write" in capsys.readouterr().err


def test_a_file_where_a_folder_must_be_is_told(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = repository.write(f"{RENDERED}/apps", "x")

    assert render(repository) == 2
    assert mine.read_text() == "x"
    assert "; nothing was changed" in capsys.readouterr().err


@pytest.mark.parametrize("link", [RENDERED, f"{RENDERED}/apps"])
def test_render_never_writes_through_a_link(
    link: str, repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    outside = repository.path.parent / "outside"
    outside.mkdir()
    (repository.path / link).parent.mkdir(parents=True, exist_ok=True)
    (repository.path / link).symlink_to(outside)

    assert render(repository) == 2
    assert list(outside.iterdir()) == []
    assert capsys.readouterr().err == (
        f"error: {link}: is a link, and render writes into folders only\n"
    )


def test_a_rendered_file_that_became_a_link_is_a_file_again_and_its_target_stays(
    repository: Repository,
) -> None:
    render(repository)
    target = repository.write("mine.yaml", "kind: Mine\n")
    (repository.path / ROOT).unlink()
    (repository.path / ROOT).symlink_to(target)

    assert render(repository) == 0
    assert not (repository.path / ROOT).is_symlink()
    assert target.read_text() == "kind: Mine\n"


def test_a_list_of_files_that_was_lost_is_written_again(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    render(repository)
    (repository.path / RENDERED / ".rendered").unlink()
    capsys.readouterr()

    assert render(repository, "--check") == 1
    assert f"change {RENDERED}/.rendered (the list of what render made)" in capsys.readouterr().out
    repository.write("apps/root.yaml", "kind: Other\n")
    assert render(repository) == 0
    assert render(repository, "--check") == 0
    assert repository.read(ROOT).endswith("kind: Other\n")


def test_a_list_of_files_with_a_merge_in_it_counts_for_both_sides(repository: Repository) -> None:
    render(repository)
    ledger = repository.read(f"{RENDERED}/.rendered")
    other = repository.write(f"{RENDERED}/apps/theirs.yaml", "kind: Theirs\n")
    sha = "5" * 64
    repository.write(
        f"{RENDERED}/.rendered",
        f"<<<<<<< ours\n{ledger}=======\n"
        f"{sha}  apps/root.yaml\n{sha}  apps/theirs.yaml\n>>>>>>> theirs\n",
    )

    assert render(repository) == 0
    assert not other.exists()
    assert repository.read(f"{RENDERED}/.rendered") == ledger


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_named(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    render(repository)
    repository.write("apps/root.yaml", "kind: Other\n")
    folder = repository.path / RENDERED / "apps"
    folder.chmod(0o500)

    assert render(repository) == 2
    folder.chmod(0o700)
    assert "Permission denied; nothing was changed" in capsys.readouterr().err


def test_an_unknown_environment_is_refused(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    assert render(repository, "dve") == 2
    assert capsys.readouterr().err == (
        "error: environment 'dve' does not exist, did you mean 'dev'? (environments: dev)\n"
    )


def test_this_repository_renders_to_what_is_committed(capsys: pytest.CaptureFixture[str]) -> None:
    repository = Path(__file__).parents[2]

    assert main(["render", "--check", "--repository", str(repository)]) == 0
    assert " in dev, prod, staging: 0 would change" in capsys.readouterr().err
