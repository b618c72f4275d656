from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from argowave.errors import SchemaError
from argowave.schema import open_store, strict
from argowave.schema.adding import Input, add_crds, update
from argowave.schema.crd import convert
from argowave.schema.definitions import BUILT_IN, OPERATORS
from argowave.schema.files import read_lock, release_of
from argowave.schema.rules import as_structure
from argowave.schema.verifying import verify
from operators.make import MODULES
from operators.modules import read_modules

STORE = open_store()
DOCUMENTED = Path(__file__).parents[2] / "docs" / "schemas.md"
QUEUE_POLICY = "sqs.aws.upbound.io/v1beta1"


def is_valid(body: dict[str, Any], version: str = "1.35") -> bool:
    found = STORE.find(body["apiVersion"], body["kind"], version)
    assert found is not None
    return bool(jsonschema_rs.validator_for(strict(found.body)).is_valid(body))


def deployment(**spec: object) -> dict[str, Any]:
    labels = {"app": "a"}
    template = {"metadata": {"labels": labels}, "spec": {"containers": [{"name": "a"}]}}
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "a"},
        "spec": {"selector": {"matchLabels": labels}, "template": template, **spec},
    }


def managed(kind: str, spec: dict[str, Any]) -> dict[str, Any]:
    return {"apiVersion": QUEUE_POLICY, "kind": kind, "metadata": {"name": "a"}, "spec": spec}


def test_a_deployment_is_valid_in_every_kubernetes_version() -> None:
    assert STORE.kubernetes_versions == tuple(f"1.{minor}" for minor in range(30, 38))
    assert all(is_valid(deployment(replicas=2), version) for version in STORE.kubernetes_versions)


def test_an_unknown_field_and_a_wrong_type_are_refused() -> None:
    assert not is_valid(deployment(replica=2))
    assert not is_valid(deployment(replicas="2"))
    assert not is_valid({**deployment(), "metadata": {"name": "a", "label": {}}})


def test_a_field_that_a_rule_demands_is_demanded_only_where_something_is_managed() -> None:
    for_provider = {"region": "eu-central-1"}

    assert not is_valid(managed("QueuePolicy", {"forProvider": for_provider}))
    assert is_valid(managed("QueuePolicy", {"forProvider": {**for_provider, "policy": "{}"}}))
    assert is_valid(
        managed("QueuePolicy", {"forProvider": for_provider, "initProvider": {"policy": "{}"}})
    )
    assert is_valid(
        managed("QueuePolicy", {"forProvider": for_provider, "managementPolicies": ["Observe"]})
    )


def test_a_field_of_a_later_version_is_unknown_to_an_earlier_one() -> None:
    assert STORE.find("admissionregistration.k8s.io/v1", "MutatingAdmissionPolicy", "1.30") is None
    assert STORE.find("networking.k8s.io/v1", "ServiceCIDR", "1.36") is not None


@pytest.mark.parametrize(
    ("api_version", "kind", "scope"),
    [
        ("v1", "Namespace", "Cluster"),
        ("v1", "Service", "Namespaced"),
        ("rbac.authorization.k8s.io/v1", "ClusterRole", "Cluster"),
        ("argoproj.io/v1alpha1", "Application", "Namespaced"),
        ("sqs.aws.upbound.io/v1beta1", "Queue", "Cluster"),
        ("sqs.aws.m.upbound.io/v1beta1", "Queue", "Namespaced"),
        ("aws.m.upbound.io/v1beta1", "ClusterProviderConfig", "Cluster"),
        ("pkg.crossplane.io/v1", "Provider", "Cluster"),
    ],
)
def test_scopes_are_known(api_version: str, kind: str, scope: str) -> None:
    assert STORE.scope(api_version, kind) == scope
    found = STORE.find(api_version, kind)
    assert found is not None
    assert found.scope == scope


@pytest.mark.parametrize("version", ["1.30", "1.37"])
def test_every_stored_schema_compiles_both_ways(version: str) -> None:
    kinds = STORE.kinds(version)

    assert len(kinds) > 200
    for api_version, kind in kinds:
        found = STORE.find(api_version, kind, version)
        assert found is not None
        jsonschema_rs.validator_for(found.body)
        jsonschema_rs.validator_for(strict(found.body))


def test_the_store_is_whole_small_and_says_where_it_comes_from() -> None:
    files, findings = verify(BUILT_IN)

    assert findings == []
    assert files > 100
    assert sum(path.stat().st_size for path in BUILT_IN.rglob("*") if path.is_file()) < 4_000_000
    sources = {entry["source"].split("/")[2] for entry in read_lock(BUILT_IN).values()}
    assert sources == {"github.com", "pypi.org"}
    text = b"".join(path.read_bytes() for path in BUILT_IN.rglob("*.json"))
    assert b'"description":"' not in text


def test_the_store_of_operators_is_whole_small_and_its_releases_are_documented() -> None:
    files, findings = verify(OPERATORS)

    assert findings == []
    assert files > 200
    assert sum(path.stat().st_size for path in OPERATORS.rglob("*") if path.is_file()) < 4_000_000
    sources = {entry["source"] for entry in read_lock(OPERATORS).values()}
    assert sources == {module.source for module in read_modules(MODULES)}
    releases = {release_of(source) for source in sources}
    lines = DOCUMENTED.read_text("utf-8").splitlines()
    assert {each for each in releases if not any(f"{each}`" in line for line in lines)} == set()
    text = b"".join(path.read_bytes() for path in OPERATORS.rglob("*.json"))
    assert b'"description":"' not in text


