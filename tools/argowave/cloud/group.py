"""API groups of upjet providers: sqs.aws.upbound.io, and sqs.aws.m.upbound.io (namespaced)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

_GROUP: Final = re.compile(r"(?:([a-z0-9-]+)\.)?(?!m\.)([a-z0-9-]+?)(\.m)?\.upbound\.io")


class Group(NamedTuple):
    """One API group of a provider."""

    service: str  # sqs; "" for the group of the provider's own configuration
    provider: str  # aws, gcp, azure
    namespaced: bool  # the flavour of Crossplane 2

    @property
    def of_configs(self) -> str:
        """The group of the provider configs that its resources name: aws.upbound.io."""
        return f"{self.provider}{'.m' if self.namespaced else ''}.upbound.io"

    @property
    def package(self) -> str:
        """The name of the package that brings the group, by Upbound's convention."""
        if not self.service:
            return f"provider-family-{self.provider}"
        return f"provider-{self.provider}-{self.service}"

    def of(self, service: str) -> str:
        """Return the group of another service in the same flavour: references stay inside it."""
        return f"{service}.{self.of_configs}"


@lru_cache(maxsize=1024)
def parse_group(group: str) -> Group | None:
    """Return what an API group says, None for one that is no upjet provider's."""
    match = _GROUP.fullmatch(group)
    if match is None:
        return None
    service, provider, namespaced = match.groups()
    return Group(service or "", provider, namespaced is not None)


def is_managed_group(group: str) -> bool:
    """Tell whether the kinds of an API group are managed resources of an upjet provider."""
    parsed = parse_group(group)
    return parsed is not None and bool(parsed.service)
