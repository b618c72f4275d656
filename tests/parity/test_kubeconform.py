"""Our verdicts on tests/cases/validate equal kubeconform's, but for the cases in the docs."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from argowave.schema import open_store, strict
from argowave.validate.checked import Checked
from argowave.validate.files import Settings

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases" / "validate"
FILES = sorted(path for path in CASES.rglob("*") if path.is_file())
VERSION = "1.36"
# | `invalid/list-in-list.yaml` | error | invalid | why |
ROW = re.compile(r"^\| `([^`]+)` \| ([a-z, ]+) \| ([a-z, ]+) \|", re.MULTILINE)
KUBECONFORM = shutil.which("kubeconform")
needs_kubeconform = pytest.mark.skipif(KUBECONFORM is None, reason="kubeconform is not on PATH")


def documented_differences() -> dict[str, tuple[str, str]]:
    """Return case → (what kubeconform says, what we say), off the table in the docs."""
    text = (ROOT / "docs" / "kubeconform.md").read_text()
    return {case: (theirs, ours) for case, theirs, ours in ROW.findall(text)}


def in_words(statuses: Counter[str]) -> str:
    return ", ".join(sorted(statuses.elements())) or "nothing"


def our_verdicts() -> dict[str, str]:
    checker = Settings(VERSION, keep_valid=True).checker()
    verdicts = {}
    for path in FILES:
        _, rows = checker.check_files([str(path)])
        statuses = Counter(Checked.from_row(row).status.value for row in rows)
        verdicts[str(path.relative_to(CASES))] = in_words(statuses)
    return verdicts


def their_verdicts(schemas: Path) -> dict[str, str]:
    template = f"{schemas}/{{{{ .ResourceKind }}}}{{{{ .KindSuffix }}}}.json"
    command = [str(KUBECONFORM), "-strict", "-verbose", "-output", "json", "-n", "1"]
    verdicts = {}
    for path in FILES:
        run = subprocess.run(
            [*command, "-schema-location", template, str(path)],
            capture_output=True,
            check=False,
            text=True,
        )
        found = json.loads(run.stdout)["resources"]
        # an empty document is the one status that kubeconform's JSON leaves blank
        names = (one["status"].removeprefix("status").lower() or "empty" for one in found)
        verdicts[str(path.relative_to(CASES))] = in_words(Counter(names))
    return verdicts


def export_schemas(folder: Path) -> None:
    """Write our schemas into kubeconform's layout.

    As draft 7, in which kubeconform checks formats: its own schemas name no draft, with the
    same effect.
    """
    store = open_store()
    for api_version, kind in store.kinds(VERSION):
        found = store.find(api_version, kind, VERSION)
        assert found is not None
        group, _, version = api_version.rpartition("/")
        parts = [kind.lower(), group.split(".")[0], version]
        body = {**strict(found.body), "$schema": "http://json-schema.org/draft-07/schema#"}
        path = folder / f"{'-'.join(part for part in parts if part)}.json"
        path.write_text(json.dumps(body))


def test_there_are_at_least_sixty_cases_of_each_outcome_together() -> None:
    assert len(FILES) >= 60
    assert {path.parent.name for path in FILES} == {"valid", "invalid", "empty"}


def test_every_documented_difference_is_a_case() -> None:
    cases = {str(path.relative_to(CASES)) for path in FILES}

    assert documented_differences()
    assert set(documented_differences()) <= cases


@needs_kubeconform
def test_verdicts_equal_kubeconforms_but_for_the_documented_cases(tmp_path: Path) -> None:
    export_schemas(tmp_path)
    theirs, ours = their_verdicts(tmp_path), our_verdicts()
    differences = {case: (theirs[case], ours[case]) for case in ours if theirs[case] != ours[case]}

    assert differences == documented_differences()
