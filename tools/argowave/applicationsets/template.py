"""An ApplicationSet's template and elements → the bodies of Applications."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from argowave.applicationsets.faults import Fault
from argowave.applicationsets.parameters import fill
from argowave.applicationsets.patch import apply_patch
from argowave.manifest import CASCADE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from argowave.applicationsets.elements import Element
    from argowave.applicationsets.renderer import Renderer

_METADATA: Final = ("name", "namespace", "labels", "annotations", "finalizers")


def make_applications(
    spec: Mapping[str, Any],
    own: Mapping[str, Any],
    elements: Sequence[Element],
    renderer: Renderer,
) -> list[dict[str, Any] | Fault]:
    """Return the body of each element's Application, or why there is none.

    Args:
        spec: the ApplicationSet's.
        own: the generator's own template, which wins over the ApplicationSet's.
        elements: what the generator gives.
        renderer: the ApplicationSet's.
    """
    base = spec.get("template")
    template = _application(fill(own, base if isinstance(base, dict) else {}))
    params = [each.params for each in elements]
    bodies = [
        filled if given else template  # without a parameter nothing is filled in
        for filled, given in zip(renderer.fill_all(template, params), params, strict=True)
    ]
    patch = spec.get("templatePatch")
    patches = renderer.fill_all(patch, params) if isinstance(patch, str) else [None] * len(bodies)
    return [
        _placed(body) if isinstance(body, Fault) else _patched(_finished(body, each, spec), patch)
        for body, each, patch in zip(bodies, elements, patches, strict=True)
    ]


def _placed(fault: Fault) -> Fault:
    return replace(fault, path=("template", *fault.path))


def _patched(body: dict[str, Any], patch: str | Fault | None) -> dict[str, Any] | Fault:
    if isinstance(patch, Fault):
        return replace(patch, path=("templatePatch",))
    try:
        return body if patch is None else apply_patch(body, patch)
    except Fault as fault:
        return fault


def _application(template: Mapping[str, Any]) -> dict[str, Any]:
    """Return the template as an Application (GetTempApplication)."""
    stated = template.get("metadata")
    metadata = stated if isinstance(stated, dict) else {}
    spec = template.get("spec")
    return {
        "metadata": {key: metadata[key] for key in _METADATA if key in metadata},
        "spec": spec if isinstance(spec, dict) else {},
    }


def _finished(body: dict[str, Any], element: Element, spec: Mapping[str, Any]) -> dict[str, Any]:
    """Add the finalizer that Argo CD adds (RenderTemplateParams)."""
    policy = spec.get("syncPolicy")
    preserves = isinstance(policy, dict) and policy.get("preserveResourcesOnDeletion") is True
    metadata = dict(body["metadata"])
    if element.params and not preserves and not metadata.get("finalizers"):
        metadata["finalizers"] = [CASCADE]
    return {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Application",
        "metadata": metadata,
        "spec": body["spec"],
    }
