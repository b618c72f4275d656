from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from argowave.sources.generate import generate_manifests
from argowave.sources.helm import remembered
from argowave.sources.helm.asking import install_chart
from argowave.sources.helm.content import content_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from argowave.sources.request import Generated, ManifestRequest

    Ask = Callable[..., ManifestRequest]
    Write = Callable[[dict[str, str]], Path]
    Generate = Callable[..., Generated]

CONFIG = """apiVersion: v1
kind: ConfigMap
metadata: {name: "{{ .Release.Name }}"}
data: {word: "{{ .Values.word }}"}
"""
CHART = {
    "chart/Chart.yaml": "apiVersion: v2\nname: chart\nversion: 1.0.0\n",
    "chart/values.yaml": "word: one\n",
    "chart/templates/config.yaml": CONFIG,
    "chart/README.md": "large\n" * 1400,
}


class Counted:
    """Asks Helm, and counts how often."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, *arguments: Any, **options: Any) -> dict[str, Any]:  # noqa: ANN401 (whatever the renderer's own takes)
        self.times += 1
        return install_chart(*arguments, **options)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Counted:
    """Counts the questions that Helm is asked."""
    counted = Counted()
    monkeypatch.setattr(remembered, "install_chart", counted)
    remembered._opened.cache_clear()  # noqa: SLF001 (another run has not opened it either)
    return counted


@pytest.fixture
def generate(ask: Ask, write: Write, tmp_path: Path) -> Generate:
    """Generates the chart's manifests in a run of its own, after some files have changed."""
    write(CHART)

    def run(files: dict[str, str] | None = None, **changes: Any) -> Generated:  # noqa: ANN401 (whatever the renderer's own takes)
        write(files or {})
        remembered._opened.cache_clear()  # noqa: SLF001 (as above)
        helm = {"helm": changes.pop("helm")} if "helm" in changes else {}
        plain = ask(path="chart", **helm)
        charts = replace(plain.charts, results=tmp_path / "kept")
        return generate_manifests(replace(plain, charts=charts, **changes))

    return run


def test_what_a_chart_gave_is_not_asked_again(generate: Generate, asked: Counted) -> None:
    first = generate()

    assert generate() == first
    assert asked.times == 1
    assert [each.body["data"] for each in first.documents] == [{"word": "one"}]


CHANGES: dict[str, dict[str, Any]] = {
    "a template": {"files": {"chart/templates/config.yaml": CONFIG.replace("word:", "term:")}},
    "another template": {"files": {"chart/templates/more.yaml": CONFIG.replace("ConfigMap", "X")}},
    "its defaults": {"files": {"chart/values.yaml": "word: two\n"}},
    "a file that templates may read": {"files": {"chart/files/a.txt": "text"}},
    "what Helm ignores": {"files": {"chart/.helmignore": "config.yaml\n"}},
    "a subchart": {"files": {"chart/charts/sub/Chart.yaml": CHART["chart/Chart.yaml"]}},
    "values": {"helm": {"valuesObject": {"word": "three"}}},
    "the release's name": {"helm": {"releaseName": "other"}},
    "the namespace": {"namespace": "other"},
    "the version of Kubernetes": {"kubernetes_version": "1.35"},
    "the API versions": {"api_versions": ("example.org/v1",)},
    "whether there are CRDs": {"helm": {"skipCrds": True}},
}


@pytest.mark.parametrize("changes", CHANGES.values(), ids=CHANGES)
def test_it_is_asked_again_after_a_change_of(
    changes: dict[str, Any], generate: Generate, asked: Counted, ask: Ask
) -> None:
    generate()
    found = generate(**changes)

    assert asked.times == 2
    assert generate(**changes) == found
    assert asked.times == 2
    afresh = {name: value for name, value in changes.items() if name != "files"}
    helm = {"helm": afresh.pop("helm")} if "helm" in afresh else {}
    without = generate_manifests(replace(ask(path="chart", **helm), **afresh))
    assert found.documents == without.documents


@pytest.mark.parametrize("kind", ["kind: Secret", "kind: 'Secret'", '"kind": "Secret"'])
def test_a_chart_with_a_secret_is_rendered_each_time_and_kept_nowhere(
    kind: str, generate: Generate, asked: Counted, tmp_path: Path
) -> None:
    secret = CONFIG.replace("kind: ConfigMap", kind).replace("data:", "stringData:")
    files = {"chart/templates/config.yaml": secret, "chart/values.yaml": "word: hush-hush\n"}

    assert generate(files) == generate()
    assert asked.times == 2
    assert _kept(tmp_path) == []


def test_a_small_chart_is_rendered_each_time_and_kept_nowhere(
    generate: Generate, asked: Counted, tmp_path: Path
) -> None:
    assert generate({"chart/README.md": "small"}) == generate()
    assert asked.times == 2
    assert not (tmp_path / "kept").exists()


def test_a_chart_that_does_not_render_is_not_kept(generate: Generate, asked: Counted) -> None:
    files = {"chart/templates/config.yaml": "{{ fail .Values.word }}"}

    assert generate(files).findings == generate().findings != ()
    assert asked.times == 2


def test_a_chart_with_a_link_is_not_kept(
    generate: Generate, asked: Counted, tmp_path: Path
) -> None:
    (tmp_path / "more.yaml").write_text(CONFIG.replace("Release.Name", "Chart.Name"), "utf-8")
    (tmp_path / "chart" / "templates" / "more.yaml").symlink_to("../../more.yaml")

    assert len(generate().documents) == len(generate().documents) == 2
    assert asked.times == 2


def test_a_chart_that_changes_while_it_is_rendered_is_not_kept(
    generate: Generate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = tmp_path / "chart" / "values.yaml"

    def slow(*arguments: Any, **options: Any) -> dict[str, Any]:  # noqa: ANN401 (whatever the renderer's own takes)
        said = install_chart(*arguments, **options)
        values.write_text(values.read_text("utf-8").replace("one", "two"), "utf-8")
        return said

    monkeypatch.setattr(remembered, "install_chart", slow)
    generate()

    assert values.read_text("utf-8") == "word: two\n"
    assert _kept(tmp_path) == []


def test_a_damaged_answer_is_made_again(generate: Generate, asked: Counted, tmp_path: Path) -> None:
    first = generate()
    remembered._opened.cache_clear()  # noqa: SLF001 (closes it)
    for path in (tmp_path / "kept" / "helm").iterdir():
        path.write_bytes(b"damaged" * 1000)

    assert generate() == first
    assert generate() == first
    assert asked.times == 2


def test_content_is_that_of_the_same_files_elsewhere(write: Write, tmp_path: Path) -> None:
    write(CHART)
    write({name.replace("chart/", "copy/"): text for name, text in CHART.items()})
    chart, copy = content_of(tmp_path / "chart"), content_of(tmp_path / "copy")

    assert chart is not None
    assert copy is not None
    assert chart.digest == copy.digest
    assert content_of(tmp_path / "none") is None


def _kept(folder: Path) -> list[bytes]:
    with closing(sqlite3.connect(folder / "kept" / "helm" / "answers.sqlite")) as connection:
        return [row[0] for row in connection.execute("SELECT content FROM answers")]
