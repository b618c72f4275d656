from __future__ import annotations

import pytest

from argowave.sources.substitution import substitute


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("$ARGOCD_APP_NAME-x", "app-x"),
        ("${ARGOCD_APP_NAME}x", "appx"),
        ("$ARGOCD_APP_NAMEx", ""),
        ("a$$b", "a$b"),
        ("$1-$*", "-"),
        ("$values/x.yaml", "/x.yaml"),
    ],
)
def test_variables_are_replaced_as_argo_cd_does(text: str, expected: str) -> None:
    assert substitute(text, {"ARGOCD_APP_NAME": "app"}) == expected
