"""A chart or kustomization that never ends in the binary that the user has, costs only itself."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from attacks.test_endless_templates import FOUND, findings, lint, repository, write_chart

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["repository"]  # a fixture
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="programs are shell scripts")

KILLED = "it broke the process that worked on it (exit -9)"
SECONDS = "it takes more than 2 s (ARGOWAVE_BOUND_SECONDS)"
MEMORY = "it takes more than 400 MB of memory (ARGOWAVE_BOUND_MEGABYTES)"
MUCH = "import time; kept = b'x' * 500_000_000; time.sleep(60)"
KUSTOMIZED = (
    "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [a.yaml]\n"
)
PLAIN = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: fine}\ndata: {a: 1}\n"


@pytest.fixture
def program(tmp_path: Path) -> Callable[[str, str], Path]:
    """Write a program that does something for what has `bomb` in its name, and the rest well."""

    def write(name: str, harm: str) -> Path:
        path = tmp_path / "bin" / name
        path.parent.mkdir()
        path.write_text(
            "#!/bin/sh\n"
            f'case "$*" in\n*bomb*) {harm} ;;\n'
            "*) printf -- '---\\n# Source: fine/templates/a.yaml\\n"
            "apiVersion: v1\\nkind: ConfigMap\\nmetadata: {name: fine}\\ndata: {a: 1}\\n'\nesac\n",
            "utf-8",
        )
        path.chmod(0o755)
        return path

    return write


@pytest.mark.parametrize(
    ("harm", "seconds", "message"),
    [
        ("while :; do :; done", "2", SECONDS),
        ("exec sleep 60", "2", SECONDS),
        (f'exec {sys.executable} -c "{MUCH}"', "30", MEMORY),
        ("/bin/cat /dev/zero", "30", "it gives more than 64 MB"),
        ("kill -9 $$", "30", KILLED),
    ],
)
def test_a_helm_that_never_ends_is_a_finding_and_its_neighbour_is_looked_at(
    repository: Path,
    program: Callable[[str, str], Path],
    harm: str,
    seconds: str,
    message: str,
) -> None:
    write_chart(repository, "bomb", "")
    done = lint(repository, seconds, "--helm", str(program("helm", harm)))

    assert findings(done) == (
        "bomb.yaml:7 Application/bomb $.spec.source: the chart was not rendered to its end: "
        f"{message} (chart, error) [repo/bomb]\n"
        "charts/fine/templates/a.yaml ConfigMap/fine $.data.a: is an integer (1), the schema wants "
        "a string (schema, error) [repo/fine]\n"
    )
    assert done.returncode == 1


@pytest.mark.parametrize(
    ("harm", "message"),
    [
        ("while :; do :; done", SECONDS),
        ("/bin/cat /dev/zero", "it gives more than 200 MB"),
        ("kill -9 $$", KILLED),
    ],
)
def test_so_is_a_kustomize(
    repository: Path,
    program: Callable[[str, str], Path],
    monkeypatch: pytest.MonkeyPatch,
    harm: str,
    message: str,
) -> None:
    write_chart(repository, "bomb", "")
    for path in (repository / "charts" / "bomb").rglob("*.yaml"):
        path.unlink()
    folder = repository / "charts" / "bomb"
    (folder / "kustomization.yaml").write_text(KUSTOMIZED, "utf-8")
    (folder / "a.yaml").write_text(PLAIN, "utf-8")
    path = program("kustomize", harm)
    monkeypatch.setenv("PATH", f"{path.parent}:/usr/bin:/bin")

    done = lint(repository, "2" if message == SECONDS else "30")

    assert f"it was not built to its end: {message} (" in findings(done)
    assert FOUND in findings(done)
    assert done.returncode == 1


def test_what_somebody_killed_is_not_remembered(
    repository: Path, program: Callable[[str, str], Path]
) -> None:
    write_chart(repository, "bomb", "")
    marked = repository.parent / "killed"
    harm = f"[ -e {marked} ] || {{ touch {marked}; kill -9 $$; }}"
    helm = ("--helm", str(program("helm", harm)))

    assert f"not rendered to its end: {KILLED}" in lint(repository, "30", *helm).stdout
    assert findings(lint(repository, "30", *helm)) == (
        "charts/fine/templates/a.yaml ConfigMap/fine $.data.a: is an integer (1), the schema wants "
        "a string (schema, error) [repo/fine]\n"
    )
