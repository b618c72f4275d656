"""environments/: what an environment may say, and what it may not."""

from __future__ import annotations

import json
import re
from ipaddress import IPv6Address
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from argowave.environment import load_environments
from argowave.errors import EnvironmentFileError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from ipaddress import IPv4Address
    from pathlib import Path

    from argowave.environment import Environment

    LoadChanged = Callable[[str, dict[str, Any]], Environment]

REFUSED = {
    "allowedSources missing": (
        "dev",
        {"localstack": {"allowedSources": None}},
        "$.localstack.allowedSources: is missing",
    ),
    "allowedSources empty": (
        "dev",
        {"localstack": {"allowedSources": []}},
        "$.localstack.allowedSources: is empty",
    ),
    "everyone, IPv4": (
        "dev",
        {"localstack": {"allowedSources": ["10.0.0.0/8", "0.0.0.0/0"]}},
        '$.localstack.allowedSources[1]: is "0.0.0.0/0", which does not match',
    ),
    "everyone, by another address": (
        "dev",
        {"localstack": {"allowedSources": ["10.0.0.0/0"]}},
        '$.localstack.allowedSources[0]: is "10.0.0.0/0", which does not match',
    ),
    "everyone, IPv6": (
        "dev",
        {"localstack": {"allowedSources": ["::/0"]}},
        '$.localstack.allowedSources[0]: is "::/0", which does not match',
    ),
    "an address without a length": (
        "dev",
        {"localstack": {"allowedSources": ["10.0.0.1"]}},
        '$.localstack.allowedSources[0]: is "10.0.0.1", which does not match',
    ),
    "an address that is none": (
        "dev",
        {"localstack": {"allowedSources": ["10.0.0.256/24"]}},
        '$.localstack.allowedSources[0]: is "10.0.0.256/24", which does not match',
    ),
    "LocalStack on the pod's own loopback": (
        "dev",
        {"localstack": {"addresses": ["127.0.0.1"]}},
        '$.localstack.addresses[0]: is "127.0.0.1", which does not match',
    ),
    "LocalStack link-local": (
        "dev",
        {"localstack": {"addresses": ["169.254.1.1"]}},
        '$.localstack.addresses[0]: is "169.254.1.1", which does not match',
    ),
    "LocalStack without its address": (
        "dev",
        {"localstack": None},
        "$.localstack: is missing",
    ),
    "real AWS with LocalStack": (
        "prod",
        {
            "localstack": {
                "service": "localstack",
                "port": 4566,
                "addresses": ["10.0.0.1"],
                "allowedSources": ["10.0.0.0/8"],
            }
        },
        "$.localstack: a mapping is not allowed here",
    ),
    "real AWS with LocalStack's account": (
        "prod",
        {"aws": {"account": "000000000000"}},
        '$.aws.account: "000000000000" is not allowed here',
    ),
    "LocalStack with another account": (
        "dev",
        {"aws": {"account": "111122223333"}},
        '$.aws.account: is "111122223333", only "000000000000" goes with the rest',
    ),
    "LocalStack with pod identity": (
        "dev",
        {"aws": {"credentials": {"source": "PodIdentity"}}},
        '$.aws.credentials.source: is "PodIdentity", only "Secret" goes with the rest',
    ),
    "DynamoDB Admin on real AWS": (
        "prod",
        {"dynamodbAdmin": {"enabled": True}},
        "$.dynamodbAdmin.enabled: is true, only false goes with the rest",
    ),
    "an unknown key": (
        "dev",
        {"managedResources": {"scopes": "Cluster"}},
        "$.managedResources.scopes: unknown key, did you mean scope?",
    ),
    "an unknown key at the top": (
        "dev",
        {"domainn": "x.tld"},
        "$.domainn: unknown key, did you mean domain?",
    ),
    "a wrong scope": (
        "dev",
        {"managedResources": {"scope": "cluster"}},
        "one of Cluster, Namespaced is wanted, did you mean Cluster?",
    ),
    "an account that YAML read as a number": (
        "prod",
        {"aws": {"account": 111122223333}},
        "$.aws.account: is 111122223333, the schema wants a string",
    ),
    "a namespace that is somebody else's": (
        "dev",
        {"namespace": "argocd"},
        '$.namespace: "argocd" is not allowed here',
    ),
    "a version outside versions.yaml": (
        "dev",
        {"versions": {"argocd": "v3.5.0"}},
        "$.versions: versions belongs in versions.yaml of the environment",
    ),
}
ACCEPTED = {
    "IPv6 sources": ("dev", {"localstack": {"allowedSources": ["fd00::/8", "::1/128"]}}),
    "one address": ("dev", {"localstack": {"allowedSources": ["10.0.0.1/32"]}}),
    "a key in a Secret, on real AWS": ("prod", {"aws": {"credentials": {"source": "Secret"}}}),
    "namespaced resources": ("prod", {"managedResources": {"scope": "Namespaced"}}),
}


