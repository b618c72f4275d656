"""What `argowave fetch` was told of something that did not come, and what lint says of it."""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING, Final

import pytest

from argowave.commands import Exit
from fetching.conftest import answer, chart, git_over_http, serve_charts, serve_index
from fetching.test_fetch import application, repository

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fetching.conftest import Registry, Route, Server

    Run = Callable[..., tuple[int, str, str]]
    Commit = Callable[..., str]

__all__ = ("repository",)  # a fixture
_WHEN: Final = re.compile(r"on \d{4}-\d\d-\d\d at \d\d:\d\d UTC")


def said(run: Run, folder: Path, *sources: str) -> tuple[str, list[str]]:
    """Fetch, and return what fetch says and what lint does, with WHEN in place of the time."""
    (folder / "root.yaml").write_text(application("web", *sources))
    _, _, err = run("fetch")
    _, out, _ = run("lint")
    lines = _WHEN.sub("WHEN", out).splitlines()
    return err, [each.partition(" [root")[0] for each in lines if "fetch" in each]


def at(source: int, why: str) -> str:
    place = f"root.yaml:{8 + source} Application/web $.spec.sources[{source}].targetRevision"
    return f"{place}: {why}; `argowave fetch` asked WHEN (source, error)"


def test_a_version_that_is_not_there_is_a_fault_of_the_application(
    server: Server, repository: Path, run: Run
) -> None:
    serve_charts(server, "4.14.0", "4.15.1", "5.0.0-rc1", "4.16.0")
    source = f"repoURL: '{server.url}', chart: web, targetRevision: 4.15.11"
    fetched, linted = said(run, repository, source)
    why = "the repository has no version 4.15.11 of web; did you mean 4.15.1? the newest is 4.16.0"

    assert fetched == f"chart web 4.15.11: {why}\n"
    assert linted == [at(0, why)]
    assert run("lint")[0] == Exit.FINDINGS


def test_a_range_that_nothing_meets_and_a_chart_that_is_not_there_are_faults(
    server: Server, repository: Path, run: Run
) -> None:
    serve_charts(server, "1.0.0", "1.1.0")
    _, linted = said(
        run,
        repository,
        f"repoURL: '{server.url}', chart: web, targetRevision: 2.*",
        f"repoURL: '{server.url}', chart: wev, targetRevision: 1.0.0",
        f"repoURL: '{server.url}', chart: other, targetRevision: 1.0.0",
    )

    assert linted == [
        at(0, "none of 2 versions of web meets '2.*'; the newest is 1.1.0"),
        at(1, f"{server.url}/index.yaml has no chart wev"),
        at(2, f"{server.url}/index.yaml has no chart other"),
    ]


def test_a_tag_that_a_registry_does_not_list_is_a_fault(
    registry: Registry, repository: Path, run: Run
) -> None:
    registry.push("1.0.0", chart())
    source = f"repoURL: {registry.repository}, chart: web, targetRevision: 1.0.1"
    _, linted = said(run, repository, source)
    name = f"{registry.server.host}/{registry.name}"

    assert linted == [at(0, f"{name} has no tag 1.0.1; did you mean 1.0.0?")]


def test_a_branch_that_is_not_there_is_a_fault_where_it_only_lends_files_too(
    commit: Commit, repository: Path, tmp_path: Path, run: Run
) -> None:
    commit("r", {"a.yaml": "a: b\n"})
    commit("r", {"a.yaml": "a: c\n"}, "branch release-1.2 HEAD~1")
    with git_over_http(tmp_path) as top:
        url = f"{top}/r/.git"
        _, linted = said(
            run,
            repository,
            f"repoURL: '{url}', path: x, targetRevision: release-1.3",
            f"repoURL: '{url}', ref: values, targetRevision: master",
        )

    assert linted == [
        at(0, f"release-1.3 names no branch or tag of {url}; did you mean release-1.2?"),
        at(1, f"master names no branch or tag of {url}; its default branch is main"),
    ]


def test_a_path_that_the_commit_does_not_have_is_a_fault(
    commit: Commit, repository: Path, tmp_path: Path, run: Run
) -> None:
    commit("r", {"a.yaml": "a: b\n"})
    with git_over_http(tmp_path) as url:
        source = f"repoURL: '{url}/r/.git', path: missing, targetRevision: main"
        (repository / "root.yaml").write_text(application("web", source))
        assert run("fetch")[0] == Exit.WELL
    _, out, _ = run("lint")

    assert "root.yaml:8 Application/web $.spec.sources[0]: the path missing does not exist" in out


