"""The Python libraries that render and lint import, and the schema store."""

from __future__ import annotations

from importlib import import_module, metadata
from typing import Final

# distribution → the module that it is imported by; the Helm library is asked elsewhere
LIBRARIES: Final = {
    "jinja2": "jinja2",
    "jsonschema": "jsonschema",
    "jsonschema-rs": "jsonschema_rs",
    "lupa": "lupa.lua52",
    "pyyaml": "yaml",
    "yaml-rs": "yaml_rs",
}


def find_library(distribution: str) -> str | None:
    """Return a library's version, if it can be imported."""
    try:
        import_module(LIBRARIES[distribution])
        return metadata.version(distribution)
    except Exception:  # noqa: BLE001 (a library that does not load may fail with anything)
        return None


def find_extra(distribution: str) -> str | None:
    """Return the version of a library that one command imports, which takes long."""
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return None


def find_schemas() -> str | None:
    """Return how many kinds of Kubernetes' own are stored for each of its versions."""
    from argowave.errors import SchemaError  # noqa: PLC0415 (only where it is looked for)

    try:
        from argowave.schema import open_store  # noqa: PLC0415 (as above)

        store = open_store()
        return ", ".join(f"{v}: {len(store.kinds(v))} kinds" for v in store.kubernetes_versions)
    except (ImportError, SchemaError, OSError):
        return None
