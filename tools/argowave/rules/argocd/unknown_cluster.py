"""unknown-cluster: an Application goes to a cluster that no cluster Secret here names."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from argowave.applicationsets.clusters import clusters_in_files
from argowave.applicationsets.workingtree import WorkingTree
from argowave.finding import Severity
from argowave.resources import IN_CLUSTER, Key
from argowave.resources.clusters import SERVER
from argowave.rules.rule import Rule, Undecided, at, place
from argowave.secret import SECRET_TYPE, secret_text, secret_type
from argowave.tree.application import destination_of
from argowave.words.nearest import nearest
from argowave.words.slip import is_slip

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.resources import Inventory, Resource
    from argowave.rules.scene import Scene

_HIDDEN: Final = re.compile(r"ENC\[|[<>{}$]")  # encrypted, or still to be put in
_MAKERS: Final = frozenset(
    (
        ("apps.open-cluster-management.io", "GitOpsCluster"),
        ("cluster.argocd.crossplane.io", "Cluster"),
    )
)
_ALIKE: Final = 0.8  # how near a name must be to be taken for a misspelt one
_UNSEEN: Final = "may bring the Secret of the cluster"


def check(scene: Scene) -> Iterator[Finding | Undecided]:
    """Give one finding for each cluster that is unknown, where this tree declares any.

    GetDestinationServer in util/argo/argo.go and GetCluster in util/db/cluster.go of Argo CD 3.5:
    a name or a server that no cluster Secret has is refused, but for Argo CD's own cluster.
    """
    secrets = [each for each in scene.inventory.of_kind("", "Secret") if _is_another(each)]
    if not secrets:
        yield from _nearly_own(scene.inventory)
        return
    unknown: dict[tuple[str, str], list[Resource]] = defaultdict(list)
    names, servers = scene.inventory.clusters, set(scene.inventory.clusters.values())
    selected = _made_of_clusters(scene)
    for resource, application in scene.inventory.owners():
        field, said = _stated(resource)
        cluster = scene.inventory.cluster_of(application)
        is_known = said in names if field == "name" else cluster in servers
        if said and not is_known and id(application.manifest) not in selected:
            unknown[field, said].append(resource)
    if not unknown:
        return
    if why := _unsure(scene.inventory, secrets):
        for (_, said), found in unknown.items():
            yield Undecided(f"{found[0].subject} → cluster {said}", why)
        return
    stated = scene.tree.stated_clusters
    known = {each.rstrip("/") for each in (*stated, *_written(scene))}
    for (field, said), found in unknown.items():
        if said.rstrip("/") not in known:
            message = _message(field, said, found, secrets, scene.inventory)
            yield at(found[0], ("spec", "destination", field), message)


def _nearly_own(inventory: Inventory) -> Iterator[Finding]:
    """Give a finding for a name that is a slip of the one of Argo CD's own cluster."""
    for resource, _ in inventory.owners():
        field, said = _stated(resource)
        if field == "name" and is_slip(said, IN_CLUSTER):
            message = f"no cluster Secret here has the name {said}; did you mean {IN_CLUSTER}?"
            yield at(resource, ("spec", "destination", field), message)


def _written(scene: Scene) -> Iterator[str]:
    """Give names and servers in files of cluster Secrets, which somebody else may apply."""
    for each in clusters_in_files(WorkingTree(scene.repository)):
        yield from (each.name, each.server)


def _is_another(secret: Resource) -> bool:
    """Tell whether a Secret is that of a cluster; Argo CD's own may have one for its labels."""
    own = secret_text(secret.manifest, "server").rstrip("/") == SERVER
    return secret_type(secret.manifest) == "cluster" and not own


def _stated(resource: Resource) -> tuple[str, str]:
    """Return the field of a destination that says the cluster, and what it says.

    With both fields, or with neither, there is something else wrong.
    """
    destination = destination_of(resource.manifest)
    stated = [
        (field, said)
        for field in ("name", "server")
        if isinstance(said := destination.get(field), str) and said
    ]
    return stated[0] if len(stated) == 1 else ("", "")


def _made_of_clusters(scene: Scene) -> set[int]:
    """Return the ids of manifests that a clusters generator gave, which knows the cluster."""
    return {
        id(made)
        for each in scene.tree.application_sets
        if "'clusters':" in repr(each.manifest.body.get("spec"))
        for made in each.applications
    }


def _unsure(inventory: Inventory, secrets: list[Resource]) -> str:
    """Return why there may be more cluster Secrets than those, "" where nothing speaks for it."""
    for secret in secrets:
        said = [secret_text(secret.manifest, field) for field in ("name", "server")]
        if "" in said or _HIDDEN.search("".join(said)):
            return f"the name and server in {place(secret)} cannot be read"
    for resource in inventory.resources:
        if resource.kind != "Secret" and _may_bring(resource):
            return f"{place(resource)} {_UNSEEN}"
    home = secrets[0]
    for unseen in inventory.unseen:
        key = Key(home.cluster, "", "Secret", home.namespace, "")
        if unseen.namespace == key.namespace and inventory.cluster_of(unseen) == key.cluster:
            return f"{unseen.unread} was not looked into and {_UNSEEN}"
    return ""


def _may_bring(resource: Resource) -> bool:
    """Tell whether an object has a template of a cluster Secret in it, or makes one by itself."""
    if (resource.group, resource.kind) in _MAKERS:
        return True
    is_likely = resource.manifest.document.may_say(SECRET_TYPE)
    return is_likely and SECRET_TYPE in repr(resource.body)


def _message(
    field: str, said: str, found: list[Resource], secrets: list[Resource], inventory: Inventory
) -> str:
    known = sorted(inventory.clusters if field == "name" else set(inventory.clusters.values()))
    near = nearest(said, known, _ALIKE)
    more = f" ({len(found) - 1} more go there)" if len(found) > 1 else ""
    hint = f"did you mean {near}?" if near else "add one, unless the cluster is added by hand"
    return (
        f"no cluster Secret here has the {field} {said}{more}; there is {place(secrets[0])}"
        f"{f' and {len(secrets) - 1} more' if len(secrets) > 1 else ''}; {hint}"
    )


RULE = Rule(
    name="unknown-cluster",
    summary="an Application goes to a cluster that no cluster Secret here names",
    why=(
        "Argo CD knows its own cluster and those of its cluster Secrets. It refuses an Application "
        "for any other one with InvalidSpecError, and nothing of it is applied."
    ),
    mend="Mend spec.destination, or declare the cluster beside the others.",
    source=("https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#clusters"),
    check=check,
    severity=Severity.WARNING,
)