UNCERTAIN: Final[dict[str, tuple[Route, str]]] = {
    "401": (answer(b"", 401, WWW_Authenticate="Basic"), "wants other credentials"),
    "403": (answer(b"", 403), "answers 403 Forbidden"),
    "404": (answer(b"", 404), "does not exist"),
    "500": (answer(b"", 500), "answers 500 Internal Server Error"),
    "a page to log in": (answer(b"<html>Log in</html>"), "is no index of charts"),
    "nothing to see": (answer(b'{"entries": {}}'), "has no chart web"),
    "no version to see": (answer(b'{"entries": {"web": []}}'), "has no version 1.0.0 of web"),
}


@pytest.mark.parametrize("name", UNCERTAIN)
def test_what_a_server_refuses_is_not_checked_and_says_why(
    name: str, server: Server, repository: Path, run: Run
) -> None:
    server.routes["/index.yaml"], why = UNCERTAIN[name]
    source = f"repoURL: '{server.url}', chart: web, targetRevision: 1.0.0"
    fetched, linted = said(run, repository, source)
    reason = fetched.removeprefix("chart web 1.0.0: ").rstrip()

    assert why in reason
    unasked = "not checked: chart web 1.0.0: it is not in the cache"
    assert linted == [f"{unasked}; `argowave fetch` asked WHEN: {reason}; run it again"]


@pytest.mark.parametrize(("status", "listed"), [(404, b""), (403, b""), (200, b"{}")])
def test_a_registry_that_lists_nothing_is_not_certain(
    status: int, listed: bytes, registry: Registry, repository: Path, run: Run
) -> None:
    path = f"/v2/{registry.name}/tags/list"
    registry.server.routes[path] = registry.guarded(answer(listed, status))
    source = f"repoURL: {registry.repository}, chart: web, targetRevision: 1.0.1"
    _, (line,) = said(run, repository, source)

    assert line.startswith("not checked: chart web 1.0.1: it is not in the cache; ")
    assert "/manifests/1.0.1 does not exist; run it again" in line


def test_a_version_that_is_published_later_is_no_fault_any_more(
    server: Server, repository: Path, run: Run
) -> None:
    serve_charts(server, "1.0.0")
    source = f"repoURL: '{server.url}', chart: web, targetRevision: 1.1.0"
    assert said(run, repository, source)[1]
    serve_charts(server, "1.0.0", "1.1.0")

    assert said(run, repository, source) == ("", [])


def test_an_answer_is_a_fault_for_a_day(
    server: Server, repository: Path, run: Run, home: Path
) -> None:
    serve_charts(server, "1.0.0")
    source = f"repoURL: '{server.url}', chart: web, targetRevision: 1.1.0"
    said(run, repository, source)
    (kept,) = (home / ".cache/argowave/sources/answers").iterdir()
    _, certain, why = json.loads(kept.read_text())
    kept.write_text(json.dumps(["2020-01-02T03:04+00:00", certain, why]))
    _, out, _ = run("lint")

    assert "(source, error)" not in out
    assert (
        "not checked: chart web 1.1.0: it is not in the cache; `argowave fetch` asked on "
        "2020-01-02 at 03:04 UTC: the repository has no version 1.1.0 of web; the newest is "
        "1.0.0; run it again [root]\n"
    ) in out


@pytest.mark.skipif(os.name == "nt", reason="modes say nothing there")
def test_an_answer_that_others_may_have_written_is_not_believed(
    server: Server, repository: Path, run: Run, home: Path
) -> None:
    serve_charts(server, "1.0.0")
    source = f"repoURL: '{server.url}', chart: web, targetRevision: 1.1.0"
    said(run, repository, source)
    (home / ".cache/argowave/sources/answers").chmod(0o777)

    assert (
        "not checked: chart web 1.1.0: it is not in the cache; run `argowave fetch`"
        in (run("lint")[1])
    )


def test_a_locked_version_of_a_range_that_is_gone_is_no_fault_of_the_application(
    server: Server, repository: Path, run: Run, home: Path
) -> None:
    serve_charts(server, "1.0.0")
    source = f"repoURL: '{server.url}', chart: web, targetRevision: 1.*"
    said(run, repository, source)
    for archive in (home / ".cache/argowave/sources").glob("*.tgz"):
        archive.unlink()
    serve_charts(server, "1.1.0")
    _, (line,) = said(run, repository, source)

    assert line == (
        "not checked: chart web 1.*: argowave.lock has it, the cache has not; `argowave fetch` "
        "asked WHEN: the repository has no version 1.0.0 of web; the newest is 1.1.0; `argowave "
        "fetch --update` resolves '1.*' anew; run it again"
    )


def test_what_is_fetched_while_lint_looks_is_judged_at_once(
    server: Server, repository: Path, run: Run
) -> None:
    serve_index(server, {"web": [{"version": "1.0.0", "urls": ["web.tgz"]}]})
    source = f"repoURL: '{server.url}', chart: web, targetRevision: 1.1.0"
    (repository / "root.yaml").write_text(application("web", source))

    _, out, _ = run("lint", "--fetch")
    assert "has no version 1.1.0 of web; the newest is 1.0.0 (source, error)" in out
