"""Managed resources of a cluster → real resources, step by step and state by state."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from argowave.aws import Aws
from argowave.errors import AwsError
from argowave.manifest import EXTERNAL_NAME
from argowave.rehearse.provider import conditions as states
from argowave.rehearse.provider.config import ConnectError, find_config, target_of
from argowave.rehearse.provider.kinds import KINDS, Wanted
from argowave.rehearse.provider.managed import (
    Group,
    external_name,
    group_of,
    is_paused,
    may_create,
    parameters_of,
)
from argowave.rehearse.provider.references import UnresolvedError, resolve

if TYPE_CHECKING:
    from argowave.aws import Key as AccessKey
    from argowave.aws import Target
    from argowave.rehearse.cluster import Cluster, LiveObject
    from argowave.rehearse.network import Network
    from argowave.rehearse.provider.kinds import External, Kind
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

    def __init__(
        self, cluster: Cluster, network: Network, account: str, identity: AccessKey
    ) -> None:
        """Remember what there is.

        Args:
            cluster: whose managed resources it looks at.
            network: where endpoints lead.
            account: that ARNs are made of.
            identity: the key that pod identity, web identity and the like give it.
        """
        self._cluster = cluster
        self._network = network
        self._account = account
        self._identity = identity
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
        target = replace(target, key=target.key or self._identity)
        aws = self._clients.setdefault(target, Aws(target, timeout=3))
        wanted = Wanted(external_name(live), self._account, parameters)
        _Look(live, kind, work, aws, wanted, now).reconcile()


@dataclass(frozen=True, slots=True)
class _Look:
    """One look of the provider at one managed resource."""

    live: LiveObject
    kind: Kind
    work: _Work
    aws: Aws
    wanted: Wanted
    now: float

    def reconcile(self) -> None:
        """Create what is missing, and write down what is seen."""
        due = (self.work.created_at or 0) + self.kind.wait / FASTER
        if self.work.created_at is not None and self.now < due:
            self.work.next_look = due
            return
        try:
            external = self.kind.observe(self.aws, self.wanted)
        except AwsError as error:
            self._cannot_observe(error)
            return
        if external is None:
            self._create()
        else:
            self._available(external)

    def _available(self, external: External) -> None:
        if not self.work.was_ready:
            self.live.set_conditions(states.operation_succeeded())
        self.live.annotate(EXTERNAL_NAME, external.external_name)
        self.live.set_conditions(states.available(), states.synced())
        self.live.body["status"]["atProvider"] = {"id": external.id, "arn": external.arn}
        self.work.created_at, self.work.was_ready = None, True
        self.work.next_look = self.now + _POLL

    def _create(self) -> None:
        if not may_create(self.live):
            message = "observe failed: external resource does not exist"
            self.live.set_conditions(states.not_synced(message))
            return
        self.live.set_conditions(states.creating(), states.synced())
        self.work.was_ready = False
        try:
            self.kind.make(self.aws, self.wanted)
        except AwsError as error:
            message = f"create failed: async create failed: {_words(error)}"
            self.live.set_conditions(states.not_synced(message), states.operation_failed(message))
            return
        self.live.drop_condition(states.LAST)
        self.work.created_at = self.now
        self.work.next_look = self.now + self.kind.wait / FASTER

    def _cannot_observe(self, error: AwsError) -> None:
        if self.kind.finds_by_name:
            message = f"observe failed: failed to observe the resource: {_words(error)}"
            self.live.set_conditions(states.not_synced(message))
            return
        # it has no name yet, so the provider goes straight to creating it
        message = f"create failed: async create failed: {_words(error)}"
        self.live.set_conditions(
            states.creating(), states.not_synced(message), states.operation_failed(message)
        )


def _words(error: AwsError) -> str:
    return f"operation error {error.message}"
