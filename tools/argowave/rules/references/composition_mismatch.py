"""composition-mismatch: a Composition does not fit the definition of what it composes.

Source: GetCompositeGroupVersionKind in apis/apiextensions/v1 of Crossplane and SelectComposition in
its composite controller; ApplyFromFieldPathPatch in function-patch-and-transform.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from argowave.references.named import places
from argowave.rules.references._field_paths import missing, segments
from argowave.rules.rule import Rule, at, place
from argowave.schema.xrd import GROUP, XRD, definitions_of
from argowave.typed import as_list, as_mapping
from argowave.words.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.references.reference import Path
    from argowave.resources import Resource
    from argowave.rules.scene import Scene

_TYPE: Final = ("spec", "compositeTypeRef")
_PATCHES: Final = (
    "spec.resources[].patches[]",
    "spec.patchSets[].patches[]",
    "spec.pipeline[].input.resources[].patches[]",
    "spec.pipeline[].input.patchSets[].patches[]",
    "spec.pipeline[].input.environment.patches[]",
)
_READING: Final = ("", "FromCompositeFieldPath", "CombineFromComposite")
_WRITING: Final = ("ToCompositeFieldPath", "CombineToComposite")
_PARTS: Final = ("spec", "status")
_OWN: Final = "crossplane"  # where Crossplane 2 keeps its own fields


def check(scene: Scene) -> Iterator[Finding]:
    """Give findings for each Composition of whose group and kind the tree has a definition."""
    definitions = scene.inventory.of_kind(GROUP, XRD)
    for composition in scene.inventory.of_kind(GROUP, "Composition"):
        group, _, version = composition.text(*_TYPE, "apiVersion").rpartition("/")
        kind = composition.text(*_TYPE, "kind")
        for each in definitions:
            if (each.cluster, each.text("spec", "group")) != (composition.cluster, group):
                continue
            if each.text("spec", "names", "kind") == kind:
                yield from _of_type(composition, each, version)
                break
            if each.text("spec", "claimNames", "kind") == kind:
                meant = each.text("spec", "names", "kind")
                message = (
                    f"{kind} is the claim of {place(each)}, and Crossplane composes what it makes "
                    f"of the claim: nothing uses the Composition; write {meant}"
                )
                yield at(composition, (*_TYPE, "kind"), message)


def _of_type(composition: Resource, definition: Resource, version: str) -> Iterator[Finding]:
    versions = [each for each in definition.items("spec", "versions") if isinstance(each, dict)]
    taken = [str(each.get("name")) for each in versions if each.get("referenceable") is True]
    if len(taken) != 1:
        return
    if version != taken[0]:
        has = any(each.get("name") == version for each in versions)
        why = f"{version} is not the referenceable version" if has else f"there is no {version}"
        message = (
            f"{why} of {place(definition)}, and Crossplane never takes the Composition; "
            f"write {composition.text(*_TYPE, 'apiVersion').rpartition('/')[0]}/{taken[0]}"
        )
        yield at(composition, (*_TYPE, "apiVersion"), message)
    elif schema := _schema(definition, version):
        yield from _of_patches(composition, definition, schema)


def _schema(definition: Resource, version: str) -> dict[str, Any]:
    for each in as_list(as_mapping(definitions_of(definition.body)[0]["spec"]).get("versions")):
        if each.get("name") == version:
            return as_mapping(as_mapping(each.get("schema")).get("openAPIV3Schema"))
    return {}


def _of_patches(
    composition: Resource, definition: Resource, schema: dict[str, Any]
) -> Iterator[Finding]:
    for pattern in _PATCHES:
        for patch in places(composition, pattern):
            kind = composition.text(*patch, "type")
            if kind in _WRITING:
                field = "toFieldPath" if composition.at(*patch, "toFieldPath") else "fromFieldPath"
                paths = [(*patch, field)]
                then = "what the patch writes is dropped"
            elif kind in _READING:
                paths = [(*patch, "fromFieldPath")]
                paths += places(composition, "combine.variables[].fromFieldPath", patch)
                is_required = composition.text(*patch, "policy", "fromFieldPath") == "Required"
                then = "the patch fails" if is_required else "the patch does nothing"
            else:
                continue
            for path in paths:
                yield from _of_path(composition, definition, schema, path, then)


def _of_path(
    composition: Resource, definition: Resource, schema: dict[str, Any], path: Path, then: str
) -> Iterator[Finding]:
    written = composition.text(*path)
    parts = segments(written) or [""]
    if parts[0] not in _PARTS or parts[1:2] in ([], [_OWN]):
        return
    found = missing(schema, parts)
    if found is None:
        return
    number, beside = found
    meant = did_you_mean(parts[number], beside)
    kind = definition.text("spec", "names", "kind")
    message = f"{kind} of {place(definition)} has no {written}, so that {then}{meant}"
    yield at(composition, path, message)


RULE = Rule(
    name="composition-mismatch",
    summary="a Composition does not fit the definition of what it composes",
    why=(
        "Crossplane takes the Composition without a word; it is never chosen, or a patch finds "
        "nothing and the composed resource keeps the value of its base."
    ),
    mend="Mend the kind, the version or the field path, or add the field to the definition.",
    source="https://docs.crossplane.io/latest/composition/compositions/",
    check=check,
)