@pytest.mark.parametrize(("name", "changes", "message"), REFUSED.values(), ids=REFUSED)
def test_refused(
    load_changed: LoadChanged, name: str, changes: dict[str, Any], message: str
) -> None:
    with pytest.raises(EnvironmentFileError) as caught:
        load_changed(name, changes)

    assert message in str(caught.value)
    assert f"environments/{name}/environment.yaml:" in str(caught.value)


@pytest.mark.parametrize(("name", "changes"), ACCEPTED.values(), ids=ACCEPTED)
def test_accepted(load_changed: LoadChanged, name: str, changes: dict[str, Any]) -> None:
    assert load_changed(name, changes).name == name


@given(st.ip_addresses(), st.integers(0, 128))
@settings(max_examples=200)
def test_a_range_is_allowed_unless_it_is_everyone_or_no_range(
    repository: Path, address: IPv4Address | IPv6Address, length: int
) -> None:
    schema = json.loads((repository / "environments/schema.json").read_bytes())
    localstack = schema["properties"]["localstack"]["properties"]
    pattern = localstack["allowedSources"]["items"]["pattern"]

    shown = address.compressed
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        packed = address.packed.hex()  # Python 3.13 shows it as ::ffff:1.2.3.4
        shown = f"::ffff:{packed[24:28]}:{packed[28:]}"
    text = f"{shown}/{length}"
    wanted = 1 <= length <= address.max_prefixlen
    assert bool(re.search(pattern, text)) == wanted, text


def test_there_are_three_environments(repository: Path) -> None:
    environments = load_environments(repository)

    targets = {each.name: each.values["aws"]["target"] for each in environments}
    assert targets == {"dev": "localstack", "staging": "localstack", "prod": "aws"}


def test_only_localstack_environments_have_an_endpoint(repository: Path) -> None:
    endpoints = {each.name: each.endpoint for each in load_environments(repository)}

    url = "http://localstack.devopstest.svc.cluster.local:4566"
    assert endpoints == {"dev": url, "staging": url, "prod": None}


def test_every_field_is_described_and_every_object_closed(repository: Path) -> None:
    schema = json.loads((repository / "environments/schema.json").read_bytes())

    fields = list(fields_of(schema, "$"))
    assert len(fields) > 80
    assert [path for path, field in fields if not field.get("description")] == []
    assert [
        path
        for path, field in fields
        if field["type"] == "object" and field.get("additionalProperties") is not False
    ] == []


def test_identity_is_never_promoted(repository: Path) -> None:
    schema = json.loads((repository / "environments/schema.json").read_bytes())

    files = {key: field.get("x-file") for key, field in schema["properties"].items()}
    assert {key for key, file in files.items() if file == "environment"} == {
        "aws",
        "cluster",
        "domain",
        "localstack",
    }
    assert {key for key, file in files.items() if file == "versions"} == {"versions"}


def fields_of(schema: dict[str, Any], path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give every field that an environment can state, with its JSON path."""
    yield path, schema
    for key, field in schema.get("properties", {}).items():
        yield from fields_of(field, f"{path}.{key}")
    if "items" in schema:
        yield from fields_of(schema["items"], f"{path}[]")
