"""Tables of the fields by which kinds of one API name objects → references."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from argowave.references.reference import Need, refer
from argowave.resources.key import Key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from argowave.references.reference import Path, Reference
    from argowave.resources import Inventory, Resource

_EACH: Final = "[]"
# in no object's name: something is filled in, or it is in another namespace or not of the cluster
_NO_NAME: Final = ("{{", "${", "$(", "/", "@")
# without a namespace, of the kinds that these tables lead to
CLUSTER_SCOPED: Final = frozenset(
    (
        *("ClusterAnalysisTemplate", "ClusterGenerator", "ClusterImageCatalog", "ClusterIssuer"),
        "ClusterPromotionTask",
        *("ClusterSecretStore", "ClusterTask", "ClusterTriggerBinding", "ClusterWorkflowTemplate"),
        *("Composition", "EC2NodeClass", "Function", "KongClusterPlugin", "VolumeSnapshotClass"),
        *("MutatingAdmissionPolicy", "ValidatingAdmissionPolicy"),
    )
)


class Named(NamedTuple):
    """One field that names an object."""

    at: str  # of the mapping with the name, steps by dots, `[]` for each of a list: spec.tls[]
    group: str  # of the object
    kinds: tuple[str, ...]  # that `kind` may say; the first is meant without it, "" for none
    relation: str
    name: str = "name"  # the field of the name; "" where the name stands at `at` itself
    everywhere: str = ""  # the field that, where true, says that the kind is Cluster…
    need: Need = Need.NONE


def named_references(
    inventory: Inventory, table: Mapping[tuple[str, str], tuple[Named, ...]]
) -> Iterator[Reference]:
    """Give what the fields of a table name; the controllers wait for what is not there yet.

    What has a kind or group that is none of the field's gives nothing: it may be a plug-in's.

    Args:
        inventory: of the tree.
        table: {(group, kind) of what names something: its fields}.
    """
    for (group, kind), fields in table.items():
        for resource in inventory.of_kind(group, kind):
            for field in fields:
                yield from named_by(resource, field)


def named_by(resource: Resource, field: Named, base: Path = ()) -> Iterator[Reference]:
    """Give what one field of an object names, below a path."""
    for place in places(resource, field.at, base):
        path = (*place, field.name) if field.name else place
        name = resource.text(*path)
        kind = _kind(resource, place, field)
        if not kind or not name or any(each in name for each in _NO_NAME):
            continue
        namespace = ""
        if kind not in CLUSTER_SCOPED:
            namespace = resource.text(*place, "namespace") or resource.namespace
            if not namespace:
                continue  # it is looked for in a namespace that is not stated here
        key = Key(resource.cluster, field.group, kind, namespace, name)
        yield refer(resource, path, key, field.relation, need=field.need)


def places(resource: Resource, pattern: str, base: Path = ()) -> Iterator[Path]:
    """Give the path of everything that a pattern with `[]` fits: spec.routes[].services[]."""
    paths: list[Path] = [base]
    for step in pattern.split("."):
        field, *lists = step.split(_EACH)  # a list of lists has two
        paths = [(*path, field) for path in paths]
        for _ in lists:
            paths = [(*path, n) for path in paths for n, _ in enumerate(resource.items(*path))]
    yield from (path for path in paths if resource.at(*path) is not None)


def _kind(resource: Resource, place: Path, field: Named) -> str:
    """Return the kind that is meant, "" where it is none of the field's."""
    if field.everywhere:
        prefix = "Cluster" if resource.at(*place, field.everywhere) is True else ""
        return f"{prefix}{field.kinds[0]}"
    if not field.name:
        return field.kinds[0]
    group = resource.text(*place, "group")
    version = resource.text(*place, "apiVersion")
    if "/" in version:
        group = group or version.partition("/")[0]
    kind = resource.text(*place, "kind") or field.kinds[0]
    return kind if kind in field.kinds and group in ("", field.group) else ""
