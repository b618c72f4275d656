"""The order of a sync, case by case, as syncTasks.Sort of gitops-engine gives it."""

from __future__ import annotations

from argowave.order import prune_sequence, sequence
from order.build import WAVE, described, placed, shown

HOOK = "argocd.argoproj.io/hook"


def wave(number: int) -> dict[str, str]:
    return {WAVE: str(number)}


def test_phases_come_before_waves_before_kinds_before_names() -> None:
    resources = placed(
        [
            described("Job", "check", group="batch", annotations={HOOK: "PostSync"}),
            described("Deployment", "b", group="apps"),
            described("Deployment", "a", group="apps"),
            described("Queue", "q", group="sqs.aws.upbound.io"),
            described("Service", "s"),
            described("ConfigMap", "late", annotations=wave(2)),
            described("Ingress", "early", annotations=wave(-1)),
            described("Job", "migrate", annotations={HOOK: "PreSync", WAVE: "5"}),
        ]
    )

    assert shown(sequence(resources)) == [
        "PreSync 5: Job/migrate",
        "Sync -1: Ingress/early",
        "Sync 0: Service/s Deployment/a Deployment/b Queue/q",
        "Sync 2: ConfigMap/late",
        "PostSync 0: Job/check",
    ]


def test_the_group_of_a_kind_does_not_count() -> None:
    resources = placed(
        [described("Deployment", "a", group="apps"), described("Service", "z", group="knative.dev")]
    )

    assert shown(sequence(resources)) == ["Sync 0: Service/z Deployment/a"]


def test_names_are_compared_byte_by_byte() -> None:
    resources = placed([described("ConfigMap", name) for name in ("b", "B", "a-1", "a", "a.1")])

    assert shown(sequence(resources)) == [
        "Sync 0: ConfigMap/B ConfigMap/a ConfigMap/a-1 ConfigMap/a.1 ConfigMap/b"
    ]


def test_a_namespace_moves_to_right_before_the_first_that_is_in_it() -> None:
    resources = placed(
        [
            described("Namespace", "case", annotations=wave(3)),
            described("Secret", "elsewhere", namespace="other", annotations=wave(-2)),
            described("ConfigMap", "a", annotations=wave(-1)),
        ]
    )

    assert shown(sequence(resources)) == [
        "Sync -2: Secret/elsewhere",
        "Sync -1: Namespace/case ConfigMap/a",
    ]


def test_a_namespace_moves_into_the_phase_of_a_hook_that_is_in_it() -> None:
    resources = placed(
        [
            described("Namespace", "case"),
            described("Job", "migrate", group="batch", annotations={HOOK: "PreSync"}),
        ]
    )

    assert shown(sequence(resources)) == ["PreSync 0: Namespace/case Job/migrate"]


def test_what_is_cluster_scoped_counts_as_in_the_destinations_namespace() -> None:
    resources = placed(
        [described("Namespace", "case"), described("ClusterRole", "a", annotations=wave(-4))]
    )

    assert shown(sequence(resources)) == ["Sync -4: Namespace/case ClusterRole/a"]


def test_a_namespace_that_comes_first_stays() -> None:
    resources = placed(
        [described("Namespace", "case", annotations=wave(-1)), described("ConfigMap", "a")]
    )

    assert shown(sequence(resources)) == ["Sync -1: Namespace/case", "Sync 0: ConfigMap/a"]


def test_a_definition_moves_to_right_before_the_first_of_its_kind() -> None:
    spec = {"group": "example.org", "names": {"kind": "Thing"}}
    definition = described(
        "CustomResourceDefinition", "things", group="apiextensions.k8s.io", spec=spec
    )
    resources = placed(
        [definition, described("Thing", "a", group="example.org", annotations=wave(-1))]
    )

    assert shown(sequence(resources)) == [
        "Sync -1: CustomResourceDefinition/things Thing/a",
    ]


def test_only_a_whole_definition_of_kubernetes_own_group_moves() -> None:
    spec = {"group": "example.org", "names": {"kind": "Thing"}}
    resources = placed(
        [
            described("CustomResourceDefinition", "a", group="other.org", spec=spec),
            described("CustomResourceDefinition", "b", group="apiextensions.k8s.io"),
            described("Thing", "c", group="example.org", annotations=wave(-1)),
        ]
    )

    assert shown(sequence(resources)) == [
        "Sync -1: Thing/c",
        "Sync 0: CustomResourceDefinition/a CustomResourceDefinition/b",
    ]


def test_of_an_object_that_is_there_twice_the_last_one_counts() -> None:
    resources = placed(
        [described("ConfigMap", "a", annotations=wave(1)), described("ConfigMap", "a")]
    )

    assert shown(sequence(resources)) == ["Sync 0: ConfigMap/a"]


def test_a_hook_of_two_phases_is_applied_twice() -> None:
    resources = placed([described("Job", "both", annotations={HOOK: "PreSync,PostSync"})])

    assert shown(sequence(resources)) == ["PreSync 0: Job/both", "PostSync 0: Job/both"]


def test_pruning_goes_through_the_waves_backwards_and_leaves_hooks() -> None:
    resources = placed(
        [
            described("ConfigMap", "first", annotations=wave(-1)),
            described("Deployment", "middle", group="apps"),
            described("Service", "middle"),
            described("Ingress", "last", annotations=wave(3)),
            described("Job", "hook", annotations={HOOK: "PostSync"}),
        ]
    )

    groups = [
        " ".join(resource.subject for resource in group) for group in prune_sequence(resources)
    ]
    assert groups == ["Ingress/last", "Deployment/middle Service/middle", "ConfigMap/first"]


def test_what_is_skipped_is_not_pruned() -> None:
    skipped = described("ConfigMap", "a", annotations={"argocd.argoproj.io/hook": "Skip"})

    (group,) = prune_sequence(placed([skipped, described("ConfigMap", "b")]))

    assert [each.name for each in group] == ["b"]


def test_a_namespace_of_a_deletion_is_not_moved_into_a_sync() -> None:
    deleting = {"argocd.argoproj.io/hook": "PreDelete"}
    steps = sequence(
        placed([described("Namespace", "a", annotations=deleting), described("Job", namespace="a")])
    )

    assert shown(steps) == ["Sync 0: Job/a", "PreDelete 0: Namespace/a"]
