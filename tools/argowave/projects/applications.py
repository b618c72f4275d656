"""Applications → what their AppProject is asked about: where they go, and what they make."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from argowave.projects.destinations import Destination
from argowave.resources import IN_CLUSTER
from argowave.resources.clusters import SERVER
from argowave.resources.inventory import CREATE_NAMESPACE, sync_options
from argowave.resources.key import Key
from argowave.secret import secret_text, secret_type
from argowave.tree.application import application_spec

if TYPE_CHECKING:
    from argowave.resources import Inventory
    from argowave.tree import Application

# every cluster has them, so that Argo CD makes none of them
_THERE: Final = frozenset(("default", "kube-system", "kube-public", "kube-node-lease"))


def destination_of(inventory: Inventory, application: Application) -> Destination | None:
    """Return an Application's destination, None where it states no cluster."""
    stated = application_spec(application.manifest).get("destination")
    if not isinstance(stated, dict):
        return None
    server, name = stated.get("server"), stated.get("name")
    if isinstance(server, str) and server:
        cluster = inventory.cluster_of(application)
        name = next((name for name, found in inventory.clusters.items() if found == cluster), "")
        shown = SERVER if cluster == IN_CLUSTER else server.rstrip("/")
        return Destination(shown, name, application.namespace)
    if isinstance(name, str) and name:
        found = inventory.clusters.get(name, "")
        return Destination(SERVER if found == IN_CLUSTER else found, name, application.namespace)
    return None


def created_namespace(inventory: Inventory, application: Application) -> str:
    """Return the Namespace that CreateNamespace=true adds to an Application's sync, "" for none.

    Argo CD adds the Namespace where the Application does not apply it itself and it is not there
    yet, or has metadata to manage, and asks the project about it as about any other object:
    autoCreateNamespace in gitops-engine/pkg/sync/sync_context.go, controller/sync_namespace.go.
    """
    name = application.namespace
    if CREATE_NAMESPACE not in sync_options(application.manifest) or not name:
        return ""
    cluster = inventory.cluster_of(application)
    key = Key(cluster, "", "Namespace", "", name)
    if manages_namespace(application):
        own = inventory.of(application)
        return "" if any(each.key == key for each in own) else name
    if name in _THERE or inventory.find(key) is not None:
        return ""
    return "" if name == application.manifest.namespace else name  # Argo CD itself runs there


def manages_namespace(application: Application) -> bool:
    """Tell whether the Namespace is part of every sync, and not of the first one alone."""
    policy = application_spec(application.manifest).get("syncPolicy")
    return isinstance(policy, dict) and isinstance(policy.get("managedNamespaceMetadata"), dict)


def scoped_repositories(inventory: Inventory) -> dict[str, list[str]]:
    """Return the repositories that belong to each project: those of Secrets that name it.

    GetAppProjectByName in util/argo/argo.go adds them to the project's sourceRepos.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for secret in inventory.of_kind("", "Secret"):
        if secret_type(secret.manifest) == "repository":
            project, url = (secret_text(secret.manifest, key) for key in ("project", "url"))
            if project and url:
                found[project].append(url)
    return found
