"""An AppProject's spec and a destination → whether its Applications may go there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from argowave.projects.matching import entries, is_denial, matches, text

_NOWHERE = "\0"  # the name or server of a cluster that nobody states; only wildcards match it


@dataclass(frozen=True, slots=True)
class Destination:
    """A cluster and a namespace; Argo CD knows a cluster's name and server, we perhaps one."""

    server: str  # "" where it is not known
    name: str  # "" where it is not known
    namespace: str

    @property
    def cluster(self) -> str:
        """The cluster as a message names it."""
        return self.server or self.name


def permits_destination(spec: dict[str, Any], destination: Destination) -> bool:
    """Tell whether a destination is among spec.destinations, and none of them denies it.

    isDestinationMatched in pkg/apis/application/v1alpha1/app_project_types.go: the server or the
    name has to match, and the namespace. An entry that does not match and denies refuses, but a
    denied server counts only in a namespace of the entry's, a denied namespace only on a server
    of the entry's, and a denied name everywhere.
    """
    permitted = False
    for entry in entries(spec, "destinations"):
        name, server = text(entry, "name"), text(entry, "server")
        namespace = text(entry, "namespace")
        by_name = matches(name, destination.name or _NOWHERE)
        by_server = matches(server, destination.server or _NOWHERE)
        by_namespace = matches(namespace, destination.namespace)
        if (by_name or by_server) and by_namespace:
            permitted = True
        elif (
            (is_denial(name) and not by_name)
            or (is_denial(server) and not by_server and by_namespace)
            or (is_denial(namespace) and not by_namespace and by_server)
        ):
            return False
    return permitted


def unsure_destination(spec: dict[str, Any], destination: Destination) -> str:
    """Return why nothing can be said of a destination, "" where something can."""
    if spec.get("permitOnlyProjectScopedClusters") is True:
        return "only clusters of the project are permitted, and they are not looked at"
    for field in ("name", "server"):
        said = {text(entry, field) for entry in entries(spec, "destinations")}
        if not getattr(destination, field) and said - {"", "*"}:
            return f"the {field} of the cluster {destination.cluster} is not in the tree"
    return ""
