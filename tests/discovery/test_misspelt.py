"""Applications with a slip in their kind or group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from argowave.commands import main

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://git.example.com/team/shop.git"
APPLICATION = """\
apiVersion: {api_version}
kind: {kind}
metadata: {{name: {name}, namespace: argocd}}
spec:
  project: default
  destination: {{server: https://kubernetes.default.svc, namespace: web}}
  source: {{repoURL: {url}, path: {path}, targetRevision: HEAD}}
"""
RIGHT = "argoproj.io/v1alpha1"
ACCOUNT = "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: web, namespace: web}\n"
SLIPS = [
    (RIGHT, "Aplication", "Argo CD knows no kind Aplication; did you mean Application?"),
    (RIGHT, "application", "Argo CD knows no kind application; did you mean Application?"),
    (RIGHT, "Applicationset", "Argo CD knows no kind Applicationset; did you mean ApplicationSet?"),
    (
        "argoprj.io/v1alpha1",
        "Application",
        f"Argo CD reads no Application of argoprj.io/v1alpha1; did you mean {RIGHT}?",
    ),
]


def application(name: str, path: str, api_version: str = RIGHT, kind: str = "Application") -> str:
    return APPLICATION.format(name=name, path=path, api_version=api_version, kind=kind, url=URL)


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in {"argowave.toml": f'repositories = ["{URL}"]\n', **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


@pytest.mark.parametrize(("api_version", "kind", "said"), SLIPS)
def test_the_only_one_is_named_at_its_line(
    api_version: str, kind: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, {"root.yaml": f"---\n{application('web', 'web', api_version, kind)}"})

    assert main(["lint", "--repository", str(tmp_path)]) == 2
    assert f"root.yaml:2: no Application here can be read: {said}" in capsys.readouterr().err


@pytest.mark.parametrize(("api_version", "kind", "said"), SLIPS)
def test_one_beside_others_is_a_finding(
    api_version: str, kind: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = application("other", "web", api_version, kind)
    files = {"a.yaml": application("web", "web"), "b.yaml": other, "web/account.yaml": ACCOUNT}
    write(tmp_path, files)

    assert main(["lint", "--repository", str(tmp_path)]) == 1
    assert f"b.yaml:1 {kind}/other {said} (unknown-kind, error)" in capsys.readouterr().out


def test_one_that_is_applied_is_told_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {
        "root.yaml": application("root", "apps"),
        "apps/web.yaml": application("web", "web", RIGHT, "Aplication"),
    }
    write(tmp_path, files)

    assert main(["lint", "--repository", str(tmp_path)]) == 1
    out = capsys.readouterr().out
    assert len([line for line in out.splitlines() if line.startswith("apps/web.yaml")]) == 1


@pytest.mark.parametrize(
    ("api_version", "kind"),
    [("app.k8s.io/v1beta1", "Application"), (RIGHT, "Rollout"), ("core.oam.dev/v1", "Application")],
)
def test_a_kind_of_others_is_none(
    api_version: str, kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = application("other", "web", api_version, kind)
    files = {"a.yaml": application("web", "web"), "b.yaml": other, "web/account.yaml": ACCOUNT}
    write(tmp_path, files)

    main(["lint", "--repository", str(tmp_path)])
    assert "did you mean" not in capsys.readouterr().out


SETS = """\
kind: ApplicationSet
metadata: {name: shops, namespace: argocd}
spec: {generators: [{list: {elements: []}}], template: {}}
"""


def test_one_without_an_api_version_is_a_warning(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    unfinished = "kind: Application\nmetadata: {name: part}\nspec: {project: default}\n"
    files = {
        "a.yaml": application("web", "web"),
        "b.yaml": SETS,
        "part.yaml": unfinished,
        "web/account.yaml": ACCOUNT,
    }
    write(tmp_path, files)
    main(["lint", "--repository", str(tmp_path)])
    (line,) = [each for each in capsys.readouterr().out.splitlines() if "unknown-kind" in each]

    assert line == (
        "b.yaml:1 ApplicationSet/shops without apiVersion nothing takes it for one of Argo CD's; "
        f"write apiVersion: {RIGHT} (unknown-kind, warning)"
    )
