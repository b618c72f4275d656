"""Argo CD's own answers about ApplicationSets, recorded; docs/application-sets.md says of what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parity.applicationsets.compare import differences, make_repositories, recorded

if TYPE_CHECKING:
    from pathlib import Path


def test_argowave_makes_the_applications_that_argo_cd_made(tmp_path: Path) -> None:
    make_repositories(tmp_path)

    assert list(differences(recorded(), tmp_path)) == []


def test_argo_cd_made_applications_of_most_and_refused_many() -> None:
    refused = ["refused" in given for _, given in recorded()]

    assert len(refused) > 1000
    assert 0.1 < sum(refused) / len(refused) < 0.5
