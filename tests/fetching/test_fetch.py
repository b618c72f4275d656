"""`argowave fetch`, and what lint makes of it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from argowave.commands import Exit
from fetching.conftest import chart, pack, serve_charts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fetching.conftest import Registry, Server

    Run = Callable[..., tuple[int, str, str]]
    Commit = Callable[..., str]

OWN = "https://example.org/own.git"


def application(name: str, *sources: str) -> str:
    listed = "".join(f"    - {{{source}}}\n" for source in sources)
    return (
        "apiVersion: argoproj.io/v1alpha1\nkind: Application\n"
        f"metadata: {{name: {name}, namespace: argocd}}\n"
        "spec:\n  project: default\n  destination: {namespace: there, name: in-cluster}\n"
        f"  sources:\n{listed}"
    )


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    (folder / "values").mkdir(parents=True)
    (folder / "argowave.toml").write_text(f"repositories = ['{OWN}']\n")
    (folder / "values" / "dev.yaml").write_text("word: own\n")
    return folder


def manifests(run: Run, name: str) -> str:
    _, out, _ = run("manifests", name)
    return out


def test_a_range_is_locked_and_rendered_without_the_network(
    server: Server, repository: Path, run: Run
) -> None:
    serve_charts(server, "1.0.0", "1.1.0")
    source = f"repoURL: '{server.url}', chart: web, targetRevision: 1.*"
    (repository / "root.yaml").write_text(application("web", source))
    before, _, missing = run("fetch", "--check")
    code, out, err = run("fetch")
    digest = hashlib.sha256(chart("1.1.0")).hexdigest()
    server.routes.clear()

    assert (before, missing) == (Exit.FINDINGS, "chart web 1.*: it is not in argowave.lock\n")
    assert (code, err) == (Exit.WELL, "")
    assert out == f"chart web 1.*: is 1.1.0, fetched sha256:{digest[:12]}\n"
    assert (repository / "argowave.lock").read_text() == (
        "# written by `argowave fetch`; do not edit\n\n[[source]]\n"
        f'url = "{server.url}"\nchart = "web"\nrevision = "1.*"\n'
        f'resolved = "1.1.0"\nsha256 = "{digest}"\n'
    )
    assert run("fetch", "--check")[0] == Exit.WELL
    assert "version: 1.1.0" in manifests(run, "web")
    assert run("fetch")[1].endswith(f"is 1.1.0, locked sha256:{digest[:12]}\n")


def test_an_update_resolves_again(server: Server, repository: Path, run: Run) -> None:
    serve_charts(server, "1.0.0")
    source = f"repoURL: '{server.url}', chart: web, targetRevision: 1.*"
    (repository / "root.yaml").write_text(application("web", source))
    run("fetch")
    serve_charts(server, "1.0.0", "1.1.0")

    assert "is 1.0.0, locked" in run("fetch")[1]
    assert "is 1.1.0, fetched" in run("fetch", "--update")[1]


def test_what_nothing_wants_leaves_the_lock(server: Server, repository: Path, run: Run) -> None:
    serve_charts(server, "1.0.0")
    source = f"repoURL: '{server.url}', chart: web, targetRevision: 1.0.0"
    (repository / "root.yaml").write_text(application("web", source))
    run("fetch")
    own = f"repoURL: '{OWN}', path: values, directory: {{include: x}}"
    (repository / "root.yaml").write_text(application("web", own))
    code, _, err = run("fetch", "--check")
    run("fetch")

    assert code == Exit.FINDINGS
    assert err == "chart web 1.0.0: argowave.lock has it, and nothing wants it\n"
    assert "[[source]]" not in (repository / "argowave.lock").read_text()


def test_what_cannot_be_fetched_is_named_and_the_rest_is_locked(
    server: Server, repository: Path, run: Run
) -> None:
    serve_charts(server, "1.0.0")
    (repository / "root.yaml").write_text(
        application(
            "web",
            f"repoURL: '{server.url}', chart: web, targetRevision: 1.0.0",
            f"repoURL: '{server.url}', chart: missing, targetRevision: 1.0.0",
        )
    )
    code, out, err = run("fetch")

    assert code == Exit.FINDINGS
    assert out.startswith("chart web 1.0.0: fetched sha256:")
    assert err == f"chart missing 1.0.0: {server.url}/index.yaml has no chart missing\n"
    assert 'chart = "web"' in (repository / "argowave.lock").read_text()


def test_values_of_another_repository_and_of_this_one_meet_in_a_chart(
    registry: Registry, commit: Commit, repository: Path, tmp_path: Path, run: Run
) -> None:
    registry.push("1.0.0", chart())
    commit("lent", {"web/values.yaml": "word: lent\nother: [\n", "good.yaml": "word: lent\n"})
    lent = (tmp_path / "lent").as_uri()
    (repository / "root.yaml").write_text(
        application(
            "web",
            f"repoURL: {registry.repository}, chart: web, targetRevision: 1.0.0, "
            "helm: {valueFiles: [$own/values/dev.yaml, $lent/good.yaml]}",
            f"repoURL: '{OWN}', ref: own",
            f"repoURL: '{lent}', targetRevision: main, ref: lent",
        )
    )
    _, before, _ = run("lint")
    assert run("fetch")[0] == Exit.WELL
    text = manifests(run, "web")
    root = repository / "root.yaml"
    root.write_text(root.read_text().replace("$lent/good", "$lent/web/values"))
    _, out, _ = run("lint")

    assert "chart web 1.0.0: it is not in the cache; run `argowave fetch`" in before
    assert "word: lent" in text
    place = lent.removeprefix("file:///")
    assert f"{place}@main/web/values.yaml:3 " in out


def test_a_chart_in_another_repository_takes_values_of_this_one(
    commit: Commit, repository: Path, tmp_path: Path, run: Run
) -> None:
    files = {
        "charts/web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
        "charts/web/values.yaml": "word: default\n",
        "charts/web/dev.yaml": "other: theirs\n",
        "charts/web/templates/a.yaml": (
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: '{{ .Release.Name }}'}\n"
            "data: {word: '{{ .Values.word }}', other: '{{ .Values.other }}'}\n"
        ),
        "plain/bad.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {x: 1}\n",
    }
    made = commit("theirs", files)
    theirs = (tmp_path / "theirs").as_uri()
    (repository / "root.yaml").write_text(
        application(
            "web",
            f"repoURL: '{theirs}', path: charts/web, targetRevision: '{made}', "
            "helm: {valueFiles: [dev.yaml, $own/values/dev.yaml]}",
            f"repoURL: '{OWN}', ref: own",
            f"repoURL: '{theirs}', path: plain, targetRevision: main",
        )
    )
    assert run("fetch")[0] == Exit.WELL
    _, out, _ = run("lint")

    assert "data:\n  word: own\n  other: theirs\n" in manifests(run, "web")
    place = theirs.removeprefix("file:///")
    assert f"{place}@main/plain/bad.yaml:4 ConfigMap/a $.data.x: " in out


def test_what_is_fetched_may_lead_to_more(
    server: Server, commit: Commit, repository: Path, tmp_path: Path, run: Run
) -> None:
    serve_charts(server, "1.0.0")
    source = f"repoURL: '{server.url}', chart: web, targetRevision: 1.0.0"
    commit("more", {"apps/web.yaml": application("web", source)})
    more = (tmp_path / "more").as_uri()
    (repository / "root.yaml").write_text(
        application("root", f"repoURL: '{more}', path: apps, targetRevision: main")
    )
    _, out, _ = run("fetch")

    assert [line.partition(":")[0] for line in out.splitlines()] == [
        f"{more} main".partition(":")[0],
        "chart web 1.0.0",
    ]


def test_a_link_out_of_another_repository_is_refused(
    commit: Commit, repository: Path, tmp_path: Path, run: Run
) -> None:
    (tmp_path / "theirs" / "x").mkdir(parents=True)
    (tmp_path / "theirs" / "x" / "a.yaml").symlink_to("/etc/passwd")
    commit("theirs", {"b": ""})
    theirs = (tmp_path / "theirs").as_uri()
    (repository / "root.yaml").write_text(
        application("web", f"repoURL: '{theirs}', path: x, targetRevision: main")
    )
    run("fetch")
    _, out, _ = run("lint")

    assert "the symbolic link x/a.yaml leaves the repository, so Argo CD refuses x" in out


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[source]", "cannot be read: "),
        ("source = 1", "is not what `argowave fetch` writes"),
        (
            "[[source]]\nurl = 'x'\nsha256 = '../../etc/passwd'\n",
            "is not what `argowave fetch` writes",
        ),
        ("[[source]]\nurl = 1\n", "is not what `argowave fetch` writes"),
        ("# head\n<<<<<<< ours\n", "cannot be read: a merge left a conflict in line 2"),
        ("a = " + "[" * 100_000, "cannot be read: "),
        (
            "".join(f"[[source]]\nurl = 'x'\nsha256 = '{c * 64}'\n" for c in "ab"),
            "says two things of x",
        ),
        (f"[[source]]\nkind = 'x'\nsha256 = '{'a' * 64}'\n", "is not what `argowave fetch`"),
    ],
)
def test_a_lock_that_cannot_be_read_is_said(
    text: str, message: str, repository: Path, run: Run
) -> None:
    (repository / "root.yaml").write_text(application("web", f"repoURL: '{OWN}', path: values"))
    (repository / "argowave.lock").write_text(text)
    code, _, err = run("lint")

    assert code == Exit.COULD_NOT_RUN
    assert err.startswith(f"error: argowave.lock: {message}")


def test_a_cache_that_lost_something_says_what_to_do(
    server: Server, repository: Path, home: Path, run: Run
) -> None:
    serve_charts(server, "1.0.0")
    source = f"repoURL: '{server.url}', chart: web, targetRevision: 1.0.0"
    (repository / "root.yaml").write_text(application("web", source))
    run("fetch")
    (kept,) = (home / ".cache" / "argowave" / "sources").glob("*.tgz")
    kept.write_bytes(b"damaged")
    _, out, _ = run("lint")

    assert "chart web 1.0.0: argowave.lock has it, the cache has not; run `argowave fetch`" in out
    run("fetch")
    assert kept.read_bytes() == chart()


def test_a_password_in_a_url_is_in_no_output_and_in_no_file(
    server: Server, repository: Path, home: Path, run: Run
) -> None:
    serve_charts(server, "1.0.0")
    url = server.url.replace("http://", "http://me:hush@")
    source = f"repoURL: '{url}', chart: web, targetRevision: 1.0.0"
    other = f"repoURL: '{url}/none', path: x, targetRevision: main"
    (repository / "root.yaml").write_text(application("web", source, other))
    _, out, err = run("fetch")

    assert "hush" not in out + err
    assert "hush" not in (repository / "argowave.lock").read_text()
    assert not any(b"hush" in path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert pack({}) != chart()


@pytest.mark.parametrize("pinned", [True, False], ids=["Chart.lock", "range"])
def test_dependencies_that_a_chart_lacks_are_fetched_and_put_in(
    pinned: bool,  # noqa: FBT001 (a case)
    server: Server,
    repository: Path,
    run: Run,
) -> None:
    serve_charts(server, "1.0.0", "1.1.0")
    folder = repository / "umbrella"
    (folder / "templates").mkdir(parents=True)
    depends = f"dependencies: [{{name: web, version: 1.x.x, repository: '{server.url}'}}]\n"
    (folder / "Chart.yaml").write_text(f"apiVersion: v2\nname: umbrella\nversion: 1.0.0\n{depends}")
    (folder / "values.yaml").write_text("web: {word: given}\n")
    if pinned:
        (folder / "Chart.lock").write_text(depends.replace("1.x.x", "1.0.0"))
    (repository / "root.yaml").write_text(application("web", f"repoURL: '{OWN}', path: umbrella"))
    _, before, _ = run("lint")
    code, out, _ = run("fetch")
    _, after, _ = run("lint")

    asked = "1.0.0" if pinned else "1.x.x"
    assert (
        f"chart umbrella: it depends on chart web {asked}: it is not in the cache; "
        "run `argowave fetch`" in before
    )
    assert code == Exit.WELL
    assert out.startswith(f"chart web {asked}:")
    assert "it depends on" not in after
    text = manifests(run, "web")
    assert "word: given" in text
    assert f"version: {'1.0.0' if pinned else '1.1.0'}" in text


def test_a_dependency_beside_the_chart_is_put_in(repository: Path, run: Run) -> None:
    for name, more in (
        ("umbrella", "dependencies: [{name: part, repository: 'file://../part'}]"),
        ("part", ""),
    ):
        (repository / name / "templates").mkdir(parents=True)
        (repository / name / "Chart.yaml").write_text(
            f"apiVersion: v2\nname: {name}\nversion: 1.0.0\n{more}\n"
        )
    (repository / "part/templates/a.yaml").write_text(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: part}\n"
    )
    (repository / "root.yaml").write_text(application("web", f"repoURL: '{OWN}', path: umbrella"))

    assert "name: part" in manifests(run, "web")
    path = repository / "umbrella" / "Chart.yaml"
    path.write_text(path.read_text().replace("../part", "../../home"))
    _, out, _ = run("lint")
    assert "a dependency cannot be used: ../../home leaves the repository" in out


def test_a_fault_in_a_chart_that_several_depend_on_is_named_once_and_where_it_is(
    repository: Path, run: Run
) -> None:
    for name in ("one", "two"):
        (repository / name / "templates").mkdir(parents=True)
        depends = "dependencies: [{name: part, alias: %s, repository: 'file://../shared/part'}]"
        (repository / name / "Chart.yaml").write_text(
            f"apiVersion: v2\nname: {name}\nversion: 1.0.0\n{depends % f'{name}-part'}\n"
        )
        (repository / name / "templates/a.yaml").write_text('{{ include "part.object" . }}\n')
    (repository / "shared/part/templates").mkdir(parents=True)
    (repository / "shared/part/Chart.yaml").write_text(
        "apiVersion: v2\nname: part\nversion: 1.0.0\ntype: library\n"
    )
    (repository / "shared/part/templates/_a.tpl").write_text(
        '{{- define "part.object" }}\n{{ include "part.missing" . }}\n{{- end }}\n'
    )
    (repository / "root.yaml").write_text(
        "---\n".join(
            application(name, f"repoURL: '{OWN}', path: {name}") for name in ("one", "two")
        )
    )

    _, out, _ = run("lint")
    (line,) = [each for each in out.splitlines() if "part.missing" in each]
    assert line.startswith('shared/part/templates/_a.tpl:2 include "part.missing" .: ')
    assert line.endswith("(chart, error) [root/one, root/two]")


def test_a_git_generator_looks_at_another_repository_once_it_is_fetched(
    commit: Commit, repository: Path, tmp_path: Path, run: Run
) -> None:
    config = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {from: there}\n"
    commit("there", {"apps/web/c.yaml": config, "apps/api/c.yaml": config})
    there = (tmp_path / "there").as_uri()
    (repository / "root.yaml").write_text(f"""apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {{name: all, namespace: argocd}}
