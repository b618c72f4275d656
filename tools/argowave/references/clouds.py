"""ARNs, queue URLs and names in texts → the managed resources that they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.cloud import clouds_of, is_managed, mentions
from argowave.references.reference import NOWHERE, Need, refer
from argowave.references.variables import containers
from argowave.resources.key import Key
from argowave.words.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.cloud import Clouds, Made, Mention, Place
    from argowave.references.reference import Path, Reference
    from argowave.resources import Inventory, Resource

    Text = tuple[Resource, Path, str]

# in the name of a variable: that its value is the name of a table, queue or topic
_WORDS: Final = {"TABLE": "dynamodb", "QUEUE": "sqs", "TOPIC": "sns"}
_KEDA: Final = {"tableName": "dynamodb", "queueURL": "sqs"}
# policies name what need not be there, and each other; the rules over policies look at the rest
_POLICIES: Final = ("policy", "redriveAllowPolicy", "deliveryPolicy", "filterPolicy")


def cloud_references(inventory: Inventory) -> Iterator[Reference]:
    """Give the managed resources that environment variables, ConfigMaps, triggers and fields mean.

    What the tree does not make dangles where it is of the tree's own account and region; of
    anything else nobody can tell.
    """
    clouds = clouds_of(inventory)
    if not clouds.made:
        return
    for resource, path, text in _texts(inventory):
        for mention in mentions(text):
            yield from _mentioned(clouds, resource, path, mention)
    yield from _names(inventory, clouds)
    yield from _policies(inventory, clouds)


def _texts(inventory: Inventory) -> Iterator[Text]:
    """Give every text that may carry an ARN or a URL and is no policy."""
    for container in containers(inventory):
        for variable, value in container.values.items():
            yield container.resource, container.path_of(variable), value
        for field in ("command", "args"):
            path = (*container.path, field)
            yield from _below(container.resource, path, container.resource.items(*path))
    for resource in inventory.of_kind("", "ConfigMap"):
        yield from _below(resource, ("data",), resource.mapping("data"))
    for resource in inventory.of_kind("keda.sh", "ScaledObject", "ScaledJob"):
        yield from _below(resource, ("spec", "triggers"), resource.items("spec", "triggers"))
    for resource in inventory.resources:
        if is_managed(resource):
            for part in ("forProvider", "initProvider"):
                fields = {
                    field: value
                    for field, value in resource.mapping("spec", part).items()
                    if field not in _POLICIES and field != "redrivePolicy"
                }
                yield from _below(resource, ("spec", part), fields)


def _below(resource: Resource, path: Path, value: object) -> Iterator[Text]:
    if isinstance(value, str):
        if ":" in value:
            yield resource, path, value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _below(resource, (*path, key), each)
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from _below(resource, (*path, number), each)


def _mentioned(
    clouds: Clouds, resource: Resource, path: Path, mention: Mention
) -> Iterator[Reference]:
    meaning = clouds.meaning(mention.place)
    if meaning.target is not None:
        if meaning.target.resource is not resource:
            yield _to(resource, path, meaning.target)
    elif meaning.near is not None:
        near = meaning.near
        wanted = f"the {mention.place} ({near.resource.subject} is {near.place.where})"
        yield _missing(clouds, resource, path, mention.place, name=mention.text, wanted=wanted)
    elif meaning.is_missing or meaning.doubt:
        place, doubt = mention.place, meaning.doubt
        wanted = f"the {place}" if doubt else f"the {place}{_near(clouds, place)}"
        yield _missing(clouds, resource, path, place, name=place.name, wanted=wanted, doubt=doubt)


def _near(clouds: Clouds, place: Place) -> str:
    """Return which name of the tree is much like that of a place that nobody makes."""
    names = sorted({each.place.name for each in clouds.by_service[place.service]})
    near = nearest(place.name, names)
    return f" (the tree makes {near})" if near else ""


def _to(resource: Resource, path: Path, made: Made, need: Need = Need.READY) -> Reference:
    return refer(resource, path, made.resource.key, "uses", need=need)


def _missing(  # noqa: PLR0913 (a reference has that many parts)
    clouds: Clouds,
    resource: Resource,
    path: Path,
    place: Place,
    *,
    name: str,
    wanted: str,
    doubt: str = "",
) -> Reference:
    """Return a reference to what nobody makes; its key looks like those of its neighbours."""
    like = clouds.by_service[place.service][0].resource.key
    key = Key(resource.cluster, like.group, like.kind, like.namespace, f"{name}{NOWHERE}")
    return refer(resource, path, key, "uses", need=Need.READY, wanted=wanted, doubt=doubt)


def _names(inventory: Inventory, clouds: Clouds) -> Iterator[Reference]:
    """Give what plain names mean, in variables and triggers that are about such names."""
    for container in containers(inventory):
        for variable, value in container.values.items():
            service = next((each for word, each in _WORDS.items() if word in variable), "")
            made = clouds.by_name.get((service, value)) if service else None
            if made:
                yield _to(container.resource, container.path_of(variable), made[0])
    for resource in inventory.of_kind("keda.sh", "ScaledObject", "ScaledJob"):
        for number, _ in enumerate(resource.items("spec", "triggers")):
            for field, service in _KEDA.items():
                path = ("spec", "triggers", number, "metadata", field)
                made = clouds.by_name.get((service, resource.text(*path)))
                if made:
                    yield _to(resource, path, made[0])


def _policies(inventory: Inventory, clouds: Clouds) -> Iterator[Reference]:
    for resource in inventory.resources:
        if not is_managed(resource):
            continue
        for part in ("forProvider", "initProvider"):
            for field in (*_POLICIES, "redrivePolicy"):
                path = ("spec", part, field)
                need = Need.READY if field == "redrivePolicy" else Need.NONE
                for mention in mentions(resource.text(*path)):
                    target = clouds.meaning(mention.place).target
                    if target is not None and target.resource is not resource:
                        yield _to(resource, path, target, need)
