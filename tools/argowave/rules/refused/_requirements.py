"""What is wrong with what a container requests, and with its limits.

Source: ValidateContainerResourceRequirements in k8s.io/kubernetes/pkg/apis/core/validation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.rules.refused._quantity import stated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.rules.refused._part import Part

_KNOWN: Final = ("cpu", "memory", "ephemeral-storage")


def of_requirements(container: Part) -> Iterator[Finding]:
    """Give what is wrong with `resources`."""
    if not container.has("resources"):
        return
    resources = container.part("resources")
    requests, limits = resources.part("requests"), resources.part("limits")
    for listed in (requests, limits):
        for name, value in listed.body.items():
            if _is_unknown(name):
                message = (
                    f"the resource {name}: it is {', '.join(_KNOWN)}, hugepages-… or has a domain"
                )
                yield listed.refused(message, name)
            elif (number := stated(value)) is not None and number < 0:
                yield listed.refused(f"{name}: {value}, which is less than nothing", name)
    for name, value in requests.body.items():
        most = limits.body.get(name)
        wanted, limit = stated(value), stated(most)
        if wanted is not None and limit is not None and wanted > limit:
            message = f"the request of {name} {value}: the limit is {most}{limits.where(name)}"
            yield requests.refused(message, name)


def _is_unknown(name: str) -> bool:
    return "/" not in name and name not in _KNOWN and not name.startswith("hugepages-")
