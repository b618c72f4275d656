"""Manifests, or objects of a cluster → what AWS shall hold, references resolved by name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from argowave.finding import Finding
from argowave.kubernetes import SERVICES
from argowave.manifest import EXTERNAL_NAME

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from argowave.resources import Inventory

RULE = "flow"
# field → the kind that its Ref names, and what of it is meant
_REFERENCES = {
    "topicArn": ("Topic", "arn"),
    "endpoint": ("Queue", "arn"),
    "queueUrl": ("Queue", "name"),
}


@dataclass(frozen=True, slots=True)
class Declared:
    """One managed resource as it is declared."""

    service: str  # sns, sqs, dynamodb
    kind: str
    name: str  # in AWS; of a QueuePolicy, the queue's
    parameters: Mapping[str, Any]
    object_name: str
    path: str = ""  # where it is declared
    line: int | None = None
    application: str | None = None

    @property
    def subject(self) -> str:
        """Kind/name, as findings show it."""
        return f"{self.kind}/{self.object_name}"

    @property
    def region(self) -> str:
        """The region that it is in."""
        return str(self.parameters.get("region", ""))

    def finding(self, message: str, pointer: str = "") -> Finding:
        """Return a finding at the place where it is declared."""
        return Finding(
            self.path or "cluster",
            self.line,
            self.subject,
            pointer,
            message,
            RULE,
            application=self.application,
        )


def from_inventory(inventory: Inventory, environment: str) -> tuple[Declared, ...]:
    """Return what the manifests of a tree declare."""
    found = []
    for resource in inventory.resources:
        document = resource.manifest.document
        application = resource.application
        made = _declared(resource.group, resource.kind, resource.body)
        if made is not None:
            place = replace(
                made,
                path=document.source,
                line=document.line,
                application=f"{environment}/{application.name}" if application else None,
            )
            found.append(place)
    return _resolved(found)


def from_objects(objects: Iterable[Mapping[str, Any]]) -> tuple[Declared, ...]:
    """Return what the managed resources of a cluster declare."""
    found = []
    for body in objects:
        group = str(body.get("apiVersion", "")).partition("/")[0]
        made = _declared(group, str(body.get("kind")), body)
        if made is not None:
            found.append(made)
    return _resolved(found)


def _declared(group: str, kind: str, body: Mapping[str, Any]) -> Declared | None:
    service = SERVICES.get(kind)
    spec = body.get("spec")
    # of the AWS provider's groups alone; argowave.cloud would bring the readers of YAML along,
    # which the check's image does without
    if service is None or not group.startswith(f"{service}.aws.") or not isinstance(spec, dict):
        return None
    parameters = {**(spec.get("initProvider") or {}), **(spec.get("forProvider") or {})}
    metadata = body.get("metadata") or {}
    own = str(metadata.get("name", ""))
    external = str((metadata.get("annotations") or {}).get(EXTERNAL_NAME) or "")
    name = external.rpartition("/")[2] or own
    if kind == "Queue":
        name = str(parameters.get("name") or name)
    elif kind == "QueuePolicy":
        name = str(parameters.get("queueUrl") or "").rpartition("/")[2]
    return Declared(service, kind, name, parameters, own)


def _resolved(found: list[Declared]) -> tuple[Declared, ...]:
    """Return everything with its references replaced by what they name."""
    by_object = {(each.kind, each.object_name): each for each in found}
    resolved = []
    for each in found:
        parameters = dict(each.parameters)
        for field, (kind, _) in _REFERENCES.items():
            reference = parameters.get(f"{field}Ref") or {}
            target = by_object.get((kind, str(reference.get("name"))))
            if target is not None and not parameters.get(field):
                parameters[field] = target.name  # an ARN is made of it once the account is known
        name = str(parameters.get("queueUrl", "")) if each.kind == "QueuePolicy" else each.name
        resolved.append(replace(each, parameters=parameters, name=name.rpartition("/")[2]))
    return tuple(resolved)
