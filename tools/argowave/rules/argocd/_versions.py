"""What came with which version of Argo CD."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from argowave.gates import Version

# docs/operator-manual/upgrading and the releases' notes of argo-cd
HOOKS: Final[dict[str, Version]] = {"PostDelete": (2, 10), "PreDelete": (3, 3)}
DELETE_POLICIES: Final[dict[str, Version]] = {"Never": (3, 6)}
OPTIONS: Final[dict[str, Version]] = {
    "Prune=confirm": (2, 14),
    "Delete=confirm": (2, 14),
    "ClientSideApplyMigration=true": (3, 2),
    "ClientSideApplyMigration=false": (3, 2),
}
FIELDS: Final[tuple[tuple[tuple[str, ...], Version], ...]] = (
    (("spec", "sources"), (2, 6)),
    (("spec", "sourceHydrator"), (2, 14)),
    (("spec", "syncPolicy", "automated", "enabled"), (3, 1)),
    (("spec", "syncPolicy", "retry", "refresh"), (3, 2)),
)


def show(version: Version) -> str:
    """Return a version as people write it: 3.5."""
    return f"{version[0]}.{version[1]}"
