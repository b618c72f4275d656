"""What a rule is, and what it gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from argowave.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from argowave.resources import Resource
    from argowave.rules.scene import Scene

    Waiting = Callable[[], Iterable["Finding | Undecided"]]


@dataclass(frozen=True, slots=True)
class Undecided:
    """Something that a rule cannot decide and therefore only names."""

    what: str  # "Deployment/a → ConfigMap/b"
    why: str  # "the chart keda 2.20.2 was not looked into"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; a module below argowave.rules holds it as RULE."""

    name: str  # in kebab case; the module's name is the same with underscores
    summary: str  # one line: what is wrong where it fires
    why: str  # what happens in a cluster, in sentences
    mend: str  # what to do
    source: str  # where the behaviour is documented or written
    check: Callable[[Scene], Iterable[Finding | Undecided]]
    severity: Severity = Severity.ERROR
    # of a rule that mostly waits for another process: what asks that, before the other rules have
    # their turn; it looks at nothing of the scene but its tree and its repository, and returns
    # what waits, which is run in a thread
    begin: Callable[[Scene], Waiting] | None = None


def at(resource: Resource, path: Sequence[str | int], message: str) -> Finding:
    """Return a finding at a path below a resource; the runner adds the rule's name and severity.

    Args:
        resource: the object that has to change.
        path: keys and indexes from the object on, () for the object itself.
        message: what is wrong, both culprits, what to do.

    Raises:
        TypeError: an argument is something else.
    """
    if not isinstance(path, (tuple, list)) or not all(isinstance(key, (str, int)) for key in path):
        wrong = f'at() takes keys and indexes, as ("metadata", "labels"), and was given {path!r}'
        raise TypeError(wrong)
    path = tuple(path)
    manifest = resource.manifest
    return Finding(
        manifest.document.source,
        manifest.line_of(path),
        resource.subject,
        show(path) if path else "",
        message,
        "",
        application=manifest.application,
    )


def show(path: tuple[str | int, ...]) -> str:
    """Return a path as findings show it: $.spec.ports[0].name."""
    from argowave.validate.pointer import show_pointer  # noqa: PLC0415 (only findings need it)

    return show_pointer(path)


def place(resource: Resource) -> str:
    """Return where a resource stands, for a message about another one: Kind/name (file:line)."""
    return f"{resource.subject} ({resource.manifest.place})"
