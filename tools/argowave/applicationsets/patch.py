"""A templatePatch → what it makes of a generated Application.

applyTemplatePatch in applicationset/controllers/template/patch.go: a strategic merge patch for
Argo CD's Application type, whose lists are all replaced but for metadata.finalizers.
"""

from __future__ import annotations

from typing import Any, Final

from argowave.applicationsets.faults import Fault
from argowave.yamlio import YamlFault, read_documents

_DIRECTIVE: Final = "$patch"
_PLACE: Final = ("templatePatch",)


def apply_patch(body: dict[str, Any], text: str) -> dict[str, Any]:
    """Return an Application with a patch applied; spec.project stays as it was.

    Args:
        body: the Application.
        text: the patch, YAML or JSON, already filled in.

    Raises:
        Fault: it is no mapping.
    """
    document = read_documents(text.encode(), "templatePatch", strict=False)[0]
    if isinstance(document, YamlFault):
        message = f"templatePatch becomes no YAML: {document.message} (its line {document.line})"
        raise Fault(message, _PLACE)
    if document.body is None:
        return body
    if not isinstance(document.body, dict):
        message = "templatePatch becomes no mapping"
        raise Fault(message, _PLACE)
    patched = _merged(body, document.body, ())
    spec, project = patched.get("spec"), body["spec"].get("project")
    if isinstance(spec, dict) and project is not None:
        patched["spec"] = {**spec, "project": project}
    return patched


def _merged(below: dict[str, Any], patch: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    if patch.get(_DIRECTIVE) == "replace":
        return {key: value for key, value in patch.items() if key != _DIRECTIVE}
    if patch.get(_DIRECTIVE) == "delete":
        return {}
    made = dict(below)
    for key, value in patch.items():
        known = made.get(key)
        if key == _DIRECTIVE or key.startswith(("$setElementOrder/", "$retainKeys")):
            continue
        if value is None:
            made.pop(key, None)
        elif isinstance(value, dict):
            made[key] = _merged(known if isinstance(known, dict) else {}, value, (*path, key))
        elif isinstance(value, list) and isinstance(known, list) and (*path, key) == _FINALIZERS:
            made[key] = [*known, *(each for each in value if each not in known)]
        else:
            made[key] = value
    return made


_FINALIZERS: Final = ("metadata", "finalizers")
