"""What holds of the order of any manifests, against a plain transcription of adjustDeps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from argowave.order import Phase, phases, prune_sequence, sequence, wave_of
from argowave.order.kinds import ORDER, rank
from order.build import WAVE, described, placed

if TYPE_CHECKING:
    from collections.abc import Callable

    from argowave.manifest import Manifest
    from argowave.resources import Resource

HOOK = "argocd.argoproj.io/hook"
PLACE = {phase: number for number, phase in enumerate(Phase)}
PLAIN = ("ConfigMap", "Deployment", "Thing", "Other")
names = st.sampled_from(["a", "b", "c"])
noted: st.SearchStrategy[dict[str, str]] = st.fixed_dictionaries(
    {WAVE: st.integers(-2, 2).map(str)},
    optional={HOOK: st.sampled_from(["PreSync", "Sync", "PostSync", "PreSync,PostSync", "Skip"])},
)


@st.composite
def manifests(draw: st.DrawFn) -> Manifest:
    kind = draw(st.sampled_from((*PLAIN, "Namespace", "CustomResourceDefinition")))
    annotations = draw(noted)
    if kind == "CustomResourceDefinition":
        made = draw(st.sampled_from(["Thing", "Other"]))
        spec = {"group": "example.org", "names": {"kind": made}}
        group = "apiextensions.k8s.io"
        return described(kind, made.lower(), group=group, annotations=annotations, spec=spec)
    group = "example.org" if kind in ("Thing", "Other") else ""
    namespace = "" if kind == "Namespace" else draw(names)
    return described(kind, draw(names), group=group, namespace=namespace, annotations=annotations)


@dataclass
class Plain:
    """One task of the transcription."""

    resource: Resource
    phase: Phase
    wave: int


def transcribed(resources: list[Resource]) -> list[tuple[int, Phase, int]]:
    """Return (id, phase, wave) as gitops-engine's two passes over one list give them."""
    last = {resource.key: resource for resource in resources}
    tasks = [
        Plain(each, phase, wave_of(each.manifest))
        for each in last.values()
        for phase in phases(each.manifest)
    ]

    def place(task: Plain) -> tuple[int, int, int, str]:
        kind = task.resource.kind
        rank = ORDER.index(kind) if kind in ORDER else len(ORDER)
        return PLACE[task.phase], task.wave, rank, task.resource.name

    tasks.sort(key=place)
    adjust(tasks, lambda each: each.name if each.kind == "Namespace" else None, namespace_of)
    adjust(tasks, definition_of, lambda each: f"{each.group}/{each.kind}")
    return [(id(task.resource), task.phase, task.wave) for task in tasks]


def namespace_of(resource: Resource) -> str | None:
    return resource.namespace or "case"


def definition_of(resource: Resource) -> str | None:
    if resource.kind != "CustomResourceDefinition":
        return None
    return f"{resource.text('spec', 'group')}/{resource.text('spec', 'names', 'kind')}"


def adjust(
    tasks: list[Plain],
    provides: Callable[[Resource], str | None],
    needs: Callable[[Resource], str | None],
) -> None:
    first: dict[str, int] = {}
    for number in range(len(tasks)):
        task = tasks[number]
        provided, needed = provides(task.resource), needs(task.resource)
        if provided is not None:
            if provided in first:
                index = first[provided]
                task.wave, task.phase = tasks[index].wave, tasks[index].phase
                tasks.insert(index, tasks.pop(number))
                for key, value in first.items():
                    if value >= index:
                        first[key] = value + 1
        elif needed is not None:
            first.setdefault(needed, number)


def flat(resources: list[Resource]) -> list[tuple[int, Phase, int]]:
    return [
        (id(task.resource), step.phase, step.wave)
        for step in sequence(resources)
        for task in step.tasks
    ]


@given(st.lists(manifests(), max_size=12))
def test_the_order_is_that_of_argo_cds_own_passes(found: list[Manifest]) -> None:
    resources = placed(found)

    assert flat(resources) == transcribed(resources)


@given(st.lists(manifests(), max_size=12, unique_by=lambda each: str(each.body["metadata"])))
def test_nothing_is_lost_and_nothing_is_added(found: list[Manifest]) -> None:
    resources = placed(found)
    last = {resource.key: resource for resource in resources}

    wanted = sorted(id(each) for each in last.values() for _ in phases(each.manifest))
    assert sorted(number for number, _, _ in flat(resources)) == wanted


@given(st.lists(manifests(), max_size=12))
def test_each_task_says_the_step_that_it_is_in_and_phases_never_go_back(
    found: list[Manifest],
) -> None:
    steps = sequence(placed(found))

    assert all(
        (task.phase, task.wave) == (step.phase, step.wave) for step in steps for task in step.tasks
    )
    order = [PLACE[step.phase] for step in steps]
    assert order == sorted(order)


@given(st.lists(manifests(), max_size=10), st.randoms())
def test_the_order_in_which_manifests_are_given_does_not_matter(
    found: list[Manifest], random: object
) -> None:
    resources = list({each.key: each for each in placed(found)}.values())
    ties = {(rank(each.kind), each.name) for each in resources}
    shuffled = list(resources)
    random.shuffle(shuffled)  # type: ignore[attr-defined] # (hypothesis' Random has no type)

    if len(ties) == len(resources):
        assert flat(shuffled) == flat(resources)


@given(st.lists(manifests(), max_size=12))
def test_what_is_pruned_first_has_the_highest_wave(found: list[Manifest]) -> None:
    waves = [[wave_of(each.manifest) for each in group] for group in prune_sequence(placed(found))]

    assert all(len(set(group)) == 1 for group in waves)
    assert [group[0] for group in waves] == sorted({group[0] for group in waves}, reverse=True)
