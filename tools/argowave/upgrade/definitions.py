"""A folder of CustomResourceDefinitions → what of a tree they refuse."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from argowave.lint.schemas import ManifestValidator
from argowave.rules.rule import at
from argowave.schema import open_store
from argowave.schema.adding import put_crds, read_inputs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from argowave.finding import Finding
    from argowave.rules import Scene
    from argowave.schema import Store


@dataclass(frozen=True, slots=True)
class Definitions:
    """What a folder of CRDs serves."""

    store: Store  # in which they go before everything else
    served: dict[tuple[str, str], tuple[str, ...]]  # (group, kind) → apiVersions


def read_definitions(crds: Sequence[str], folder: Path, locations: Sequence[str]) -> Definitions:
    """Return the schemas of CRDs.

    Args:
        crds: files and folders.
        folder: empty; the schemas are written there, and read from there later.
        locations: where other schemas are.

    Raises:
        SchemaError: there is no CRD, or one is wrong.
    """
    made = put_crds(folder, read_inputs(crds))
    served: dict[tuple[str, str], list[str]] = {}
    for name in made.kinds:
        api_version, _, kind = name.rpartition("/")
        served.setdefault((api_version.rpartition("/")[0], kind), []).append(api_version)
    store = open_store((folder, *locations))
    return Definitions(store, {key: tuple(sorted(found)) for key, found in served.items()})


def definition_faults(scene: Scene, definitions: Definitions) -> tuple[list[Finding], int]:
    """Return what the CRDs refuse, and how many objects they are about."""
    resources = [
        each for each in scene.inventory.resources if (each.group, each.kind) in definitions.served
    ]
    validator = ManifestValidator()
    version = scene.kubernetes_version
    known = [
        each.manifest
        for each in resources
        if each.manifest.api_version in definitions.served[each.group, each.kind]
    ]
    verdicts = validator.validate(known, definitions.store, version)
    return [*_unserved(scene, definitions), *verdicts.findings], len(resources)


def _unserved(scene: Scene, definitions: Definitions) -> Iterator[Finding]:
    for resource in scene.inventory.resources:
        served = definitions.served.get((resource.group, resource.kind))
        api_version = resource.manifest.api_version
        if served is not None and api_version not in served:
            message = f"{api_version} {resource.kind} is not served; use {' or '.join(served)}"
            yield at(resource, ("apiVersion",), message)
