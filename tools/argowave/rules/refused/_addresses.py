"""Hosts and networks, as Kubernetes' validation reads them.

Sources: IsWildcardDNS1123Subdomain in k8s.io/apimachinery/pkg/util/validation; ParseCIDRSloppy in
k8s.io/utils/net, which takes leading zeros and host bits.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from argowave.rules.name_syntax import is_unfinished, subdomain_fault

if TYPE_CHECKING:
    from ipaddress import IPv4Network, IPv6Network

    Network = IPv4Network | IPv6Network

_NUMBERS: Final = re.compile(r"\d+(?:\.\d+){3}")
_ZEROS: Final = re.compile(r"(?<![\d:.])0+(?=\d)|(?<=\.)0+(?=\d)")


def host_fault(host: str, *, wildcard: bool = True, address: bool = False) -> str:
    """Say why a host is refused, "" where it is taken or still to be put in.

    Args:
        host: a name.
        wildcard: whether it may be *.example.com.
        address: whether it may be four numbers.
    """
    if not host or is_unfinished(host):
        return ""
    if "://" in host:
        return f"a host has no scheme; write {host.partition('://')[2]}"
    if _NUMBERS.fullmatch(host) and not address:
        return "it is a DNS name, and no address"
    if wildcard and "*" in host:
        rest = host.removeprefix("*.")
        if rest == host or "*" in rest:
            return "a * is all of the first part: *.example.com"
        return subdomain_fault(rest)
    return subdomain_fault(host)


def network(text: str) -> Network | None:
    """Return the network of a CIDR, None for a text that is none."""
    from ipaddress import ip_network  # noqa: PLC0415 (few objects have one)

    if "/" not in text:
        return None
    try:
        return ip_network(_ZEROS.sub("", text), strict=False)
    except ValueError:
        return None