spec:
  generators:
    - git: {{repoURL: '{there}', revision: main, directories: [{{path: apps/*}}]}}
  template:
    metadata: {{name: '{{{{path.basename}}}}'}}
    spec:
      project: default
      destination: {{namespace: there, name: in-cluster}}
      source: {{repoURL: '{there}', targetRevision: main, path: '{{{{path}}}}'}}
""")
    _, before, _ = run("lint")
    assert run("fetch")[0] == Exit.WELL
    text = manifests(run, "web")

    assert (
        f"ApplicationSet all, git generator of {there}: another repository: it is not in the "
        "cache; run `argowave fetch`"
    ) in before
    assert "from: there" in text


def test_value_files_with_a_url_are_fetched_locked_and_used(
    server: Server, repository: Path, run: Run
) -> None:
    serve_charts(server, "1.0.0")
    server.serve("/dev.yaml", b"word: from afar\n")
    source = f"repoURL: '{server.url}', chart: web, targetRevision: 1.0.0, "
    values = f"helm: {{valueFiles: ['{server.url}/dev.yaml?x=y']}}"
    (repository / "root.yaml").write_text(application("web", source + values))
    run("fetch")
    (repository / "argowave.lock").unlink()
    _, before, _ = run("lint")
    code, out, _ = run("fetch")
    server.routes.clear()

    assert (
        f"chart web 1.0.0: the value file {server.url}/dev.yaml is fetched from the network: "
        "it is not in the cache; run `argowave fetch`" in before
    )
    assert code == Exit.WELL
    assert f"{server.url}/dev.yaml: fetched sha256:" in out
    assert "word: from afar" in manifests(run, "web")
    assert run("fetch", "--check")[0] == Exit.WELL


def test_a_fault_in_a_value_file_with_a_url_names_the_url(
    server: Server, repository: Path, run: Run
) -> None:
    serve_charts(server, "1.0.0")
    server.serve("/dev.yaml", b"word: [\n")
    source = f"repoURL: '{server.url}', chart: web, targetRevision: 1.0.0, "
    values = f"helm: {{valueFiles: ['{server.url}/dev.yaml']}}"
    (repository / "root.yaml").write_text(application("web", source + values))
    run("fetch")
    _, out, _ = run("lint")

    assert f"{server.host}/dev.yaml:2 " in out


def test_offline_is_the_opposite_of_fetch(repository: Path, run: Run) -> None:
    (repository / "root.yaml").write_text(application("web", f"repoURL: '{OWN}', path: values"))
    with pytest.raises(SystemExit) as both:
        run("lint", "--fetch", "--offline")
    _, _, plain = run("lint", "--offline")
    code, _, err = run("fetch", "--offline")

    assert both.value.code == Exit.COULD_NOT_RUN
    assert "argument --offline: not allowed with argument --fetch\n" in plain
    assert run("lint", "--offline") == run("lint")
    assert code == Exit.COULD_NOT_RUN
    assert err == "error: fetch uses the network; --check asks none\n"
