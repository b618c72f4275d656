"""What is wrong with a container's probes.

Source: validateProbe and validateHandler in k8s.io/kubernetes/pkg/apis/core/validation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.rules.name_syntax import port_fault
from argowave.rules.refused._part import not_negative, one_of
from argowave.rules.refused._ports import of_name, of_number

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


def of_probes(container: Part) -> Iterator[Finding]:
    """Give what is wrong with the probes."""
    for field in _PROBES:
        if container.has(field):
            yield from _of_probe(container.part(field), field)


def _of_probe(probe: Part, field: str) -> Iterator[Finding]:
    yield from one_of(probe, f"the {field}", _HANDLERS, missing=True)
    for handler in ("httpGet", "tcpSocket", "grpc"):
        yield from _of_port(probe.part(handler))
    yield from not_negative(probe, _COUNTS)
    successes = probe.number("successThreshold")
    if field != "readinessProbe" and successes is not None and successes > 1:
        yield probe.refused(
            f"the successThreshold {successes} of a {field}: it is 1", "successThreshold"
        )


def _of_port(handler: Part) -> Iterator[Finding]:
    yield from of_number(handler, "port")
    yield from of_name(handler, "port")
    if handler.body.get("port") == "":
        yield handler.refused(f"the port '': {port_fault('')}", "port")
