"""A container's `env` → the variables that its process gets, as kubelet would work them out."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from argowave.rehearse.emulator import HOST

if TYPE_CHECKING:
    from argowave.rehearse.cluster import Cluster
    from argowave.rehearse.emulator import Emulator
    from argowave.rehearse.network import Network

DISCARD = f"http://{HOST}:9"  # nobody listens there: what cannot be reached is refused at once


@dataclass(slots=True)
class Variables:
    """What a process gets, and what is wrong with it."""

    values: dict[str, str] = field(default_factory=dict)
    complaint: str = ""
    blocked: bool = False  # whether kubelet would not even start the container


def read_variables(
    entries: list[dict[str, Any]], namespace: str, cluster: Cluster, network: Network
) -> Variables:
    """Return the variables that a container states.

    URLs lead where the cluster's network would lead them.

    Args:
        entries: the container's `env`.
        namespace: of its pod.
        cluster: where its Secrets are looked up.
        network: decides where URLs lead.
    """
    found = Variables()
    for entry in entries:
        name = str(entry["name"])
        if "value" in entry:
            value, complaint = _lead(str(entry["value"]), namespace, network)
            found.values[name] = value
            if complaint:
                found.complaint = f"{name}={entry['value']}: {complaint}"
            continue
        secret = _from_secret(entry.get("valueFrom") or {}, namespace, cluster)
        if secret is None:
            found.complaint = f"{name}: its Secret, or the key in it, does not exist"
            found.blocked = True
            return found
        found.values[name] = secret
    return found


def standing_in(real_aws: bool, emulator: Emulator) -> dict[str, str]:  # noqa: FBT001 (one fact)
    """Return what pods have without their Deployment's doing.

    On real AWS, pod identity gives them a key, and the SDK knows the way; the emulator's stand for
    both. Elsewhere the way to real AWS is closed.
    """
    if real_aws:
        key = emulator.key
        known = {"AWS_ACCESS_KEY_ID": key.id, "AWS_SECRET_ACCESS_KEY": key.secret}
        return {**known, "AWS_ENDPOINT_URL": emulator.url}
    return {"AWS_ENDPOINT_URL": DISCARD}


def _lead(value: str, namespace: str, network: Network) -> tuple[str, str]:
    """Return a value, where it is a URL the one that it leads to, and why it leads nowhere."""
    if urlsplit(value).scheme not in {"http", "https"}:
        return value, ""
    route = network.resolve(value, namespace)
    return (DISCARD, route.reason) if route.target is None else (route.target, "")


def _from_secret(source: dict[str, Any], namespace: str, cluster: Cluster) -> str | None:
    reference = source.get("secretKeyRef") or {}
    secret = cluster.get("", "Secret", namespace, str(reference.get("name")))
    if secret is None:
        return None
    key = str(reference.get("key"))
    plain = secret.body.get("stringData") or {}
    if key in plain:
        return str(plain[key])
    encoded = (secret.body.get("data") or {}).get(key)
    return None if encoded is None else base64.b64decode(encoded).decode()
