from __future__ import annotations

import pytest

from argowave.errors import InvocationError
from argowave.kubernetes_version import resolve_version

KNOWN = ("1.35", "1.36", "1.37")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1.36", "1.36"),
        ("1.36.1", "1.36"),
        ("v1.35.0", "1.35"),
        ("master", "1.37"),
        ("v1.35.4-eks-3abbec1", "1.35"),
        ("1.36+", "1.36"),
        ("1.36.1-gke.100", "1.36"),
    ],
)
def test_a_version_means_its_minor_release(text: str, meant: str) -> None:
    assert resolve_version(text, KNOWN) == meant


@pytest.mark.parametrize(
    "text", ["", "1", "newest", "1.36.1.2", "1.x", "1.36-rc1", "banana", "1.36\n"]
)
def test_what_is_no_version_is_refused(text: str) -> None:
    with pytest.raises(InvocationError, match="is no Kubernetes version") as caught:
        resolve_version(text, KNOWN)

    assert caught.value.hint == "write it as 1.36, 1.36.1 or master"


def test_an_unknown_version_names_the_known_ones() -> None:
    with pytest.raises(InvocationError, match=r"no schemas for Kubernetes 1\.20") as caught:
        resolve_version("1.20.3", KNOWN)

    assert caught.value.hint == "there are some for 1.35, 1.36, 1.37"
