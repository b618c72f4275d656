"""Charts rendered in this process."""

from __future__ import annotations

import io
import tarfile
import threading
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from argowave.sources import pool
from argowave.sources.fetch.lock import Locked
from argowave.sources.fetch.store import Store
from argowave.sources.fetch.wanted import wanted_of
from argowave.sources.generate import generate_manifests
from argowave.yamlio import read_mapping

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from argowave.sources.request import ManifestRequest

    Ask = Callable[..., ManifestRequest]
    Write = Callable[[dict[str, str]], Path]

CASES = Path(__file__).parents[1] / "cases" / "lint" / "charts"
INVALID = sorted((CASES / "invalid").iterdir())
CHART = {
    "charts/x/Chart.yaml": "apiVersion: v2\nname: named\nversion: 1.0.0\n",
    "charts/x/values.yaml": "word: default\n",
    "charts/x/templates/a.yaml": (
        "apiVersion: v1\nkind: ConfigMap\n"
        "metadata: {name: '{{ .Release.Name }}', namespace: '{{ .Release.Namespace }}'}\n"
        "data: {word: '{{ .Values.word }}'}\n"
    ),
}


def helm_section(case: Path) -> dict[str, Any]:
    path = case / "helm.yaml"
    return read_mapping(path) if path.is_file() else {}


def expectations(case: Path) -> list[str]:
    lines = (case / "helm.yaml").read_text("utf-8").splitlines()
    return [line.partition(": ")[2] for line in lines if line.startswith("# ")]


def test_there_are_invalid_charts() -> None:
    assert INVALID


@pytest.mark.parametrize("case", INVALID, ids=lambda path: path.name)
def test_a_chart_that_does_not_render_says_why_and_where(ask: Ask, case: Path) -> None:
    request = ask(CASES, path=f"invalid/{case.name}", helm=helm_section(case))
    generated = generate_manifests(request)

    said = [str(finding) for finding in generated.findings]
    said += [entry.why for entry in generated.not_checked]
    assert said == expectations(case)
    assert not generated.documents


def test_a_manifest_knows_its_template_and_the_destination(ask: Ask, write: Write) -> None:
    write(CHART)
    (document,) = generate_manifests(ask(path="charts/x")).documents

    assert document.source == "charts/x/templates/a.yaml"
    assert document.body["metadata"] == {"name": "app", "namespace": "ns"}


@pytest.mark.parametrize(
    ("hook", "said"),
    [
        ("pre-install,pre-upgarde", ["the hook pre-upgarde", "did you mean pre-upgrade?"]),
        ("post_install", ["the hook post_install", "did you mean post-install?"]),
        ("pre-install, POST-UPGRADE", []),
        ("crd-install", []),
        ("disabled", []),
    ],
)
def test_a_manifest_that_helm_leaves_out_for_its_hook_is_a_finding_at_the_template(
    ask: Ask, write: Write, hook: str, said: list[str]
) -> None:
    job = f"kind: Job\nmetadata:\n  name: a\n  annotations: {{helm.sh/hook: '{hook}'}}\n"
    write({**CHART, "charts/x/templates/job.yaml": f"apiVersion: batch/v1\n{job}"})
    generated = generate_manifests(ask(path="charts/x"))

    assert "ConfigMap" in [each.body["kind"] for each in generated.documents]
    assert bool(generated.findings) == bool(said)
    for finding in generated.findings:
        assert (finding.path, finding.line) == ("charts/x/templates/job.yaml", 5)
        assert "Job/a is made by nothing" in finding.message
        for words in said:
            assert words in finding.message


def test_the_value_files_that_took_part_are_named(ask: Ask, write: Write) -> None:
    write({**CHART, "env/dev.yaml": "word: dev\n"})
    generated = generate_manifests(ask(path="charts/x", helm={"valueFiles": ["/env/dev.yaml"]}))

    assert generated.documents[0].body["data"] == {"word": "dev"}
    assert generated.files == ("charts/x/values.yaml", "env/dev.yaml")


