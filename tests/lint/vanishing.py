"""Run argowave, and have a file or folder vanish just before it is opened: PATH WHICH WORDS…"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from argowave.commands import main


def removing(path: Path, which: int) -> None:
    """Remove a path before it is opened or listed, for the `which`th time and those after it."""
    seen = 0

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal seen
        if event not in ("open", "os.scandir", "os.listdir"):
            return
        opened = arguments[0]
        if isinstance(opened, str | bytes | os.PathLike) and os.fsdecode(opened) == str(path):
            seen += 1
            if seen == which:
                shutil.rmtree(path) if path.is_dir() else path.unlink()

    sys.addaudithook(hook)


if __name__ == "__main__":
    removing(Path(sys.argv[1]), int(sys.argv[2]))
    sys.exit(main(sys.argv[3:]))
