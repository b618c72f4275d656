from __future__ import annotations

from pathlib import Path

import pytest

from argowave.sources.kustomize.sayings import readable

UNMATCHED = "does not match a config with the following GVK"
PATCH = "no resource matches strategic merge patch"
ACCUMULATED = "accumulating resources: accumulation err='accumulating resources from '../public': "


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (
            f'Error: {PATCH} "Deployment.v1.apps/web.[noNs]": no matches for Id Deployment.v1\n',
            "a patch is for Deployment/web, and nothing of that kind and name is here",
        ),
        (
            f'error: {PATCH} "Service.v1.[noGrp]/web.shop": no matches for Id Service.v1.[noGrp]\n',
            "a patch is for Service/web, and nothing of that kind and name is here",
        ),
        (
            f"error: {ACCUMULATED}expected kind != 'Component' for path '/work/public'\n",
            "public is a Component: list it under `components`, not under `resources`",
        ),
        (
            f"Error: resource with name wep {UNMATCHED} [Deployment.[noVer].[noGrp] A.[noVer]]\n",
            "no Deployment or StatefulSet here is called wep, for which the replicas are",
        ),
    ],
)
def test_what_kustomize_says_in_its_own_words_is_said_in_plain_ones(said: str, shown: str) -> None:
    assert readable(said, Path("/work")) == shown
