"""What the API server fills in is no change, and everything else is one."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest

from argowave.diff.compare import compare
from argowave.diff.default_values import DEFAULTS
from argowave.resources import take_inventory
from argowave.rules.versions._schemas import Shape
from argowave.schema import open_store
from diff.trees import tree_of

if TYPE_CHECKING:
    from diff.conftest import Shop

# (group, kind) → the version in which its fields are looked up
VERSIONS = {
    "": "v1", "admissionregistration.k8s.io": "v1", "apps": "v1", "autoscaling": "v2",
    "batch": "v1", "discovery.k8s.io": "v1", "networking.k8s.io": "v1",
    "rbac.authorization.k8s.io": "v1", "scheduling.k8s.io": "v1", "storage.k8s.io": "v1",
}  # fmt: skip
KINDS = sorted(DEFAULTS)


def changes(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Return the fields in which two objects differ, as a comparison of two trees shows them."""
    old, new = (
        take_inventory(tree_of([body]), lambda *_: "Namespaced") for body in (before, after)
    )
    return [
        ".".join(map(str, field.path)) for change in compare(old, new) for field in change.fields
    ]


def made(group: str, kind: str) -> dict[str, Any]:
    version = VERSIONS[group]
    api_version = f"{group}/{version}" if group else version
    return {"apiVersion": api_version, "kind": kind, "metadata": {"name": "a"}}


def put(body: dict[str, Any], path: str, value: Any) -> dict[str, Any]:  # noqa: ANN401 (JSON)
    """Return a copy of `body` with a value at a path; each list gets one item of the name x."""
    made = copy.deepcopy(body)
    place: Any = made
    *above, last = path.split(".")
    for step in above:
        if step.endswith("[]"):
            place = place.setdefault(step[:-2], [{"name": "x"}])[0]
        else:
            place = place.setdefault(step, {})
    place[last] = value
    return made


def without(body: dict[str, Any], path: str) -> dict[str, Any]:
    """Return a copy of `body` in which only the last step of a path is missing."""
    made = put(body, path, None)
    place: Any = made
    *above, last = path.split(".")
    for step in above:
        place = place[step[:-2]][0] if step.endswith("[]") else place[step]
    del place[last]
    return made


@pytest.mark.parametrize(("group", "kind"), KINDS)
def test_every_default_is_no_change_either_way_and_another_value_is(group: str, kind: str) -> None:
    body = made(group, kind)
    for path, default in DEFAULTS[group, kind].items():
        silent, stated = without(body, path), put(body, path, default)
        other = put(body, path, {"other": 1} if isinstance(default, dict) else "other")

        assert changes(silent, stated) == []
        assert changes(stated, silent) == []
        assert len(changes(silent, other)) == 1
        assert changes(stated, other) != []


@pytest.mark.parametrize(("group", "kind"), KINDS)
def test_every_field_of_the_table_is_one_that_kubernetes_has(group: str, kind: str) -> None:
    store = open_store()
    stored = store.find(made(group, kind)["apiVersion"], kind, store.kubernetes_versions[-1])
    assert stored is not None
    for path in DEFAULTS[group, kind]:
        shape: Shape | None = Shape(stored.body)
        for step in path.split("."):
            shape = shape.field(step.removesuffix("[]")) if shape else None
            if step.endswith("[]"):
                shape = shape.element if shape else None

        assert shape is not None, path


@pytest.mark.parametrize(
    ("image", "policy"),
    [
        ("web", "Always"),
        ("web:latest", "Always"),
        ("registry:5000/web", "Always"),
        ("web:1", "IfNotPresent"),
        ("registry:5000/team/web:1", "IfNotPresent"),
        ("web@sha256:0123", "IfNotPresent"),
        ("web:latest@sha256:0123", "Always"),
    ],
)
def test_the_pull_policy_follows_the_tag(image: str, policy: str) -> None:
    container = {"name": "web", "image": image}
    silent = {**made("", "Pod"), "spec": {"containers": [container]}}
    stated = {**made("", "Pod"), "spec": {"containers": [{**container, "imagePullPolicy": policy}]}}
    never = {**made("", "Pod"), "spec": {"containers": [{**container, "imagePullPolicy": "Never"}]}}

    assert changes(silent, stated) == []
    assert changes(silent, never) == ["spec.containers.name=web.imagePullPolicy"]


