"""A tree → every resource with the key that it has in its cluster, and look-ups over them."""

from argowave.resources.clusters import IN_CLUSTER
from argowave.resources.inventory import Inventory, take_inventory
from argowave.resources.key import Key
from argowave.resources.resource import Resource

__all__ = ["IN_CLUSTER", "Inventory", "Key", "Resource", "take_inventory"]
