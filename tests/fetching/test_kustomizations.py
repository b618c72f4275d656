"""What kustomizations take from the network: fetched, locked, and built as kustomize builds it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from argowave.commands import Exit
from argowave.yamlio import Document, read_documents
from fetching.conftest import answer, git_over_http, serve_charts
from programs_here import needs_kustomize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from fetching.conftest import Server

    Run = Callable[..., tuple[int, str, str]]
    Commit = Callable[..., str]

OWN = "https://example.org/own.git"
CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {}}}\ndata: {{word: {}}}\n"
BUILD = "kustomize" if shutil.which("kustomize") else "kubectl"

pytestmark = needs_kustomize


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    (folder / "x").mkdir(parents=True)
    (folder / "argowave.toml").write_text(f"repositories = ['{OWN}']\n")
    (folder / "root.yaml").write_text(
        "apiVersion: argoproj.io/v1alpha1\nkind: Application\n"
        "metadata: {name: app, namespace: argocd}\n"
        "spec:\n  project: default\n  destination: {namespace: there, name: in-cluster}\n"
        f"  source: {{repoURL: '{OWN}', path: x}}\n"
    )
    return folder


@pytest.fixture
def hosted(tmp_path: Path, commit: Commit) -> Iterator[Callable[..., str]]:
    """Puts a repository on a server and returns its URL."""
    with git_over_http(tmp_path / "served") as url:

        def put(name: str, files: dict[str, str], *commands: str) -> str:
            (tmp_path / "served" / "org").mkdir(parents=True, exist_ok=True)
            commit(f"served/org/{name}", files, *commands)
            return f"{url}/org/{name}"

        yield put


def kustomize(folder: Path) -> list[object]:
    """Return what kustomize builds, with the network."""
    command = [BUILD, "build" if BUILD == "kustomize" else "kustomize", str(folder)]
    done = subprocess.run(command, check=True, capture_output=True)
    return bodies(done.stdout.decode())


def bodies(text: str) -> list[object]:
    read = read_documents(text.encode(), "")
    assert all(isinstance(each, Document) for each in read)
    return [each.body for each in read if isinstance(each, Document) and each.body is not None]


def by_name(found: list[object]) -> list[object]:
    return sorted(found, key=str)


def test_a_remote_base_a_file_and_a_patch_are_built_as_with_the_network(
    repository: Path, server: Server, hosted: Callable[..., str], run: Run
) -> None:
    files = {
        "base/kustomization.yaml": "namePrefix: p-\nresources: [a.yaml, ../other]\n",
        "base/a.yaml": CONFIG.format("a", "base"),
        "other/kustomization.yaml": "resources: [b.yaml]\n",
        "other/b.yaml": CONFIG.format("b", "other"),
        "part/kustomization.yaml": (
            "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nnameSuffix: -s\n"
        ),
    }
    url = hosted("bases", files, "tag v1")
    hosted("bases", {"base/a.yaml": CONFIG.format("a", "later")})
    server.serve("/install.yaml", (CONFIG + "---\n" + CONFIG).format("c", "c", "d", "d").encode())
    server.serve("/patch.yaml", CONFIG.format("c", "patched").encode())
    server.serve("/words.txt", b"many words\n")
    (repository / "x" / "kustomization.yaml").write_text(
        f"namespace: there\nresources: ['{url}//base?ref=v1', '{server.url}/install.yaml']\n"
        f"components: ['{url}//part?ref=v1']\n"
        f"patches: [{{path: '{server.url}/patch.yaml'}}]\n"
        f"configMapGenerator: [{{name: g, files: ['{server.url}/words.txt', "
        f"'k={server.url}/words.txt']}}]\n"
    )
    wanted = kustomize(repository / "x")
    _, before, _ = run("lint")
    code, out, err = run("fetch")
    lock = (repository / "argowave.lock").read_text()
    server.routes.clear()
    _, after, _ = run("lint")
    _, found, _ = run("manifests", "app")

    assert f"it takes {url}//base?ref=v1, {server.url}/install.yaml, " in before
    assert (code, err) == (Exit.WELL, "")
    assert out.count("fetched sha256:") == 5
    assert f'url = "{url}//base?ref=v1"\nkind = "resource"\nresolved = "' in lock
    assert f'url = "{server.url}/patch.yaml"\nkind = "file"\nsha256 = "' in lock
    assert "not checked" not in after
    assert by_name(bodies(found)) == by_name(wanted)
    assert run("fetch", "--check") == (Exit.WELL, out.replace("fetched", "locked"), "")


def test_a_finding_in_a_remote_base_names_it_with_the_revision(
    repository: Path, server: Server, hosted: Callable[..., str], run: Run
) -> None:
    bad = CONFIG.format("a", "1")
    files = {"base/kustomization.yaml": "resources: [a.yaml]\n", "base/a.yaml": bad}
    url = hosted("bases", files, "tag v1")
    server.serve("/b.yaml", CONFIG.format("b", "2").encode())
    (repository / "x" / "kustomization.yaml").write_text(
        f"resources: ['{url}//base?ref=v1', '{server.url}/b.yaml']\n"
    )
    run("fetch")
    _, out, _ = run("lint")

    place = url.removeprefix("http://")
    assert f"{place}@v1/base/a.yaml ConfigMap/a $.data.word: " in out
    assert f"{server.host}/b.yaml ConfigMap/b $.data.word: " in out


def test_a_base_of_a_base_may_be_in_a_third_repository(
    repository: Path, hosted: Callable[..., str], run: Run
) -> None:
    third = hosted(
        "third", {"kustomization.yaml": "resources: [a.yaml]\n", "a.yaml": CONFIG.format("a", "x")}
    )
    second = hosted("second", {"b/kustomization.yaml": f"resources: ['{third}']\nnamePrefix: s-\n"})
    (repository / "x" / "kustomization.yaml").write_text(
        f"namespace: there\nresources: ['{second}//b']\n"
    )
    wanted = kustomize(repository / "x")
    code, out, _ = run("fetch")

    assert code == Exit.WELL
    assert len(out.splitlines()) == 2
    assert bodies(run("manifests", "app")[1]) == wanted


def test_a_web_page_is_no_file_and_what_is_neither_is_said(
    repository: Path, server: Server, run: Run
) -> None:
    server.serve("/org/repo", b"<!DOCTYPE html>\n<html>\n")
    (repository / "x" / "kustomization.yaml").write_text(
        f"resources: ['{server.url}/org/repo?ref=v1', '{server.url}/missing.yaml']\n"
    )
    server.routes["/missing.yaml"] = answer(b"", 403)
    code, _, err = run("fetch")

    assert code == Exit.FINDINGS
    first, second = err.splitlines()
    assert first == f"{server.url}/missing.yaml: {server.url}/missing.yaml answers 403 Forbidden"
    assert second.startswith(
        f"{server.url}/org/repo?ref=v1: {server.url}/org/repo holds something that is no "
        f"Kubernetes object; and as a repository: {server.url}/org/repo cannot be fetched: "
    )


def test_a_remote_base_reads_nothing_outside_its_folder(
    repository: Path, hosted: Callable[..., str], run: Run
) -> None:
    files = {
        "base/kustomization.yaml": "resources: [../a.yaml, ../../secret.yaml]\n",
        "a.yaml": CONFIG.format("a", "x"),
    }
    url = hosted("bases", files)
    (repository / "x" / "kustomization.yaml").write_text(f"resources: ['{url}//base']\n")
    run("fetch")
    _, out, _ = run("lint")

    place = f"{url.removeprefix('http://')}@HEAD/base/kustomization.yaml:1"
    below = "is not below the kustomization's folder, as a remote one's files have to be"
    assert f"{place} $.resources[0]: ../a.yaml {below}" in out
    assert f"{place} $.resources[1]: ../../secret.yaml leaves the repository" in out


def test_noted_origins_would_be_other_ones(repository: Path, server: Server, run: Run) -> None:
    server.serve("/a.yaml", CONFIG.format("a", "x").encode())
    (repository / "x" / "kustomization.yaml").write_text(
        f"resources: ['{server.url}/a.yaml']\nbuildMetadata: [originAnnotations]\n"
    )
    run("fetch")

    assert "it notes where objects come from (buildMetadata), which is elsewhere" in run("lint")[1]


HELM = '''\
#!{python}
"""A helm that has what kustomize asks of it: version and template, by Helm's own library."""
import sys
from pathlib import Path

