"""invalid-ingress: an Ingress that the API server refuses.

Source: ValidateIngressSpec in k8s.io/kubernetes/pkg/apis/networking/validation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.rules.refused._addresses import host_fault
from argowave.rules.refused._part import Part, one_of
from argowave.rules.refused._ports import of_name, of_number
from argowave.rules.rule import Rule
from argowave.typed import as_list

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.rules.scene import Scene

_INSIDE: Final = ("//", "/./", "/../", "%2f", "%2F")  # invalidPathSequences
_ENDS: Final = ("/..", "/.")  # invalidPathSuffixes
_PLAIN: Final = ("Exact", "Prefix")


def check(scene: Scene) -> Iterator[Finding]:
    """Give everything that is refused of each Ingress."""
    for resource in scene.inventory.of_kind("networking.k8s.io", "Ingress"):
        spec = Part.of(resource, "spec")
        is_empty = not spec.body.get("rules") and not spec.has("defaultBackend")
        if is_empty and spec.is_whole:
            yield spec.refused("an Ingress with neither rules nor a defaultBackend")
        if spec.has("defaultBackend"):
            yield from _of_backend(spec.part("defaultBackend"))
        for rule in spec.parts("rules"):
            if fault := host_fault(rule.text("host")):
                yield rule.refused(f"the host {rule.text('host')}: {fault}", "host")
            for path in rule.part("http").parts("paths"):
                yield from _of_path(path)
        for tls in spec.parts("tls"):
            yield from _of_hosts(tls)


def _of_hosts(tls: Part) -> Iterator[Finding]:
    for number, host in enumerate(as_list(tls.body.get("hosts"))):
        if isinstance(host, str) and (fault := host_fault(host, address=True)):
            yield tls.refused(f"the host {host}: {fault}", "hosts", number)


def _of_path(path: Part) -> Iterator[Finding]:
    text, kind = path.text("path"), path.text("pathType")
    if not text.startswith("/") and (text or kind in _PLAIN):
        shown = (
            f"the path {text}: it begins"
            if text
            else f"a path of type {kind} that is empty: it begins"
        )
        yield path.refused(f"{shown} with a slash", "path")
    elif kind in _PLAIN:
        for wrong in (
            *(each for each in _INSIDE if each in text),
            *(each for each in _ENDS if text.endswith(each)),
        ):
            yield path.refused(f"the path {text}: with type {kind} it has no {wrong}", "path")
            break
    yield from _of_backend(path.part("backend"))


def _of_backend(backend: Part) -> Iterator[Finding]:
    yield from one_of(backend, "a backend", ("service", "resource"), missing=True)
    if not backend.has("service"):
        return
    service = backend.part("service")
    port = service.part("port")
    name, number = port.text("name"), port.number("number")
    if name and number:
        yield port.refused(f"the port {name} beside the number {number}: keep one", "number")
    elif name:
        yield from of_name(port, "name")
    elif number:
        yield from of_number(port, "number")
    elif service.is_whole:
        yield service.refused("a backend whose port has neither a name nor a number")


RULE = Rule(
    name="invalid-ingress",
    summary="an Ingress with a host, a path or a backend that no Ingress can have",
    why=(
        "A host with a scheme or in capitals, a path without its slash, a port with both name and "
        "number: schemas take it, and the API server refuses it when the sync applies it."
    ),
    mend="Do what the message says.",
    source="https://kubernetes.io/docs/concepts/services-networking/ingress/",
    check=check,
)
