"""A node of a CRD's schema → plain JSON Schema, as the API server reads "structural schemas".

From the Kubernetes documentation on CustomResourceDefinitions and the packages under
k8s.io/apiextensions-apiserver/pkg/apiserver/schema: null in a field that is not nullable is
dropped, or replaced by the default, before anything is validated; a required field with a
default need not be written; what no property names is unknown unless it is preserved; an
embedded resource has apiVersion, kind and the metadata of every object.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from argowave.schema.definitions import OBJECT_META
from argowave.schema.demands import demands
from argowave.schema.patterns import from_go, is_usable, takes_null
from argowave.schema.rules import as_structure

if TYPE_CHECKING:
    from collections.abc import Mapping

Schema = dict[str, Any]
OPEN: Final = "x-kubernetes-preserve-unknown-fields"
_KEPT: Final = (
    *("maxItems", "maxLength", "maximum", "minItems", "minLength", "minimum", "multipleOf"),
    *("uniqueItems", "maxProperties", "minProperties"),
)
_EXCLUSIVE: Final = {"maximum": "exclusiveMaximum", "minimum": "exclusiveMinimum"}
# What the API server and JSON Schema both check, in the same words; it ignores other formats.
_FORMATS: Final = ("date-time", "date", "duration", "email", "hostname", "ipv4", "ipv6")
# UUIDPattern in k8s.io/kube-openapi/pkg/validation/strfmt/default.go: the dashes may be left out
_UUID: Final = "^[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}$"
_INT_OR_STRING: Final = [{"type": "integer"}, {"type": "string"}]


@dataclass(frozen=True, slots=True)
class Conversion:
    """Converts one schema and collects what has no form as plain JSON Schema."""

    unchecked: list[str] = field(default_factory=list)  # path and rule

    def convert(self, node: Mapping[str, Any], path: str, *, null: bool = False) -> Schema:
        """Return the plain form of `node`.

        Args:
            node: a JSONSchemaProps.
            path: where it is, for the names of what is not checked.
            null: the API server takes null here, to drop it or to fill in the default.
        """
        made = self._scalars(node, path, null=null)
        if node.get(OPEN):
            made[OPEN] = True
        self._fields(node, made, path)
        if isinstance(node.get("items"), dict):
            item: Schema = node["items"]
            made["items"] = self.convert(item, f"{path}[]", null="default" in item)
        if node.get("x-kubernetes-list-type") == "set":
            made["uniqueItems"] = True
        if node.get("format") == "uuid":
            _add_condition(made, {"pattern": _UUID})
        takes = null or bool(node.get("nullable"))
        self._conditions(node, made, path, null=takes)
        for rule in node.get("x-kubernetes-validations") or ():
            self._rule(str(rule.get("rule", "")), node, made, path, null=takes)
        return made

    def _scalars(self, node: Mapping[str, Any], path: str, *, null: bool) -> Schema:
        made: Schema = {key: node[key] for key in _KEPT if node.get(key) is not None}
        for limit, exclusive in _EXCLUSIVE.items():
            # a CRD says "the limit itself is none" where JSON Schema has a limit of its own for it
            if node.get(exclusive) and limit in made:
                made[exclusive] = made.pop(limit)
        types = [node["type"]] if node.get("type") else []
        if node.get("x-kubernetes-int-or-string"):
            types = ["integer", "string"]
        if types and (null or node.get("nullable")):
            types.append("null")
        if types:
            made["type"] = types if len(types) > 1 else types[0]
        if node.get("enum") is not None:
            # a nullable field keeps its null, which the enum must then have itself
            dropped = null and not node.get("nullable") and None not in node["enum"]
            made["enum"] = [*node["enum"], *([None] if dropped else [])]
        if node.get("format") in _FORMATS:
            made["format"] = node["format"]
        if pattern := node.get("pattern"):
            if (usable := from_go(pattern)) is not None:
                made["pattern"] = usable
            else:
                self.unchecked.append(f"{path}: pattern {pattern}")
        return made

    def _fields(self, node: Mapping[str, Any], made: Schema, path: str) -> None:
        fields: dict[str, Schema] = node.get("properties") or {}
        required = [name for name in node.get("required") or () if _is_asked(fields.get(name))]
        made_fields = {
            name: self.convert(value, f"{path}.{name}", null=name not in required)
            for name, value in fields.items()
        }
        extra = node.get("additionalProperties")
        if isinstance(extra, dict):
            made["additionalProperties"] = self.convert(extra, f"{path}.*", null=True)
        elif extra is True:
            made[OPEN] = True
        if node.get("x-kubernetes-embedded-resource"):
            word = {"minLength": 1, "type": "string"}
            made_fields = {"apiVersion": word, "kind": word, **made_fields, "metadata": _METADATA}
            required += ["apiVersion", "kind"]
        if made_fields or (node.get("type") == "object" and extra is None):
            # the API server drops every field of an object that lists none
            made["properties"] = made_fields
        if required:
            made["required"] = sorted(set(required))
        self._counts(fields, made, path)

    def _counts(self, fields: Mapping[str, Any], made: Schema, path: str) -> None:
        """Leave out limits on the number of fields where defaults count among them."""
        filled_in = sum(not _is_asked(field) for field in fields.values())
        for limit in ("minProperties", "maxProperties") if filled_in else ():
            count = made.pop(limit, None)
            if count is not None and (limit == "maxProperties" or count > filled_in):
                self.unchecked.append(f"{path}: {limit} {count}")

    def _conditions(self, node: Mapping[str, Any], made: Schema, path: str, *, null: bool) -> None:
        found: Schema = {
            key: [demands(self.convert(each, path), node) for each in node[key]]
            for key in ("allOf", "anyOf", "oneOf")
            if node.get(key) and not (key == "anyOf" and node[key] == _INT_OR_STRING)
        }
        if isinstance(node.get("not"), dict):
            found["not"] = demands(self.convert(node["not"], path), node)
        for key, value in found.items():
            if null and not takes_null({key: value}):
                _add_condition(made, {"anyOf": [{"type": "null"}, {key: value}]})
            else:
                made[key] = [*made.get(key, ()), *value] if key == "allOf" else value

    def _rule(
        self, text: str, node: Mapping[str, Any], made: Schema, path: str, *, null: bool
    ) -> None:
        structure = as_structure(text, node)
        if structure is None or not is_usable(structure):
            self.unchecked.append(f"{path}: {' '.join(text.split())}")
            return
        if null and not takes_null(structure):
            structure = {"anyOf": [{"type": "null"}, structure]}
        if structure:
            _add_condition(made, structure)


_METADATA: Final = {"$ref": f"#/$defs/{OBJECT_META}"}


def _is_asked(node: Mapping[str, Any] | None) -> bool:
    """Return whether a required field must be written, for the API server fills in no default."""
    return node is None or node.get("default") is None


def _add_condition(made: Schema, condition: Schema) -> None:
    if condition not in made.setdefault("allOf", []):
        made["allOf"].append(condition)
