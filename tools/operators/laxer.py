"""A definition that refuses nothing which the operator's own would let through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from operators.modules import Module

_ANYTHING: Final = {"x-kubernetes-preserve-unknown-fields": True}
_SCALARS: Final = ("boolean", "integer", "number", "string")
# what controller-gen knows of the metadata of a template
_METADATA: Final = {"annotations", "finalizers", "labels", "name", "namespace"}
_CREATED: Final = {"type": "string", "nullable": True}


def make_laxer(crd: dict[str, Any], module: Module) -> dict[str, Any]:
    """Return a CustomResourceDefinition with the schemas that `module` wants to be laxer.

    Metadata of templates may have a creationTimestamp too, which generators of manifests leave
    there and API servers drop.
    """
    spec = crd["spec"]
    versions = [
        {**each, "schema": {"openAPIV3Schema": _laxer(each["schema"]["openAPIV3Schema"], module)}}
        for each in spec["versions"]
    ]
    return {**crd, "spec": {**spec, "versions": versions}}


def _laxer(schema: dict[str, Any], module: Module) -> dict[str, Any]:
    if "scalar" in module.lax and schema.get("type") in _SCALARS:
        return _ANYTHING
    made = {word: value for word, value in schema.items() if word not in module.lax}
    for word in ("items", "additionalProperties"):
        if isinstance(made.get(word), dict):
            made[word] = _laxer(made[word], module)
    if "properties" in made:
        made["properties"] = _properties(made["properties"], module)
    return made


def _properties(properties: dict[str, Any], module: Module) -> dict[str, Any]:
    made = {
        name: _ANYTHING if name in module.opaque else _laxer(schema, module)
        for name, schema in properties.items()
    }
    return {**made, "creationTimestamp": _CREATED} if set(made) == _METADATA else made
