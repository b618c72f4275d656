"""A queue → what its redrive policy says about dead letters."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from argowave.cloud import parameters

if TYPE_CHECKING:
    from argowave.resources import Resource


def receives_before(queue: Resource) -> str:
    """Return when a message becomes a dead letter: `after 5 receives`, as far as it is stated."""
    text = parameters(queue).get("redrivePolicy")
    try:
        policy = json.loads(text) if isinstance(text, str) else None
    except ValueError:
        policy = None
    count = policy.get("maxReceiveCount") if isinstance(policy, dict) else None
    return f"after {count} receives" if isinstance(count, int | str) else "dead letters"
