"""The health scripts of this repository and the case files that go with them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from argowave.health import Health, HealthStatus, Script, compile_script

REPOSITORY = Path(__file__).parents[2]
SCRIPTS = sorted((REPOSITORY / "infra/argocd/health").glob("*.lua"))
CASES = sorted((REPOSITORY / "tests/cases/health").glob("*/*.yaml"))

_EXPECTED = re.compile(r"# expect: (?P<status>\w+)(: (?P<message>.*))?\n")


def read_script(name: str) -> Script:
    """Return one script, compiled."""
    path = REPOSITORY / "infra/argocd/health" / f"{name}.lua"
    return compile_script(path.read_text(encoding="utf-8"), f"{name}.lua")


def needs_open_libraries(script: Script) -> bool:
    """Read what the script's own header says; the settings in argocd-cm say the same."""
    found = re.search(r"^-- useOpenLibs: (yes|no)", script.text, re.MULTILINE)
    assert found, f"{script.source} does not say whether it needs useOpenLibs"
    return found[1] == "yes"


def read_case(path: Path) -> tuple[dict[str, Any], Health]:
    """Return a case's object and the health that its first line expects."""
    text = path.read_text(encoding="utf-8")
    expected = _EXPECTED.match(text)
    assert expected, f"{path} has no `# expect:` line"
    health = Health(HealthStatus(expected["status"]), expected["message"] or "")
    return yaml.safe_load(text), health
