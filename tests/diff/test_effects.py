"""What each kind of change does, on real trees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from diff.conftest import APPLICATION, URL

if TYPE_CHECKING:
    from diff.conftest import Shop

QUEUE = """apiVersion: sqs.aws.upbound.io/v1beta1
kind: Queue
metadata: {name: orders}
spec:
  forProvider: {region: eu-central-1, name: orders, visibilityTimeoutSeconds: 30}
"""
SUBSCRIPTION = """apiVersion: sns.aws.upbound.io/v1beta1
kind: TopicSubscription
metadata: {name: orders}
spec:
  forProvider: {region: eu-central-1, protocol: sqs, topicArnRef: {name: a}}
"""
CLAIM = """apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: disk}
spec: {accessModes: [ReadWriteOnce], storageClassName: fast}
"""
FROZEN = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\nimmutable: true\ndata: {a: b}\n"
BINDING = """apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: b}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
"""
JOB = """apiVersion: batch/v1
kind: Job
metadata: {name: j}
spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: "a:1"}]}}}
"""
STAYS = "the provider refuses, and the Queue stays as it is with Synced=False"
INSTEAD = "make a new object under another name instead"
REFUSED = (
    "cannot change: the sync fails; delete the object first, or give it the sync options"
    " Force=true,Replace=true, with which Argo CD does"
)
CASES = [
    ("a queue's name", QUEUE, "name: orders, vis", "name: other, vis",
     f"fails: Queue/orders name cannot change: {STAYS}; {INSTEAD}"),
    ("any region", QUEUE, "eu-central-1", "eu-west-1",
     f"fails: Queue/orders region cannot change: {STAYS}; {INSTEAD}"),
    ("a reference", SUBSCRIPTION, "{name: a}", "{name: b}",
     ("nothing: TopicSubscription/orders topicArnRef changes nothing: a reference is resolved once,"
     " when its field is empty, and that field keeps its value in the cluster")),
    ("a claim's class", CLAIM, "fast", "slow",
     f"fails: PersistentVolumeClaim/disk spec.storageClassName {REFUSED}"),
    ("an immutable ConfigMap", FROZEN, "a: b", "a: c",
     f"fails: ConfigMap/c data.a {REFUSED}"),
    ("a binding's role", BINDING, "reader", "writer",
     f"fails: RoleBinding/b roleRef.name {REFUSED}"),
    ("a job's template", JOB, "a:1", "a:2",
     f"fails: Job/j spec.template.spec.containers.name=a.image {REFUSED}"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "old", "new", "effect"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_a_field_that_cannot_change_is_named(
    text: str, old: str, new: str, effect: str, shop: Shop
) -> None:
    shop.write("manifests/data/object.yaml", text)
    shop.commit()
    shop.write("manifests/data/object.yaml", text.replace(old, new))
    code, out, _ = shop.diff("HEAD")

    assert code == 0
    assert [line.strip() for line in out.splitlines()][-1] == effect


def test_a_field_that_can_change_does_nothing_else(shop: Shop) -> None:
    shop.write("manifests/data/queue.yaml", QUEUE)
    shop.commit()
    shop.write("manifests/data/queue.yaml", QUEUE.replace("30", "45"))

    assert shop.diff("HEAD")[1].splitlines()[-1].strip() == (
        "spec.forProvider.visibilityTimeoutSeconds: 30 → 45"
    )


@pytest.mark.parametrize("kept", ["deletionPolicy: Orphan", "managementPolicies: [Create, Update]"])
def test_what_outlives_its_object_destroys_nothing(kept: str, shop: Shop) -> None:
    shop.write("manifests/data/queue.yaml", f"{QUEUE}  {kept}\n")
    shop.commit()
    (shop.path / "manifests/data/queue.yaml").unlink()
    code, out, _ = shop.diff("HEAD")

    assert code == 0
    assert "  deletes: Queue/orders is deleted; the Queue orders stays in AWS\n" in out


def test_a_queue_under_another_name_loses_the_old_one(shop: Shop) -> None:
    shop.write("manifests/data/queue.yaml", QUEUE)
    shop.commit()
    shop.write("manifests/data/queue.yaml", QUEUE.replace("{name: orders}", "{name: others}"))
    code, out, _ = shop.diff("HEAD")

    assert code == 1
    assert "destroys data: Queue/orders is deleted, and the Queue orders with everything" in out


def test_an_application_that_does_not_prune_leaves_everything(shop: Shop) -> None:
    path = "apps/data.yaml"
    shop.write(path, (shop.path / path).read_text().replace("prune: true", "prune: false"))
    shop.write("manifests/data/queue.yaml", QUEUE)
    shop.commit()
    (shop.path / "manifests/data/queue.yaml").unlink()
    code, out, _ = shop.diff("HEAD")

    assert code == 0
    assert "  nothing: Queue/orders stays in the cluster: Application/data does not prune\n" in out


def test_a_namespace_with_managed_resources_hangs(shop: Shop) -> None:
    namespace = "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n"
    queue = QUEUE.replace("sqs.aws.upbound.io", "sqs.aws.m.upbound.io")
    shop.write("manifests/data/namespace.yaml", namespace)
    shop.write("manifests/data/queue.yaml", queue)
    shop.commit()
    (shop.path / "manifests/data/namespace.yaml").unlink()
    code, out, err = shop.diff("HEAD")

    assert code == 1
    assert "  hangs: Namespace/shop is deleted with Queue/orders in it, which then hang" in out
    assert err.startswith("not accepted: root Namespace/shop;")


def test_an_application_takes_its_objects_along_only_with_a_finalizer(shop: Shop) -> None:
    (shop.path / "apps/web.yaml").unlink()
    _, out, _ = shop.diff("HEAD")

    assert (
        "  deletes: Application/web is deleted; what it applied (1 object) stays, and nobody syncs"
        " it any more\n"
    ) in out
    assert (
        "  nothing: Deployment/web stays in the cluster: Application/web goes without it\n" in out
    )


def test_an_application_with_a_finalizer_takes_its_objects_along(shop: Shop) -> None:
    path = "apps/web.yaml"
    finalizer = "namespace: argocd, finalizers: [resources-finalizer.argocd.argoproj.io]}"
    shop.write(path, (shop.path / path).read_text().replace("namespace: argocd}", finalizer))
    shop.commit()
    (shop.path / path).unlink()
    _, out, _ = shop.diff("HEAD")

    assert "  deletes: Application/web is deleted, and what it applied (1 object) with it\n" in out
    assert "Deployment/web is deleted" not in out


def test_what_several_applications_have_is_said_to_be_whose(shop: Shop) -> None:
    second = APPLICATION.format(name="more", url=URL, path="manifests/web")
    shop.write("apps/more.yaml", second.replace("namespace: shop", "namespace: more"))
    shop.commit()
    path = shop.path / "manifests/web/web.yaml"
    path.write_text(path.read_text().replace("web:1", "web:2"))
    _, out, _ = shop.diff("HEAD")

    assert "  restarts: Deployment/web of more 2 pods restart" in out
    assert "  restarts: Deployment/web of web 2 pods restart" in out


IMAGE = "spec.template.spec.containers.name=a.image"
MADE_AGAIN = "cannot change, so the object is deleted and made again"


@pytest.mark.parametrize(
    ("options", "effect"),
    [
        ("Force=true", f"replaces: Job/j {IMAGE} {MADE_AGAIN} (Force=true)"),
        (
            "Force=true,Replace=true",
            f"replaces: Job/j {IMAGE} {MADE_AGAIN} (Replace=true with Force=true)",
        ),
        ("Force=true,ServerSideApply=true", f"fails: Job/j {IMAGE} {REFUSED}"),
        ("Replace=true", f"fails: Job/j {IMAGE} {REFUSED}"),
    ],
)
def test_only_force_has_argo_cd_delete_what_cannot_change(
    options: str, effect: str, shop: Shop
) -> None:
    text = JOB.replace("{name: j}", _with_options("j", options))
    shop.write("manifests/data/object.yaml", text)
    shop.commit()
    shop.write("manifests/data/object.yaml", text.replace("a:1", "a:2"))

    assert shop.diff("HEAD")[1].splitlines()[-1].strip() == effect


def test_a_claim_that_is_made_again_loses_its_data(shop: Shop) -> None:
    text = CLAIM.replace("{name: disk}", _with_options("disk", "Force=true"))
    shop.write("manifests/data/object.yaml", text)
    shop.commit()
    shop.write("manifests/data/object.yaml", text.replace("fast", "slow"))
    code, out, _ = shop.diff("HEAD")

    assert code == 1
    assert out.splitlines()[-1].strip() == (
        f"destroys data: PersistentVolumeClaim/disk spec.storageClassName {MADE_AGAIN} (Force=true)"
    )


def _with_options(name: str, options: str) -> str:
    return f'{{name: {name}, annotations: {{argocd.argoproj.io/sync-options: "{options}"}}}}'