import yaml

sys.path[:0] = {path}

from argowave.sources.helm.chart_request import ChartRequest
from argowave.sources.helm.library import render

words = sys.argv[1:]
if words[0] == "version":
    print("v3.19.4+g0000000")
elif words[0] == "template":
    pairs = zip(words, words[1:])
    files = tuple(Path(after) for word, after in pairs if word in ("-f", "--values"))
    chart = next(Path(word) for word in words if Path(word).is_dir())
    asked = ChartRequest(chart, words[1], "default", "1.36.0", str, value_files=files)
    print("---\\n".join(yaml.dump(each.body) for each in render(asked).documents))
else:
    sys.exit(f"no network: {{words}}")
'''


def test_a_chart_that_kustomize_would_pull_is_fetched_and_inflated(
    repository: Path, server: Server, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bin").mkdir()
    helm = tmp_path / "bin" / "helm"
    helm.write_text(HELM.format(python=sys.executable, path=sys.path))
    helm.chmod(0o755)
    monkeypatch.setenv("PATH", str(helm.parent), prepend=os.pathsep)
    serve_charts(server, "1.0.0", "1.1.0")
    (repository / "cm").mkdir()
    (repository / "cm" / "argocd-cm.yaml").write_text(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: argocd-cm, namespace: argocd}\n"
        "data: {kustomize.buildOptions: --enable-helm}\n"
    )
    root = (repository / "root.yaml").read_text()
    single = f"  source: {{repoURL: '{OWN}', path: x}}\n"
    several = f"  sources: [{{repoURL: '{OWN}', path: x}}, {{repoURL: '{OWN}', path: cm}}]\n"
    (repository / "root.yaml").write_text(root.replace(single, several))
    (repository / "x" / "kustomization.yaml").write_text(
        f"helmCharts: [{{name: web, repo: '{server.url}', version: 1.0.0, releaseName: r, "
        "valuesInline: {word: inline}}]\n"
    )
    before = run("lint")[1]
    code, out, _ = run("fetch")
    server.routes.clear()
    found = run("manifests", "app")[1]

    assert "it takes chart web 1.0.0 from the network: it is not in the cache" in before
    assert (code, out.partition(" sha256")[0]) == (Exit.WELL, "chart web 1.0.0: fetched")
    assert "data:\n  version: 1.0.0\n  word: inline\n" in found
