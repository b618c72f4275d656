"""What holds of the difference of any two trees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from argowave.diff import How, compare, effects_of
from argowave.diff.compare import renames
from argowave.resources import take_inventory
from diff.applying import OBJECTS, applied
from diff.trees import tree_with

if TYPE_CHECKING:
    from argowave.diff import Change
    from argowave.resources import Inventory

    Applications = dict[str, list[dict[str, Any]]]


@st.composite
def any_applications(draw: st.DrawFn) -> Applications:
    """Give up to three Applications; no object stands in two of them."""
    owners = draw(
        st.dictionaries(
            st.tuples(st.sampled_from("AB"), st.sampled_from("xyz")), st.sampled_from("abc")
        )
    )
    found: Applications = {name: [] for name in draw(st.lists(st.sampled_from("abc"), unique=True))}
    for (kind, name), owner in owners.items():
        metadata = {"name": name, "namespace": "shop"}
        body = {"apiVersion": "example.com/v1", "kind": kind, "metadata": metadata}
        found.setdefault(owner, []).append({**body, "spec": draw(OBJECTS)})
    return found


def inventory(applications: Applications) -> Inventory:
    return take_inventory(tree_with(applications), lambda *_: "Namespaced")


def named(changes: tuple[Change, ...]) -> list[tuple[Any, ...]]:
    """Return changes as values, with the Applications that objects come from and go to."""
    return [(each.how, each.resource.key, each.application, repr(each.fields)) for each in changes]


@given(applications=any_applications())
def test_no_tree_differs_from_itself(applications: Applications) -> None:
    assert compare(inventory(applications), inventory(applications)) == ()


@given(before=any_applications(), after=any_applications())
def test_the_changes_turn_one_tree_into_the_other(
    before: Applications, after: Applications
) -> None:
    old, new = inventory(before), inventory(after)
    bodies = {each.key: each.body for each in old.resources}
    owners = {each.key: each.application.name for each in old.resources if each.application}
    for change in compare(old, new):
        key = change.resource.key
        if change.how is How.REMOVED:
            del bodies[key]
            owners.pop(key, None)
            continue
        body = change.resource.body
        if change.how is not How.ADDED:
            body = applied(bodies[key], list(change.fields))
        bodies[key] = body
        if change.application:
            owners[key] = change.application

    former = renames(old, new)
    assert bodies == {each.key: each.body for each in new.resources}
    assert {key: former.get(name, name) for key, name in owners.items()} == {
        each.key: each.application.name for each in new.resources if each.application
    }


@given(before=any_applications(), after=any_applications(), data=st.data())
def test_the_order_of_applications_and_objects_never_matters(
    before: Applications, after: Applications, data: st.DataObject
) -> None:
    def shuffled(applications: Applications) -> Applications:
        names = data.draw(st.permutations(list(applications)))
        return {name: list(data.draw(st.permutations(applications[name]))) for name in names}

    one = (inventory(before), inventory(after))
    other = (inventory(shuffled(before)), inventory(shuffled(after)))
    changes, again = compare(*one), compare(*other)

    assert named(changes) == named(again)
    assert [(each.subject, each.message) for each in effects_of(changes, *one)] == [
        (each.subject, each.message) for each in effects_of(again, *other)
    ]


@given(before=any_applications(), after=any_applications())
def test_the_way_back_removes_what_the_way_there_adds(
    before: Applications, after: Applications
) -> None:
    old, new = inventory(before), inventory(after)
    there = {(each.how, each.resource.key) for each in compare(old, new)}
    turned = {How.ADDED: How.REMOVED, How.REMOVED: How.ADDED}

    assert {(turned.get(how, how), key) for how, key in there} == {
        (each.how, each.resource.key) for each in compare(new, old)
    }


def test_of_two_applications_that_may_have_become_one_none_is_renamed() -> None:
    one, two, three = (inventory({name: [] for name in names}) for names in ("a", "ab", "c"))

    assert renames(one, three) == {"a": "c"}
    assert renames(two, three) == {}
    assert renames(three, two) == {}
