"""Istio's Gateways → the Secrets of their certificates, which stand beside the gateways' pods.

Source: ParseResourceName in pilot/pkg/model/credentials of Istio and filterAuthorizedResources in
pilot/pkg/xds: a name without a type is that of a Secret in the namespace of the proxy, and a proxy
gets none of another namespace.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from argowave.references.made import made_of_kind, maker_of
from argowave.references.meshes import GROUP
from argowave.references.named import places
from argowave.references.pods import pods
from argowave.references.reference import Need, refer
from argowave.references.selecting import pod_labels
from argowave.resources.key import Key
from argowave.words.slip import is_slip

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.references.reference import Path, Reference
    from argowave.resources import Inventory, Resource

    Asked = tuple[Resource, Path, str]  # Gateway, path, name
    Known = dict[str, dict[str, set[str]]]  # cluster → name → namespaces

_TYPED: Final = ("://", "/", "{{", "${")  # with a type, a namespace, or still to be filled in


def credential_references(inventory: Inventory) -> Iterator[Reference]:
    """Give the Secret of each credentialName, in every namespace where it may be looked for.

    Where the gateway's pods are not in the tree, that is where the tree has Secrets of that name,
    of one that is nearly that, or of another Gateway's. One that is there in another namespace than
    the pods may have been copied by somebody.
    """
    asked = list(_asked(inventory))
    known = _secrets(inventory) if asked else {}
    beside: dict[tuple[str, str], set[str]] = {}
    for gateway, path, name in asked:
        own = known.get(gateway.cluster, {})
        there = own.get(name, set())
        chosen = (gateway.cluster, str(gateway.mapping("spec", "selector")))
        if chosen not in beside:
            beside[chosen] = _with_pods(inventory, gateway)
        where = beside[chosen] or there or _likely(own, name, asked)
        keys = tuple(Key(gateway.cluster, "", "Secret", each, name) for each in sorted(where))
        if not keys:
            continue
        found = refer(gateway, path, keys, "has the certificate of", need=Need.NONE)
        if there and not there & where and not any(maker_of(inventory, key) for key in keys):
            wanted = f"{keys[0]}, where its pods are"
            meant = f"to make that of namespace {min(there)} there"
            found = replace(found, stated=wanted, meant=meant, weak=True)
        yield found


def _asked(inventory: Inventory) -> Iterator[Asked]:
    for gateway in inventory.of_kind(GROUP, "Gateway"):
        for path in places(gateway, "spec.servers[].tls.credentialName"):
            name, mode = gateway.text(*path), gateway.text(*path[:-1], "mode")
            if name and mode != "PASSTHROUGH" and not any(each in name for each in _TYPED):
                yield gateway, path, name


def _secrets(inventory: Inventory) -> Known:
    """Return every Secret that the tree applies, or certainly makes."""
    found: Known = {}
    applied = [each.key for each in inventory.of_kind("", "Secret")]
    for key in applied + made_of_kind(inventory, "", "Secret"):
        found.setdefault(key.cluster, {}).setdefault(key.name, set()).add(key.namespace)
    return found


def _with_pods(inventory: Inventory, gateway: Resource) -> set[str]:
    """Return the namespaces of the workloads whose pods a Gateway selects."""
    selector = gateway.mapping("spec", "selector")
    return {
        workload.namespace
        for workload, pod in (pods(inventory) if selector else ())
        if workload.cluster == gateway.cluster
        and selector.items() <= pod_labels(workload, pod).items()
    }


def _likely(own: dict[str, set[str]], name: str, asked: list[Asked]) -> set[str]:
    """Return the namespaces of Secrets that are nearly meant, else of those of other Gateways."""
    near = [places for each, places in own.items() if is_slip(name, each)]
    return set().union(*(near or [own.get(other, set()) for _, _, other in asked]))
