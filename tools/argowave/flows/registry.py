"""The checks, in the order in which they are run: what is there, then what flows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.errors import InvocationError
from argowave.flows.checks.admin import Admin
from argowave.flows.checks.dead_letters import DeadLetters
from argowave.flows.checks.delivery import Delivery
from argowave.flows.checks.draining import Draining
from argowave.flows.checks.managed_resources import ManagedResources
from argowave.flows.checks.pods import Pods
from argowave.flows.checks.queue_policies import QueuePolicies
from argowave.flows.checks.queues import Queues
from argowave.flows.checks.restriction import Restriction
from argowave.flows.checks.subscriptions import Subscriptions
from argowave.flows.checks.tables import Tables
from argowave.flows.checks.topics import Topics

if TYPE_CHECKING:
    from collections.abc import Sequence

    from argowave.flows.check import Check

CHECKS: tuple[type[Check], ...] = (
    ManagedResources,
    Topics,
    Queues,
    Subscriptions,
    QueuePolicies,
    Tables,
    Pods,
    Delivery,
    Draining,
    DeadLetters,
    Admin,
    Restriction,
)


def find_checks(names: Sequence[str]) -> tuple[type[Check], ...]:
    """Return the checks of some names, in their order; all of them where none is named.

    Raises:
        InvocationError: there is no check of a name.
    """
    known = {check.name: check for check in CHECKS}
    for name in names:
        if name not in known:
            message = f"there is no check {name} (checks: {', '.join(known)})"
            raise InvocationError(message)
    return tuple(check for name, check in known.items() if not names or name in names)
