"""Which check Argo CD takes: GetResourceOverrides and GetHealthScript of its sources."""

from __future__ import annotations

import pytest

from argowave.gates.overrides import overrides_of, read_overrides

TOGETHER = """
"*.upbound.io/*": {health.lua: globbed, health.lua.useOpenLibs: true}
sqs.aws.upbound.io/Queue: {health.lua: nested}
Service: {health.lua: service}
empty.example.org/Thing: {ignoreDifferences: "{}"}
"""
DATA = {
    "resource.customizations": TOGETHER,
    "resource.customizations.health.sqs.aws.upbound.io_Queue": "own",
    "resource.customizations.health.argoproj.io_Application": "application",
    "resource.customizations.useOpenLibs.argoproj.io_Application": "true",
    "resource.customizations.health.a_b_c": "no key",
    "resource.customizations.actions.apps_Deployment": "no health",
    "timeout.reconciliation": "60s",
}


@pytest.mark.parametrize(
    ("group", "kind", "expected"),
    [
        ("sqs.aws.upbound.io", "Queue", ("own", False)),
        ("sqs.aws.m.upbound.io", "Queue", ("globbed", True)),
        ("", "Service", ("service", False)),
        ("argoproj.io", "Application", ("application", True)),
    ],
)
def test_an_exact_key_comes_before_a_glob_and_a_key_of_its_own_before_the_mapping(
    group: str, kind: str, expected: tuple[str, bool]
) -> None:
    [found] = overrides_of(read_overrides(DATA), group, kind)

    assert (found.lua, found.open_libs) == expected


@pytest.mark.parametrize(
    ("group", "kind"),
    [("upbound.io", "X"), ("empty.example.org", "Thing"), ("apps", "Deployment"), ("", "a_b_c")],
)
def test_what_no_key_matches_has_no_check_of_the_users(group: str, kind: str) -> None:
    assert overrides_of(read_overrides(DATA), group, kind) == ()


def test_of_several_globs_argo_cd_takes_any_so_all_of_them_count() -> None:
    data = {"resource.customizations": '{"*/*": {health.lua: a}, "*.io/*": {health.lua: b}}'}

    found = overrides_of(read_overrides(data), "example.io", "X")
    assert [each.lua for each in found] == ["a", "b"]


def test_the_key_all_means_every_kind_of_a_group() -> None:
    overrides = read_overrides({"resource.customizations.health.all": "any"})

    assert [each.lua for each in overrides_of(overrides, "example.io", "X")] == ["any"]
    assert overrides_of(overrides, "", "Service") == ()


@pytest.mark.parametrize("text", ["", "[]", "a: [", "text", "a: 1"])
def test_a_mapping_that_cannot_be_read_states_nothing(text: str) -> None:
    assert read_overrides({"resource.customizations": text}) == {}
