"""Workloads of the framework gosoline → the topics, queues and tables that their words name.

gosoline names everything {project}-{env}-{family}-{app}-{stream}, and reads the first four from
its environment (cfg.AppIdentity in https://github.com/justtrackio/gosoline): a producer uses a
topic of its own, a consumer a queue and a table of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.cloud import clouds_of, parse_group
from argowave.references.reference import NOWHERE, Need, refer
from argowave.references.variables import containers
from argowave.resources.key import Key
from argowave.words.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.cloud import Clouds, Made
    from argowave.references.reference import Reference
    from argowave.references.variables import Container
    from argowave.resources import Inventory

    Words = tuple[str, ...]

_WORDS: Final = (("APP_PROJECT",), ("ENV", "APP_ENV"), ("APP_FAMILY",), ("APP_NAME",))
_COUNT: Final = len(_WORDS)


def gosoline_references(inventory: Inventory) -> Iterator[Reference]:
    """Give what each workload that states the four words finds by them."""
    clouds = clouds_of(inventory)
    if not clouds.made:
        return
    found = [(each, words) for each in containers(inventory) for words in [words_of(each)] if words]
    claimed = {words for _, words in found}
    shapes = {shape: _Shape(clouds, shape) for shape in {_shape(words) for words in claimed}}
    for container, words in found:
        shape = shapes[_shape(words)]
        own = shape.of.get(words, [])
        for each in own:
            yield refer(
                container.resource,
                container.path_of("APP_NAME"),
                each.resource.key,
                "finds by its words",
                need=Need.READY,
            )
        near = _near(shape, words, claimed, has_own=bool(own))
        kinds = {each.resource.kind for each in own}
        if near is None and "Queue" in kinds and "Table" not in kinds:
            yield _table(container, words, own[0])
        if near is not None or not own:
            yield _missing(container, words, near or clouds.made[0], is_sure=near is not None)


def words_of(container: Container) -> Words:
    """Return the four words of a container's environment, () where one is not stated."""
    found = [
        next((container.values[each] for each in names if container.values.get(each)), "")
        for names in _WORDS
    ]
    return tuple(found) if all(found) else ()


def _shape(words: Words) -> tuple[int, ...]:
    """Return how many pieces between dashes each word has."""
    return tuple(word.count("-") + 1 for word in words)


class _Shape:
    """What the tree makes, by the words of its names where these have a given shape."""

    def __init__(self, clouds: Clouds, shape: tuple[int, ...]) -> None:
        self.of: dict[Words, list[Made]] = {}
        # (number of a word, the other words) → the words of names
        self.but_one: dict[tuple[int, Words], dict[Words, None]] = {}
        for made in clouds.made:
            words = _split(made.place.name, shape)
            if words:
                self.of.setdefault(words, []).append(made)
                for key in _but_one(words):
                    self.but_one.setdefault(key, {})[words] = None


def _split(name: str, shape: tuple[int, ...]) -> Words:
    """Return the first words of a name, () where no stream follows them."""
    pieces = name.split("-")
    words = []
    for size in shape:
        words.append("-".join(pieces[:size]))
        pieces = pieces[size:]
    return tuple(words) if pieces else ()


def _but_one(words: Words) -> Iterator[tuple[int, Words]]:
    for number in range(len(words)):
        yield number, words[:number] + words[number + 1 :]


def _near(shape: _Shape, words: Words, claimed: set[Words], *, has_own: bool) -> Made | None:
    """Return what looks like a slip: one word differs, and no other workload has that name.

    The differing word has to be much alike where it is the workload's, in which every other
    workload differs too, and where the workload has something else of its own.
    """
    for key in _but_one(words):
        number = key[0]
        has_to_be_alike = has_own or number == _COUNT - 1
        for other in shape.but_one.get(key, ()):
            if other in claimed or other == words:
                continue
            if not has_to_be_alike or _alike(other[number], words[number]):
                return shape.of[other][0]
    return None


def _alike(one: str, other: str) -> bool:
    """Tell whether a word is another one misspelt; words that differ in digits are meant so."""
    same_but_digits = one.strip("0123456789") == other.strip("0123456789")
    return not same_but_digits and bool(nearest(one, [other], 0.8))


def _table(container: Container, words: Words, queue: Made) -> Reference:
    """Return a reference to the table that a consumer most often writes to, and may not need."""
    group = parse_group(queue.resource.group)
    prefix, like = "-".join(words), queue.resource.key
    key = Key(
        container.resource.cluster,
        group.of("dynamodb") if group else "",
        "Table",
        like.namespace,
        f"{prefix}{NOWHERE}",
    )
    return refer(
        container.resource,
        container.path_of("APP_NAME"),
        key,
        "looks for",
        need=Need.READY,
        wanted=f"a Table {prefix}-*",
        doubt="it has a queue, and may need no table",
    )


def _missing(container: Container, words: Words, near: Made, *, is_sure: bool) -> Reference:
    prefix = "-".join(words)
    like = near.resource.key
    key = Key(
        container.resource.cluster, like.group, like.kind, like.namespace, f"{prefix}{NOWHERE}"
    )
    wanted = f"{prefix}-*"
    if is_sure:
        wanted = f"a {near.place.kind} {wanted} (the tree makes {near.place.name})"
    return refer(
        container.resource,
        container.path_of("APP_NAME"),
        key,
        "looks for",
        need=Need.READY,
        wanted=wanted,
        doubt="" if is_sure else "it may need no topic, queue or table at all",
    )
