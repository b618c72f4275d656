"""What a helm binary leaves out for its hook is told as what the library leaves out."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from argowave.sources.generate import generate_manifests

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from argowave.sources.request import Generated
    from sources.conftest import Ask

    Write = Callable[[dict[str, str]], Path]

MESSAGE = (
    "an object is made by nothing: Helm does not know the hook pre-upgarde and leaves the object "
    "out; did you mean pre-upgrade?"
)
JOB = (
    "apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: a\n  annotations:\n    helm.sh/hook: {}\n"
)
CHART = {
    "chart/Chart.yaml": "apiVersion: v2\nname: chart\nversion: 1.0.0\n",
    "chart/templates/a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
    "chart/templates/job.yaml": JOB.format("pre-install,pre-upgarde"),
}
SAYINGS = {
    "helm-3": 'info: skipping unknown hook: "{}"',
    "helm-4": 'level=INFO msg="skipping unknown hooks" hookTypes={}',
    "helm-4-quoted": 'level=INFO msg="skipping unknown hooks" hookTypes="{}"',
}


def render(ask: Ask, helm: Path | str) -> Generated:
    asked = ask(path="chart")
    return generate_manifests(replace(asked, charts=replace(asked.charts, helm=str(helm))))


def saying(folder: Path, said: str) -> Path:
    """Return a program that says something as helm does, and prints one object."""
    program = folder / "helm"
    printed = "# Source: chart/templates/a.yaml\n" + CHART["chart/templates/a.yaml"]
    program.write_text(f"#!/bin/sh\ncat >&2 <<'E'\n{said}\nE\ncat <<'E'\n{printed}E\n")
    program.chmod(0o755)
    return program


@pytest.mark.parametrize("said", SAYINGS.values(), ids=SAYINGS)
def test_whichever_helm_it_is(ask: Ask, write: Write, tmp_path: Path, said: str) -> None:
    write(CHART)
    generated = render(ask, saying(tmp_path, said.format("pre-install,pre-upgarde")))
    (finding,) = generated.findings

    assert (finding.path, finding.line) == ("chart/templates/job.yaml", 6)
    assert finding.message == MESSAGE
    assert [each.body["kind"] for each in generated.documents] == ["ConfigMap"]


def test_a_real_one_too(ask: Ask, write: Write) -> None:
    helm = shutil.which("helm")
    if helm is None:
        pytest.skip("helm is not on the PATH")
    write(CHART)
    (finding,) = render(ask, helm).findings

    assert (finding.path, finding.line, finding.message) == ("chart/templates/job.yaml", 6, MESSAGE)


@pytest.mark.parametrize("hook", ["crd-install", "disabled"])
def test_what_is_like_no_hook_is_left_out_on_purpose(
    ask: Ask, write: Write, tmp_path: Path, hook: str
) -> None:
    write(CHART)

    assert not render(ask, saying(tmp_path, SAYINGS["helm-4"].format(hook))).findings


def test_where_several_templates_have_the_word_the_chart_is_named(
    ask: Ask, write: Write, tmp_path: Path
) -> None:
    write({**CHART, "chart/templates/other.yaml": JOB.format("pre-upgarde")})
    said = SAYINGS["helm-4"].format("pre-upgarde")

    (finding,) = render(ask, saying(tmp_path, said)).findings

    assert (finding.path, finding.message) == ("", MESSAGE)
