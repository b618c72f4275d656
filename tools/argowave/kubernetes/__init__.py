"""A cluster's API server: three ways to ask it, and the few lists that checks need."""

from argowave.kubernetes.lists import KINDS, list_managed, list_pods
from argowave.kubernetes.server import ApiServer, find_server, in_cluster

__all__ = ["KINDS", "ApiServer", "find_server", "in_cluster", "list_managed", "list_pods"]
