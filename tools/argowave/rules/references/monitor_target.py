"""monitor-target: a ServiceMonitor or PodMonitor finds nothing to ask for metrics."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from argowave.finding import Severity
from argowave.references.argocd_itself import selected_of_argocd
from argowave.references.elsewhere import elsewhere
from argowave.references.selecting import fits_labels, select_pods
from argowave.resources.key import Key
from argowave.rules.references._foreign_pods import is_left_to_others
from argowave.rules.references._operators import maker_of_pods
from argowave.rules.references._ports import container_ports, service_ports
from argowave.rules.references._selectors import show_selector
from argowave.rules.rule import Rule, Undecided, at, place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.resources import Resource
    from argowave.rules.scene import Scene

_GROUP: Final = "monitoring.coreos.com"
_FIELDS: Final = {"ServiceMonitor": "endpoints", "PodMonitor": "podMetricsEndpoints"}


class _Target(NamedTuple):
    """What is selected, with the names of its ports."""

    resource: Resource
    ports: frozenset[str]


def check(scene: Scene) -> Iterator[Finding | Undecided]:
    """Give a finding for each port, and each selector, of a monitor that fits nothing.

    A monitor of every namespace may be for objects that this repository does not have.
    """
    for monitor in scene.inventory.of_kind(_GROUP, *_FIELDS):
        if monitor.at("spec", "namespaceSelector", "any") is True:
            continue
        targets = list(_targets(scene, monitor))
        if targets:
            yield from _ports(scene, monitor, targets)
        elif monitor.mapping("spec", "selector"):
            yield _nothing(scene, monitor)


def _places(monitor: Resource) -> list[str]:
    stated = monitor.items("spec", "namespaceSelector", "matchNames")
    return [each for each in stated if isinstance(each, str)] or [monitor.namespace]


def _targets(scene: Scene, monitor: Resource) -> Iterator[_Target]:
    labels = monitor.mapping("spec", "selector", "matchLabels")
    expressions = monitor.items("spec", "selector", "matchExpressions")
    for namespace in _places(monitor):
        if monitor.kind == "PodMonitor":
            there = replace(monitor, key=monitor.key._replace(namespace=namespace))
            for workload, pod in select_pods(scene.inventory, there, labels, expressions):
                yield _Target(workload, frozenset(container_ports(workload, pod)))
            continue
        for service in scene.inventory.of_kind("", "Service"):
            is_there = (service.cluster, service.namespace) == (monitor.cluster, namespace)
            if is_there and fits_labels(labels, expressions, service.labels):
                names = (port.get("name") for port in service_ports(service))
                yield _Target(service, frozenset(each for each in names if isinstance(each, str)))


def _ports(
    scene: Scene, monitor: Resource, targets: list[_Target]
) -> Iterator[Finding | Undecided]:
    known = {name for each in targets for name in each.ports}
    field = _FIELDS[monitor.kind]
    for number, _ in enumerate(monitor.items("spec", field)):
        path = ("spec", field, number, "port")
        port = monitor.text(*path)
        if not port or port in known:
            continue
        why = next(_unseen(scene, monitor), "")
        where = " and ".join(place(each.resource) for each in targets)
        has = f"there is {', '.join(sorted(known))}" if known else "none has a name"
        if why:
            yield Undecided(f"{monitor.subject} → a port named {port}", why)
        else:
            yield at(monitor, path, f"{where} has no port named {port}; {has}")


def _nothing(scene: Scene, monitor: Resource) -> Finding | Undecided:
    labels = monitor.mapping("spec", "selector", "matchLabels")
    what = "Service" if monitor.kind == "ServiceMonitor" else "pod"
    wanted = show_selector(labels, monitor.items("spec", "selector", "matchExpressions"))
    why = next(chain(_unseen(scene, monitor), _made(scene, monitor, what)), "")
    if why:
        return Undecided(f"{monitor.subject} → {what}s with {wanted}", why)
    message = f"no {what} of namespace {', '.join(_places(monitor))} has the labels {wanted}"
    return replace(at(monitor, ("spec", "selector"), message), severity=Severity.WARNING)


def _unseen(scene: Scene, monitor: Resource) -> Iterator[str]:
    """Give why there may be more of what is selected than the tree shows."""
    group, kind = ("", "Service") if monitor.kind == "ServiceMonitor" else ("apps", "Deployment")
    for namespace in _places(monitor):
        if namespace == "default":
            yield "the cluster has a Service there"
        found = elsewhere(scene.inventory, Key(monitor.cluster, group, kind, namespace, ""))
        if found is not None:
            yield found.reason


def _made(scene: Scene, monitor: Resource, what: str) -> Iterator[str]:
    """Give what may make something with labels that the tree does not show."""
    labels = monitor.mapping("spec", "selector", "matchLabels")
    for namespace in _places(monitor):
        there = replace(monitor, key=monitor.key._replace(namespace=namespace))
        maker = maker_of_pods(scene.inventory, there, labels)
        if maker is not None:
            yield f"{maker.subject} may make {what}s"
        kinds = ("Service",) if what == "Service" else ("Deployment", "StatefulSet")
        yield from filter(None, (selected_of_argocd(scene.inventory, there, labels, *kinds),))
        if is_left_to_others(scene.inventory, there, labels) and not _meant(scene, there, labels):
            yield f"nothing here makes {what}s in namespace {namespace}, so somebody else does"


def _meant(scene: Scene, there: Resource, labels: dict[str, Any]) -> bool:
    """Tell whether the tree has Services in a namespace, or such Services in another one."""
    return any(
        each.cluster == there.cluster
        and (each.namespace == there.namespace or fits_labels(labels, [], each.labels))
        for each in scene.inventory.of_kind("", "Service")
    )


RULE = Rule(
    name="monitor-target",
    summary="a ServiceMonitor or PodMonitor finds nothing, or no port, to ask for metrics",
    why="Prometheus drops what has no port of that name, has nothing to scrape, and says nothing.",
    mend=(
        "Name a port as the Service has it, of a PodMonitor as the container has it, and labels "
        "that the Service itself has; its pods' labels do not count."
    ),
    source="https://prometheus-operator.dev/docs/developer/getting-started/#using-servicemonitors",
    check=check,
)
