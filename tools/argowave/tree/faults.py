"""What is wrong with what an Application applies, whatever it is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from argowave.finding import Finding, Severity
from argowave.tree.application import is_application

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from argowave.manifest import Manifest
    from argowave.tree.application import Application


def no_object(item: Manifest) -> Finding:
    """Return what is wrong with an item of a List that is no mapping."""
    message = "an item of the List is no object, so Argo CD can read none of them"
    return Finding(
        item.document.source,
        item.line_of(()),
        "",
        "",
        message,
        "source",
        application=item.application,
    )


def without_what_is_meant(applications: Sequence[Application]) -> Iterator[Application]:
    """Give the same without a word on what is meant to be so, or is told of an ApplicationSet.

    Where an Application names a file among manifests as one of its values, or a git generator has
    made an Application of it, that it is no manifest is meant. A path that a set has not filled in
    is a fault of the set, and nothing is there because of it.
    """
    used = {path for each in applications for path in each.files}
    made = "\n".join(f"{each.manifest.application}" for each in applications)
    for each in applications:
        told = tuple(
            found
            for found in each.findings
            if not _is_used(found, used, made) and not _is_unfilled(found, each)
        )
        yield each if len(told) == len(each.findings) else replace(each, findings=told)


def _is_used(found: Finding, used: set[str], made: str) -> bool:
    if found.rule != "no-manifest":
        return False
    return found.path in used or f"git file {found.path}" in made


def _is_unfilled(found: Finding, application: Application) -> bool:
    return (
        found.rule == "source"
        and application.manifest.generated
        and any("{{" in each.path and each.path in found.message for each in application.sources)
    )


def with_cycles(application: Application) -> Application:
    """Add a finding for each child that is the Application itself or one that leads to it.

    A root that applies itself just as somebody applied it is none: that is how it is kept in Git.
    """
    found = [
        Finding(
            child.document.source,
            child.line,
            child.subject,
            "",
            f"the Application leads to itself: {' → '.join((*application.chain, child.name))}",
            "application-cycle",
            Severity.WARNING,  # Argo CD does not mind; what deletes one of them deletes all
            application=child.application,
        )
        for child in application.manifests
        if is_application(child)
        and child.name in application.chain
        and not _is_the_same_root(child, application)
    ]
    if not found:
        return application
    return replace(application, findings=(*application.findings, *found))


def _is_the_same_root(child: Manifest, application: Application) -> bool:
    own = application.manifest.body
    return set(application.chain) == {child.name} and child.body.get("spec") == own.get("spec")
