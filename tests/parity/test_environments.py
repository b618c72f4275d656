"""What `argowave parity` says of this repository's environments, and of two roots."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

import argowave.report
from argowave.commands import main
from argowave.parity.keys import differing, taken_over
from this_repository import copy_repository

if TYPE_CHECKING:
    from typing import Any

REPOSITORY = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Site:
    """The repository, and the command on it."""

    path: Path
    capsys: pytest.CaptureFixture[str]

    def change(self, path: str, before: str, after: str) -> None:
        file = self.path / path
        assert before in file.read_text()
        file.write_text(file.read_text().replace(before, after, 1))

    def render(self) -> None:
        assert main(["render", "--repository", str(self.path)]) == 0
        self.capsys.readouterr()

    def parity(self, *words: str) -> tuple[int, list[str], str]:
        """Return the exit code, the findings (without what could not be looked into), stderr."""
        code = main(["parity", "--repository", str(self.path), *words])
        out, err = self.capsys.readouterr()
        lines = [line for line in out.splitlines() if not line.startswith("not checked: ")]
        return code, lines, err


@pytest.fixture
def site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Site:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))  # no charts
    return Site(copy_repository(tmp_path.resolve() / "site"), capsys)


def test_this_repository_differs_only_where_it_says_so(site: Site) -> None:
    code, lines, err = site.parity()

    assert (code, err) == (0, "")
    assert lines[0].endswith(" objects of prod, staging compared with dev: 0 findings")


def test_a_key_that_may_not_differ_is_found_with_what_it_changes(site: Site) -> None:
    more = "consumer:\n  resources: {requests: {cpu: 60m}}\n"
    site.change("environments/staging/environment.yaml", "producer:", f"{more}producer:")
    site.render()
    code, lines, _ = site.parity()

    assert code == 1
    assert lines[:-1] == [
        (
            'environments/staging/environment.yaml:29 $.consumer.resources.requests.cpu: is "60m" '
            'in staging and "50m" in dev (environments/base.yaml:60), and environments/schema.json '
            "does not say that it may differ; it changes Deployment/justtrack-t1-consumer "
            "$.spec.template.spec.containers[name=consumer].resources.requests.cpu; make them "
            "equal, or give it x-differs with the reason (parity, error)"
        )
    ]


def test_a_template_that_asks_for_the_environments_name_is_found(site: Site) -> None:
    site.change(
        "infra/namespace/namespace.yaml",
        "labels:",
        "labels:\n    odd: \"#{ (env.name == 'prod') | string | lower }#\"",
    )
    site.render()
    code, lines, _ = site.parity()

    assert code == 1
    assert [line.partition(";")[0] for line in lines[:-1]] == [
        (
            "environments/prod/rendered/infra/namespace/namespace.yaml:7 Namespace/devopstest "
            '$.metadata.labels.odd: is "true" in prod and "false" in dev '
            "(environments/dev/rendered/infra/namespace/namespace.yaml:7)"
        )
    ]


def test_the_name_of_another_environment_is_found(site: Site) -> None:
    site.change("infra/namespace/namespace.yaml", "labels:", "labels:\n    of: shop-dev")
    site.render()
    _, lines, _ = site.parity("--env", "dev", "--env", "prod")

    assert [line.partition(";")[0] for line in lines[:-1]] == [
        (
            "environments/prod/rendered/infra/namespace/namespace.yaml:7 Namespace/devopstest "
            '$.metadata.labels.of: is "shop-dev" in prod and "shop-{environment}" in dev '
            "(environments/dev/rendered/infra/namespace/namespace.yaml:7)"
        )
    ]


def test_an_object_that_only_one_environment_has_is_found_with_its_application(site: Site) -> None:
    (site.path / "environments/prod/rendered/infra/namespace/more.yaml").write_text(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: more}\n"
    )
    _, lines, _ = site.parity()

    assert lines[:-1] == [
        (
            "environments/prod/rendered/infra/namespace/more.yaml:1 ConfigMap/more is in prod "
            "only: Application/namespace of dev (environments/dev/rendered/apps/namespace.yaml:3) "
            "applies none; make them equal, or say why they differ in [[tool.argowave.parity]] "
            "(parity, error) [prod/namespace]"
        )
    ]


def test_of_an_application_that_is_missing_the_objects_are_not_listed(site: Site) -> None:
    (site.path / "environments/staging/rendered/apps/pipeline.yaml").unlink()
    _, lines, _ = site.parity()

    assert lines[:-1] == [
        (
            "environments/dev/rendered/apps/pipeline.yaml:2 Application/pipeline is in dev only: "
            "Application/root of staging (environments/staging/rendered/apps/root.yaml:3) applies "
            "none; make them equal, or say why they differ in [[tool.argowave.parity]] "
            "(parity, error) [dev/root]"
        )
    ]


def test_a_declared_difference_is_none_and_a_stale_declaration_is_one(site: Site) -> None:
    (site.path / "environments/prod/rendered/infra/namespace/more.yaml").write_text(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: more}\n"
    )
    entry = '[[parity]]\nsubject = "{}"\nfield = "*"\nreason = "{}"\n'
    settings = entry.format("ConfigMap/mo*", "only prod needs more") + entry.format("A/b", "old")
    (site.path / "argowave.toml").write_text(settings)
    _, lines, _ = site.parity()

    assert lines[:-1] == [
        "argowave.toml $.parity[1]: A/b * (old) covers no difference; remove it (parity, error)"
    ]


def test_a_key_that_may_differ_and_does_not_is_stale(site: Site) -> None:
    site.change(
        "environments/schema.json",
        '"description": "The first word.",',
        '"description": "The first word.",\n"x-differs": "No reason.",',
    )
    _, lines, _ = site.parity()

    line = (site.path / "environments/schema.json").read_text().splitlines().index
    expected = line('"x-differs": "No reason.",') + 1
    assert lines[:-1] == [
        (
            f"environments/schema.json:{expected} $.naming.project: may differ by x-differs, and "
            "is the same in every environment; remove that (parity, error)"
        )
    ]


APPLICATION = """apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {{name: root, namespace: argocd}}
spec:
  project: default
  source: {{repoURL: https://git.example.com/a/b, path: {name}/manifests}}
  destination: {{server: https://kubernetes.default.svc, namespace: shop}}
"""


@pytest.fixture
def roots(tmp_path: Path) -> Path:
    for name, value in (("east", 1), ("west", 2)):
        folder = tmp_path / name / "manifests"
        folder.mkdir(parents=True)
        (tmp_path / name / "root.yaml").write_text(APPLICATION.format(name=name))
        for kind, text in (("ConfigMap", "data"), ("Secret", "stringData")):
            (folder / f"{kind.lower()}.yaml").write_text(
                f"apiVersion: v1\nkind: {kind}\nmetadata: {{name: {name}-a}}\n"
                f'{text}:\n  key: "value-{value}"\n  of: "{name}"\n'
            )
    (tmp_path / "argowave.toml").write_text('repositories = ["https://git.example.com/a/b"]\n')
    return tmp_path


def test_two_roots_of_any_repository_are_compared(roots: Path, site: Site) -> None:
    words = [f"--root={roots / name / 'root.yaml'}" for name in ("east", "west")]
    code, lines, _ = Site(roots, site.capsys).parity(*words)

    assert code == 1
    assert [line.partition(";")[0] for line in lines] == [
        (
            "west/manifests/configmap.yaml:5 ConfigMap/west-a $.data.key: "
            'is "value-2" in west and "value-1" in east (east/manifests/configmap.yaml:5)'
        ),
        (
            "west/manifests/secret.yaml:5 Secret/west-a $.stringData.key: "
            "is (not shown) in west and (not shown) in east (east/manifests/secret.yaml:5)"
        ),
        "3 objects of west compared with east: 2 findings",
    ]


def kustomized(roots: Path) -> list[str]:
    """Return the words for two roots of kustomizations that generate what their objects use."""
    if not shutil.which("kustomize"):
        pytest.skip("kustomize is not on PATH")
    for name in ("east", "west"):
        folder = roots / name / "manifests"
        (folder / "kustomization.yaml").write_text(
            "resources: [configmap.yaml, pod.yaml]\n"
            f"namePrefix: {name}-\n"
            "configMapGenerator:\n"
            f"  - {{name: web, literals: ['at=<{name}>&', key={name.upper()}]}}\n"
            "  - {name: raw, files: [raw]}\n"
            "secretGenerator:\n"
            "  - {name: web, literals: [a=b]}\n"
        )
        (folder / "raw").write_bytes(b"\xff")
        (folder / "configmap.yaml").write_text(
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: not-a-bcdfghkmt2}\n"
        )
        (folder / "pod.yaml").write_text(
            "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n"
            "    - name: web\n      image: nginx:1\n"
            "      envFrom: [{configMapRef: {name: web}}, {secretRef: {name: web}}]\n"
        )
    return [f"--root={roots / name / 'root.yaml'}" for name in ("east", "west")]


def test_a_hash_that_kustomize_gives_is_no_difference(roots: Path, site: Site) -> None:
    words = kustomized(roots)
    _, lines, _ = Site(roots, site.capsys).parity(*words)

    assert [line.partition(";")[0] for line in lines] == [
        (
            "west/manifests/kustomization.yaml ConfigMap/west-web-hmh585tdd7 $.data.key: "
            'is "WEST" in west and "EAST" in east (east/manifests/kustomization.yaml)'
        ),
        "6 objects of west compared with east: 1 finding",
    ]


def test_what_may_differ_of_an_object_with_a_hash_is_declared_without_it(
    roots: Path, site: Site
) -> None:
    words = kustomized(roots)
    settings = (roots / "argowave.toml").read_text()
    name = "{environment}-web-{hash}"
    entry = f'[[parity]]\nsubject = "ConfigMap/{name}"\nfield = "$.data.key"\nreason = "so"\n'
    (roots / "argowave.toml").write_text(settings + entry)
    code, _, _ = Site(roots, site.capsys).parity(*words)

    assert code == 0


@pytest.mark.parametrize("field", ["$.data.key", "$.data", "$.*.key"])
def test_fields_below_a_declared_one_may_differ(roots: Path, site: Site, field: str) -> None:
    settings = (roots / "argowave.toml").read_text()
    entry = f'[[parity]]\nsubject = "ConfigMap/*"\nfield = "{field}"\nreason = "because"\n'
    (roots / "argowave.toml").write_text(settings + entry)
    words = [f"--root={roots / name / 'root.yaml'}" for name in ("east", "west")]
    _, lines, _ = Site(roots, site.capsys).parity(*words)

    assert [line.split(" ")[1] for line in lines[:-1]] == ["Secret/west-a"]


def test_json_is_the_report_that_is_published(site: Site) -> None:
    schema = Path(argowave.report.__file__).parent / "report.schema.json"
    (site.path / "environments/staging/rendered/apps/pipeline.yaml").unlink()
    _, lines, _ = site.parity("--output", "json")
    report = json.loads("\n".join(lines))

    jsonschema.validate(report, json.loads(schema.read_text()))
    assert [each["subject"] for each in report["findings"]] == ["Application/pipeline"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ["--env", "dev"],
            "parity compares environments, and there is only dev\n  name two or more",
        ),
        (
            ["--env", "dev", "--root", "x.yaml"],
            "--root and --env cannot be given together",
        ),
    ],
)
def test_one_environment_alone_is_no_comparison(site: Site, words: list[str], message: str) -> None:
    assert site.parity(*words) == (2, [], f"error: {message}\n")


def test_a_repository_without_environments_is_told_so(tmp_path: Path, site: Site) -> None:
    empty = Site(tmp_path / "empty", site.capsys)
    empty.path.mkdir()
    code, _, err = empty.parity()

    assert code == 2
    assert err == (
        "error: without environments/ parity compares root Applications, and none is named\n"
        "  name two or more: --root a/root.yaml --root b/root.yaml\n"
    )


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ('subject = "a"\nfield = "*"', "parity[0] has no reason; it says which object, which "),
        ('subject = "a"\nfield = ""\nreason = "x"', "parity[0].field must be a text that is not"),
        ('subjekt = "a"', "[tool.argowave] does not know parity[0].subjekt\n  did you mean subj"),
    ],
)
def test_a_declaration_that_says_nothing_is_refused(site: Site, entry: str, message: str) -> None:
    (site.path / "argowave.toml").write_text(f"[[parity]]\n{entry}\n")
    code, _, err = site.parity()

    assert code == 2
    assert err.startswith(f"error: argowave.toml: {message}")


KEYS = st.sampled_from("abc")
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(0, 2) | st.lists(st.integers(0, 1), max_size=2),
    lambda inner: st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)
MAPPINGS = st.dictionaries(KEYS, VALUES, max_size=3)


@given(one=MAPPINGS, other=MAPPINGS)
def test_with_every_key_that_differs_taken_over_nothing_differs(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    keys = list(differing(one, other))

    assert list(differing(taken_over(one, other, keys), other)) == []
    assert list(differing(one, one)) == []
