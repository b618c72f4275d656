"""What is wrong with a pod's containers, one by one and among each other.

Source: validateContainers and what it calls in k8s.io/kubernetes/pkg/apis/core/validation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.rules.refused._environment import of_environment
from argowave.rules.refused._part import one_of, repeated
from argowave.rules.refused._ports import of_number
from argowave.rules.refused._probes import of_probes
from argowave.rules.refused._requirements import of_requirements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.rules.refused._part import Part

LISTS: Final = ("initContainers", "containers")
_PLAIN: Final = frozenset(("name", "image", "ports", "env", "command", "args"))
_HANDLERS: Final = ("exec", "httpGet", "tcpSocket", "sleep")


def of_containers(pod: Part, volumes: set[str]) -> Iterator[Finding]:
    """Give what is wrong with the containers.

    Args:
        pod: the pod's spec.
        volumes: names that mounts may have.
    """
    every = (each for field in LISTS for each in pod.parts(field))
    yield from repeated(every, lambda each: each.text("name"), "name", "the second container {}")
    on_host = pod.body.get("hostNetwork") is True
    for field in LISTS:
        for each in pod.parts(field):
            yield from _of_one(each, volumes, on_host=on_host)


def _of_one(each: Part, volumes: set[str], *, on_host: bool) -> Iterator[Finding]:
    image = each.body.get("image")
    if image in (None, "") and each.is_whole:
        yield each.refused(f"the container {each.text('name')} without an image")
    elif isinstance(image, str) and image != image.strip():
        yield each.refused(f"the image {image!r}: it has a blank at an end", "image")
    yield from _of_ports(each, on_host=on_host)
    yield from _of_mounts(each, volumes)
    yield from of_environment(each)
    if each.body.keys() - _PLAIN:
        yield from of_probes(each)
        yield from of_requirements(each)
        for hook in ("postStart", "preStop"):
            if each.part("lifecycle").has(hook):
                handler = each.part("lifecycle").part(hook)
                yield from one_of(handler, f"the {hook} hook", _HANDLERS, missing=True)
        yield from _of_privileges(each.part("securityContext"))


def _of_ports(each: Part, *, on_host: bool) -> Iterator[Finding]:
    yield from repeated(
        each.parts("ports"), lambda port: port.text("name"), "name", "the second port {}"
    )
    for port in each.parts("ports"):
        yield from of_number(port, "containerPort")
        yield from of_number(port, "hostPort", 0)
        own, node = port.number("containerPort"), port.number("hostPort")
        if on_host and node and own != node:
            message = f"the hostPort {node}: with hostNetwork it is the containerPort, {own}"
            yield port.refused(message, "hostPort")


def _of_mounts(each: Part, volumes: set[str]) -> Iterator[Finding]:
    yield from repeated(
        each.parts("volumeMounts"),
        lambda mount: mount.text("mountPath"),
        "mountPath",
        "the second mount at {}",
    )
    for mount in each.parts("volumeMounts"):
        name = mount.text("name")
        if name and name not in volumes:
            known = f"; it has {', '.join(sorted(volumes))}" if volumes else " and it has none"
            yield mount.refused(
                f"the mount of {name}: the pod has no volume of that name{known}", "name"
            )
        if mount.body.get("mountPath") == "":
            yield mount.refused(f"the mount of {name} without a mountPath", "mountPath")
        if mount.text("subPath") and mount.text("subPathExpr"):
            yield mount.refused(
                "a mount with both subPath and subPathExpr: keep one", "subPathExpr"
            )
        for field in ("subPath", "subPathExpr"):
            if fault := inside_fault(mount.text(field)):
                yield mount.refused(f"the {field} {mount.text(field)}: {fault}", field)


def inside_fault(path: str) -> str:
    """Say why a path does not stay inside of a volume, "" where it does."""
    if path.startswith("/"):
        return "it is relative to the volume, and begins with no slash"
    return "it leads out of the volume" if ".." in path.split("/") else ""


def _of_privileges(context: Part) -> Iterator[Finding]:
    escalates = context.body.get("allowPrivilegeEscalation")
    if context.body.get("privileged") is True and escalates is False:
        message = "privileged: true beside allowPrivilegeEscalation: false"
        yield context.refused(message, "allowPrivilegeEscalation")
