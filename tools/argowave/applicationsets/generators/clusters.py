"""The clusters generator: the clusters that Argo CD knows (generators/cluster.go)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from argowave.applicationsets.elements import Element, with_values
from argowave.applicationsets.faults import Unknown
from argowave.applicationsets.parameters import OneValue, Texts, sanitize_name
from argowave.applicationsets.selector import check_selector, matches, selects_nothing

if TYPE_CHECKING:
    from argowave.applicationsets.clusters import Cluster
    from argowave.applicationsets.elements import Setting

_IN_CLUSTER: Final = "in-cluster"
_SERVER: Final = "https://kubernetes.default.svc"
# what no generator is told of a Secret's annotations (excludedClusterAnnotations, since 3.5.7)
_STATE: Final = frozenset(
    (
        *("argocd.argoproj.io/refresh", "argocd.argoproj.io/hydrate"),
        *("argocd.argoproj.io/tracking-id", "argocd.argoproj.io/installation-id"),
        "kubectl.kubernetes.io/last-applied-configuration",
    )
)


def expand_clusters(generator: dict[str, Any], setting: Setting) -> list[Element]:
    """Return an element for each cluster that the selector takes.

    Argo CD's own cluster is among them without a Secret, but only where nothing is selected; one
    that is asked for its labels surely has a Secret, as Terraform makes it.

    Raises:
        Fault: the selector or a value is wrong.
        Unknown: clusters are selected and none is known.
    """
    selector = generator.get("selector")
    check_selector(selector, of_labels=True)
    everything = selects_nothing(selector)
    known = setting.clusters()
    if known is None:
        why = "no cluster Secret is in this repository; name a file with `clusters` in the settings"
        if setting.of_secrets:
            why = f"the labels and annotations that it asks for stand in cluster Secrets: {why}"
        if setting.of_secrets or not everything:
            raise Unknown(_WHAT, why)
        setting.gaps.append(Unknown(f"{_WHAT} beyond {_IN_CLUSTER}", why))
    # by name, as Argo CD has them: of two clusters of one name it takes either
    selected = {each.name: each for each in known or () if matches(selector, each.labels)}.values()
    elements = [Element(_params(each, setting), f"cluster {each.name}") for each in selected]
    if everything and not any(each.server == _SERVER for each in selected):
        params = {"name": _IN_CLUSTER, "nameNormalized": _IN_CLUSTER, "server": _SERVER}
        elements.insert(0, Element({**params, "project": ""}, f"cluster {_IN_CLUSTER}"))
    elements = with_values(elements, generator, setting)
    if generator.get("flatList") is True:
        together = OneValue(each.params for each in elements)
        return [Element({"clusters": together}, "all clusters")]
    return elements


_WHAT: Final = "clusters generator"


def _params(cluster: Cluster, setting: Setting) -> dict[str, Any]:
    params: dict[str, Any] = {
        "name": cluster.name,
        "nameNormalized": sanitize_name(cluster.name),
        "server": cluster.server,
        "project": cluster.project,
    }
    told = {key: text for key, text in cluster.annotations.items() if key not in _STATE}
    sections = {"annotations": told, "labels": cluster.labels}
    if setting.go:
        params["metadata"] = {name: Texts(texts) for name, texts in sections.items() if texts}
        if cluster.annotations:  # all of them may have been left out
            params["metadata"]["annotations"] = Texts(told)
        return params
    for name, texts in sections.items():
        params |= {f"metadata.{name}.{key}": text for key, text in texts.items()}
    return params
