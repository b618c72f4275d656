"""What Crossplane makes of its definitions, read off its code (pkg/xcrd of crossplane-runtime)."""

from __future__ import annotations

from typing import Any

import pytest

from argowave.schema.crd import convert
from argowave.schema.xrd import definitions_of

NAME = {"type": "string", "maxLength": 63}


def xrd(
    version: str = "v1",
    root: dict[str, Any] | None = None,
    **spec: Any,  # noqa: ANN401 (any JSON value)
) -> dict[str, Any]:
    """Give a definition of XBucket with the field region."""
    region = {"type": "object", "properties": {"region": {"type": "string"}}}
    schema = root or {"type": "object", "properties": {"spec": region}}
    served = {"name": "v1", "served": True, "referenceable": True}
    return {
        "apiVersion": f"apiextensions.crossplane.io/{version}",
        "kind": "CompositeResourceDefinition",
        "metadata": {"name": "xbuckets.example.com"},
        "spec": {
            "group": "example.com",
            "names": {"kind": "XBucket", "plural": "xbuckets"},
            "versions": [{**served, "schema": {"openAPIV3Schema": schema}}],
            **spec,
        },
    }


def root_of(crd: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = crd["spec"]["versions"][0]["schema"]["openAPIV3Schema"]
    return found


def fields(crd: dict[str, Any], part: str) -> list[str]:
    return sorted(root_of(crd)["properties"][part]["properties"])


def test_a_v1_definition_makes_a_cluster_scoped_kind_and_one_of_the_claim() -> None:
    names = {"kind": "Bucket", "plural": "buckets"}
    composite, claim = definitions_of(xrd(claimNames=names))

    assert composite["metadata"]["name"] == "xbuckets.example.com"
    assert composite["spec"]["scope"] == "Cluster"
    assert {"region", "claimRef", "compositionRef", "resourceRefs"} <= {*fields(composite, "spec")}
    assert claim["metadata"]["name"] == "buckets.example.com"
    assert claim["spec"]["scope"] == "Namespaced"
    assert {"region", "resourceRef", "compositeDeletePolicy"} <= {*fields(claim, "spec")}
    assert fields(claim, "status") == ["claimConditionTypes", "conditions", "connectionDetails"]


@pytest.mark.parametrize("scope", [None, "Namespaced", "Cluster"])
def test_a_v2_definition_has_what_is_crossplanes_below_one_field(scope: str | None) -> None:
    stated: dict[str, Any] = {} if scope is None else {"scope": scope}
    (composite,) = definitions_of(xrd("v2", **stated))

    assert composite["spec"]["scope"] == (scope or "Namespaced")
    assert fields(composite, "spec") == ["crossplane", "region"]
    assert fields(composite, "status") == ["conditions"]


def test_only_a_part_of_the_schema_is_taken() -> None:
    kept = {"x-kubernetes-preserve-unknown-fields": True, "required": ["region"], "oneOf": [{}]}
    spec = {"type": "object", "additionalProperties": True, "minProperties": 2, **kept}
    name = {"properties": {"name": {"type": "string", "maxLength": 12, "pattern": "x"}}}
    schema = {
        "type": "object",
        "required": ["status"],
        "properties": {"spec": spec, "metadata": name, "extra": {"type": "string"}},
    }
    (composite,) = definitions_of(xrd("v2", schema))
    root = root_of(composite)

    assert root["required"] == ["spec"]
    assert sorted(root["properties"]) == ["apiVersion", "kind", "metadata", "spec", "status"]
    assert root["properties"]["metadata"]["properties"]["name"] == {**NAME, "maxLength": 12}
    assert {key: root["properties"]["spec"].get(key) for key in spec} == {
        **dict.fromkeys(spec),
        **kept,
        "type": "object",
    }


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_what_comes_of_a_definition_is_one_that_the_api_server_takes(version: str) -> None:
    claims = {"claimNames": {"kind": "Bucket", "plural": "buckets"}} if version == "v1" else {}
    made = [each for crd in definitions_of(xrd(version, **claims)) for each in convert(crd, "x")]

    assert [each.kind for each in made] == ["XBucket", "Bucket"][: len(made)]
    assert not any(each.unchecked for each in made)
