"""secret-type: a Secret is meant for Argo CD, and Argo CD takes it for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.rules.rule import Rule, at
from argowave.secret import SECRET_TYPE
from argowave.words.nearest import nearest
from argowave.words.slip import is_slip

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.resources import Resource
    from argowave.rules.scene import Scene

# LabelValueSecretType… in common/common.go; util/settings, util/db and the generators of
# ApplicationSets look Secrets up by the label with one of them
_TYPES: Final = (
    "cluster",
    "repository",
    "repo-creds",
    "repository-write",
    "repo-write-creds",
    "scm-creds",
)
_INSTEAD: Final = {"repo": "repository", "repo-write": "repository-write"}
_ALIKE: Final = 0.8  # cluster-disabled and cluster are 0.6 alike
_DOMAIN: Final = SECRET_TYPE.partition("/")[0]
# where the labels of the Secret stand, by kind and group of what makes it
_METADATA: Final = {
    ("", "Secret"): ("metadata",),
    ("bitnami.com", "SealedSecret"): ("spec", "template", "metadata"),
    ("external-secrets.io", "ExternalSecret"): ("spec", "target", "template", "metadata"),
}


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each type, or label of a type, that Argo CD does not look for."""
    for (group, kind), path in _METADATA.items():
        for resource in scene.inventory.of_kind(group, kind):
            labels = resource.mapping(*path, "labels")
            if SECRET_TYPE in labels:
                yield from _value(resource, (*path, "labels", SECRET_TYPE))
            else:
                yield from _key(resource, path, labels)


def _value(resource: Resource, path: tuple[str, ...]) -> Iterator[Finding]:
    found = resource.at(*path)
    if isinstance(found, str) and found not in _TYPES and (meant := _near(found)):
        message = f"Argo CD knows no secret-type {found} and passes over the Secret; "
        yield at(resource, path, f"{message}did you mean {meant}?")


def _near(found: str) -> str:
    """Return the type that is meant, "" where the word is like none."""
    word = found.lower().replace("_", "-")
    return _INSTEAD.get(word) or nearest(word, _TYPES, _ALIKE)


def _key(resource: Resource, path: tuple[str, ...], labels: dict[str, object]) -> Iterator[Finding]:
    """Give a finding for a label that is nearly the one, and for an annotation in its place."""
    for name in labels:
        if is_slip(str(name), SECRET_TYPE) or _is_meant(str(name)):
            message = f"Argo CD knows no label {name} and passes over the Secret; "
            yield at(resource, (*path, "labels", name), f"{message}did you mean {SECRET_TYPE}?")
    if SECRET_TYPE in resource.mapping(*path, "annotations"):
        message = f"{SECRET_TYPE} is an annotation here, and Argo CD reads the label alone; move it"
        yield at(resource, (*path, "annotations", SECRET_TYPE), message)


def _is_meant(name: str) -> bool:
    domain, _, rest = name.partition("/")
    return domain == _DOMAIN and rest.lower().replace("_", "").replace("-", "") == "secrettype"


RULE = Rule(
    name="secret-type",
    summary="a Secret is meant for Argo CD, and Argo CD takes it for nothing",
    why=(
        "Argo CD finds clusters, repositories and credentials by the label "
        "argocd.argoproj.io/secret-type; a Secret with another label or type is passed over "
        "without a word, and the cluster or repository is unknown."
    ),
    mend="Write the label and one of the types that Argo CD's documentation has.",
    source="https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/",
    check=check,
)
