"""The keys of Secrets that controllers make, where what asks for them says which these are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from argowave.references.made import maker_of
from argowave.references.named import places
from argowave.references.stores import GROUP as EXTERNAL
from argowave.resources.key import Key
from argowave.resources.once import once

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.resources import Inventory, Resource

_CERTIFICATES: Final = ("tls.crt", "tls.key", "ca.crt")
_KEYSTORES: Final = {
    "jks": ("keystore.jks", "truststore.jks"),
    "pkcs12": ("keystore.p12", "truststore.p12"),
}
_FORMATS: Final = ("tls-combined.pem", "key.der")
_PATCHES: Final = "sealedsecrets.bitnami.com/patch"


class MadeKeys(NamedTuple):
    """A Secret's keys, and what makes it."""

    maker: Resource
    keys: frozenset[str]


def keys_made(inventory: Inventory, key: Key) -> MadeKeys | None:
    """Return the keys of a Secret that is made in the cluster, None where nobody can tell."""
    found = _made(inventory).get(key)
    if found is None:
        return None
    maker = maker_of(inventory, key)
    return found if maker is not None and maker.resource is found.maker else None


@once
def _made(inventory: Inventory) -> dict[Key, MadeKeys | None]:
    """Return {Secret: its keys}, None where what is asked for is open or two ask for it."""
    found: dict[Key, MadeKeys | None] = {}
    for resource, name, keys in _asked(inventory):
        key = Key(resource.cluster, "", "Secret", resource.namespace, name)
        known = keys is not None and key not in found
        found[key] = MadeKeys(resource, frozenset(keys)) if known and keys is not None else None
    return found


def _asked(inventory: Inventory) -> Iterator[tuple[Resource, str, list[str] | None]]:
    for resource in inventory.of_kind(EXTERNAL, "ExternalSecret"):
        name = resource.text("spec", "target", "name") or resource.name
        yield resource, name, _external(resource)
    for resource in inventory.of_kind("bitnami.com", "SealedSecret"):
        yield resource, resource.name, _sealed(resource)
    for resource in inventory.of_kind("cert-manager.io", "Certificate"):
        yield resource, resource.text("spec", "secretName"), _certificate(resource)


def _external(resource: Resource) -> list[str] | None:
    """Return the keys of an ExternalSecret's target: `data` and the template's own.

    A template replaces what it does not repeat unless it says Merge, which is not looked at.
    """
    target = resource.mapping("spec", "target")
    if resource.items("spec", "dataFrom") or target.get("creationPolicy") in ("Merge", "None"):
        return None
    if resource.items("spec", "target", "template", "templateFrom"):
        return None
    stated = [resource.text(*path) for path in places(resource, "spec.data[].secretKey")]
    return [*stated, *resource.mapping("spec", "target", "template", "data")] or None


def _sealed(resource: Resource) -> list[str] | None:
    template = ("spec", "template")
    if resource.at("spec", "data") or resource.mapping(*template, "metadata", "annotations").get(
        _PATCHES
    ):
        return None
    stated = resource.mapping("spec", "encryptedData")
    return [*stated, *resource.mapping(*template, "data")] or None


def _certificate(resource: Resource) -> list[str]:
    """Return every key that cert-manager may write; ca.crt depends on the issuer."""
    keys = [*_CERTIFICATES]
    for store, written in _KEYSTORES.items():
        if resource.mapping("spec", "keystores", store):
            keys += written
    if resource.items("spec", "additionalOutputFormats"):
        keys += _FORMATS
    return keys
