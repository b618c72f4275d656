"""A resource → its body as Argo CD shows it: namespace filled in, a Secret's values hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from argowave.manifest import LAST_APPLIED
from argowave.words.credentials import harmless_value

if TYPE_CHECKING:
    from argowave.resources.resource import Resource

HIDDEN: Final = "++++++++"  # what Argo CD shows in place of a Secret's value
_ARGO_CD: Final = "argoproj.io"
_VALUES: Final = ("data", "stringData")


def shown_body(resource: Resource) -> dict[str, Any]:
    """Return what may be shown of a resource; nothing of a Secret's values is in it.

    HideSecretData in gitops-engine/pkg/diff/diff.go, which hides kubectl's copy too. Credentials
    in the URLs of Argo CD's own objects are left out.
    """
    body = dict(resource.body)
    metadata = {
        key: value for key, value in resource.manifest.metadata.items() if key != "namespace"
    }
    if resource.namespace:
        metadata = {"namespace": resource.namespace, **metadata}
        if "name" in metadata:
            metadata = {"name": metadata.pop("name"), **metadata}
    body["metadata"] = metadata
    if (resource.group, resource.kind) == ("", "Secret"):
        for field in _VALUES:
            if field in body:
                body[field] = _hidden(body[field])
        if LAST_APPLIED in resource.manifest.annotations:
            metadata["annotations"] = {**metadata["annotations"], LAST_APPLIED: HIDDEN}
    return dict(harmless_value(body)) if resource.group == _ARGO_CD else body


def _hidden(values: object) -> object:
    """Return the keys with nothing behind them; what is no mapping is hidden as a whole."""
    return dict.fromkeys(values, HIDDEN) if isinstance(values, dict) else HIDDEN
