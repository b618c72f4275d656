"""invalid-data: a ConfigMap or a Secret that the API server refuses.

Source: ValidateConfigMap and ValidateSecret in k8s.io/kubernetes/pkg/apis/core/validation.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from argowave.rules.refused._part import Part
from argowave.rules.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.rules.scene import Scene

_KEY: Final = re.compile(r"[-._a-zA-Z0-9]+")
_LONGEST: Final = 253  # characters
_LARGEST: Final = 1024 * 1024  # bytes of all values
_ENCODED: Final = {("Secret", "data"), ("ConfigMap", "binaryData")}
_BAGS: Final = {"ConfigMap": ("data", "binaryData"), "Secret": ("data", "stringData")}
_NEEDED: Final = {
    "kubernetes.io/tls": ("tls.crt", "tls.key"),
    "kubernetes.io/dockerconfigjson": (".dockerconfigjson",),
    "kubernetes.io/dockercfg": (".dockercfg",),
    "kubernetes.io/ssh-auth": ("ssh-privatekey",),
}
_EITHER: Final = {"kubernetes.io/basic-auth": ("username", "password")}
_TOKEN: Final = "kubernetes.io/service-account-token"  # noqa: S105 (a type)
_ACCOUNT: Final = "kubernetes.io/service-account.name"


def check(scene: Scene) -> Iterator[Finding]:
    """Give everything that is refused of each ConfigMap and Secret."""
    for kind in _BAGS:
        for resource in scene.inventory.of_kind("", kind):
            yield from _of_keys(Part.of(resource))
            if kind == "Secret":
                yield from _of_type(Part.of(resource))


def _of_keys(data: Part) -> Iterator[Finding]:
    kind = data.resource.kind
    first, second = (data.part(bag) for bag in _BAGS[kind])
    size = slack = 0
    for bag in (first, second):
        is_encoded = (kind, bag.path[-1]) in _ENCODED
        for key, value in bag.body.items():
            if fault := _key_fault(key):
                yield bag.refused(f"the key {key}: {fault}", key)
            if isinstance(value, str):
                slack += 2 * is_encoded  # base64 may end in two bytes less
                size += len(value) * 3 // 4 if is_encoded else len(value.encode("utf-8", "replace"))
    if kind == "ConfigMap":
        for key in first.body.keys() & second.body.keys():
            yield second.refused(f"the key {key} in both data and binaryData", key)
    if size - slack > _LARGEST:
        yield data.refused(f"a {kind} of {size:,} bytes: {_LARGEST:,} are the most")


def _key_fault(key: str) -> str:
    """Say why a key is refused (IsConfigMapKey)."""
    if len(key) > _LONGEST:
        return f"it has {len(key)} characters, and {_LONGEST} are the most"
    if not _KEY.fullmatch(key):
        return "it may have letters, digits, -, _ and ."
    return "it may not be . or begin with .." if key == "." or key.startswith("..") else ""


def _of_type(secret: Part) -> Iterator[Finding]:
    kind = secret.text("type")
    keys = {*secret.part("data").body, *secret.part("stringData").body}
    missing = [key for key in _NEEDED.get(kind, ()) if key not in keys]
    either = _EITHER.get(kind, ())
    if either and not keys & {*either}:
        missing = [" or ".join(either)]
    if missing and secret.is_whole:
        yield secret.refused(f"the type {kind} without the key {' and '.join(missing)}", "type")
    named = secret.part("metadata").part("annotations").text(_ACCOUNT)
    if kind == _TOKEN and not named and secret.is_whole:
        yield secret.refused(f"the type {kind} without the annotation {_ACCOUNT}", "type")


RULE = Rule(
    name="invalid-data",
    summary="a ConfigMap or a Secret with keys that none can have, or without those of its type",
    why=(
        "A key is a file's name: a slash or a blank in it is refused, and so is a TLS Secret "
        "without its certificate, or more than a megabyte. Schemas take all of it."
    ),
    mend="Do what the message says; a key that has to hold a path is mounted with `items`.",
    source="https://kubernetes.io/docs/concepts/configuration/secret/#secret-types",
    check=check,
)
