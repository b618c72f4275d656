"""Applications that take this repository at another revision than the one that is checked out."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from argowave.commands import main
from argowave.revisions.checkouts import Checkouts
from git_repositories import commit, git
from pinned_shop import (
    CONFIG,
    FAULT,
    FILES,
    FOLDERS,
    HOME,
    RIGHT,
    SET,
    URL,
    WRONG,
    application,
    lint,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_a_tag_is_looked_at_as_it_was(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert FAULT not in lint(shop, capsys)

    commit(shop, {"apps/prod.yaml": application("prod", "web", "v1.0.0")})
    out = lint(shop, capsys)

    assert f"{HOME}@v1.0.0/web/config.yaml:4" in out
    assert FAULT in out
    assert "[shop/prod]" in out
    assert "not checked" not in out


@pytest.mark.parametrize(
    "revision",
    ["v1.*", ">=1.0.0 <2", "refs/tags/v1.0.0", "1.0.x", "production", "{sha}", "{short}"],
)
def test_a_revision_is_found_as_argo_cd_finds_it(
    shop: Path, capsys: pytest.CaptureFixture[str], revision: str
) -> None:
    sha = git(shop, "rev-parse", "v1.0.0")
    git(shop, "branch", "production", "v1.0.0")
    git(shop, "tag", "v2.0.0")
    stated = revision.format(sha=sha, short=sha[:8])
    commit(shop, {"apps/prod.yaml": application("prod", "web", f'"{stated}"')})

    out = lint(shop, capsys)

    assert FAULT in out
    assert "not checked" not in out


@pytest.mark.parametrize("revision", ["main", "HEAD", '""', "refs/heads/main", "topic"])
def test_what_is_checked_out_and_the_default_branch_are_what_is_here(
    shop: Path, capsys: pytest.CaptureFixture[str], revision: str
) -> None:
    git(shop, "switch", "--quiet", "--create", "topic")
    (shop / "web/config.yaml").write_text(WRONG)
    commit(shop, {"apps/prod.yaml": application("prod", "web", revision)})

    out = lint(shop, capsys)

    assert "\nweb/config.yaml:4" in f"\n{out}"
    assert HOME not in out


def test_a_revision_that_is_still_to_be_filled_in_is_what_is_here(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commit(shop, {"apps/prod.yaml": application("prod", "web", '"${branch}"'), "web/c.yaml": WRONG})

    out = lint(shop, capsys)

    assert "\nweb/c.yaml:4" in f"\n{out}"
    assert (
        "revision ${branch} of this repository was taken for what is here, as it is still to be "
        "filled in\n"
    ) in out


def test_a_remote_says_which_branch_is_the_default_one(
    shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(shop, "branch", "--move", "main", "trunk")
    git(shop, "branch", "main", "v1.0.0")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", str(shop), str(clone))
    git(clone, "remote", "set-url", "origin", URL)
    files = {name: application(name, "web", name) for name in ("main", "trunk")}
    shutil.rmtree(clone / "apps")
    git(clone, "switch", "--quiet", "--create", "topic")
    commit(clone, {f"apps/{name}.yaml": text for name, text in files.items()})

    out = lint(clone, capsys)

    assert f"{HOME}@main/web/config.yaml:4" in out
    assert "[clone/trunk]" not in "".join(line for line in out.splitlines() if FAULT in line)


def test_what_is_at_a_revision_that_the_clone_lacks_is_not_checked(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (shop / "api").mkdir()
    (shop / "api/config.yaml").write_text(WRONG)  # which says nothing of that revision
    commit(shop, {"apps/prod.yaml": application("prod", "api", "v3.0.0")})

    out = lint(shop, capsys)

    assert FAULT not in out
    assert (
        "not checked: api at revision v3.0.0: this clone does not have it, and `git fetch` may "
        "bring it" in out
    )


def test_a_folder_that_is_on_its_way_to_a_branch_is_not_checked(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(shop, "branch", "production")
    commit(shop, {"api/config.yaml": WRONG, "apps/p.yaml": application("p", "api", "production")})

    out = lint(shop, capsys)

    assert (
        "not checked: api at revision production: the path is here, and not on that branch yet"
    ) in out
    assert "(source, error)" not in out


def test_a_path_that_the_revision_lacks_is_a_finding(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commit(shop, {"api/config.yaml": RIGHT, "apps/p.yaml": application("prod", "api", "v1.0.0")})

    missing = "the path api does not exist at revision v1.0.0"
    assert f"apps/p.yaml:7 Application/prod $.spec.source: {missing}" in lint(shop, capsys)


def test_where_nothing_takes_what_is_here_it_stands_for_what_they_take(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(shop, "branch", "production", "v1.0.0")
    commit(shop, {"apps/dev.yaml": application("prod", "web", "production")})

    out = lint(shop, capsys)

    assert FAULT not in out
    assert (
        "revision production of this repository was taken for what is here, as no Application "
        "takes what is checked out or the default branch"
    ) in out


def test_tags_are_what_they_say_beside_a_branch_that_stands_for_what_is_here(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {
        "apps/dev.yaml": application("dev", "web", "develop"),
        "apps/prod.yaml": application("prod", "web", "v1.0.0"),
    }
    commit(shop, files)

    out = lint(shop, capsys)

    assert "revision develop of this repository was taken for what is here" in out
    assert "revision v1.0.0" not in out
    assert f"{HOME}@v1.0.0/web/config.yaml:4" in out


def test_a_tag_that_is_made_later_is_not_taken_for_what_is_here_from_memory(
    shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {
        "apps/dev.yaml": application("dev", "web", "develop"),
        "apps/prod.yaml": application("prod", "web", "v9.0.0"),
    }
    commit(shop, files)
    kept = ("--cache-dir", str(tmp_path / "cache"))
    assert FAULT not in lint(shop, capsys, *kept)

    git(shop, "tag", "v9.0.0", "v1.0.0")

    assert FAULT in lint(shop, capsys, *kept)


def test_a_pipeline_says_which_branch_a_pull_request_is_for(
    shop: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    git(shop, "branch", "develop", "v1.0.0")
    git(shop, "switch", "--quiet", "--detach")
    commit(shop, {"apps/next.yaml": application("next", "web", "develop")})
    assert FAULT in lint(shop, capsys)

    monkeypatch.setenv("GITHUB_BASE_REF", "develop")

    assert FAULT not in lint(shop, capsys)


def test_value_files_come_from_the_revision_of_their_source(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chart = {
        "chart/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
        "chart/values.yaml": "field: data\n",
        "chart/templates/config.yaml": CONFIG.format(field="{{ .Values.field }}"),
        "values/prod.yaml": "field: dada\n",
    }
    commit(shop, chart)
    git(shop, "tag", "v1.1.0")
    sources = (
        f"  sources:\n    - {{repoURL: {URL}, targetRevision: v1.1.0, ref: values}}\n"
        f"    - {{repoURL: {URL}, targetRevision: v1.1.0, path: chart, "
        "helm: {valueFiles: [$values/values/prod.yaml]}}\n"
    )
    head, _, _ = application("prod", "", "").partition("  source:")
    commit(shop, {"values/prod.yaml": "field: data\n", "apps/prod.yaml": head + sources})

    assert FAULT in lint(shop, capsys)


def test_what_was_found_at_a_tag_is_not_shown_once_it_has_moved(
    shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commit(shop, {"apps/prod.yaml": application("prod", "web", "v1.0.0")})
    kept = ("--cache-dir", str(tmp_path / "cache"))
    assert FAULT in lint(shop, capsys, *kept)

    git(shop, "tag", "--force", "v1.0.0", "HEAD")

    assert FAULT not in lint(shop, capsys, *kept)


def test_what_is_checked_out_decides_though_no_file_has_changed(
    shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commit(shop, {"apps/prod.yaml": application("prod", "web", "topic")})
    git(shop, "branch", "topic", "v1.0.0")
    kept = ("--cache-dir", str(tmp_path / "cache"))
    assert FAULT in lint(shop, capsys, *kept)

    git(shop, "branch", "--force", "topic", "main")
    git(shop, "switch", "--quiet", "topic")

    assert FAULT not in lint(shop, capsys, *kept)


def test_nothing_of_a_revision_is_left_behind(
    shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    commit(shop, {"apps/prod.yaml": application("prod", "web", "v1.0.0")})
    command = ["lint", "--repository", str(shop), "--no-cache"]
    monkeypatch.setenv("TMPDIR", str(scratch))
    words = [sys.executable, "-m", "argowave", *command]
    done = subprocess.run(words, capture_output=True, text=True, check=False)

    assert FAULT in done.stdout
    assert list(scratch.iterdir()) == []


def test_a_moved_pin_is_a_change_of_what_it_takes(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(shop, "tag", "v1.1.0")
    commit(shop, {"apps/prod.yaml": application("prod", "web", "v1.0.0")})
    commit(shop, {"apps/prod.yaml": application("prod", "web", "v1.1.0")})

    main(["diff", "--repository", str(shop), "HEAD~1"])
    out = capsys.readouterr().out

    assert "ConfigMap/web" in out
    assert "dada" in out


def tree_of(folder: Path, *entries: tuple[str, str, str]) -> str:
    """Make a tree of (mode, name, digest) as it is given, also one that git would not make."""
    data = b"".join(
        f"{mode} {name}\0".encode() + bytes.fromhex(digest) for mode, name, digest in entries
    )
    words = ("git", "-C", str(folder), "hash-object", "-t", "tree", "-w", "--stdin", "--literally")
    return (
        subprocess.run(words, input=data, capture_output=True, check=True).stdout.decode().strip()
    )


def blob_of(folder: Path, content: bytes) -> str:
    words = ("git", "-C", str(folder), "hash-object", "-w", "--stdin")
    done = subprocess.run(words, input=content, capture_output=True, check=True)
    return done.stdout.decode().strip()


@pytest.mark.parametrize("link", ["a", "A"])
def test_no_commit_writes_through_a_link_of_its_own(
    shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], link: str
) -> None:
    victim = tmp_path / "victim"
    victim.mkdir()
    (victim / "config.yaml").write_text("precious")
    evil = tree_of(shop, ("100644", "config.yaml", blob_of(shop, b"evil")))
    top = tree_of(
        shop,
        ("120000", link, blob_of(shop, str(victim).encode())),
        ("40000", "a", evil),
        ("40000", "web", git(shop, "rev-parse", "v1.0.0:web")),
    )
    git(shop, "tag", "--force", "v1.0.0", git(shop, "commit-tree", "-m", "x", top))
    commit(shop, {"apps/prod.yaml": application("prod", "web", "v1.0.0")})

    assert FAULT in lint(shop, capsys)
    main(["diff", "--repository", str(shop), "v1.0.0", "HEAD"])

    assert (victim / "config.yaml").read_text() == "precious"
    assert [each.name for each in victim.iterdir()] == ["config.yaml"]


def test_a_link_that_no_disk_can_have_is_left_out(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    top = tree_of(
        shop,
        ("40000", "web", git(shop, "rev-parse", "v1.0.0:web")),
        ("120000", "z", blob_of(shop, b"a\0b")),
    )
    git(shop, "tag", "--force", "v1.0.0", git(shop, "commit-tree", "-m", "x", top))
    commit(shop, {"apps/prod.yaml": application("prod", "web", "v1.0.0")})

    assert FAULT in lint(shop, capsys)


def test_a_hooks_environment_leads_to_no_other_repository(
    shop: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    commit(shop, {"apps/prod.yaml": application("prod", "web", "v1.0.0")})
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "--quiet")
    commit(other, {"web/config.yaml": RIGHT})
    git(other, "tag", "v1.0.0")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))

    assert FAULT in lint(shop, capsys)


def test_a_broken_ref_keeps_no_other_one_from_being_read(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commit(shop, {"apps/prod.yaml": application("prod", "web", "v1.0.0")})
    (shop / ".git/refs/tags/v5").write_text(f"{1:040}\n")

    assert FAULT in lint(shop, capsys)


def test_a_disk_that_is_full_is_no_answer(
    shop: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(shop, {"apps/prod.yaml": application("prod", "web", "v1.0.0")})
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("tempfile.tempdir", "/proc")

    assert main(["lint", "--repository", str(shop), "--no-cache"]) == 2
    assert "no temporary folder can be made" in capsys.readouterr().err


def test_one_commit_is_written_once_whatever_its_names(shop: Path) -> None:
    git(shop, "tag", "v1.0.1", "v1.0.0")
    checkouts = Checkouts(shop, lambda _: ["origin"])

    found = [checkouts.at(URL, revision).folder for revision in ("v1.0.0", "v1.0.1", "~1.0")]

    assert len(set(found)) == 1
    assert None not in found


@pytest.mark.parametrize("how", [FOLDERS, FILES], ids=["folders", "files"])
def test_a_git_generator_looks_at_its_revision(
    how: dict[str, str], shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commit(shop, {"services/old/service.yaml": "name: old\n", "services/old/config.yaml": WRONG})
    git(shop, "tag", "v2.0.0")
    git(shop, "rm", "--quiet", "-r", "services/old")
    commit(
        shop,
        {
            "services/new/service.yaml": "name: new\n",
            "apps/all.yaml": SET.format(url=URL, revision="v2.0.0", **how),
        },
    )
    out = lint(shop, capsys)

    assert f"{HOME}@v2.0.0/services/old/config.yaml:4" in out
    assert "[shop/old]" in out
    assert "new" not in out


def test_a_git_generator_at_a_revision_that_is_not_here_is_not_checked(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commit(shop, {"apps/all.yaml": SET.format(url=URL, revision="v9.0.0", **FOLDERS)})

    assert (
        "not checked: ApplicationSet all, git generator at revision v9.0.0: this clone does not "
        "have it, and `git fetch` may bring it"
    ) in lint(shop, capsys)


@pytest.mark.parametrize("revision", ["main", "v2.0.0"])
def test_a_git_generator_has_the_files_in_hidden_folders(
    shop: Path, capsys: pytest.CaptureFixture[str], revision: str
) -> None:
    files = {
        "what": "files: [{path: .argo/*/service.yaml}]",
        "name": "{{.name}}",
        "path": "web",
    }
    commit(shop, {".argo/one/service.yaml": "name: one\n", "web/config.yaml": WRONG})
    git(shop, "tag", "v2.0.0")
    commit(shop, {"apps/all.yaml": SET.format(url=URL, revision=revision, **files)})

    out = lint(shop, capsys)

    assert "gives no element" not in out
    assert "[shop/one]" in out


@pytest.mark.parametrize("pattern", [".argo/*.yaml", "*/one.yaml", "?argo/one.yaml", "[.]argo/*"])
def test_a_file_in_a_hidden_folder_is_looked_at_again_once_it_has_changed(
    shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], pattern: str
) -> None:
    files = {"what": f"files: [{{path: '{pattern}'}}]", "name": "{{.name}}", "path": "{{.at}}"}
    kept = ("--cache-dir", str(tmp_path / "cache"))
    commit(
        shop,
        {
            "api/config.yaml": WRONG,
            ".argo/one.yaml": "{name: one, at: web}\n",
            "apps/all.yaml": SET.format(url=URL, revision="main", **files),
        },
    )
    assert FAULT not in lint(shop, capsys, *kept)
    assert FAULT not in lint(shop, capsys, *kept)

    (shop / ".argo/one.yaml").write_text("{name: one, at: api}\n")

    assert FAULT in lint(shop, capsys, *kept)


@pytest.mark.parametrize("how", [FOLDERS, FILES], ids=["folders", "files"])
@pytest.mark.parametrize(
    "place",
    [
        ("v5.0.0", "refs/tags/v5.0.0"),
        ("5.x", "refs/tags/5.0.1"),
        ("later", "refs/heads/later"),
        ("later", "refs/remotes/origin/later"),
    ],
)
def test_what_a_git_generator_found_is_not_shown_once_its_revision_has_moved(
    how: dict[str, str],
    place: tuple[str, str],
    shop: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    revision, ref = place
    kept = ("--cache-dir", str(tmp_path / "cache"))
    wrong = {"services/one/service.yaml": "name: one\n", "services/one/config.yaml": WRONG}
    commit(shop, {"apps/all.yaml": SET.format(url=URL, revision=revision, **how)})
    assert FAULT not in lint(shop, capsys, *kept)  # the revision is not here

    git(shop, "switch", "--quiet", "--create", "aside")
    faulty = commit(shop, wrong)
    mended = commit(shop, {"services/one/config.yaml": RIGHT})
    git(shop, "switch", "--quiet", "main")
    git(shop, "update-ref", ref, faulty)
    assert FAULT in lint(shop, capsys, *kept)

    git(shop, "update-ref", ref, mended)
    git(shop, "pack-refs", "--all")
    assert FAULT not in lint(shop, capsys, *kept)

    git(shop, "update-ref", ref, faulty)
    assert FAULT in lint(shop, capsys, *kept)
