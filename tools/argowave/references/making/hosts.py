"""Istio's ServiceEntries → the hosts that they make, which are reached as Services are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from argowave.references.making.product import Product

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.resources import Resource

_HOST: Final = re.compile(r"([a-z0-9-]+)\.([a-z0-9-]+)\.svc(\.[a-z0-9.-]+)?")


def of_hosts(resource: Resource) -> Iterator[Product]:
    """Give the Services whose names a ServiceEntry takes: NAME.NAMESPACE.svc.cluster.local."""
    if (resource.group, resource.kind) != ("networking.istio.io", "ServiceEntry"):
        return
    for host in resource.items("spec", "hosts"):
        found = _HOST.fullmatch(host) if isinstance(host, str) else None
        if found:
            yield Product("Service", found[2], found[1])
