"""What is wrong with a container's environment.

Source: ValidateEnv and validateEnvFrom in k8s.io/kubernetes/pkg/apis/core/validation.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from argowave.rules.refused._part import one_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.rules.refused._part import Part

_SOURCES: Final = ("fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef")
_NEWER: Final = "fileKeyRef"
_FIELDS: Final = (
    *("metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName"),
    *("spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP"),
    "status.podIPs",
)
_KEYED: Final = re.compile(r"metadata\.(?:labels|annotations)\['.+'\]")
_PRINTABLE: Final = re.compile(r"[ -<>-~]+")  # ASCII but for =


def of_environment(container: Part) -> Iterator[Finding]:
    """Give what is wrong with `env` and `envFrom`."""
    for entry in container.parts("env"):
        yield from _of_entry(entry)
    for entry in container.parts("envFrom"):
        yield from one_of(entry, "an entry", ("configMapRef", "secretRef"), missing=True)


def _of_entry(entry: Part) -> Iterator[Finding]:
    name = entry.body.get("name")
    if isinstance(name, str) and not _PRINTABLE.fullmatch(name):
        what = f"the variable {name}: its name has = or what is no printable ASCII"
        yield entry.refused(what if name else "a variable whose name is empty", "name")
    if not entry.has("valueFrom"):
        return
    if entry.body.get("value"):
        yield entry.refused(
            f"the variable {name} with both value and valueFrom: keep one", "valueFrom"
        )
    source = entry.part("valueFrom")
    missing = not source.has(_NEWER)
    yield from one_of(source, f"the valueFrom of {name}", _SOURCES, missing=missing)
    path = source.part("fieldRef").text("fieldPath")
    if path and path not in _FIELDS and not _KEYED.fullmatch(path):
        message = (
            f"the fieldPath {path} in an environment: it is one of {', '.join(_FIELDS)}, "
            "metadata.labels['…'] or metadata.annotations['…']"
        )
        yield source.refused(message, "fieldRef", "fieldPath")