def test_a_values_file_that_is_no_yaml_is_a_finding_at_its_line(ask: Ask, write: Write) -> None:
    write({**CHART, "env/dev.yaml": "word: dev\nword: again\n"})
    generated = generate_manifests(ask(path="charts/x", helm={"valueFiles": ["/env/dev.yaml"]}))
    (finding,) = generated.findings

    assert (finding.path, finding.line, finding.rule) == ("env/dev.yaml", 2, "values")


@pytest.mark.parametrize(
    ("here", "asked", "meant"),
    [
        ("env/values.yaml", "/env/value.yaml", "/env/values.yaml"),
        ("env/values-dev.yaml", "/env/value-dev.yaml", "/env/values-dev.yaml"),
        ("env/dev.yml", "/env/dev.yaml", "/env/dev.yml"),
        ("env/Dev.yaml", "/env/dev.yaml", "/env/Dev.yaml"),
        ("env/values-eu.yaml", "/env/values-us.yaml", ""),
        ("env/values.txt", "/env/values.yaml", ""),
        ("env/values.yaml", "/none/values.yaml", ""),
        ("env/values.yaml", "/env/value*.yml", ""),
    ],
)
def test_a_value_file_that_may_be_missing_is_told_where_it_lies_there_by_another_spelling(
    ask: Ask, write: Write, here: str, asked: str, meant: str
) -> None:
    write({**CHART, here: "word: dev\n"})
    options = {"valueFiles": [asked], "ignoreMissingValueFiles": True}
    generated = generate_manifests(ask(path="charts/x", helm=options))

    assert [each.message.rpartition("; ")[2] for each in generated.findings] == (
        [f"did you mean {meant}?"] if meant else []
    )
    options["valueFiles"] = [asked, f"/{here}"]
    assert not generate_manifests(ask(path="charts/x", helm=options)).findings


def test_a_missing_values_file_is_a_finding(ask: Ask, write: Write) -> None:
    write(CHART)
    generated = generate_manifests(ask(path="charts/x", helm={"valueFiles": ["/env/gone.yaml"]}))

    assert [str(finding) for finding in generated.findings] == [
        "the value file /env/gone.yaml does not exist (source)"
    ]


def test_a_missing_file_of_a_parameter_is_a_finding_at_the_parameter(
    ask: Ask, write: Write
) -> None:
    write({**CHART, "charts/x/there.txt": "word\n"})
    stated = [{"name": "word", "path": "there.txt"}, {"name": "more", "path": "gone.txt"}]
    generated = generate_manifests(ask(path="charts/x", helm={"fileParameters": stated}))

    assert [str(finding) for finding in generated.findings] == [
        (
            "$.helm.fileParameters[1].path: the file of the parameter more (gone.txt) does not "
            "exist (source)"
        )
    ]


def test_a_subchart_that_one_application_switches_off_is_there_for_the_next(ask: Ask) -> None:
    """Rendering changes the chart that is loaded, so none may be used twice."""
    off = ask(CASES, path="valid/conditions-turned", helm={"values": "absent: {enabled: false}"})
    on = ask(CASES, path="valid/conditions-turned", helm={"values": "absent: {enabled: true}"})
    first, second = pool.generate_all([off, on], processes=1)

    assert len(second.documents) == len(first.documents) + 1


@pytest.mark.parametrize(
    ("number", "worth"),
    [(220, pool.WORTH_SECONDS), (30, 1e-9)],  # the latter so that any chart is a slow one
    ids=["many", "slow"],
)
def test_charts_give_the_same_over_several_processes(
    number: int, worth: float, ask: Ask, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "WORTH_SECONDS", worth)
    write(CHART)
    words = [f"w{each}" for each in range(number)]
    requests = [
        ask(path="charts/x", helm={"parameters": [{"name": "word", "value": word}]})
        for word in words
    ]
    generated = pool.generate_all(requests, processes=2)

    assert [entry.documents[0].body["data"]["word"] for entry in generated] == words