@pytest.mark.parametrize(
    ("kind", "field", "value", "is_default"),
    [
        ("", "internalTrafficPolicy", "Cluster", True),
        ("ExternalName", "internalTrafficPolicy", "Cluster", False),
        ("LoadBalancer", "externalTrafficPolicy", "Cluster", True),
        ("ClusterIP", "externalTrafficPolicy", "Cluster", False),
        ("LoadBalancer", "allocateLoadBalancerNodePorts", True, True),
        ("NodePort", "allocateLoadBalancerNodePorts", True, False),
        ("LoadBalancer", "allocateLoadBalancerNodePorts", False, False),
    ],
)
def test_a_service_is_filled_in_by_its_type(
    kind: str,
    field: str,
    value: object,
    is_default: bool,  # noqa: FBT001 (a column of the table)
) -> None:
    spec = {"type": kind} if kind else {}
    silent, stated = (
        {**made("", "Service"), "spec": each} for each in (spec, {**spec, field: value})
    )

    assert changes(silent, stated) == ([] if is_default else [f"spec.{field}"])


def test_a_target_port_is_the_port() -> None:
    silent = {**made("", "Service"), "spec": {"ports": [{"port": 80}]}}
    stated = {**made("", "Service"), "spec": {"ports": [{"port": 80, "targetPort": 80}]}}
    other = {**made("", "Service"), "spec": {"ports": [{"port": 80, "targetPort": 8080}]}}

    assert changes(silent, stated) == []
    assert changes(silent, other) == ["spec.ports.0.targetPort"]


@pytest.mark.parametrize(
    ("kind", "group", "is_default"),
    [
        ("User", "rbac.authorization.k8s.io", True),
        ("ServiceAccount", "", True),
        ("ServiceAccount", "rbac.authorization.k8s.io", False),
    ],
)
def test_a_subject_has_the_group_of_its_kind(
    kind: str,
    group: str,
    is_default: bool,  # noqa: FBT001 (a column of the table)
) -> None:
    body = made("rbac.authorization.k8s.io", "RoleBinding")
    subject = {"kind": kind, "name": "a"}
    silent, stated = (
        {**body, "subjects": [each]} for each in (subject, {**subject, "apiGroup": group})
    )

    assert (changes(silent, stated) == []) is is_default


def test_an_empty_list_and_null_are_nothing_to_kinds_of_kubernetes_and_something_to_others() -> (
    None
):
    nothing: tuple[object, ...] = ([], None)
    for value in nothing:
        pod = {**made("", "Pod"), "spec": {"containers": []}}
        assert changes(pod, {**pod, "spec": {"containers": [], "tolerations": value}}) == []
        widget = {"apiVersion": "example.com/v1", "kind": "Widget", "metadata": {"name": "a"}}
        assert changes(widget, {**widget, "spec": value}) == ["spec"]


def test_how_many_pods_there_are_is_never_noise() -> None:
    """An autoscaler owns the number that nobody states."""
    body = made("apps", "Deployment")

    assert changes({**body, "spec": {}}, {**body, "spec": {"replicas": 1}}) == ["spec.replicas"]


def test_a_custom_resource_is_shown_as_it_is() -> None:
    widget = {"apiVersion": "example.com/v1", "kind": "Deployment", "metadata": {"name": "a"}}

    assert changes({**widget, "spec": {}}, {**widget, "spec": {"paused": False}}) == ["spec.paused"]


def test_a_stated_default_restarts_no_pod(shop: Shop) -> None:
    path = "manifests/web/web.yaml"
    text = (shop.path / path).read_text()
    shop.write(path, text.replace('"web:1"}', '"web:1", imagePullPolicy: IfNotPresent}'))

    assert shop.diff() == (0, "root: no change\n", "")
