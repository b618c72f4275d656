"""CustomResourceDefinition → the structural schema of each version, without descriptions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from argowave.errors import SchemaError
from argowave.schema.files import OBJECT_META
from argowave.schema.rules import as_structure

if TYPE_CHECKING:
    from collections.abc import Iterator

_KEPT: Final = (
    *("enum", "format", "maxItems", "maxLength", "maximum", "minItems", "minLength", "minimum"),
    *("exclusiveMaximum", "exclusiveMinimum", "multipleOf", "pattern", "required", "uniqueItems"),
    *("maxProperties", "minProperties"),
)
_NESTED_LISTS: Final = ("allOf", "anyOf", "oneOf")
_OPEN: Final = "x-kubernetes-preserve-unknown-fields"


@dataclass(frozen=True, slots=True)
class CrdSchema:
    """One served version of a custom resource."""

    api_version: str
    kind: str
    scope: str  # Namespaced or Cluster
    body: dict[str, Any]
    unchecked: tuple[str, ...]  # CEL rules that have no form as structure: path and text


def convert(crd: dict[str, Any], shown: str) -> Iterator[CrdSchema]:
    """Yield the schema of every served version.

    Follows the OpenAPI subset of "structural schemas" in the Kubernetes documentation on
    CustomResourceDefinitions.

    Raises:
        SchemaError: it is no v1 CustomResourceDefinition, or a version has no schema.
    """
    spec = _spec(crd, shown)
    group, kind = spec["group"], spec["names"]["kind"]
    for version in spec["versions"]:
        if not version.get("served", True):
            continue
        api_version = f"{group}/{version['name']}"
        root = version.get("schema", {}).get("openAPIV3Schema")
        if not isinstance(root, dict):
            message = f"version {version['name']} of {kind} has no schema.openAPIV3Schema"
            raise SchemaError(message, path=shown)
        unchecked: list[str] = []
        body = _schema(root, "$", unchecked)
        _pin(body, api_version, kind)
        yield CrdSchema(api_version, kind, spec["scope"], body, tuple(sorted(set(unchecked))))


def _spec(crd: dict[str, Any], shown: str) -> dict[str, Any]:
    kind, api_version = crd.get("kind"), crd.get("apiVersion")
    if kind != "CustomResourceDefinition":
        message = f"holds a {kind or 'document without kind'}, a CustomResourceDefinition is wanted"
        raise SchemaError(message, path=shown)
    if api_version != "apiextensions.k8s.io/v1":
        message = f"is of {api_version}, which Kubernetes 1.22 removed"
        hint = "convert it to apiextensions.k8s.io/v1"
        raise SchemaError(message, path=shown, hint=hint)
    spec: Any = crd.get("spec")
    try:
        wanted = (spec["group"], spec["names"]["kind"], spec["scope"])
        versions = [version["name"] for version in spec["versions"]]
    except (KeyError, TypeError) as error:
        message = f"is no complete CustomResourceDefinition: spec lacks {error}"
        raise SchemaError(message, path=shown) from error
    if not versions or not all(isinstance(each, str) for each in (*wanted, *versions)):
        message = (
            "is no complete CustomResourceDefinition: group, kind, scope and versions are text"
        )
        raise SchemaError(message, path=shown)
    result: dict[str, Any] = spec
    return result


def _pin(body: dict[str, Any], api_version: str, kind: str) -> None:
    properties = body.setdefault("properties", {})
    properties["apiVersion"] = {"enum": [api_version], "type": "string"}
    properties["kind"] = {"enum": [kind], "type": "string"}
    properties["metadata"] = {"$ref": f"#/$defs/{OBJECT_META}"}
    body["required"] = sorted({*body.get("required", ()), "apiVersion", "kind", "metadata"})


def _schema(node: dict[str, Any], path: str, unchecked: list[str]) -> dict[str, Any]:
    if node.get("x-kubernetes-int-or-string"):
        return {"type": ["integer", "string", *(["null"] if node.get("nullable") else [])]}
    made: dict[str, Any] = {key: node[key] for key in _KEPT if key in node}
    if "type" in node:
        made["type"] = [node["type"], "null"] if node.get("nullable") else node["type"]
    if node.get("nullable") and "enum" in made:
        made["enum"] = [*made["enum"], None]
    if node.get(_OPEN):
        made[_OPEN] = True
    _objects(node, made, path, unchecked)
    if isinstance(node.get("items"), dict):
        made["items"] = _schema(node["items"], f"{path}[]", unchecked)
    for key in _NESTED_LISTS:
        if key in node:
            made[key] = [_schema(each, path, unchecked) for each in node[key]]
    if isinstance(node.get("not"), dict):
        made["not"] = _schema(node["not"], path, unchecked)
    for rule in node.get("x-kubernetes-validations", ()):
        _rule(rule, made, path, unchecked)
    return made


def _objects(node: dict[str, Any], made: dict[str, Any], path: str, unchecked: list[str]) -> None:
    if "properties" in node:
        made["properties"] = {
            key: _schema(value, f"{path}.{key}", unchecked)
            for key, value in node["properties"].items()
        }
    extra = node.get("additionalProperties")
    if isinstance(extra, dict):
        made["additionalProperties"] = _schema(extra, f"{path}.*", unchecked)
    elif extra is True:
        made[_OPEN] = True
    if node.get("x-kubernetes-embedded-resource"):
        for key in ("apiVersion", "kind", "metadata"):
            made.setdefault("properties", {}).setdefault(key, {})
    if node.get("type") == "object" and extra is None:
        # the API server drops every field of an object that lists none
        made.setdefault("properties", {})


def _rule(rule: dict[str, Any], made: dict[str, Any], path: str, unchecked: list[str]) -> None:
    text = " ".join(str(rule.get("rule", "")).split())
    structure = as_structure(text)
    if structure is None:
        unchecked.append(f"{path}: {text}")
    else:
        made.setdefault("allOf", []).append(structure)
