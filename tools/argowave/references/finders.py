"""The list of finders: each gives every reference of its kind in an inventory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.references.namespaces import namespace_references
from argowave.references.pods import pod_references

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from argowave.references.reference import Reference
    from argowave.resources import Inventory

FINDERS: Final[tuple[Callable[[Inventory], Iterable[Reference]], ...]] = (
    namespace_references,
    pod_references,
)
