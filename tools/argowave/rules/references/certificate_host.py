"""certificate-host: an Ingress has its certificate for a host that none of its rules has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.finding import Severity
from argowave.rules.rule import Rule, at
from argowave.words.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from argowave.finding import Finding
    from argowave.references.reference import Path
    from argowave.resources import Resource
    from argowave.rules.scene import Scene

_SLIP: Final = 0.8  # of 1: so like the host of a rule that it is meant


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each host of a certificate that is a slip of a rule's host.

    Only where the rule's host is in no certificate: more hosts than rules are nothing wrong, such
    as those that a controller redirects from.
    """
    for ingress in scene.inventory.of_kind("networking.k8s.io", "Ingress"):
        certified = dict(_certified(ingress))
        rules = {
            host
            for number, _ in enumerate(ingress.items("spec", "rules"))
            if (host := ingress.text("spec", "rules", number, "host"))
        }
        bare = {host for host in rules if not _is_among(host, certified.values())}
        for path, host in certified.items():
            served = host in rules or any(_covers(host, each) for each in rules)
            meant = "" if served else nearest(host, sorted(bare), _SLIP)
            if meant:
                message = (
                    f"the certificate is for {host}, which no rule has, and {meant} is in none; "
                    f"did you mean {meant}?"
                )
                yield at(ingress, path, message)


def _certified(ingress: Resource) -> Iterator[tuple[Path, str]]:
    """Give each host of spec.tls with its path."""
    for number, _ in enumerate(ingress.items("spec", "tls")):
        for index, host in enumerate(ingress.items("spec", "tls", number, "hosts")):
            if isinstance(host, str) and host:
                yield ("spec", "tls", number, "hosts", index), host


def _is_among(host: str, certified: Iterable[str]) -> bool:
    return any(each == host or _covers(each, host) for each in certified)


def _covers(pattern: str, host: str) -> bool:
    """Tell whether a wildcard has a host, which it has one label in place of the star."""
    return pattern.startswith("*.") and host.partition(".")[2] == pattern[2:]


RULE = Rule(
    name="certificate-host",
    summary="an Ingress has its certificate for a host that none of its rules has",
    why=(
        "Whoever asks for the rule's host is answered with the controller's own certificate, which "
        "no browser trusts; one that cert-manager asks for may never be issued."
    ),
    mend="Write the rule's host into spec.tls, or the certificate's into the rule.",
    source="https://kubernetes.io/docs/concepts/services-networking/ingress/#tls",
    check=check,
    severity=Severity.WARNING,
)
