"""argv → exit code; wiring only."""

from __future__ import annotations

import gc
import sys

from argowave.commands import main


def entrypoint() -> None:
    """Run `argowave` with the process's own arguments."""
    code = main(sys.argv[1:])
    gc.freeze()  # the interpreter would look for garbage once more, 12 ms, before all memory goes
    sys.exit(code)


if __name__ == "__main__":
    entrypoint()
