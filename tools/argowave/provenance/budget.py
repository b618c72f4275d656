"""How much may be spent on origins."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable


_SMALL: Final = 10_000  # bytes that a rendering gives in a millisecond or two


class SpentError(Exception):
    """There is nothing left to spend."""


class Budget:
    """Counts renderings, and looks at the clock before each."""

    def __init__(
        self, renderings: int, seconds: float, clock: Callable[[], float] = time.process_time
    ) -> None:
        """Begin now.

        Args:
            renderings: how many small ones are allowed, of charts and templates.
            seconds: of the processor, after which none is begun.
            clock: seconds since anything; a busy machine gets as far as an idle one.
        """
        self._left = renderings
        self._is_over = False
        self._clock = clock
        self._end = clock() + seconds
        self.spent = 0

    def check(self) -> None:
        """Allow what a rendering has to be prepared for; it costs nothing.

        Raises:
            SpentError: there is nothing left.
        """
        # there are thousands of findings to be told so, and the clock is a system call
        self._is_over = self._is_over or self._left <= 0 or self._clock() > self._end
        if self._is_over:
            raise SpentError

    def spend(self, size: int = 0) -> None:
        """Allow one rendering.

        Args:
            size: how many bytes it will give, as far as is known; a large one counts for several.

        Raises:
            SpentError: there is nothing left.
        """
        self.check()
        self._left -= max(1, size // _SMALL)
        self.spent += 1