def test_a_remote_chart_is_named_when_it_is_not_in_the_cache(ask: Ask) -> None:
    request = ask(chart="redis", repoURL="https://charts.example.org", targetRevision="1.2.3")
    (missing,) = generate_manifests(request).not_checked

    assert missing.what == "chart redis 1.2.3"
    assert missing.why == "it is not in the cache; run `argowave fetch`"


def test_a_range_of_versions_is_named_as_not_checked(ask: Ask) -> None:
    request = ask(chart="redis", repoURL="https://charts.example.org", targetRevision="1.*")

    assert [entry.why for entry in generate_manifests(request).not_checked] == [
        "it is not in the cache; run `argowave fetch`"
    ]


def test_a_remote_chart_is_rendered_from_the_cache(ask: Ask, write: Write, tmp_path: Path) -> None:
    write({"values/dev.yaml": "word: dev\n"})
    request = ask(
        chart="named",
        repoURL="https://charts.example.org",
        targetRevision="1.0.0",
        helm={"valueFiles": ["$values/values/dev.yaml"]},
    )
    pack(archive := tmp_path / "named.tgz")
    store = Store(request.charts.cache)
    digest = store.add_archive(archive.read_bytes())
    store.remember(Locked(wanted_of(request.source), "1.0.0", digest))
    (document,) = generate_manifests(request).documents

    assert document.source == "named-1.0.0/templates/a.yaml"
    assert document.body["data"] == {"word": "dev"}


@pytest.fixture
def charts_server(tmp_path: Path) -> Iterator[str]:
    """Serves a Helm repository with one chart on loopback, and yields its URL."""
    folder = tmp_path / "served"
    pack(folder / "named-1.0.0.tgz")
    (folder / "index.yaml").write_text(
        "apiVersion: v1\nentries:\n  named:\n"
        "    - {name: named, version: 1.0.0, urls: [named-1.0.0.tgz]}\n"
    )
    handler = partial(QuietHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_a_remote_chart_is_fetched_where_that_is_allowed_and_then_kept(
    ask: Ask, charts_server: str
) -> None:
    request = ask(chart="named", repoURL=charts_server, targetRevision="1.0.0")
    fetching = replace(request, charts=replace(request.charts, fetch=True))

    assert len(generate_manifests(fetching).documents) == 1
    assert len(generate_manifests(request).documents) == 1


def test_a_chart_that_cannot_be_fetched_is_named_with_the_reason(
    ask: Ask, charts_server: str
) -> None:
    request = ask(chart="other", repoURL=charts_server, targetRevision="1.0.0")
    fetching = replace(request, charts=replace(request.charts, fetch=True))
    (missing,) = generate_manifests(fetching).not_checked

    assert missing.why == f"{charts_server}/index.yaml has no chart other"


def pack(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(path, "w:gz") as archive:
        for name, text in CHART.items():
            entry = tarfile.TarInfo(name.replace("charts/x", "named"))
            entry.size = len(text)
            archive.addfile(entry, io.BytesIO(text.encode()))


BILLION = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{below}'] * 10)}]\n"
    for below, name in zip("abcdefgh", "bcdefghi", strict=True)
)


def test_values_that_would_grow_without_end_are_refused(ask: Ask, write: Write) -> None:
    write({**CHART, "env/dev.yaml": BILLION})
    generated = generate_manifests(ask(path="charts/x", helm={"valueFiles": ["/env/dev.yaml"]}))
    (finding,) = generated.findings

    assert (finding.path, finding.rule) == ("env/dev.yaml", "values")
    assert not generated.documents


def test_values_that_are_not_utf_8_are_refused(ask: Ask, write: Write) -> None:
    root = write(CHART)
    (root / "charts" / "x" / "latin.yaml").write_bytes("word: \xe9\n".encode("latin-1"))
    generated = generate_manifests(ask(path="charts/x", helm={"valueFiles": ["latin.yaml"]}))
    (finding,) = generated.findings

    assert finding.path == "charts/x/latin.yaml"
    assert "UTF-8" in finding.message
