"""Argo CD's settings hold each health script under the key that the script itself names."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from health.script_cases import REPOSITORY, SCRIPTS, needs_open_libraries, read_script

KEY = re.compile(
    r"-- argocd-cm: resource\.customizations(\.health\.(?P<own>\S+)|, key (?P<glob>\S+))"
)
PREFIX = "resource.customizations.health."
# Only where the cluster publishes no addresses.
DEV_ONLY = {"ingress", "service"}


def held_scripts(environment: str) -> dict[str, tuple[str, bool]]:
    """Return script and useOpenLibs by the key that argocd-cm has them under."""
    folder = REPOSITORY / "environments" / environment / "rendered/infra/argocd"
    data = yaml.safe_load((folder / "argocd-cm.yaml").read_text(encoding="utf-8"))["data"]
    held = {
        key.removeprefix(PREFIX): (text, data.get(f"{key}.useOpenLibs") == "true")
        for key, text in data.items()
        if key.startswith(PREFIX)
    }
    globs: dict[str, dict[str, Any]] = yaml.safe_load(data["resource.customizations"])
    for key, entry in globs.items():
        held[key] = (entry["health.lua"], entry.get("health.lua.useOpenLibs", False))
    return held


@pytest.mark.parametrize("environment", ["dev", "staging", "prod"])
def test_each_script_stands_under_its_key_with_the_libraries_it_needs(environment: str) -> None:
    expected = {}
    for path in SCRIPTS:
        if path.stem in DEV_ONLY and environment != "dev":
            continue
        script = read_script(path.stem)
        key = KEY.match(script.text)
        assert key
        name = key["own"] or key["glob"].strip('"')
        expected[name] = (script.text.strip(), needs_open_libraries(script))

    held = {
        key: (text.strip(), opened) for key, (text, opened) in held_scripts(environment).items()
    }
    assert held == expected
