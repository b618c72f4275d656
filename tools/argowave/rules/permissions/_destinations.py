"""Applications → where they go, as their AppProject is asked about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.projects import Destination
from argowave.resources import IN_CLUSTER
from argowave.resources.clusters import SERVER
from argowave.tree.application import application_spec

if TYPE_CHECKING:
    from argowave.resources import Inventory
    from argowave.tree import Application


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
