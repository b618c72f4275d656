"""An ingress that is restricted refuses whoever is outside its list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.finding import Finding
from argowave.flows.check import Check
from argowave.flows.checks.admin import fetch
from argowave.flows.declared import RULE
from argowave.flows.result import Seen

if TYPE_CHECKING:
    from argowave.flows.scene import Scene

_REFUSED = "it answers 403 "


class Restriction(Check):
    """What is closed is closed."""

    name = "ingress-restriction"
    title = "the restricted ingress refuses us"

    def reason_to_skip(self, scene: Scene) -> str:
        """Return why there is nothing to look at."""
        return "" if scene.closed_url else "no --closed-url is given"

    def look(self, scene: Scene) -> Seen:
        """Ask for the page; only 403 will do."""
        text, problem = fetch(scene.closed_url)
        if problem.startswith(_REFUSED):
            return Seen(problem)
        words = problem or f"it answers, with {len(text)} characters"
        message = f"is not refused with 403 from outside its list: {words}"
        return Seen(words, (Finding(scene.closed_url, None, "", "", message, RULE),))

    def repeat(self, scene: Scene) -> tuple[str, ...]:
        """Return the commands."""
        return (f"curl --include {scene.closed_url}",)
