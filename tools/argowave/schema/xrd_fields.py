"""The fields that Crossplane adds to the kinds that it makes: its own part of spec and status.

From pkg/xcrd/schemas.go of crossplane-runtime v2.3.3. What only Crossplane 1 has is admitted too,
since nothing in a repository surely tells which one runs; v1 XRDs are LegacyCluster by default.
"""

from __future__ import annotations

from typing import Any, Final

_STRING: Final = {"type": "string"}
_ANY: Final = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}
_NAMED: Final = ("name",)
_TYPED: Final = ("apiVersion", "kind")


def composite_fields(scope: str) -> dict[str, Any]:
    """Return the fields in spec of a composite resource: CompositeResourceSpecProps."""
    namespace = () if scope == "Namespaced" else ("namespace",)
    item = _object((*_TYPED, "name", *namespace), _TYPED)
    fields = {**_composition(), "resourceRefs": {"type": "array", "items": item}}
    if scope in ("Namespaced", "Cluster"):
        return {"crossplane": {"type": "object", "properties": fields}}
    return {
        **fields,
        "claimRef": _object((*_TYPED, "namespace", "name")),
        "writeConnectionSecretToRef": _object(("name", "namespace")),
        "environmentConfigRefs": {"type": "array", "items": _ANY},  # Crossplane 1
        "publishConnectionDetailsTo": _ANY,  # Crossplane 1
    }


def claim_fields() -> dict[str, Any]:
    """Return the fields in spec of a claim: CompositeResourceClaimSpecProps."""
    return {
        **_composition(),
        "compositeDeletePolicy": {"type": "string", "enum": ["Background", "Foreground"]},
        "resourceRef": _object((*_TYPED, "name")),
        "writeConnectionSecretToRef": _object(_NAMED),
        "publishConnectionDetailsTo": _ANY,  # Crossplane 1
    }


def status_fields(scope: str) -> dict[str, Any]:
    """Return the fields in status: CompositeResourceStatusProps."""
    time = {"type": "string", "format": "date-time"}
    needed = ("lastTransitionTime", "reason", "status", "type")
    condition = _object(("message", "reason", "status", "type"), needed)
    condition["properties"] |= {"lastTransitionTime": time, "observedGeneration": _integer()}
    fields: dict[str, Any] = {"conditions": {"type": "array", "items": condition}}
    if scope in ("Namespaced", "Cluster"):
        return fields
    details = {"type": "object", "properties": {"lastPublishedTime": time}}
    types = {"type": "array", "items": _STRING}
    return {**fields, "connectionDetails": details, "claimConditionTypes": types}


def _composition() -> dict[str, Any]:
    labels = {"type": "object", "additionalProperties": _STRING}
    selector = {
        "type": "object",
        "required": ["matchLabels"],
        "properties": {"matchLabels": labels},
    }
    return {
        "compositionRef": _object(_NAMED),
        "compositionSelector": selector,
        "compositionRevisionRef": _object(_NAMED),
        "compositionRevisionSelector": selector,
        "compositionUpdatePolicy": {"type": "string", "enum": ["Automatic", "Manual"]},
    }


def _object(names: tuple[str, ...], required: tuple[str, ...] | None = None) -> dict[str, Any]:
    """Return a mapping with texts, all of them required unless it is said which."""
    needed = names if required is None else required
    properties: dict[str, Any] = dict.fromkeys(names, _STRING)
    return {"type": "object", "required": list(needed), "properties": properties}


def _integer() -> dict[str, Any]:
    return {"type": "integer", "format": "int64"}
