"""Why an ApplicationSet gives no Applications, or not all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from argowave.finding import Finding
from argowave.validate.pointer import show_pointer

if TYPE_CHECKING:
    from argowave.manifest import Manifest

_RULE: Final = "application-set"


@dataclass(frozen=True)
class Fault(Exception):  # noqa: N818 (collected as a value as often as it is raised)
    """Something in an ApplicationSet that Argo CD refuses."""

    message: str
    path: tuple[str | int, ...] = ()  # below the ApplicationSet's spec


@dataclass(frozen=True)
class Unknown(Exception):  # noqa: N818 (no error: a gap that is named)
    """A generator whose answer is not in this repository."""

    what: str
    why: str


def finding_at(manifest: Manifest, pointer: tuple[str | int, ...], message: str) -> Finding:
    """Return a finding at a path below an ApplicationSet, or an Application that it makes."""
    return Finding(
        manifest.document.source,
        manifest.line_of(pointer),
        manifest.subject,
        show_pointer(pointer),
        message,
        _RULE,
        application=manifest.application,
    )
