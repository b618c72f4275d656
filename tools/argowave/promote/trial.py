"""A promotion → what it does to its environment, and what would be wrong with the result."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from argowave.diff.environments import compare_environment
from argowave.diff.states import State, providing
from argowave.finding import Finding, gather
from argowave.lint import Linter, Stores, summarise
from argowave.lint.plots import ROOT
from argowave.revisions.files import WorkingTree
from argowave.rules.registry import load_rules
from argowave.schema import open_store, with_own_store
from argowave.sources.pool import generate_all
from argowave.tree.remotes import git_remotes
from argowave.waivers import RULE, apply_waivers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.diff.environments import EnvironmentDiff
    from argowave.diff.overlay import Overlay
    from argowave.lint import Ground
    from argowave.promote.promotion import Promotion
    from argowave.report import Summary
    from argowave.settings import Settings


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of trying a promotion out."""

    diff: EnvironmentDiff
    findings: tuple[Finding, ...]  # of the target as it would be
    summary: Summary


def try_out(promotion: Promotion, overlay: Overlay, ground: Ground, settings: Settings) -> Trial:
    """Compare the target with what it would be, and lint the latter.

    Args:
        promotion: what would be written.
        overlay: the repository with it.
        ground: what trees of the repository share.
        settings: what the repository says about itself.
    """
    repository = promotion.repository
    urls = (*ground.repositories, *git_remotes(repository))
    changed = replace(
        ground,
        repository=overlay.folder,
        repositories=urls,
        provide=partial(overlay.provide, [""]),
    )
    generate = partial(generate_all, processes=ground.processes)
    (before,), (after,) = (each.environments([promotion.target]) for each in (ground, changed))
    is_rendered = (promotion.plan.folder / ROOT).is_file()
    diff = compare_environment(
        promotion.target,
        State(before.load_with, WorkingTree(repository)) if is_rendered else None,
        State(after.load_with, overlay),
        generate,
        open_store(with_own_store(repository, settings.schema_locations)),
    )
    plot = replace(after, load=partial(after.load_with, providing(overlay, generate)))
    with Stores(with_own_store(repository, settings.schema_locations)) as stores:
        linter = Linter(overlay.folder, stores, load_rules, settings.rules)
        report = linter.run([plot])
    found = [*report.findings, *_strays(promotion)]
    remaining = gather(_not_waived(found, settings))
    return Trial(diff, tuple(remaining), summarise(report.summaries))


def _not_waived(findings: list[Finding], settings: Settings) -> Iterator[Finding]:
    today = datetime.now(UTC).date()
    remaining, _ = apply_waivers(findings, settings.waivers, today, settings.path.name)
    # a waiver that covers nothing here may cover something in another environment
    yield from (each for each in remaining if each.rule != RULE)


def _strays(promotion: Promotion) -> Iterator[Finding]:
    """Give a finding for what stands in rendered/ and is not what render made."""
    folder = f"environments/{promotion.target}/rendered"
    for change in promotion.plan.changes:
        if change.edited:
            message = "was edited by hand, and rendering would overwrite that; undo it"
            yield _stray(f"{folder}/{change.path}", message)
    for path in promotion.plan.strangers:
        message = "render did not make it and leaves it alone; move it out of rendered/"
        yield _stray(f"{folder}/{path}", message)


def _stray(path: str, message: str) -> Finding:
    return Finding(path, None, "", "", message, "rendered")
