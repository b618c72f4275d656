"""argv → exit code; wiring only."""

from __future__ import annotations

import sys

from argowave.commands import main


def entrypoint() -> None:
    """Run `argowave` with the process's own arguments."""
    sys.exit(main(sys.argv[1:]))


if __name__ == "__main__":
    entrypoint()
