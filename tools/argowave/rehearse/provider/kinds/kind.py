"""What the provider has to know of a kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from argowave.aws import Aws
    from argowave.rehearse.provider.references import ReferenceField


@dataclass(frozen=True, slots=True)
class Wanted:
    """An external resource as it shall be."""

    name: str  # the external name
    account: str
    parameters: dict[str, Any]  # references resolved

    @property
    def region(self) -> str:
        """The region; the CRDs require it."""
        return str(self.parameters.get("region", ""))


@dataclass(frozen=True, slots=True)
class External:
    """An external resource as it is."""

    external_name: str
    id: str
    arn: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of managed resource."""

    service: str  # as boto3 names it
    wait: float  # seconds that the provider waits after the create call, measured
    references: tuple[ReferenceField, ...]
    observe: Callable[[Aws, Wanted], External | None]  # None: it does not exist
    make: Callable[[Aws, Wanted], None]  # creates it, or brings it in line; may be repeated
    finds_by_name: bool = True  # whether it can be observed before it was created
