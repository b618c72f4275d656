"""Well-known programs → what they make where they run, told by image, command and environment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from argowave.references.making.product import ANY, Product
from argowave.references.pods import POD_SPECS, containers, image_name
from argowave.typed import as_list

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.resources import Resource

_KEDA: Final = "--enable-cert-rotation=true"
_KEDA_NAME: Final = "--cert-secret-name="
_METALLB: Final = "METALLB_ML_SECRET_NAME"
_ISTIO: Final = "PILOT_CA_CERT_CONFIGMAP"
_CONTOUR: Final = ("contourcert", "envoycert")


def of_programs(resource: Resource) -> Iterator[Product]:
    """Give what the containers of a workload make because of what program they are."""
    known = (resource.group, resource.kind)
    if known in POD_SPECS:
        for _, container in containers(resource, POD_SPECS[known]):
            for kind, namespace, name in _of_container(container):
                yield Product(kind, namespace or resource.namespace, name)


def _of_container(container: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Give kind, namespace ("" for its own) and name of each.

    createMLSecret of MetalLB's controller, main of KEDA's operator, `certgen` of Contour, and the
    namespace controller of istiod (NewNamespaceController) with CACertConfigMapName.
    """
    words, variables = _words(container), _variables(container)
    if _METALLB in variables:
        yield "Secret", "", variables[_METALLB]
    if _KEDA in words:
        named = [each for each in words if each.startswith(_KEDA_NAME)]
        yield "Secret", "", named[-1].removeprefix(_KEDA_NAME) if named else "kedaorg-certs"
    if words[:2] == ["contour", "certgen"] and "--kube" in words:
        for name in _CONTOUR:
            yield "Secret", "", name
    if words[:1] == ["discovery"] and image_name(str(container.get("image", ""))) == "pilot":
        yield "ConfigMap", ANY, variables.get(_ISTIO) or "istio-ca-root-cert"


def _words(container: dict[str, Any]) -> list[str]:
    listed = [*as_list(container.get("command")), *as_list(container.get("args"))]
    return [word for word in listed if isinstance(word, str)]


def _variables(container: dict[str, Any]) -> dict[str, str]:
    return {
        each["name"]: each["value"]
        for each in as_list(container.get("env"))
        if isinstance(each, dict)
        and isinstance(each.get("name"), str)
        and isinstance(each.get("value"), str)
    }
