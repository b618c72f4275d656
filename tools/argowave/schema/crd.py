"""CustomResourceDefinition → the schema of each served version, without descriptions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from argowave.errors import SchemaError
from argowave.schema.definitions import OBJECT_META, assemble, kinds, versions
from argowave.schema.fields import METADATA
from argowave.schema.names import is_group, is_kind, is_version
from argowave.schema.sharing import share

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from argowave.schema.structural import Conversion

CRD: Final = "CustomResourceDefinition"
API_VERSION: Final = "apiextensions.k8s.io/v1"
_METADATA: Final = {"$ref": f"#/$defs/{OBJECT_META}"}


@dataclass(frozen=True, slots=True)
class CrdSchema:
    """One served version of a custom resource."""

    api_version: str
    kind: str
    scope: str  # Namespaced or Cluster
    body: dict[str, Any]
    unchecked: tuple[str, ...]  # rules that have no form as structure: path and text


def convert(crd: dict[str, Any], shown: str, line: int | None = None) -> Iterator[CrdSchema]:
    """Yield the schema of every served version.

    Args:
        crd: the CustomResourceDefinition.
        shown: where it is from, for messages.
        line: 1-based line of it in `shown`.

    Raises:
        SchemaError: it is no v1 CustomResourceDefinition, is nested too deep or has no schema.
    """
    try:
        yield from _convert(crd)
    except _FaultError as fault:
        raise SchemaError(str(fault), path=shown, line=line, hint=fault.hint) from fault
    except RecursionError as error:
        message = "is nested too deep to be a CustomResourceDefinition"
        raise SchemaError(message, path=shown, line=line) from error


class _FaultError(Exception):
    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


def _convert(crd: dict[str, Any]) -> Iterator[CrdSchema]:
    from argowave.schema.structural import Conversion  # noqa: PLC0415 (few trees bring CRDs)

    _check(crd)
    spec = crd["spec"]
    kind = spec["names"]["kind"]
    for version in spec["versions"]:
        if not version["served"]:
            continue
        root = (version.get("schema") or {}).get("openAPIV3Schema")
        if not root:
            message = f"version {version['name']} of {kind} has no schema.openAPIV3Schema"
            raise _FaultError(message)
        if root.get("type") not in (None, "object"):
            message = f"version {version['name']} of {kind} is {root['type']!r}, not 'object'"
            raise _FaultError(message)
        api_version = f"{spec['group']}/{version['name']}"
        conversion = Conversion()
        body = _pinned(conversion, root, api_version, kind)
        unchecked = tuple(sorted(set(conversion.unchecked)))
        body = share(body)
        _check_use(body, f"version {version['name']} of {kind}")
        yield CrdSchema(api_version, kind, spec["scope"], body, unchecked)


def _pinned(
    conversion: Conversion, root: dict[str, Any], api_version: str, kind: str
) -> dict[str, Any]:
    """Return the schema of a whole object: of this kind, with the metadata that all have."""
    fields: dict[str, Any] = root.get("properties") or {}
    limits = (fields.get("metadata") or {}).get("properties")
    readable = {"type": "object", "properties": {**fields, "metadata": METADATA}}
    body = conversion.convert({**root, **readable}, "$")
    metadata: dict[str, Any] = _METADATA
    if limits:  # a CRD may say more of metadata.name
        said = conversion.convert({"properties": limits}, "$.metadata")
        metadata = {"allOf": [_METADATA, said]}
    body["properties"] |= {
        "apiVersion": {"enum": [api_version], "type": "string"},
        "kind": {"enum": [kind], "type": "string"},
        "metadata": metadata,
    }
    body["required"] = sorted({*body.get("required", ()), "apiVersion", "kind", "metadata"})
    return body


def _check(crd: dict[str, Any]) -> None:
    """Check a CRD as the API server would: its form, and the names that become paths here.

    Raises:
        _FaultError: what it is instead, or what is wrong with it.
    """
    kind, api_version = crd.get("kind"), crd.get("apiVersion")
    if kind != CRD:
        words = f"a {kind}" if isinstance(kind, str) else "a document without kind"
        message = f"holds {words}, a {CRD} is wanted"
        raise _FaultError(message)
    if api_version != API_VERSION:
        message = f"is of {api_version}, a {CRD} is of {API_VERSION}"
        hint = "Kubernetes 1.22 removed v1beta1: convert it to v1" if api_version else None
        raise _FaultError(message, hint)
    _check_form(crd)
    spec = crd["spec"]
    named = [("spec.group", spec["group"], is_group(spec["group"]))]
    named.append(("spec.names.kind", spec["names"]["kind"], is_kind(spec["names"]["kind"])))
    for number, version in enumerate(spec["versions"]):
        place = f"spec.versions[{number}].name"
        named.append((place, version["name"], is_version(version["name"])))
    for place, name, is_name in named:
        if not is_name:
            message = f"is no valid {CRD}: {place} is {name!r}, no such name is allowed there"
            raise _FaultError(message)
    stored = sum(version["storage"] for version in spec["versions"])
    if stored != 1:  # validateCustomResourceDefinitionSpec
        message = f"is no valid {CRD}: {stored} versions have storage: true, exactly one has to"
        raise _FaultError(message)
    if spec["scope"] not in ("Namespaced", "Cluster"):
        message = f"is no valid {CRD}: spec.scope is {spec['scope']!r}, not Namespaced or Cluster"
        raise _FaultError(message)


def _check_use(body: dict[str, Any], whose: str) -> None:
    """Check that a schema can be used, so that no look-up of its kind fails later."""
    import jsonschema_rs  # noqa: PLC0415 (as below)

    try:
        jsonschema_rs.validator_for(assemble(body, versions()[-1]), offline=True)
    except (ValueError, jsonschema_rs.ReferencingError) as error:
        reason = str(error).partition("\n")[0]
        steps = getattr(error, "instance_path", [])
        place = _place(steps) or "it"
        message = f"the schema of {whose} cannot be used: {place}: {reason}"
        raise _FaultError(message) from error


def _place(steps: Sequence[str | int]) -> str:
    """Return a path as a reader writes it: spec.versions[0].name."""
    names = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
    return "".join(names).removeprefix(".")


def _check_form(crd: dict[str, Any]) -> None:
    import jsonschema_rs  # noqa: PLC0415 (30 ms, and only conversion asks)

    entry = kinds()[f"{API_VERSION}/{CRD}"]
    body = assemble({"$ref": f"#/$defs/{entry['definition']}"}, versions()[-1])
    validator = jsonschema_rs.validator_for(body, mask="the value")
    error = next(validator.iter_errors(crd), None)
    if error is not None:
        place = _place(error.instance_path) or "it"
        message = f"is no valid {CRD}: {place}: {error.message}"
        raise _FaultError(message)
    if not crd.get("spec", {}).get("versions"):
        message = f"is no valid {CRD}: spec.versions is empty"
        raise _FaultError(message)
