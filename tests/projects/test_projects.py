from __future__ import annotations

import pytest

from argowave.projects import (
    Destination,
    permits_destination,
    permits_kind,
    permits_source,
    unsure_destination,
)

IN_CLUSTER = "https://kubernetes.default.svc"


@pytest.mark.parametrize(
    ("patterns", "url", "permitted"),
    [
        (["*"], "https://git.example.com/a/b.git", True),
        ([], "https://git.example.com/a/b.git", False),
        (["https://git.example.com/a/b"], "https://GIT.example.com/a/B.git", True),
        (["https://git.example.com/a/b"], "git@git.example.com:a/b.git", False),
        (["git@git.example.com:a/*"], "git@git.example.com:a/b.git", True),
        (["ssh://git@git.example.com/a/b"], "git@git.example.com:a/b", True),
        (["https://git.example.com/*"], "https://git.example.com/a/b.git", False),
        (["https://git.example.com/**"], "https://git.example.com/a/b.git", True),
        (["*", "!https://git.example.com/a/*"], "https://git.example.com/a/b", False),
        (["*", "!https://git.example.com/a/*"], "https://git.example.com/c/b", True),
        (["!https://git.example.com/a/b"], "https://git.example.com/c", True),
        (["https://git.example.com/{a,b}/c"], "https://git.example.com/a/c", False),
        (["https://git.example.com/{a,b}/c"], "https://git.example.com/{a,b}/c", True),
        (["https://git.example.com/a b"], "https://git.example.com/a%20b", True),
        (["https://git.example.com:x/a"], "https://git.example.com/a", False),
    ],
)
def test_a_source_is_permitted_as_argo_cd_does(
    patterns: list[str], url: str, *, permitted: bool
) -> None:
    assert permits_source({"sourceRepos": patterns}, url) is permitted


@pytest.mark.parametrize(
    ("entries", "namespace", "permitted"),
    [
        ([{"server": "*", "namespace": "*"}], "a", True),
        ([{"server": "*", "namespace": "*"}], "", True),
        ([{"server": IN_CLUSTER, "namespace": "a"}], "", False),
        ([{"name": "in-cluster", "namespace": "a-*"}], "a-b", True),
        ([{"name": "other", "namespace": "*"}], "a", False),
        ([{"server": IN_CLUSTER, "namespace": "!kube-system"}], "a", True),
        ([{"server": IN_CLUSTER, "namespace": "!kube-system"}], "kube-system", False),
        (
            [
                {"server": "*", "namespace": "*"},
                {"server": IN_CLUSTER, "namespace": "!kube-*"},
            ],
            "kube-public",
            False,
        ),
        (
            [{"server": "*", "namespace": "*"}, {"server": "!https://*", "namespace": "*"}],
            "a",
            False,
        ),
        (  # a denied server counts in the entry's namespaces alone
            [
                {"server": "*", "namespace": "*"},
                {"server": f"!{IN_CLUSTER}", "namespace": "b"},
            ],
            "a",
            True,
        ),
        (  # a denied namespace counts on the entry's server alone
            [
                {"server": "*", "namespace": "*"},
                {"server": "https://other.example", "namespace": "!a"},
            ],
            "a",
            True,
        ),
        (  # a denied name counts everywhere
            [{"server": "*", "namespace": "*"}, {"name": "!in-cluster", "namespace": "b"}],
            "a",
            False,
        ),
        ([], "a", False),
    ],
)
def test_a_destination_is_permitted_as_argo_cd_does(
    entries: list[dict[str, str]], namespace: str, *, permitted: bool
) -> None:
    destination = Destination(IN_CLUSTER, "in-cluster", namespace)

    assert permits_destination({"destinations": entries}, destination) is permitted


def test_a_cluster_whose_name_nobody_states_is_unsure_where_names_are_asked_for() -> None:
    destination = Destination("https://a.example.com", "", "a")
    by_name = {"destinations": [{"name": "a", "namespace": "*"}]}
    by_server = {"destinations": [{"server": "https://a.example.com", "namespace": "*"}]}

    assert unsure_destination(by_name, destination) == (
        "the name of the cluster https://a.example.com is not in the tree"
    )
    assert unsure_destination(by_server, destination) == ""
    assert permits_destination(by_server, destination)


@pytest.mark.parametrize(
    ("spec", "group", "kind", "name", "namespaced", "permitted"),
    [
        ({}, "", "ConfigMap", "a", True, True),
        ({}, "", "Namespace", "a", False, False),
        ({"namespaceResourceWhitelist": []}, "", "ConfigMap", "a", True, False),
        (
            {"namespaceResourceWhitelist": [{"group": "apps", "kind": "Deploy*"}]},
            "apps",
            "Deployment",
            "a",
            True,
            True,
        ),
        (
            {"namespaceResourceBlacklist": [{"group": "*", "kind": "Secret"}]},
            "",
            "Secret",
            "a",
            True,
            False,
        ),
        (
            {"clusterResourceWhitelist": [{"group": "", "kind": "Namespace", "name": "team-*"}]},
            "",
            "Namespace",
            "team-a",
            False,
            True,
        ),
        (
            {"clusterResourceWhitelist": [{"group": "", "kind": "Namespace", "name": "team-*"}]},
            "",
            "Namespace",
            "other",
            False,
            False,
        ),
        (
            {
                "clusterResourceWhitelist": [{"group": "*", "kind": "*"}],
                "clusterResourceBlacklist": [{"group": "", "kind": "Namespace", "name": "kube-*"}],
            },
            "",
            "Namespace",
            "kube-a",
            False,
            False,
        ),
        (  # a pattern that reads like the name does not mean it
            {"clusterResourceWhitelist": [{"group": "", "kind": "Namespace", "name": "a[b]"}]},
            "",
            "Namespace",
            "a[b]",
            False,
            False,
        ),
    ],
)
def test_a_kind_is_permitted_as_argo_cd_does(  # noqa: PLR0913 (one object, one answer)
    spec: dict[str, object],
    group: str,
    kind: str,
    name: str,
    *,
    namespaced: bool,
    permitted: bool,
) -> None:
    assert permits_kind(spec, group, kind, name, namespaced=namespaced) is permitted


@pytest.mark.parametrize("wrong", [None, 1, "a", [1, None], {"a": 1}])
def test_lists_of_a_wrong_type_permit_nothing(wrong: object) -> None:
    spec = {
        "sourceRepos": wrong,
        "destinations": wrong,
        "clusterResourceWhitelist": wrong,
        "namespaceResourceBlacklist": wrong,
    }

    assert not permits_source(spec, "https://git.example.com/a")
    assert not permits_destination(spec, Destination(IN_CLUSTER, "in-cluster", "a"))
    assert not permits_kind(spec, "", "Namespace", "a", namespaced=False)
    assert permits_kind(spec, "", "Secret", "a", namespaced=True)
