"""Managed resources of a cluster → real resources, step by step and state by state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from argowave.aws import Aws
from argowave.errors import AwsError
from argowave.rehearse.provider import conditions as states
from argowave.rehearse.provider.config import ConnectError, find_config, target_of
from argowave.rehearse.provider.kinds import KINDS, Wanted
from argowave.rehearse.provider.managed import (
    EXTERNAL_NAME,
    Group,
    external_name,
    group_of,
    is_paused,
    may_create,
    parameters_of,
)
from argowave.rehearse.provider.references import UnresolvedError, resolve

if TYPE_CHECKING:
    from argowave.aws import Target
    from argowave.rehearse.cluster import Cluster, LiveObject
    from argowave.rehearse.network import Network
    from argowave.rehearse.provider.kinds import Kind
    from argowave.resources import Key

FASTER = 100  # the provider's own waits are this many times shorter here
FIRST_LOOK = 0.05  # seconds until the provider first looks at an object; it has no status before
_RETRY = 0.2  # the provider takes 1, 2, 4, … 60 s
_POLL = 1.0  # the provider takes 10 minutes


@dataclass(slots=True)
class _Work:
    """Where one managed resource stands."""

    next_look: float
    created_at: float | None = None  # of a create whose wait is not over
    was_ready: bool = False


class Provider:
    """The AWS provider: looks at every managed resource again and again."""

    def __init__(self, cluster: Cluster, network: Network, account: str) -> None:
        """Remember the cluster, the network, and the account that ARNs are made of."""
        self._cluster = cluster
        self._network = network
        self._account = account
        self._work: dict[Key, _Work] = {}
        self._clients: dict[Target, Aws] = {}

    def step(self, now: float) -> None:
        """Look at whatever is due."""
        for live in self._cluster:
            group = group_of(live.key.group)
            kind = KINDS.get((group.service, live.key.kind)) if group else None
            if group is None or kind is None:
                continue
            work = self._work.setdefault(live.key, _Work(live.applied_at + FIRST_LOOK))
            if now >= work.next_look:
                self._look(live, group, kind, work, now)

    def _look(self, live: LiveObject, group: Group, kind: Kind, work: _Work, now: float) -> None:
        work.next_look = now + _RETRY
        if is_paused(live):
            live.set_conditions(states.paused())
            return
        config = find_config(self._cluster, live, group)
        if config is None:
            return  # and nothing is ever said: no condition, no event
        try:
            resolved = resolve(live, group, kind.references, self._cluster)
            parameters = {**parameters_of(live), **resolved}
            region = str(parameters.get("region", ""))
            target = target_of(config, kind.service, region, self._cluster, self._network)
        except (UnresolvedError, ConnectError) as error:
            live.set_conditions(states.not_synced(str(error)))
            return
        if resolved:
            live.body["spec"]["forProvider"].update(resolved)
        aws = self._clients.setdefault(target, Aws(target, timeout=3))
        wanted = Wanted(external_name(live), self._account, parameters)
        self._reconcile(live, kind, work, aws, wanted, now)

    def _reconcile(  # noqa: PLR0913 (one step of one resource, with everything around it)
        self, live: LiveObject, kind: Kind, work: _Work, aws: Aws, wanted: Wanted, now: float
    ) -> None:
        if work.created_at is not None and now < work.created_at + kind.wait / FASTER:
            work.next_look = work.created_at + kind.wait / FASTER
            return
        try:
            external = kind.observe(aws, wanted)
        except AwsError as error:
            self._failed_to_observe(live, kind, error)
            return
        if external is None:
            self._create(live, kind, work, aws, wanted, now)
            return
        if not work.was_ready:
            live.set_conditions(states.operation_succeeded())
        live.annotate(EXTERNAL_NAME, external.external_name)
        live.body["status"]["atProvider"] = {"id": external.id, "arn": external.arn}
        live.set_conditions(states.available(), states.synced())
        work.created_at, work.was_ready = None, True
        work.next_look = now + _POLL

    def _create(  # noqa: PLR0913 (as _reconcile)
        self, live: LiveObject, kind: Kind, work: _Work, aws: Aws, wanted: Wanted, now: float
    ) -> None:
        if not may_create(live):
            message = "observe failed: external resource does not exist"
            live.set_conditions(states.not_synced(message))
            return
        live.set_conditions(states.creating(), states.synced())
        work.was_ready = False
        try:
            kind.make(aws, wanted)
        except AwsError as error:
            message = f"create failed: async create failed: {_words(error)}"
            live.set_conditions(states.not_synced(message), states.operation_failed(message))
            return
        live.drop_condition(states.LAST)
        work.created_at = now
        work.next_look = now + kind.wait / FASTER

    def _failed_to_observe(self, live: LiveObject, kind: Kind, error: AwsError) -> None:
        if kind.finds_by_name:
            message = f"observe failed: failed to observe the resource: {_words(error)}"
            live.set_conditions(states.not_synced(message))
            return
        # it has no name yet, so the provider goes straight to creating it
        message = f"create failed: async create failed: {_words(error)}"
        live.set_conditions(
            states.creating(), states.not_synced(message), states.operation_failed(message)
        )


def _words(error: AwsError) -> str:
    return f"operation error {error.message}"
