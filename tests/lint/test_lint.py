from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from argowave.commands import Exit, main

if TYPE_CHECKING:
    from collections.abc import Callable

    Lint = Callable[..., tuple[int, str, str]]

REPOSITORY = Path(__file__).parents[2]
CASES = REPOSITORY / "tests" / "cases" / "lint" / "repositories"


@pytest.fixture
def lint(capsys: pytest.CaptureFixture[str]) -> Lint:
    """Runs the command on a repository and returns exit code, stdout and stderr."""

    def run(repository: Path, *arguments: str) -> tuple[int, str, str]:
        code = main(["lint", "--repository", str(repository), *arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CASES / "valid" / "plain", tmp_path / "plain"))


def root_of(repository: Path) -> tuple[str, str]:
    return "--root", str(repository / "root.yaml")


def test_this_repository_is_sound_in_every_environment(lint: Lint) -> None:
    code, out, _ = lint(REPOSITORY)
    names = sorted(path.parent.name for path in REPOSITORY.glob("environments/*/environment.yaml"))

    assert code == Exit.WELL, out
    assert names
    for name in names:
        assert f"\n{name}: " in f"\n{out}"


def test_a_lint_without_the_network_names_the_remote_charts(lint: Lint, tmp_path: Path) -> None:
    _, out, _ = lint(REPOSITORY, "dev", "--source-cache", str(tmp_path))

    why = "it is not in the cache; run `argowave fetch` [dev]"
    assert f"; charts crossplane 2.3.4, ingress-nginx 4.15.1: {why}\n" in out


def test_requiring_all_makes_a_finding_of_what_was_not_checked(lint: Lint, tmp_path: Path) -> None:
    code, out, _ = lint(REPOSITORY, "dev", "--require-all", "--source-cache", str(tmp_path))

    assert code == Exit.FINDINGS
    assert (
        "environments/dev chart crossplane 2.3.4 was not checked: "
        "it is not in the cache; run `argowave fetch` (not-checked, error) [dev]" in out
    )


def test_a_kind_without_a_schema_is_counted_and_with_require_all_a_finding(
    lint: Lint, plain: Path
) -> None:
    thing = "apiVersion: example.org/v1\nkind: Thing\nmetadata: {name: t}\n"
    (plain / "plain" / "t.yaml").write_text(thing)
    code, out, _ = lint(plain, *root_of(plain))

    assert code == Exit.WELL
    said = "no schema for example.org/v1/Thing: 1 manifest; `argowave schemas add` takes CRDs\n"
    assert said in out

    code, out, _ = lint(plain, *root_of(plain), "--require-all")
    assert code == Exit.FINDINGS
    assert "there is no schema for example.org/v1/Thing: 1 manifest not validated" in out


def test_a_report_for_programs_is_all_of_stdout(lint: Lint) -> None:
    case = CASES / "invalid" / "unknown-field"
    _, out, _ = lint(case, *root_of(case), "--output", "json")
    report: dict[str, Any] = json.loads(out)

    assert report["findings"][0]["path"] == "plain/c.yaml"
    assert report["findings"][0]["application"] == "root/root"
    assert report["summary"]["invalid"] == 1


def test_one_finding_in_two_applications_is_one_line(lint: Lint, plain: Path) -> None:
    (plain / "plain" / "c.yaml").write_text("apiVersion: v1\nkind: ConfigMap\ndato: {}\n")
    root = (plain / "root.yaml").read_text("utf-8")
    (plain / "apps").mkdir()
    for name in ("a", "b"):
        (plain / "apps" / f"{name}.yaml").write_text(root.replace("name: root", f"name: {name}"))
    (plain / "root.yaml").write_text(root.replace("path: plain", "path: apps"))
    _, out, _ = lint(plain, *root_of(plain))

    (line,) = [line for line in out.splitlines() if "(schema, error)" in line]
    assert line.endswith("(schema, error) [root/a, root/b]")


def test_a_misspelt_environment_is_refused_with_the_nearest(lint: Lint) -> None:
    code, out, err = lint(REPOSITORY, "stagin")

    assert code == Exit.COULD_NOT_RUN
    assert not out
    assert "did you mean 'staging'?" in err


def test_a_missing_root_file_is_refused(lint: Lint, tmp_path: Path) -> None:
    code, _, err = lint(tmp_path, "--root", str(tmp_path / "root.yaml"))

    assert code == Exit.COULD_NOT_RUN
    assert err.startswith("error: root.yaml: the root Application is missing")


def test_a_root_file_elsewhere_is_refused(lint: Lint, tmp_path: Path) -> None:
    code, _, err = lint(tmp_path, "--root", str(REPOSITORY / "apps" / "root.yaml"))

    assert code == Exit.COULD_NOT_RUN
    assert f"is outside the repository {tmp_path}" in err


