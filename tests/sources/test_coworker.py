from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from argowave.errors import ChartError, InvocationError
from argowave.sources.coworker import Coworker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sources.conftest import Ask

    Write = Callable[[dict[str, str]], Path]

CHART = {
    "charts/x/Chart.yaml": "apiVersion: v2\nname: x\nversion: 1.0.0\n",
    "charts/x/templates/x.yaml": "kind: ConfigMap\ndata: {word: {{ .Values.word }}}\n",
}
SCRIPT = """
import sys
sys.path[:] = {path!r}
from pathlib import Path
import argowave

print(len(argowave.open_repository(Path({repository!r})).lint()), "findings")
"""
APPLICATION = """\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {{name: "a{number}", namespace: argocd}}
spec:
  project: default
  source: {{repoURL: https://git.example.org/own.git, path: chart, targetRevision: v1.0.0}}
  destination: {{server: https://kubernetes.default.svc, namespace: "a{number}"}}
---
"""


@pytest.fixture
def coworker() -> Iterator[Coworker]:
    started = Coworker()
    yield started
    started.end()


def test_another_process_gives_what_this_one_would(
    coworker: Coworker, ask: Ask, write: Write
) -> None:
    write(CHART)
    words = ("one", "two")
    asked = [ask(path="charts/x", helm={"values": f"word: {word}"}) for word in words]

    assert [each.documents[0].body["data"]["word"] for each in coworker.ask(asked)] == [*words]
    assert coworker.ask([]) == []


def test_what_it_raises_is_raised_here(
    ask: Ask, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(CHART)
    monkeypatch.setenv("ARGOWAVE_BOUND_SECONDS", "soon")
    coworker = Coworker()
    with pytest.raises(InvocationError, match="ARGOWAVE_BOUND_SECONDS"):
        coworker.ask([ask(path="charts/x")])
    coworker.end()


def test_one_that_is_gone_is_said_to_be(coworker: Coworker, ask: Ask) -> None:
    coworker._process.kill()  # noqa: SLF001 (as somebody outside would)

    with pytest.raises(ChartError, match="a process that rendered charts was ended from outside"):
        coworker.ask([ask(path="charts/x")])


def test_a_script_that_does_not_ask_for_its_name_may_lint_a_large_repository(
    tmp_path: Path,
) -> None:
    repository = tmp_path / "repository"
    for name, text in CHART.items():
        path = repository / name.replace("charts/x", "chart")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    texts = [APPLICATION.format(number=number) for number in range(450)]
    (repository / "root.yaml").write_text("".join(texts))
    script = tmp_path / "script.py"
    script.write_text(SCRIPT.format(path=sys.path, repository=str(repository)))

    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert done.stdout.endswith(" findings\n")
