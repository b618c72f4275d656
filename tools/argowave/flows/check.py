"""What a check is."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from argowave.flows.result import Seen
    from argowave.flows.scene import Scene


class Check:
    """One observation of the pipeline; an instance serves one run."""

    name: ClassVar[str]
    title: ClassVar[str]
    waits: ClassVar[bool] = False  # whether what it looks for may take a while by its nature

    def reason_to_skip(self, scene: Scene) -> str:
        """Return why there is nothing to look at, "" where there is."""
        del scene
        return ""

    def look(self, scene: Scene) -> Seen:
        """Look once; it is repeated until it shows no faults, or time is up.

        Raises:
            AwsError: AWS refuses, or does not answer.
        """
        raise NotImplementedError

    def clean_up(self, scene: Scene) -> None:
        """Take away what the check left behind."""

    def repeat(self, scene: Scene) -> tuple[str, ...]:
        """Return the commands with which a person sees the same."""
        raise NotImplementedError
