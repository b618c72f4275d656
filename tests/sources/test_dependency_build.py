"""Charts of which `helm dependency build` refuses the dependencies, as Helm 4.2 says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from argowave.sources.generate import generate_manifests

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from argowave.sources.request import ManifestRequest

    Ask = Callable[..., ManifestRequest]
    Write = Callable[[dict[str, str]], Path]

CHART = """apiVersion: v2
name: app
version: 0.1.0
dependencies:
  - name: part
    version: ">=1.0.0 <2.0.0"
    repository: file://../part
    condition: part.enabled
    tags: [backend, "a&b"]
    import-values:
      - child: b
        parent: a
      - data
    alias: piece
"""
# as `helm dependency update` has written it
LOCK = """dependencies:
- name: part
  repository: file://../part
  version: 1.2.3
digest: sha256:13f86fd6dd87ce31c52d5b83cbc3fd223d7db39bfa3bfac7aaa78865f5cb3983
generated: "2026-11-26T16:20:02.491263896Z"
"""
PART = "apiVersion: v2\nname: part\nversion: 1.2.3\n"
FILES = {"app/Chart.yaml": CHART, "part/Chart.yaml": PART}
REFUSES = "`helm dependency build`, which Argo CD runs since charts/ lacks part, refuses that"


@pytest.fixture
def said(ask: Ask, write: Write) -> Callable[[dict[str, str]], list[str]]:
    """Gives what is said of the chart `app` among some files."""

    def run(files: dict[str, str]) -> list[str]:
        write(files)
        return [str(each) for each in generate_manifests(ask(path="app")).findings]

    return run


@pytest.mark.parametrize(
    "files",
    [
        FILES,
        {**FILES, "app/Chart.lock": LOCK},
        # charts/ has all, so that nothing is built
        {**FILES, "app/Chart.lock": "digest: x", "app/charts/part/Chart.yaml": PART},
        # what Helm makes of this is not known for sure
        {**FILES, "app/Chart.yaml": CHART.replace("v2", "v1"), "app/Chart.lock": "digest: x"},
    ],
)
def test_what_helm_takes_is_no_finding(
    said: Callable[[dict[str, str]], list[str]], files: dict[str, str]
) -> None:
    assert said(files) == []


def test_a_lock_of_other_dependencies_is_a_finding_at_its_digest(
    said: Callable[[dict[str, str]], list[str]],
) -> None:
    files = {**FILES, "app/Chart.yaml": CHART.replace("1.0.0", "1.1.0"), "app/Chart.lock": LOCK}
    (finding,) = said(files)

    assert finding == (
        f"app/Chart.lock:5 $.digest: Chart.lock is out of step with Chart.yaml, and {REFUSES}; "
        "run `helm dependency update` and commit Chart.lock (chart)"
    )


def test_a_dependency_of_another_version_than_the_chart_states_is_a_finding(
    said: Callable[[dict[str, str]], list[str]],
) -> None:
    files = {**FILES, "part/Chart.yaml": PART.replace("1.2.3", "2.0.0")}

    (finding,) = said(files)

    assert finding == (
        "app/Chart.yaml:6 $.dependencies[0].version: part is to have version >=1.0.0 <2.0.0 and "
        f"has 2.0.0 (part/Chart.yaml:3), and {REFUSES}; state a version that it has (chart)"
    )


def test_a_dependency_of_another_version_than_the_lock_states_is_a_finding(
    said: Callable[[dict[str, str]], list[str]],
) -> None:
    part = PART.replace("1.2.3", "1.2.4")

    (finding,) = said({**FILES, "part/Chart.yaml": part, "app/Chart.lock": LOCK})

    assert finding == (
        "app/Chart.lock:4 $.dependencies[0].version: part is to have version 1.2.3 and has 1.2.4 "
        f"(part/Chart.yaml:3), and {REFUSES}; run `helm dependency update` and commit Chart.lock, "
        "or state a version that it has (chart)"
    )


@pytest.mark.parametrize("lock", ["", LOCK])
def test_a_dependency_whose_folder_is_not_there_is_a_finding(
    ask: Ask, write: Write, lock: str
) -> None:
    write({"app/Chart.yaml": CHART, **({"app/Chart.lock": lock} if lock else {})})
    generated = generate_manifests(ask(path="app"))

    (finding,) = generated.findings
    (missing,) = generated.not_checked
    where = "app/Chart.lock:3" if lock else "app/Chart.yaml:7"
    assert str(finding) == (
        f"{where} $.dependencies[0].repository: part is to come from part, which does not exist, "
        f"and {REFUSES} (chart)"
    )
    assert missing.what == "chart app"
    assert missing.why == "a dependency cannot be used: file://../part does not exist"
