from __future__ import annotations

import pytest

from argowave.rules.versions._removed import FATES
from argowave.schema import open_store

STORE = open_store()
OLDEST = STORE.kubernetes_versions[0]


def minor(version: str) -> int:
    return int(version.partition(".")[2])


@pytest.mark.parametrize("key", FATES, ids="/".join)
def test_what_is_said_to_be_removed_is_in_no_version_from_then_on(key: tuple[str, str]) -> None:
    having = STORE.versions_of(*key)
    removed = FATES[key].removed

    assert all(not removed or minor(each) < minor(removed) for each in having)
    if not removed or minor(removed) > minor(OLDEST):
        assert having


@pytest.mark.parametrize("key", FATES, ids="/".join)
def test_what_takes_its_place_exists(key: tuple[str, str]) -> None:
    api_version, _, kind = FATES[key].instead.partition(" ")

    assert not api_version or STORE.versions_of(api_version, kind or key[1])


def test_versions_are_known_for_kubernetes_own_kinds_only() -> None:
    assert STORE.versions_of("networking.k8s.io/v1", "IPAddress")[0] == "1.33"
    assert STORE.versions_of("v1", "Pod") == STORE.kubernetes_versions
    assert STORE.versions_of("argoproj.io/v1alpha1", "Application") == ()
    assert STORE.api_versions_of("apps", "Deployment", "1.36") == ("apps/v1",)
    assert STORE.api_versions_of("", "Pod", "1.36") == ("v1",)