def test_environments_and_a_root_file_are_not_taken_together(lint: Lint, plain: Path) -> None:
    code, _, err = lint(plain, "dev", *root_of(plain))

    assert code == Exit.COULD_NOT_RUN
    assert err == "error: --root and environments cannot be given together\n"


def test_a_helm_binary_that_is_not_there_stops_the_run(lint: Lint) -> None:
    case = CASES / "valid" / "chart"
    code, _, err = lint(case, *root_of(case), "--helm", "/nowhere/helm")

    assert code == Exit.COULD_NOT_RUN
    assert err == "error: /nowhere/helm: helm cannot be run: No such file or directory\n"


def test_a_helm_binary_gives_the_same_verdict(lint: Lint) -> None:
    helm = shutil.which("helm")
    if helm is None:
        pytest.skip("helm is not on PATH")
    case = CASES / "invalid" / "rendered-type"

    assert lint(case, *root_of(case), "--helm", helm) == lint(case, *root_of(case))


def test_linting_loads_only_what_it_needs() -> None:
    case = CASES / "valid" / "plain"
    arguments = ["lint", "--repository", str(case), *root_of(case)]
    program = (
        "import sys\nfrom argowave.commands import main\n"
        f"assert main({arguments!r}) == 0\n"
        "print(*{'helm_python', 'jinja2', 'lupa', 'rich', 'jsonschema'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert done.stdout.splitlines()[-1] == ""


CRD = """apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: things.example.org}
spec:
  group: example.org
  names: {kind: Thing, plural: things}
  scope: Namespaced
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              properties: {size: {type: integer}}
"""


def test_a_crd_in_the_tree_is_the_schema_of_its_kind(lint: Lint, plain: Path) -> None:
    thing = "apiVersion: example.org/v1\nkind: Thing\nmetadata: {name: t}\nspec: {sise: 1}\n"
    (plain / "plain" / "t.yaml").write_text(thing)
    (plain / "plain" / "crd.yaml").write_text(CRD)
    code, out, _ = lint(plain, *root_of(plain))

    assert code == Exit.FINDINGS
    assert out.startswith('plain/t.yaml:4 Thing/t $.spec.sise: unknown field, did you mean "size"?')


def test_a_crd_in_the_tree_that_cannot_be_used_is_a_finding(lint: Lint, plain: Path) -> None:
    thing = "apiVersion: example.org/v1\nkind: Thing\nmetadata: {name: t}\nspec: {size: 1}\n"
    (plain / "plain" / "t.yaml").write_text(thing)
    crd = CRD.replace("type: integer", "type: integer, multipleOf: 0")
    (plain / "plain" / "crd.yaml").write_text(crd)
    code, out, err = lint(plain, *root_of(plain))

    assert code == Exit.FINDINGS
    assert out.startswith(
        "plain/crd.yaml:1 CustomResourceDefinition/things.example.org the schema of version v1 of"
        " Thing cannot be used: properties.spec.properties.size.multipleOf: 0 is less than or"
        " equal to the minimum of 0 (schema, error)"
    )
    assert "example.org/v1/Thing" in out + err


def test_a_field_of_a_later_kubernetes_is_one_finding_that_says_so(lint: Lint, plain: Path) -> None:
    pod = """apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  hostnameOverride: web
  hostnameOverwrite: web
  securityContext: {runAsNonRoot: true}
  containers:
    - {name: web, image: "example.org/web:1.0.0", resources: {limits: {memory: 64Mi}}}
"""
    (plain / "plain" / "pod.yaml").write_text(pod)
    _, out, _ = lint(plain, *root_of(plain), "--kubernetes-version", "1.33")

    later, unknown = [line for line in out.splitlines() if "Pod/web" in line]
    assert later == (
        "plain/pod.yaml:5 Pod/web $.spec.hostnameOverride: the field comes with Kubernetes 1.34,"
        " and the cluster has 1.33, which drops or refuses it; remove it until then"
        " (later-field, error) [root/root]"
    )
    assert unknown == (
        "plain/pod.yaml:6 Pod/web $.spec.hostnameOverwrite: unknown field"
        " (schema, error) [root/root]"
    )


def test_a_sync_wave_that_is_a_number_is_one_finding(lint: Lint, plain: Path) -> None:
    (plain / "plain" / "more.yaml").write_text(
        "apiVersion: v1\nkind: ConfigMap\n"
        "metadata: {name: more, annotations: {argocd.argoproj.io/sync-wave: 1}}\n"
    )
    _, out, _ = lint(plain, *root_of(plain))

    (line,) = [line for line in out.splitlines() if "ConfigMap/more" in line]
    assert line.endswith(
        "the number 1 is no text, so that Argo CD cannot compare the Application; "
        'write "1" (sync-wave-value, error) [root/root]'
    )
    assert ", 1 invalid, " in out
