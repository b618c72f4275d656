"""Hooks as gitops-engine/pkg/sync/hook reads them."""

from __future__ import annotations

import pytest

from argowave.order import DeletePolicy, Phase, delete_policies, is_hook, is_skipped, phases
from order.build import described

HOOK = "argocd.argoproj.io/hook"
HELM = "helm.sh/hook"
POLICY = "argocd.argoproj.io/hook-delete-policy"
HELM_POLICY = "helm.sh/hook-delete-policy"


@pytest.mark.parametrize(
    ("annotations", "expected"),
    [
        ({}, [Phase.SYNC]),
        ({HOOK: "PreSync"}, [Phase.PRE_SYNC]),
        ({HOOK: " PostSync , PreSync,PostSync"}, [Phase.PRE_SYNC, Phase.POST_SYNC]),
        ({HOOK: "Sync,SyncFail"}, [Phase.SYNC, Phase.SYNC_FAIL]),
        ({HOOK: "PreDelete"}, [Phase.PRE_DELETE]),
        ({HOOK: "PostDelete"}, [Phase.POST_DELETE]),
        ({HOOK: "Skip,PreSync"}, [Phase.PRE_SYNC]),
        ({HELM: "pre-install,pre-upgrade"}, [Phase.PRE_SYNC]),
        ({HELM: "post-install"}, [Phase.POST_SYNC]),
        ({HELM: "post-upgrade"}, [Phase.POST_SYNC]),
        ({HELM: "pre-delete"}, [Phase.PRE_DELETE]),
        ({HELM: "post-delete"}, [Phase.POST_DELETE]),
        ({HELM: "crd-install"}, [Phase.SYNC]),
        ({HELM: "test,post-install"}, [Phase.POST_SYNC]),
        # Argo CD's own types win, where it knows one of them
        ({HOOK: "PostSync", HELM: "pre-install"}, [Phase.POST_SYNC]),
        ({HOOK: "Presync", HELM: "pre-install"}, [Phase.PRE_SYNC]),
        # those of a deletion count whatever the other annotation says
        ({HOOK: "PreDelete", HELM: "pre-install"}, [Phase.PRE_SYNC, Phase.PRE_DELETE]),
        ({HOOK: "PreSync", HELM: "post-delete"}, [Phase.PRE_SYNC, Phase.POST_DELETE]),
    ],
    ids=str,
)
def test_a_hook_takes_part_in_the_phases_that_it_names(
    annotations: dict[str, str], expected: list[Phase]
) -> None:
    assert list(phases(described("Job", annotations=annotations))) == expected


@pytest.mark.parametrize(
    "annotations",
    [
        {HOOK: "Skip"},
        {HOOK: "Skip,Skip"},
        {HOOK: "Presync"},
        {HOOK: ""},
        {HELM: "test"},
        {HELM: "test-success"},
        {HELM: "post-rollback"},
    ],
    ids=str,
)
def test_what_names_no_phase_that_argo_cd_knows_is_never_applied(
    annotations: dict[str, str],
) -> None:
    assert phases(described("Pod", annotations=annotations)) == ()


def test_skip_is_no_hook_and_every_other_annotation_is_one() -> None:
    skipped = described("Job", annotations={HOOK: "Skip"})
    misspelt = described("Job", annotations={HOOK: "Presync"})
    definition = described("Job", annotations={HELM: "crd-install"})
    test = described("Job", annotations={HELM: "test"})

    assert is_skipped(skipped)
    assert not is_hook(skipped)
    assert is_hook(misspelt)
    assert not is_skipped(misspelt)
    assert not is_hook(definition)
    assert is_hook(test)


@pytest.mark.parametrize(
    ("annotations", "expected"),
    [
        ({}, {DeletePolicy.BEFORE_CREATION}),
        ({POLICY: "HookSucceeded,HookFailed"}, {DeletePolicy.SUCCEEDED, DeletePolicy.FAILED}),
        ({POLICY: "hooksucceeded"}, {DeletePolicy.BEFORE_CREATION}),
        ({HELM_POLICY: "hook-succeeded"}, {DeletePolicy.SUCCEEDED}),
        ({HELM_POLICY: "before-hook-creation"}, {DeletePolicy.BEFORE_CREATION}),
        (
            {HELM_POLICY: "hook-failed", POLICY: "HookSucceeded"},
            {DeletePolicy.SUCCEEDED, DeletePolicy.FAILED},
        ),
        ({HELM_POLICY: "hook-failed", POLICY: "never"}, {DeletePolicy.FAILED}),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else " ".join(sorted(value)),
)
def test_a_hook_is_deleted_when_it_says_so_and_otherwise_before_the_next_one(
    annotations: dict[str, str], expected: set[DeletePolicy]
) -> None:
    assert delete_policies(described("Job", annotations=annotations)) == expected
