"""What is wrong with a container's probes.

Source: validateProbe and validateHandler in k8s.io/kubernetes/pkg/apis/core/validation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.rules.names._syntax import port_fault
from argowave.rules.refused._part import one_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.rules.refused._part import Part

_PROBES: Final = ("livenessProbe", "readinessProbe", "startupProbe")
_HANDLERS: Final = ("exec", "httpGet", "tcpSocket", "grpc")
_COUNTS: Final = (
    *("initialDelaySeconds", "timeoutSeconds", "periodSeconds"),
    *("successThreshold", "failureThreshold"),
)
_MOST: Final = 65535


def of_probes(container: Part) -> Iterator[Finding]:
    """Give what is wrong with the probes."""
    for field in _PROBES:
        if container.has(field):
            yield from _of_probe(container.part(field), field)


def _of_probe(probe: Part, field: str) -> Iterator[Finding]:
    yield from one_of(probe, f"the {field}", _HANDLERS, missing=True)
    for handler in ("httpGet", "tcpSocket", "grpc"):
        yield from _of_port(probe.part(handler))
    for name in _COUNTS:
        value = probe.number(name)
        if value is not None and value < 0:
            yield probe.refused(f"the {name} {value}: it is 0 or more", name)
    successes = probe.number("successThreshold")
    if field != "readinessProbe" and successes is not None and successes > 1:
        yield probe.refused(
            f"the successThreshold {successes} of a {field}: it is 1", "successThreshold"
        )


def _of_port(handler: Part) -> Iterator[Finding]:
    number, name = handler.number("port"), handler.text("port")
    if number is not None and not 1 <= number <= _MOST:
        yield handler.refused(f"the port {number}: it is a number from 1 to {_MOST}", "port")
    elif isinstance(handler.body.get("port"), str) and (fault := port_fault(name)):
        yield handler.refused(f"the port {name or repr(name)}: {fault}", "port")
