"""Changes that reach objects which are themselves the same on both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from diff.conftest import Shop

NAMESPACE = "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n"
CLAIM = "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: disk}\nspec: {}\n"
QUEUE = """apiVersion: sqs.aws.m.upbound.io/v1beta1
kind: Queue
metadata: {name: orders}
spec: {forProvider: {region: eu-central-1, name: orders}}
"""
DEFINITION = """apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: tables.dynamodb.aws.upbound.io}
spec:
  group: dynamodb.aws.upbound.io
  names: {kind: Table, plural: tables}
  scope: Cluster
"""
CASCADE = "namespace: argocd, finalizers: [resources-finalizer.argocd.argoproj.io]}"
CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: stays}\n"


def _add_base(shop: Shop, text: str) -> None:
    """Give an Application of its own something, and commit it."""
    shop.add_application("base")
    shop.write("manifests/base/it.yaml", text)
    shop.write("manifests/base/stays.yaml", CONFIG)
    shop.commit()


def _effects(shop: Shop) -> tuple[int, list[str]]:
    code, out, _ = shop.diff("HEAD")
    marks = ("destroys data:", "hangs:", "deletes:", "replaces:", "nothing:")
    return code, [each.strip() for each in out.splitlines() if each.strip().startswith(marks)]


def _give_finalizer(shop: Shop, name: str) -> None:
    path = f"apps/{name}.yaml"
    shop.write(path, (shop.path / path).read_text().replace("namespace: argocd}", CASCADE))


def test_a_namespace_hangs_with_what_an_unchanged_application_put_there(shop: Shop) -> None:
    shop.write("manifests/web/queue.yaml", QUEUE)
    _add_base(shop, NAMESPACE)
    (shop.path / "manifests/base/it.yaml").unlink()

    assert _effects(shop) == (
        1,
        [
            (
                "hangs: Namespace/shop is deleted with Queue/orders in it, which then hang for ever"
                " with their finalizers; delete them first and wait until they are gone"
            )
        ],
    )


@pytest.mark.parametrize(
    ("beside", "code", "effect"),
    [
        (CLAIM, 1, ("destroys data: Namespace/shop is deleted with everything in it, and the data"
                   " of PersistentVolumeClaim/disk")),
        (CONFIG, 0, ("deletes: Namespace/shop is deleted with everything in it, of which 3 objects"
                    " are known")),
    ],
)  # fmt: skip
def test_a_namespace_takes_everything_in_it_along_and_is_named_once(
    beside: str, code: int, effect: str, shop: Shop
) -> None:
    shop.write("manifests/web/beside.yaml", beside.replace("stays", "beside"))
    _add_base(shop, NAMESPACE)
    (shop.path / "manifests/base/it.yaml").unlink()

    assert _effects(shop) == (code, [effect])


def test_a_namespace_that_is_not_pruned_takes_nothing_along(shop: Shop) -> None:
    kept = "{name: shop, annotations: {argocd.argoproj.io/sync-options: Prune=false}}"
    shop.write("manifests/web/queue.yaml", QUEUE)
    _add_base(shop, NAMESPACE.replace("{name: shop}", kept))
    (shop.path / "manifests/base/it.yaml").unlink()

    assert _effects(shop) == (
        0,
        ["nothing: Namespace/shop stays in the cluster: its sync option is Prune=false"],
    )


def test_a_definition_takes_every_object_of_its_kind_along(shop: Shop) -> None:
    _add_base(shop, DEFINITION)
    (shop.path / "manifests/base/it.yaml").unlink()

    assert _effects(shop) == (
        1,
        [
            (
                "destroys data: CustomResourceDefinition/tables.dynamodb.aws.upbound.io is deleted,"
                " and every Table of the cluster with it: Table/orders"
            )
        ],
    )


def test_an_application_under_a_new_name_loses_its_data_by_its_finalizer(shop: Shop) -> None:
    _give_finalizer(shop, "data")
    shop.commit()
    text = (shop.path / "apps/data.yaml").read_text()
    shop.git("mv", "apps/data.yaml", "apps/facts.yaml")
    shop.write("apps/facts.yaml", text.replace("name: data,", "name: facts,"))

    assert _effects(shop) == (
        1,
        [
            (
                "destroys data: Application/data is deleted before Application/facts is made, and"
                " its finalizer takes along Table/orders with everything in it; take the"
                " finalizer off first, in a change of its own"
            )
        ],
    )


def test_an_application_under_a_new_name_without_a_finalizer_takes_over(shop: Shop) -> None:
    text = (shop.path / "apps/data.yaml").read_text()
    shop.git("mv", "apps/data.yaml", "apps/facts.yaml")
    shop.write("apps/facts.yaml", text.replace("name: data,", "name: facts,"))

    assert _effects(shop) == (
        0,
        [
            (
                "deletes: Application/data is deleted; what it applied (1 object) stays, and"
                " Application/facts takes it over"
            )
        ],
    )


def test_a_table_in_another_application_may_be_pruned_by_the_former_one(shop: Shop) -> None:
    _add_base(shop, CONFIG)
    shop.git("mv", "manifests/data/data.yaml", "manifests/base/data.yaml")
    shop.write("manifests/data/other.yaml", CONFIG.replace("stays", "other"))

    assert _effects(shop) == (
        1,
        [
            (
                "destroys data: Table/orders is deleted by Application/data, unless"
                " Application/base syncs first, with everything in it; give the object the"
                " sync option Prune=false first, in a change of its own"
            )
        ],
    )


def test_a_deployment_in_another_application_may_be_made_anew(shop: Shop) -> None:
    shop.git("mv", "manifests/web/web.yaml", "manifests/data/web.yaml")
    shop.write("manifests/web/other.yaml", CONFIG)

    assert _effects(shop) == (
        0,
        [
            (
                "replaces: Deployment/web is deleted by Application/web, unless Application/data"
                " syncs first, and is made anew then"
            )
        ],
    )


def test_an_application_below_another_one_may_take_its_data_along(shop: Shop) -> None:
    _give_finalizer(shop, "data")
    shop.add_application("base", "other")
    shop.write("other/stays.yaml", CONFIG)
    shop.commit()
    shop.git("mv", "apps/data.yaml", "other/data.yaml")
    code, effects = _effects(shop)

    assert code == 1
    assert effects[0].startswith("destroys data: Application/data is deleted by Application/root,")
