"""A definition that refuses nothing which the operator's own would let through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from operators.modules import Module

_ANYTHING: Final = {"x-kubernetes-preserve-unknown-fields": True}
_SCALARS: Final = ("boolean", "integer", "number", "string")
# what controller-gen knows of the metadata of a template
_METADATA: Final = {"annotations", "finalizers", "labels", "name", "namespace"}
_MORE_METADATA: Final = {
    "creationTimestamp": {"type": "string", "nullable": True},
    "generateName": {"type": "string"},
}
_QUANTITY: Final = "x-kubernetes-int-or-string"


def make_laxer(crd: dict[str, Any], module: Module) -> dict[str, Any]:
    """Return a CustomResourceDefinition with the schemas that `module` wants to be laxer.

    Metadata of templates may have a creationTimestamp too, which generators of manifests leave
    there and API servers drop, and a generateName, which some operators add.
    """
    spec = crd["spec"]
    optional = frozenset(module.optional.get(spec["names"]["kind"], ()))
    versions = []
    for each in spec["versions"]:
        schema = _laxer(each["schema"]["openAPIV3Schema"], module, optional)
        versions.append({**each, "schema": {"openAPIV3Schema": schema}})
    return {**crd, "spec": {**spec, "versions": versions}}


def _laxer(schema: dict[str, Any], module: Module, optional: frozenset[str]) -> dict[str, Any]:
    if "scalar" in module.lax and schema.get("type") in _SCALARS:
        return _ANYTHING
    if schema.get(_QUANTITY) and module.lax & {"scalar", "quantity"}:
        return _ANYTHING
    made = {word: value for word, value in schema.items() if word not in module.lax}
    if "enum" in made:
        made["enum"] = _values(made["enum"], module)
    if optional and "required" in made:
        made["required"] = [name for name in made["required"] if name not in optional]
    for word in ("items", "additionalProperties"):
        if isinstance(made.get(word), dict):
            made[word] = _laxer(made[word], module, optional)
    if "properties" in made:
        made["properties"] = _properties(made["properties"], module, optional)
    return made


def _properties(
    properties: dict[str, Any], module: Module, optional: frozenset[str]
) -> dict[str, Any]:
    made = {
        name: _ANYTHING if name in module.opaque else _laxer(schema, module, optional)
        for name, schema in properties.items()
    }
    return {**made, **_MORE_METADATA} if set(made) == _METADATA else made


def _values(enum: list[Any], module: Module) -> list[Any]:
    more = [value for each in enum for value in module.beside.get(each, ())]
    return [*enum, *(value for value in more if value not in enum)]
