"""open-range: a list of who may come that lets everybody in."""

from __future__ import annotations

from ipaddress import ip_network
from typing import TYPE_CHECKING, Final

from argowave.references.selecting import select_pods
from argowave.rules.rule import Rule, at
from argowave.rules.safety._allowing import RANGES
from argowave.rules.safety._exposed import exposed, image_names, program_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.references.reference import Path
    from argowave.resources import Inventory, Resource
    from argowave.rules.scene import Scene

_WIDEST: Final = {4: 7, 6: 6}  # a prefix as short as this is as good as everybody
_BALANCED: Final = ("spec", "loadBalancerSourceRanges")


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each open range where it is a fault.

    A public host may say that everybody may come. It is a fault where what is behind has no
    login, and where narrower ranges stand beside it, which then mean nothing.
    """
    inventory = scene.inventory
    closed = {id(ingress): program for ingress, _, program in exposed(inventory)}
    for ingress in inventory.of_kind("networking.k8s.io", "Ingress"):
        for name, value in ingress.manifest.annotations.items():
            if name in RANGES and isinstance(value, str):
                path: Path = ("metadata", "annotations", name)
                ranges = [(path, each.strip()) for each in value.split(",") if each.strip()]
                yield from _of_list(ingress, ranges, closed.get(id(ingress), ""))
    for service in inventory.of_kind("", "Service"):
        ranges = [
            ((*_BALANCED, number), each)
            for number, each in enumerate(service.items(*_BALANCED))
            if isinstance(each, str)
        ]
        yield from _of_list(service, ranges, program_of(service.name))
    for policy in inventory.of_kind("k8s.nginx.org", "Policy"):
        where = ("spec", "accessControl", "allow")
        ranges = [
            ((*where, number), each)
            for number, each in enumerate(policy.items(*where))
            if isinstance(each, str)
        ]
        yield from _of_list(policy, ranges, "")
    yield from _of_network_policies(inventory)


def _of_list(resource: Resource, ranges: list[tuple[Path, str]], program: str) -> Iterator[Finding]:
    narrow = {":" in each: each for _, each in ranges if not is_open(each)}  # by family
    for path, each in ranges:
        if not is_open(each):
            continue
        if program:
            message = (
                f"{each} lets everybody reach {program}, which has no login; name the networks"
            )
            yield at(resource, path, message)
        elif beside := narrow.get(":" in each):
            message = f"{each} lets everybody in, so {beside} beside it means nothing; remove one"
            yield at(resource, path, message)


def is_open(text: str) -> bool:
    """Tell whether a range is everybody, or nearly everybody."""
    try:
        network = ip_network(text.strip(), strict=False)
    except ValueError:
        return False
    return network.prefixlen <= _WIDEST[network.version]


def _of_network_policies(inventory: Inventory) -> Iterator[Finding]:
    """Give the policies that let every address reach the pods of a program without a login."""
    for policy in inventory.of_kind("networking.k8s.io", "NetworkPolicy"):
        for number, _ in enumerate(policy.items("spec", "ingress")):
            where: Path = ("spec", "ingress", number, "from")
            for index, _ in enumerate(policy.items(*where)):
                block: Path = (*where, index, "ipBlock")
                cidr = policy.text(*block, "cidr")
                if not is_open(cidr) or policy.items(*block, "except"):
                    continue
                if program := _selected(inventory, policy):
                    message = (
                        f"{cidr} lets everybody reach {program}, which has no login; name the "
                        "networks"
                    )
                    yield at(policy, (*block, "cidr"), message)


def _selected(inventory: Inventory, policy: Resource) -> str:
    """Return the program without a login among the pods that a policy selects."""
    selector = policy.mapping("spec", "podSelector")
    if selector.keys() - {"matchLabels"}:
        return ""
    wanted = policy.mapping("spec", "podSelector", "matchLabels")
    images = (
        image
        for workload, pod in select_pods(inventory, policy, wanted)
        for image in image_names(workload, pod)
    )
    return next((program for image in images if (program := program_of(image))), "")


RULE = Rule(
    name="open-range",
    summary="a list of who may come lets everybody in",
    why=(
        "With 0.0.0.0/0 or ::/0 among its entries the list restricts nobody although it looks as "
        "if it did."
    ),
    mend="Name the networks that may come, or remove the list where everybody may.",
    source="https://kubernetes.io/docs/tasks/access-application-cluster/create-external-load-balancer/",
    check=check,
)