def test_rules_that_fit_no_template_are_named() -> None:
    assert as_structure("self == oldSelf", {}) is None
    assert "$.spec.source: self == oldSelf" not in STORE.unchecked_rules(QUEUE_POLICY, "Queue")
    named = STORE.unchecked_rules("keda.sh/v1alpha1", "ScaledObject")
    assert named
    assert all(rule.startswith("$") for rule in named)


CRD = """
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: pipes.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {kind: Pipe, plural: pipes}
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          description: A pipe.
          type: object
          properties:
            spec:
              type: object
              required: [size]
              properties:
                size: {x-kubernetes-int-or-string: true, description: How wide.}
                free: {type: object, x-kubernetes-preserve-unknown-fields: true}
                note: {type: string, nullable: true}
                bare: {type: object}
"""


def test_a_crd_becomes_a_schema_that_the_next_look_up_finds(tmp_path: Path) -> None:
    made = add_crds(tmp_path, [Input("crd.yaml", CRD.encode())])
    store = open_store((tmp_path, "default"))
    found = store.find("example.com/v1", "Pipe")

    assert made.kinds == {"example.com/v1/Pipe": "crd.yaml"}
    assert found is not None
    assert "description" not in json.dumps(found.body["properties"])
    check = jsonschema_rs.validator_for(strict(found.body)).is_valid
    pipe: dict[str, Any] = {
        "apiVersion": "example.com/v1", "kind": "Pipe", "metadata": {"name": "a"}
    }  # fmt: skip
    assert check({**pipe, "spec": {"size": "5", "free": {"x": 1}, "note": None, "bare": {}}})
    assert not check({**pipe, "spec": {"size": 5, "other": 1}})
    assert not check({**pipe, "spec": {"size": 5, "bare": {"x": 1}}})
    assert not check({**pipe, "spec": {}})
    assert verify(tmp_path) == (1, [])


def test_a_kind_is_looked_for_once_however_often_somebody_asks_for_it(tmp_path: Path) -> None:
    add_crds(tmp_path, [Input("crd.yaml", CRD.encode())])
    store = open_store((tmp_path,))

    assert store.has("example.com/v1", "Pipe")
    assert not store.has("example.com/v1", "Pump")
    for path in tmp_path.rglob("*.json"):
        path.write_text("nobody reads this")
    assert store.has("example.com/v1", "Pipe")
    assert store.find("example.com/v1", "Pump") is None


def test_adding_twice_changes_nothing(tmp_path: Path) -> None:
    add_crds(tmp_path, [Input("crd.yaml", CRD.encode())])
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.json")}
    add_crds(tmp_path, [Input("crd.yaml", CRD.encode())])

    assert {path: path.read_bytes() for path in tmp_path.rglob("*.json")} == before


def test_a_file_that_was_edited_is_a_finding(tmp_path: Path) -> None:
    add_crds(tmp_path, [Input("crd.yaml", CRD.encode())])
    path = tmp_path / "crds" / "example.com" / "pipe_v1.json"
    path.write_bytes(path.read_bytes().replace(b'"string"', b'"number"'))

    assert [finding.message for finding in verify(tmp_path)[1]] == [
        "is not what lock.json vouches for: make it afresh, do not edit it"
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "crd.yaml: holds no CustomResourceDefinition"),
        ("kind: Service\n", "crd.yaml:1: holds a Service, a CustomResourceDefinition is wanted"),
        ("- a\n", "crd.yaml:1: holds no object, a CustomResourceDefinition is wanted"),
        ("a: [\n", "crd.yaml:2: while parsing a flow node, did not find expected node content"),
        (
            "apiVersion: apiextensions.k8s.io/v1beta1\nkind: CustomResourceDefinition\n",
            (
                "crd.yaml:1: is of apiextensions.k8s.io/v1beta1,"
                " a CustomResourceDefinition is of apiextensions.k8s.io/v1\n"
                "  Kubernetes 1.22 removed v1beta1: convert it to v1"
            ),
        ),
        (
            "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec: {}\n",
            (
                "crd.yaml:1: is no valid CustomResourceDefinition: "
                'spec: "group" is a required property'
            ),
        ),
    ],
)
def test_what_is_no_crd_is_refused_and_nothing_is_written(
    text: str, message: str, tmp_path: Path
) -> None:
    good = Input("good.yaml", CRD.encode())

    with pytest.raises(SchemaError) as caught:
        add_crds(tmp_path, [good, Input("crd.yaml", text.encode())])

    assert str(caught.value) == message
    assert list(tmp_path.iterdir()) == []


def test_data_without_a_version_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="cannot be read as kubernetes-validate's definitions"):
        update(tmp_path / "store", tmp_path)
    assert not (tmp_path / "store").exists()


def test_only_served_versions_are_converted() -> None:
    schema = {"openAPIV3Schema": {"type": "object"}}
    crd = {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "spec": {
            "group": "g.io",
            "scope": "Cluster",
            "names": {"kind": "K", "plural": "ks"},
            "versions": [
                {"name": "v1", "served": False, "storage": True, "schema": schema},
                {"name": "v2", "served": True, "storage": False, "schema": schema},
            ],
        },
    }

    assert [schema.api_version for schema in convert(crd, "c.yaml")] == ["g.io/v2"]
