"""Rendered template texts → single documents in Helm's install order.

Source for the behaviour: pkg/release/v1/util/{manifest,manifest_sorter,kind_sorter}.go, Helm 4.2.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from argowave.sources.helm.chart_request import ChartFault
from argowave.sources.helm.excerpts import excerpt, quoted
from argowave.sources.helm.hooks import HOOKS, TEST_HOOKS, hook_events, left_out
from argowave.sources.helm.template_name import makes_manifests
from argowave.yamlio import YamlFault, read_documents

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from argowave.yamlio import Document

_SEPARATOR = re.compile(
    # what is before it keeps a long run of blanks from being tried again from each of them
    r"(?:^|(?<![\t\n\f\r ])[\t\n\f\r ]*\n)---[\t\n\f\r ]*"
)

MOST: Final = 20_000  # documents of one template; each takes a hundred times its text in memory
TOO_MANY: Final = f"renders to more than {MOST:,} documents"

_INSTALL_ORDER = {
    kind: position
    for position, kind in enumerate(
        (
            "PriorityClass",
            "Namespace",
            "NetworkPolicy",
            "ResourceQuota",
            "LimitRange",
            "PodSecurityPolicy",
            "PodDisruptionBudget",
            "ServiceAccount",
            "Secret",
            "SecretList",
            "ConfigMap",
            "StorageClass",
            "PersistentVolume",
            "PersistentVolumeClaim",
            "CustomResourceDefinition",
            "ClusterRole",
            "ClusterRoleList",
            "ClusterRoleBinding",
            "ClusterRoleBindingList",
            "Role",
            "RoleList",
            "RoleBinding",
            "RoleBindingList",
            "Service",
            "DaemonSet",
            "Pod",
            "ReplicationController",
            "ReplicaSet",
            "Deployment",
            "HorizontalPodAutoscaler",
            "StatefulSet",
            "Job",
            "CronJob",
            "IngressClass",
            "Ingress",
            "APIService",
            "MutatingWebhookConfiguration",
            "ValidatingWebhookConfiguration",
        )
    )
}
_KIND: dict[type, str] = {dict: "mapping", list: "list"}
_LAST = len(_INSTALL_ORDER)


class Ordered(NamedTuple):
    """What the templates of a chart render to."""

    documents: list[Document]
    faults: list[ChartFault]  # why Helm could not read something
    left_out: list[ChartFault]  # manifests with a misspelt hook, which Helm passes over


def split_manifests(text: str) -> list[str]:
    """Return the documents of one rendered template, blank ones left out."""
    text = text.lstrip()
    parts = _SEPARATOR.split(text) if text.startswith("---") or "\n---" in text else [text]
    return [part.lstrip() for part in parts if part.strip()]


def order_templates(
    texts: Mapping[str, str], locate: Callable[[str], str], *, skip_tests: bool
) -> Ordered:
    """Return manifests in install order, then hooks in theirs, as `helm template` prints them.

    Partials (`_x`), NOTES.txt and blank outputs are left out, so is a hook of a kind that Helm
    does not know. Documents with only comments are left out too: Argo CD drops them.

    Args:
        texts: Helm's template path → what it rendered to.
        locate: Helm's template path → the path that findings show.
        skip_tests: whether test hooks are left out.
    """
    manifests: list[Document] = []
    hooks: list[Document] = []
    faults: list[ChartFault] = []
    lost: list[ChartFault] = []
    for template in sorted(texts):
        if not makes_manifests(template):
            continue
        for document in read_rendered(texts[template], template, locate):
            if isinstance(document, ChartFault):
                faults.append(document)
            elif (events := hook_events(document.body)) is None:
                manifests.append(document)
            elif not events <= HOOKS:
                lost += filter(None, (left_out(document, events, template),))
            elif not (skip_tests and events & TEST_HOOKS):
                hooks.append(document)
    manifests.sort(key=_install_position)
    hooks.sort(key=_install_position)
    return Ordered(manifests + hooks, faults, lost)


def read_rendered(
    text: str, template: str, locate: Callable[[str], str]
) -> Iterator[Document | ChartFault]:
    """Yield the documents of one rendered template; one that Helm could not read is a fault."""
    if text.count("\n---") > MOST:
        yield ChartFault(TOO_MANY, template)
        return
    source = locate(template)
    for index, part in enumerate(split_manifests(text)):
        # Helm prints a line break after each part, which a block scalar at its end needs
        for document in _numbered(f"{part}\n", source, index):
            if isinstance(document, YamlFault):
                line = excerpt(part, document.line)
                message = f"renders to something that is no YAML: {document.message}{quoted(line)}"
                yield ChartFault(message, template, rendered=line)
            elif document.body is not None:
                fault = _head_fault(document.body)
                yield document if fault is None else ChartFault(fault, template)


def _numbered(text: str, source: str, index: int) -> Iterator[Document | YamlFault]:
    """Yield what one part reads as, with the part's own position in the template."""
    for document in read_documents(text.encode(), source):
        yield document if index == 0 else replace(document, index=index)


def _head_fault(body: object) -> str | None:
    """Say why Helm could not read a document's head (SimpleHead), or None.

    A number where a string belongs is no fault for Helm, sigs.k8s.io/yaml makes it one.
    """
    if not isinstance(body, dict):
        return f"renders to a {_KIND.get(type(body), 'scalar')}, not to an object"
    metadata = body.get("metadata")
    if not isinstance(metadata, dict):
        return None if metadata is None else "renders to an object whose metadata is no mapping"
    annotations = metadata.get("annotations")
    if not isinstance(annotations, dict):
        return None if annotations is None else "renders to annotations that are no mapping"
    for key, value in annotations.items():
        if isinstance(value, dict | list):
            return f"renders the annotation {key} to a {_KIND[type(value)]}, not to a string"
    return None


def _install_position(document: Document) -> tuple[int, str]:
    kind = document.body.get("kind")
    position = _INSTALL_ORDER.get(kind, _LAST) if isinstance(kind, str) else _LAST
    return position, str(kind) if position == _LAST else ""
