"""Run the health checks that Argo CD ships on its own test cases: `… parity.rules.shipped FOLDER`.

FOLDER is resource_customizations of Argo CD's source. Ends with 1 where argowave's Lua gives
another status or message than a case states.
"""

from __future__ import annotations

import sys
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

from argowave.errors import LuaError
from argowave.health import compile_script, run_health
from argowave.yamlio import Document, read_documents

if TYPE_CHECKING:
    from collections.abc import Iterator


def cases(folder: Path) -> Iterator[tuple[Path, Path, dict[str, Any]]]:
    """Give the script, the object's file and the health of each case."""
    scripts = sorted(folder.rglob("health.lua"))
    for stated in sorted(folder.rglob("health_test.yaml")):
        for case in _read(stated)["tests"]:
            named = {key.lower(): value for key, value in case.items()}
            path = stated.parent / named["inputpath"]
            body = _read(path)
            key = f"{body['apiVersion'].rpartition('/')[0]}/{body['kind']}".removeprefix("/")
            yield _script(folder, scripts, key), path, named["healthstatus"]


def _script(folder: Path, scripts: list[Path], key: str) -> Path:
    """Return the script of a kind: its own, or the first whose wildcards match."""
    exact = folder / key / "health.lua"
    if exact.is_file():
        return exact
    patterns = (each.relative_to(folder).parent.as_posix().replace("_", "*") for each in scripts)
    return next(
        script
        for script, pattern in zip(scripts, patterns, strict=True)
        if "*" in pattern and fnmatchcase(key, pattern)
    )


def _read(path: Path) -> dict[str, Any]:
    document = read_documents(path.read_bytes(), str(path), strict=False)[0]
    if not isinstance(document, Document) or not isinstance(document.body, dict):
        message = f"{path} holds no mapping"
        raise TypeError(message)
    return document.body


def main() -> int:
    """Run every case."""
    folder = Path(sys.argv[1])
    wrong = count = 0
    for script, path, wanted in cases(folder):
        count += 1
        try:
            compiled = compile_script(script.read_text("utf-8"), str(script))
            health = run_health(compiled, _read(path), open_libs=True)
            found = {"status": str(health.status), "message": health.message}
        except LuaError as error:
            found = {"error": error.message}
        expected = {"status": wanted.get("status", ""), "message": wanted.get("message") or ""}
        if found != expected:
            wrong += 1
            sys.stdout.write(f"{path}\n  Argo CD:  {expected}\n  argowave: {found}\n")
    sys.stdout.write(f"{wrong} of {count} cases of Argo CD's own checks give another health\n")
    return 1 if wrong or not count else 0


if __name__ == "__main__":
    sys.exit(main())
