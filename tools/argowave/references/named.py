"""Tables of the fields by which kinds of one API name objects → references."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from argowave.references.reference import Need, refer
from argowave.resources.key import Key
from argowave.words.slip import slip_of

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

    What has a kind or group that is none of the field's gives nothing: it may be a plug-in's. One
    that is a slip of the field's own names what nothing is.

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
        if not name or any(each in name for each in _NO_NAME):
            continue
        kind = _kind(resource, place, field)
        if not kind:
            yield from _misspelt(resource, place, field, name)
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
    group, kind = _stated(resource, place)
    kind = kind or field.kinds[0]
    return kind if kind in field.kinds and group in ("", field.group) else ""


def _stated(resource: Resource, place: Path) -> tuple[str, str]:
    """Return the group and the kind that stand at a path, "" for either where it does not."""
    group = resource.text(*place, "group")
    version = resource.text(*place, "apiVersion")
    if "/" in version:
        group = group or version.partition("/")[0]
    return group, resource.text(*place, "kind")


def _misspelt(resource: Resource, place: Path, field: Named, name: str) -> Iterator[Reference]:
    """Give a reference to what is not there, where the kind or the group is nearly the field's."""
    group, kind = _stated(resource, place)
    at = "kind"
    if group in ("", field.group):
        meant = slip_of(kind, field.kinds)
    elif kind in ("", *field.kinds):
        at = "group" if resource.text(*place, "group") else "apiVersion"
        # a group has no version beside it: cert-manager.io/v1
        is_version = group.startswith(f"{field.group}/")
        meant = field.group if is_version else slip_of(group, (field.group,))
    else:
        return
    if meant:
        yield nothing_at(
            resource, (*place, at), (group, kind or field.kinds[0], name), field, meant
        )


def nothing_at(
    resource: Resource, path: Path, named: tuple[str, str, str], field: Named, meant: str
) -> Reference:
    """Return a reference to an object of a kind, or of a group, that does not exist.

    Args:
        resource: what names it.
        path: of what is wrong.
        named: the group, the kind and the name that stand there, "" for the field's group.
        field: the field.
        meant: what is right there.
    """
    group, kind, name = named
    key = Key(resource.cluster, group or field.group, kind, "", name)
    of = f" of group {group}" if path[-1] in ("group", "apiVersion") else ""
    wanted = f"{kind}/{name}{of}"
    return refer(resource, path, key, field.relation, need=field.need, wanted=wanted, meant=meant)
