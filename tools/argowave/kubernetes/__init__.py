"""A cluster's API server: three ways to ask it, and the few lists that checks need."""

from argowave.kubernetes.lists import FLAVOURS, KINDS, list_managed, list_pods
from argowave.kubernetes.server import URL_VARIABLE, ApiServer, find_server, in_cluster

__all__ = [
    "FLAVOURS",
    "KINDS",
    "URL_VARIABLE",
    "ApiServer",
    "find_server",
    "in_cluster",
    "list_managed",
    "list_pods",
]
