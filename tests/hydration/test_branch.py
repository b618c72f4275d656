"""Branches as git's objects have them: of the remote, of one's own, packed or loose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.hydration import BranchReader
from git_repositories import commit, git

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://git.example.com/team/shop.git"
CONFIG = "kind: ConfigMap\ndata: {word: %s}\n"


def repository(folder: Path) -> Path:
    """A clone whose remote has hydrated `one` on env/dev, and whose own env/dev has `two`."""
    remote = folder / "remote"
    remote.mkdir()
    git(remote, "init", "--quiet", "--initial-branch", "main")
    dry = commit(remote, {"web/a.yaml": CONFIG % "one"})
    git(remote, "switch", "--quiet", "--orphan", "env/dev")
    metadata = f'{{"drySha": "{dry}"}}'
    commit(remote, {"web/manifest.yaml": CONFIG % "one", "web/hydrator.metadata": metadata})
    git(remote, "switch", "--quiet", "main")
    git(folder, "clone", "--quiet", str(remote), "clone")
    clone = folder / "clone"
    git(clone, "switch", "--quiet", "env/dev")
    commit(clone, {"web/manifest.yaml": CONFIG % "two"})
    git(clone, "switch", "--quiet", "main")
    return clone


def words(reader: BranchReader) -> list[str]:
    branch = reader.read(URL, "env/dev", "web")
    assert branch is not None
    return [branch.ref, *(each.body["data"]["word"] for each in branch.documents)]


def test_what_the_remote_had_counts_before_a_branch_of_ones_own(tmp_path: Path) -> None:
    clone = repository(tmp_path)

    assert words(BranchReader(clone)) == ["origin/env/dev", "one"]
    git(clone, "pack-refs", "--all")
    git(clone, "gc", "--quiet")
    assert words(BranchReader(clone)) == ["origin/env/dev", "one"]
    git(clone, "remote", "remove", "origin")
    assert words(BranchReader(clone)) == ["env/dev", "two"]


def test_what_has_changed_since_the_dry_commit_is_known(tmp_path: Path) -> None:
    clone = repository(tmp_path)
    branch = BranchReader(clone).read(URL, "env/dev", "web")
    assert branch is not None

    assert BranchReader(clone).changed_since(branch.dry) == frozenset()
    (clone / "web/a.yaml").write_text(CONFIG % "three")
    (clone / "web/new.yaml").write_text(CONFIG % "new")
    changed = frozenset({"web/a.yaml", "web/new.yaml"})
    assert BranchReader(clone).changed_since(branch.dry) == changed
    assert BranchReader(clone).changed_since("0" * 40) is None


def test_metadata_that_is_no_json_or_names_no_commit_says_nothing(tmp_path: Path) -> None:
    clone = repository(tmp_path)
    git(clone, "remote", "remove", "origin")
    git(clone, "switch", "--quiet", "env/dev")
    for metadata in ("", "[]", "{", '{"drySha": 3}', '{"drySha": "--all"}'):
        commit(clone, {"web/hydrator.metadata": metadata})
        branch = BranchReader(clone).read(URL, "env/dev", "web")
        assert branch is not None
        assert branch.dry == ""


def test_without_a_repository_and_without_the_branch_there_is_nothing(tmp_path: Path) -> None:
    assert not BranchReader(tmp_path).is_possible
    assert BranchReader(repository(tmp_path)).read(URL, "env/none", "web") is None
    assert BranchReader(tmp_path / "clone").read(URL, "../../HEAD", "web") is None


def test_the_remote_of_a_fork_that_has_the_applications_url_counts(tmp_path: Path) -> None:
    clone = repository(tmp_path)
    git(clone, "remote", "add", "upstream", "git@git.example.com:team/shop.git")
    reader = BranchReader(clone)

    assert reader.remotes_of(URL) == ["upstream"]
    assert reader.remotes_of("https://git.example.com/team/other") == ["origin"]
    mine = reader.read(URL, "env/dev", "web")
    theirs = git(clone, "rev-parse", "refs/remotes/origin/env/dev")
    git(clone, "update-ref", "refs/remotes/upstream/env/dev", theirs)
    branch = BranchReader(clone).read(URL, "env/dev", "web")

    assert mine is not None
    assert mine.ref == "env/dev"
    assert branch is not None
    assert branch.ref == "upstream/env/dev"
