from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest

import argowave.report

if TYPE_CHECKING:
    from collections.abc import Callable

SCHEMA = json.loads((Path(argowave.report.__file__).parent / "report.schema.json").read_text())


@pytest.mark.parametrize("manifests", [True, False])
def test_the_report_fits_its_published_schema(
    written: Callable[..., str], *, manifests: bool
) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    report = json.loads(written("json", manifests=manifests))

    jsonschema.validate(report, SCHEMA)
    assert ("resources" in report) is manifests


def test_resources_have_kubeconforms_keys_and_more(written: Callable[..., str]) -> None:
    resources = json.loads(written("json", manifests=True))["resources"]

    assert [one["status"] for one in resources] == [
        "statusValid", "statusInvalid", "statusError", "statusError", "statusSkipped",
        "statusEmpty",
    ]  # fmt: skip
    assert resources[2] == {
        "filename": "b.yaml", "line": 2, "kind": "Widget", "name": "w", "version": "x/v1",
        "status": "statusError", "msg": "no schema",
    }  # fmt: skip
    assert resources[1]["validationErrors"][0] == {
        "path": "/spec/ports/0/port", "pointer": "$.spec.ports[0].port", "line": 9,
        "msg": "is wrong",
    }  # fmt: skip
    assert resources[1]["msg"].startswith("$.spec.ports[0].port: is wrong; $.metadata.labels[")


def test_the_summary_has_every_count_and_names_the_gaps(written: Callable[..., str]) -> None:
    assert json.loads(written("json", manifests=False))["summary"] == {
        "files": 4, "manifests": 5, "valid": 1, "invalid": 1, "errors": 2, "skipped": 1,
        "empty": 1, "missingSchemas": {"x/v1/Gadget": 1, "x/v1/Widget": 3},
        "notChecked": ["chart crossplane 2.3.4: not in the cache"],
        "notDecided": [{"rule": "wave-gate", "count": 2, "what": "a, b: why"}],
    }  # fmt: skip
