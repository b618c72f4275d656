"""Revisions that are not here, and clones in which little is."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from git_repositories import commit, git
from pinned_shop import FAULT, RIGHT, URL, WRONG, application, lint

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("revision", ["HEAD~1", "main^", "@{-1}", "v1.0.0^{}", "@"])
def test_a_way_to_a_commit_is_nothing_that_argo_cd_resolves(
    shop: Path, capsys: pytest.CaptureFixture[str], revision: str
) -> None:
    commit(shop, {"apps/prod.yaml": application("prod", "web", f'"{revision}"')})

    assert (
        f"apps/prod.yaml:7 Application/prod $.spec.source: targetRevision {revision} is a way to a "
        "commit that only Git follows, so Argo CD cannot resolve it; name a branch, a tag or a "
        "commit (source, error)"
    ) in lint(shop, capsys)


@pytest.mark.parametrize(
    ("revision", "why"),
    [
        ("my branch", "it is no branch, tag or commit, and Argo CD looks for nothing else"),
        ("main:web", "it is no branch, tag or commit, and Argo CD looks for nothing else"),
        ("~9.1", "this clone does not have it, and `git fetch` may bring it"),
        (">=9 <10", "this clone does not have it, and `git fetch` may bring it"),
        ("v9.0.0", "this clone does not have it, and `git fetch` may bring it"),
        (
            "refs/remotes/origin/main",
            (
                "Argo CD asks the repository itself, which has no refs/remotes/ as a rule; a "
                "branch is named main"
            ),
        ),
    ],
)
def test_what_is_not_here_is_said_with_what_would_bring_it(
    shop: Path, capsys: pytest.CaptureFixture[str], revision: str, why: str
) -> None:
    git(shop, "update-ref", "refs/remotes/origin/main", "v1.0.0")
    commit(shop, {"apps/prod.yaml": application("prod", "web", f'"{revision}"')})

    out = lint(shop, capsys)

    assert f"not checked: web at revision {revision}: {why} [" in out
    assert FAULT not in out


def test_what_a_shallow_clone_lacks_is_said_with_the_command_that_brings_it(
    shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commit(shop, {"apps/prod.yaml": application("prod", "web", "v1.0.0")})
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth", "1", "--no-tags", shop.as_uri(), str(clone))
    git(clone, "remote", "set-url", "origin", URL)
    every = "'+refs/heads/*:refs/remotes/origin/*'"
    words = f"git fetch --unshallow --tags origin {every}"

    assert (
        f"this clone is shallow and does not have it, and `{words}` may bring it "
        "(fetch-depth: 0 of actions/checkout)"
    ) in lint(clone, capsys)

    git(clone, "remote", "set-url", "origin", shop.as_uri())
    git(clone, *words.replace("'", "").split()[1:])
    git(clone, "remote", "set-url", "origin", URL)

    assert FAULT in lint(clone, capsys)


def test_a_clone_of_one_branch_is_told_how_to_have_the_others(
    shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(shop, "branch", "production", "v1.0.0")
    commit(shop, {"apps/prod.yaml": application("prod", "web", "production")})
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--single-branch", shop.as_uri(), str(clone))
    git(clone, "remote", "set-url", "origin", URL)
    words = "git fetch --tags origin '+refs/heads/*:refs/remotes/origin/*'"

    assert f"this clone has not every branch, and `{words}` may bring it" in lint(clone, capsys)

    git(clone, "remote", "set-url", "origin", shop.as_uri())
    git(clone, *words.replace("'", "").split()[1:])
    git(clone, "remote", "set-url", "origin", URL)

    assert FAULT in lint(clone, capsys)


@pytest.mark.parametrize("stated", ["pull/7/head", "refs/pull/7/head", "merge-requests/7/head"])
def test_what_a_forge_has_beside_branches_goes_by_its_short_name_too(
    shop: Path, capsys: pytest.CaptureFixture[str], stated: str
) -> None:
    git(shop, "update-ref", f"refs/{stated.removeprefix('refs/')}", "v1.0.0")
    commit(shop, {"apps/prod.yaml": application("prod", "web", stated)})

    assert FAULT in lint(shop, capsys)


def test_many_revisions_that_stand_for_what_is_here_are_one_line(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {f"apps/{n}.yaml": application(f"a{n:02}", "web", f"r{n:02}") for n in range(12)}
    git(shop, "rm", "--quiet", "apps/dev.yaml")
    commit(shop, files)

    assert (
        "  revisions r00, r01, r02, r03, r04, r05, r06, r07, r08, r09 and 2 more of this "
        "repository were taken for what is here, as no Application takes what is checked out or "
        "the default branch\n"
    ) in lint(shop, capsys)


def test_a_guess_at_the_default_branch_is_named_where_it_decides(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = (
        "revision main of this repository was taken for what is here, though branch production is "
        "checked out: nothing says which branch is the default one; "
        "`git remote set-head origin --auto` does"
    )
    assert "was taken for what is here" not in lint(shop, capsys)

    git(shop, "switch", "--quiet", "--create", "production")
    assert said in lint(shop, capsys)

    git(shop, "update-ref", "refs/remotes/origin/main", "main")
    git(shop, "symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
    assert "was taken for what is here" not in lint(shop, capsys)


def test_a_remote_is_known_by_the_url_that_git_makes_of_its_own(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(shop, "remote", "remove", "origin")
    git(shop, "remote", "add", "team", "gx:team/shop.git")
    git(shop, "config", "url.https://git.example.com/.insteadOf", "gx:")
    git(shop, "update-ref", "refs/remotes/team/production", "v1.0.0")
    commit(shop, {"apps/prod.yaml": application("prod", "web", "production")})

    assert FAULT in lint(shop, capsys)


@pytest.mark.parametrize(
    ("stated", "known"), [("origin/production", "production"), ("tags/v1.0.0", "v1.0.0")]
)
def test_what_only_git_calls_so_is_said_with_the_name_that_argo_cd_knows(
    shop: Path, capsys: pytest.CaptureFixture[str], stated: str, known: str
) -> None:
    git(shop, "update-ref", "refs/remotes/origin/production", "v1.0.0")
    commit(shop, {"apps/prod.yaml": application("prod", "web", stated)})

    assert (
        f"not checked: web at revision {stated}: only git calls it so; to Argo CD it is {known} ["
    ) in lint(shop, capsys)


def test_a_tag_that_is_no_commit_is_called_that(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(shop, "tag", "picture", "HEAD:web/config.yaml")
    commit(shop, {"apps/prod.yaml": application("prod", "web", "picture")})
    digest = git(shop, "rev-parse", "picture")

    assert (
        f"web at revision picture: what it names, {digest}, is no commit or is not in this clone; "
        "run `git fetch` first, or name another revision"
    ) in lint(shop, capsys)


def test_a_repository_that_git_does_not_read_is_said_with_the_reason(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commit(shop, {"apps/prod.yaml": application("prod", "web", "v1.0.0")})
    (shop / ".git/HEAD").unlink()

    assert (
        "web at revision v1.0.0: git does not read this repository (not a git repository (or any "
        "of the parent directories): .git)"
    ) in lint(shop, capsys)


def test_a_repository_of_another_user_is_said_with_how_to_trust_it(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if os.geteuid():
        pytest.skip("only root can give files away")
    commit(shop, {"apps/prod.yaml": application("prod", "web", "v1.0.0")})
    for path in (shop, shop / ".git"):
        os.chown(path, 12345, 12345)

    assert (
        "web at revision v1.0.0: git does not read this repository (detected dubious ownership in "
        f"repository at '{shop}') (if you trust it: git config --global --add safe.directory "
        f"{shop})"
    ) in lint(shop, capsys)


@pytest.mark.parametrize("where", ["packed", "worktree", "separate"])
def test_refs_are_found_wherever_git_has_them(
    shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], where: str
) -> None:
    git(shop, "branch", "production", "v1.0.0")
    commit(shop, {"apps/prod.yaml": application("prod", "web", "production")})
    folder = shop
    if where == "packed":
        git(shop, "pack-refs", "--all", "--prune")
    elif where == "worktree":
        folder = tmp_path / "linked"
        git(shop, "worktree", "add", "--quiet", "-b", "topic", str(folder))
    else:
        git(tmp_path, "init", "--quiet", "--separate-git-dir", str(tmp_path / "kept"), str(shop))

    assert FAULT in lint(folder, capsys)


def test_commits_of_sha_256_are_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git(tmp_path, "init", "--quiet", "--initial-branch", "main", "--object-format=sha256")
    git(tmp_path, "remote", "add", "origin", URL)
    first = commit(tmp_path, {"web/config.yaml": WRONG})
    files = {
        "apps/dev.yaml": application("dev", "web", "main"),
        "apps/long.yaml": application("long", "web", first),
        "apps/short.yaml": application("short", "web", f'"{first[:9]}"'),
    }
    commit(tmp_path, {"web/config.yaml": RIGHT, **files})

    out = lint(tmp_path, capsys)

    assert [line.rpartition("/")[2] for line in out.splitlines() if FAULT in line] == [
        "short]",
        "long]",
    ]


def test_a_repository_without_a_commit_is_what_is_here(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(tmp_path, "init", "--quiet", "--initial-branch", "main")
    git(tmp_path, "remote", "add", "origin", URL)
    for name, text in {
        "web/config.yaml": WRONG,
        "apps/dev.yaml": application("dev", "web", "main"),
        "apps/prod.yaml": application("prod", "web", "v1.0.0"),
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)

    out = lint(tmp_path, capsys)

    assert "\nweb/config.yaml:4 ConfigMap/web $.dada" in f"\n{out}"
    assert "not checked: web at revision v1.0.0: this clone does not have it" in out


def test_a_revision_that_is_still_to_be_filled_in_is_what_is_here(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    prod = application("prod", "web", "'${branch}'")
    commit(shop, {"apps/prod.yaml": prod, "web/config.yaml": WRONG})

    out = lint(shop, capsys)

    assert f"web/config.yaml:4 {FAULT} (schema, error) [shop/dev, shop/prod]" in out
    assert "at revision" not in out


@pytest.mark.parametrize(
    ("extension", "why"),
    [
        (
            "unknown",
            "git says: unknown repository extension found: unknown (Git 2.45 and newer read it)",
        ),
        ("", "git is not on the PATH"),
    ],
)
def test_a_table_of_refs_that_git_does_not_read_is_called_that(
    shop: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    extension: str,
    why: str,
) -> None:
    if extension:
        git(shop, "config", "core.repositoryFormatVersion", "1")
        git(shop, "config", f"extensions.{extension}", "reftable")
    else:
        monkeypatch.setenv("PATH", "")
    (shop / ".git" / "HEAD").write_text("ref: refs/heads/.invalid\n")

    assert (
        "  revision main of this repository was taken for what is here, though nobody knows what "
        f"is checked out: its refs are in a table, and {why}\n"
    ) in lint(shop, capsys)
