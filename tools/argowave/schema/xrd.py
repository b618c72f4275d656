"""Crossplane's CompositeResourceDefinition → the CustomResourceDefinitions that it makes of it.

As pkg/xcrd of crossplane-runtime v2.3.3 does (ForCompositeResource, ForCompositeResourceClaim,
genCrdVersion): of the schema it takes spec and status, of each a part, and adds its own fields.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from argowave.schema.crd import API_VERSION, CRD
from argowave.schema.xrd_fields import claim_fields, composite_fields, status_fields

if TYPE_CHECKING:
    from collections.abc import Callable

    Fields = Callable[[], dict[str, Any]]

XRD: Final = "CompositeResourceDefinition"
GROUP: Final = "apiextensions.crossplane.io"
LEGACY: Final = "LegacyCluster"
_LONGEST_NAME: Final = 63  # it becomes the value of a label
_OF_SPEC: Final = ("x-kubernetes-preserve-unknown-fields", "x-kubernetes-validations", "oneOf")
_OF_STATUS: Final = ("x-kubernetes-validations", "oneOf")


def definitions_of(xrd: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the CustomResourceDefinition of the composite resource, and that of the claim if any.

    What is missing or of a wrong type is so in them too.
    """
    spec = _mapping(xrd.get("spec"))
    scope = spec.get("scope") or _default_scope(xrd)
    names = {"spec": lambda: composite_fields(scope), "status": lambda: status_fields(scope)}
    cluster = "Namespaced" if scope == "Namespaced" else "Cluster"
    found = [_definition(spec, spec.get("names"), cluster, names)]
    if spec.get("claimNames"):
        names = {"spec": claim_fields, "status": lambda: status_fields(LEGACY)}
        found.append(_definition(spec, spec["claimNames"], "Namespaced", names))
    return found


def _default_scope(xrd: dict[str, Any]) -> str:
    """Return the default of spec.scope: LegacyCluster in v1, Namespaced in v2."""
    return "Namespaced" if xrd.get("apiVersion") == f"{GROUP}/v2" else LEGACY


def _definition(
    spec: dict[str, Any], names: object, scope: str, added: dict[str, Fields]
) -> dict[str, Any]:
    versions = spec.get("versions")
    made = [_version(each, added) for each in versions] if isinstance(versions, list) else versions
    names, group = _mapping(names), spec.get("group")
    return {
        "apiVersion": API_VERSION,
        "kind": CRD,
        "metadata": {"name": f"{names.get('plural')}.{group}"},
        "spec": {"group": group, "names": names, "scope": scope, "versions": made},
    }


def _version(version: object, added: dict[str, Fields]) -> dict[str, Any]:
    version = _mapping(version)
    made = {
        "name": version.get("name"),
        "served": version.get("served"),
        "storage": version.get("referenceable"),
    }
    schema = _mapping(version.get("schema")).get("openAPIV3Schema")
    if isinstance(schema, dict):
        made["schema"] = {"openAPIV3Schema": _schema(schema, added)}
    return made


def _schema(stated: dict[str, Any], added: dict[str, Fields]) -> dict[str, Any]:
    fields = _mapping(stated.get("properties"))
    properties = {
        "apiVersion": {"type": "string"},
        "kind": {"type": "string"},
        "metadata": {"type": "object", "properties": {"name": _name(fields.get("metadata"))}},
        "spec": _part(fields.get("spec"), (*_OF_SPEC, "required"), added["spec"]),
        "status": _part(fields.get("status"), (*_OF_STATUS, "required"), added["status"]),
    }
    rules = {key: stated[key] for key in ("x-kubernetes-validations",) if key in stated}
    return {"type": "object", "required": ["spec"], "properties": properties, **rules}


def _name(metadata: object) -> dict[str, Any]:
    name = _mapping(_mapping(_mapping(metadata).get("properties")).get("name"))
    stated = name.get("maxLength")
    longest = min(stated, _LONGEST_NAME) if isinstance(stated, int) else _LONGEST_NAME
    return {"type": "string", "maxLength": longest}


def _part(stated: object, kept: tuple[str, ...], added: Fields) -> dict[str, Any]:
    stated = _mapping(stated)
    properties = _mapping(stated.get("properties")) | added()
    taken = {key: stated[key] for key in kept if stated.get(key) is not None}
    return {"type": "object", "properties": properties, **taken}


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
