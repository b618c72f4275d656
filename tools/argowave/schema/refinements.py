"""Where Kubernetes reads more, or less, than its OpenAPI document says.

The published types say "string" where Go's own unmarshalling has a grammar, and say nothing
where a type writes itself. Each refinement names the Go code that it follows.
"""

from __future__ import annotations

from typing import Any, Final

Schema = dict[str, Any]

_SCHEMA: Final = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps"
_TO_SCHEMA: Final[Schema] = {"$ref": f"#/$defs/{_SCHEMA}"}
# ParseQuantity in k8s.io/apimachinery/pkg/api/resource/quantity.go; a number is read as its text
_QUANTITY: Final = (
    r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"
    r"([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?$"
)
# encoding/base64 StdEncoding, which passes over line breaks
_BASE64: Final = (
    r"^[\r\n]*(([A-Za-z0-9+/][\r\n]*){4})*"
    r"(([A-Za-z0-9+/][\r\n]*){2}(=[\r\n]*){2}|([A-Za-z0-9+/][\r\n]*){3}=[\r\n]*)?$"
)
# pattern → what it is, for whoever explains it
GRAMMARS: Final = {_QUANTITY: "a quantity such as 500m or 1Gi", _BASE64: "base64"}
_WHOLE: Final[dict[str, Schema]] = {
    "io.k8s.apimachinery.pkg.api.resource.Quantity": {
        "pattern": _QUANTITY,
        "type": ["string", "number", "null"],
    },
    # IntOrString.UnmarshalJSON in k8s.io/apimachinery/pkg/util/intstr/intstr.go
    "io.k8s.apimachinery.pkg.util.intstr.IntOrString": {"type": ["string", "integer", "null"]},
    # UnmarshalJSON in k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1/marshal.go; a list
    # of schemas under items is refused by the validation of CustomResourceDefinitions
    f"{_SCHEMA}OrArray": _TO_SCHEMA,
    f"{_SCHEMA}OrBool": {"anyOf": [{"type": ["boolean", "null"]}, _TO_SCHEMA]},
}


def refine_definition(name: str, body: Schema) -> Schema:
    """Return what a definition is, in Kubernetes' own reading."""
    return _WHOLE.get(name, body)


def refine_node(node: Schema, *, is_type: bool) -> Schema:
    """Return a node with the grammar of its format, and null among the values where it may be.

    Args:
        node: a piece of a definition.
        is_type: it is the apiVersion or kind of an object, which must be stated.
    """
    if node.get("format") == "byte":
        node = {**node, "pattern": _BASE64}
    takes_null = "null" in node.get("type", ())
    if not is_type and takes_null and None not in node.get("enum", (None,)):
        # Go reads null as "not stated"
        node = {**node, "enum": [*node["enum"], None]}
    return node
