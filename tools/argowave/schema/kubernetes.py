"""kubernetes-validate's data → Kubernetes' own kinds, each definition once for all versions.

A definition that does not change between two minor versions is stored once; what changes is
stored with the version from which it holds. References stay references, by name.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from argowave.errors import SchemaError
from argowave.schema.files import KUBERNETES, canonical, sha256
from argowave.schema.refinements import refine_definition, refine_node
from argowave.schema.scopes import scope_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from argowave.schema.files import Lock

PACKAGE: Final = "kubernetes-validate"
VERSIONS: Final = tuple(f"1.{minor}" for minor in range(30, 38))
_DROPPED: Final = frozenset(("description", "default", "$id", "$schema", "example"))
_KEPT_EXTENSIONS: Final = frozenset(("x-kubernetes-preserve-unknown-fields",))
_REFERENCE: Final = re.compile(r".*#/\$defs/")
_NOT_APPLIED: Final = frozenset(("DeleteOptions", "WatchEvent", "Status", "APIGroup"))


def find_data() -> Path:
    """Return the folder of kubernetes-validate's schemas.

    Raises:
        SchemaError: the package is not installed.
    """
    import importlib.util  # noqa: PLC0415 (only for this command)
    from pathlib import Path  # noqa: PLC0415 (see above)

    found = importlib.util.find_spec("kubernetes_validate")
    if found is None or not found.submodule_search_locations:
        message = "kubernetes-validate is not installed, and its data is what this reads"
        hint = "install the dependency group `schemas` of pyproject.toml, or name a folder"
        raise SchemaError(message, hint=hint)
    return Path(found.submodule_search_locations[0]) / "kubernetes-json-schema"


def read_definitions(data: Path) -> dict[str, dict[str, Any]]:
    """Return {Kubernetes version: {definition name: schema}} for every version that we keep.

    Raises:
        SchemaError: a version is missing or unreadable.
    """
    found: dict[str, dict[str, Any]] = {}
    for version in VERSIONS:
        path = _path(data, version)
        try:
            definitions = json.loads(path.read_bytes())["$defs"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            why = getattr(error, "strerror", None) or error  # without the number before it
            message = f"cannot be read as kubernetes-validate's definitions: {why}"
            raise SchemaError(message, path=path) from error
        found[version] = {
            name: refine_definition(name, _clean(body)) for name, body in definitions.items()
        }
    return found


def make_files(data: Path) -> tuple[dict[str, bytes], Lock]:
    """Return the files of Kubernetes' own kinds and the lock's entries for them.

    Raises:
        SchemaError: the data is incomplete.
    """
    definitions = read_definitions(data)
    files = {f"{KUBERNETES}/kinds.json": canonical(kinds(definitions))}
    for package, body in packages(definitions).items():
        files[f"{KUBERNETES}/{package}.json"] = canonical(body)
    raw = sha256(b"".join(_path(data, version).read_bytes() for version in VERSIONS))
    source = f"https://pypi.org/project/{PACKAGE}/{_package_version(data)}/"
    lock = {
        path: {"sha256": sha256(text), "source": source, "source_sha256": raw}
        for path, text in files.items()
    }
    return files, lock


def packages(found: dict[str, dict[str, Any]]) -> dict[str, dict[str, list[list[Any]]]]:
    """Return {package: {definition: [[from version, schema or None], …]}}, None once removed."""
    names = sorted({name for definitions in found.values() for name in definitions})
    made: dict[str, dict[str, list[list[Any]]]] = {}
    for name in names:
        steps: list[list[Any]] = []
        for version in VERSIONS:
            body = found[version].get(name)
            if (steps or body is not None) and (not steps or steps[-1][1] != body):
                steps.append([version, body])
        made.setdefault(package_of(name), {})[name] = steps
    return made


def package_of(definition: str) -> str:
    """Return the Go package of a definition: io.k8s.api.apps.v1 for its Deployment."""
    return definition.rpartition(".")[0]


def kinds(found: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return {apiVersion/Kind: definition, scope, versions} of everything that can be applied."""
    made: dict[str, dict[str, Any]] = {}
    for version, definitions in found.items():
        for name, group, api_version, kind in _applied(definitions):
            entry = made.setdefault(
                f"{api_version}/{kind}",
                {"definition": name, "scope": scope_of(group, kind), "versions": []},
            )
            entry["versions"].append(version)
    return dict(sorted(made.items()))


def _path(data: Path, version: str) -> Path:
    return data / f"v{version}.0-local" / "_definitions.json"


def _package_version(data: Path) -> str:
    """Return the version of kubernetes-validate that `data` belongs to, "unknown" without one."""
    found = sorted(data.parent.parent.glob("kubernetes_validate-*.dist-info"))
    name = found[-1].name if found else "-unknown"
    return name.removesuffix(".dist-info").partition("-")[2]


def _applied(definitions: dict[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    for name, body in definitions.items():
        properties = body.get("properties", {})
        if not {"apiVersion", "kind", "metadata"} <= properties.keys():
            continue
        versions = properties["apiVersion"].get("enum", ())
        names = properties["kind"].get("enum", ())
        if len(versions) == 1 and len(names) == 1 and names[0] not in _NOT_APPLIED:
            group = versions[0].rpartition("/")[0]
            yield name, group, versions[0], names[0]


def _clean(node: Any, *, is_type: bool = False) -> Any:  # noqa: ANN401 (any JSON value)
    if isinstance(node, list):
        return [_clean(each) for each in node]
    if not isinstance(node, dict):
        return node
    made: dict[str, Any] = {}
    for key, value in node.items():
        if key == "$ref":
            made[key] = _REFERENCE.sub("#/$defs/", value)
        elif key == "properties":
            made[key] = {
                name: _clean(each, is_type=name in ("apiVersion", "kind"))
                for name, each in value.items()
            }
        elif key == "enum" or not _is_dropped(key):
            made[key] = value if key == "enum" else _clean(value)
    return refine_node(made, is_type=is_type)


def _is_dropped(key: str) -> bool:
    return key in _DROPPED or (key.startswith("x-") and key not in _KEPT_EXTENSIONS)
