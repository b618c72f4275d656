"""Every manifest of every environment, with either scope, against its schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from argowave.schema import open_store
from argowave.validate import Status, Validator
from argowave.yamlio import Document, read_documents

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    RenderText = Callable[[str, str], Mapping[str, str]]

# Pieces that Kustomize puts together: no manifests by themselves.
PIECES = ("infra/argocd/kustomization.yaml", "infra/argocd/application-controller.yaml")


@pytest.fixture(scope="module")
def validator() -> Validator:
    return Validator(open_store(), "1.35")


@pytest.mark.parametrize("scope", ["Cluster", "Namespaced"])
@pytest.mark.parametrize("environment", ["dev", "staging", "prod"])
def test_every_manifest_is_valid(
    render_text: RenderText, validator: Validator, environment: str, scope: str
) -> None:
    faults = []
    checked = 0
    for path, text in render_text(environment, scope).items():
        if path.startswith("values/") or path in PIECES:
            continue
        [document] = read_documents(text.encode(), path)
        assert isinstance(document, Document)
        result = validator.validate(document)
        if result.status is not Status.VALID:
            faults.append((path, result.status, result.message, result.violations))
        checked += 1
    assert faults == []
    assert checked > 25
