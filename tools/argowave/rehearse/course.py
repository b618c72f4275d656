"""A rehearsal as whoever looks at it knows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from argowave.aws import Aws
    from argowave.rehearse.applications import Applications
    from argowave.rehearse.cluster import Cluster
    from argowave.rehearse.stage import Stage
    from argowave.rehearse.timeline import Timeline
    from argowave.rehearse.workloads import Workloads


class Course(Protocol):
    """How far an environment has come."""

    stage: Stage
    cluster: Cluster
    timeline: Timeline
    aws: Aws
    applications: Applications
    workloads: Workloads
