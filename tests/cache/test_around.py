"""Whatever changes around a repository: what is remembered is what would be found.

Its programs, git, the environment, what was fetched, and the cache itself, in random order.
"""

from __future__ import annotations

import os
import random
import shutil
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from argowave.commands import main
from argowave.sources.fetch.lock import Locked, write_lock
from argowave.sources.fetch.store import Store
from argowave.sources.fetch.wanted import Wanted
from argowave.sources.kustomize.program import find_kustomize
from fetching.conftest import chart
from git_repositories import commit, git

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

URL = "https://example.org/team/own.git"
CHARTS = "https://charts.example.org"
STEPS = 14
APPLICATION = (
    "apiVersion: argoproj.io/v1alpha1\nkind: Application\n"
    "metadata: {{name: {name}, namespace: argocd}}\nspec:\n  project: default\n"
    "  destination: {{server: 'https://kubernetes.default.svc', namespace: there}}\n"
    "  source: {{{source}}}\n"
)
OWN = f"repoURL: '{URL}', targetRevision: main, path: "
CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s}\ndata: {a: %s}\n"
FILES = {
    "root.yaml": APPLICATION.format(name="root", source=OWN + "apps"),
    "apps/plain.yaml": APPLICATION.format(name="plain", source=OWN + "plain"),
    "apps/built.yaml": APPLICATION.format(name="built", source=OWN + "built"),
    "apps/old.yaml": APPLICATION.format(
        name="old", source=f"repoURL: '{URL}', targetRevision: v1, path: plain"
    ),
    "apps/web.yaml": APPLICATION.format(
        name="web", source=f"repoURL: '{CHARTS}', chart: web, targetRevision: 1.*"
    ),
    "plain/a.yaml": CONFIG % ("a", "'1'"),
    "plain/b.yaml": CONFIG % ("b", "1"),
    "built/kustomization.yaml": "resources: [c.yaml]\n",
    "built/c.yaml": CONFIG % ("c", "'1'"),
}
KUSTOMIZE = "#!/bin/sh\nprintf '{}'\n"


class Around:
    """A repository, and everything around it that can change."""

    def __init__(self, folder: Path, chance: random.Random, variables: pytest.MonkeyPatch) -> None:
        self.repository, self.store = folder / "repository", folder / "store"
        self.kept, self.programs = folder / "kept", folder / "bin"
        self.chance, self.variables = chance, variables
        for each in (self.repository, self.programs):
            each.mkdir()
        git(self.repository, "init", "--quiet", "--initial-branch=main")
        git(self.repository, "remote", "add", "origin", URL)
        commit(self.repository, FILES)
        self.replace_kustomize()
        self.fetch()
        (self.programs / "git").symlink_to(str(shutil.which("git")))
        variables.setenv("PATH", str(self.programs))

    def replace_kustomize(self) -> None:
        """Put another program in its place, which has as many bytes and the same times."""
        printed = CONFIG % (self.chance.choice("abc"), self.chance.choice(("'1'", " 1 ")))
        path = self.programs / "kustomize"
        path.write_text(KUSTOMIZE.format(printed.replace("'", "'\\''").replace("\n", "\\n")))
        path.chmod(0o755)
        os.utime(path, (0, 0))

    def lose_kustomize(self) -> None:
        (self.programs / "kustomize").unlink(missing_ok=True)

    def fetch(self) -> None:
        version = self.chance.choice(("1.0.0", "1.1.0"))
        digest = Store(self.store).add_archive(chart(version))
        locked = Locked(Wanted(CHARTS, "web", "1.*"), version, digest)
        write_lock(self.repository, lambda _: [locked])

    def lose_a_chart(self) -> None:
        for path in list(self.store.glob("*.tgz"))[:1]:
            path.unlink()

    def damage_a_chart(self) -> None:
        for path in list(self.store.glob("*.tgz"))[:1]:
            path.write_bytes(path.read_bytes()[::-1])

    def tag(self) -> None:
        git(self.repository, "tag", "--force", "v1")

    def lose_the_tag(self) -> None:
        git(self.repository, "update-ref", "-d", "refs/tags/v1")

    def commit(self) -> None:
        commit(self.repository, {"plain/b.yaml": CONFIG % ("b", self.chance.choice("12'"))})

    def check_out(self) -> None:
        git(self.repository, "checkout", "--quiet", "-B", self.chance.choice(("main", "other")))

    def ignore(self) -> None:
        text = self.chance.choice(("", "b.yaml\n", "plain\n"))
        (self.repository / ".git" / "info" / "exclude").write_text(text)

    def untrack(self) -> None:
        git(self.repository, "rm", "--quiet", "--cached", "--ignore-unmatch", "plain/b.yaml")

    def name_another_remote(self) -> None:
        url = self.chance.choice((URL, "https://example.org/team/other.git"))
        git(self.repository, "remote", "set-url", "origin", url)

    def set_a_variable(self) -> None:
        value = self.chance.choice(("main", "other", ""))
        self.variables.setenv("GITHUB_BASE_REF", value)

    def settle(self) -> None:
        settings = ("", 'kubernetes-version = "1.31"\n', '[rules]\nschema = "off"\n', "x = [\n")
        (self.repository / "argowave.toml").write_text(self.chance.choice(settings))

    def damage_the_cache(self) -> None:
        for path in sorted(path for path in self.kept.rglob("*") if path.is_file()):
            data = path.read_bytes()
            harm = self.chance.randrange(4)
            if harm == 0:
                path.write_bytes(data[: len(data) // 2])
            elif harm == 1 and data:
                place = self.chance.randrange(len(data))
                path.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
            elif harm == 2:
                path.unlink()
                path.mkdir()

    def lose_the_cache(self) -> None:
        shutil.rmtree(self.kept, ignore_errors=True)


@pytest.mark.parametrize("seed", range(3))
def test_what_is_remembered_is_what_would_be_found(
    seed: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    chance = random.Random(seed)  # noqa: S311 (the same changes every time)
    around = Around(tmp_path, chance, monkeypatch)
    changes: list[Callable[[], None]] = [
        getattr(around, name) for name in sorted(vars(Around)) if not name.startswith("_")
    ]
    done = ["nothing"]

    def lint(*arguments: str) -> tuple[int, str, str]:
        find_kustomize.cache_clear()  # another run looks for it anew
        where = ("--repository", str(around.repository), "--source-cache", str(around.store))
        code = main(["lint", *where, "--processes", "1", *arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    for _ in range(STEPS):
        kept = ("--cache-dir", str(around.kept))
        anew = lint("--no-cache")
        assert lint(*kept) == anew, done
        assert lint(*kept) == anew, done
        change = chance.choice(changes)
        with suppress(OSError):
            change()
        done.append(change.__name__)
