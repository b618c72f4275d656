"""Secrets: what is kept quiet, whether there may be one, its type for Argo CD, its texts."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from argowave.typed import as_mapping

if TYPE_CHECKING:
    from argowave.manifest import Manifest

# kinds whose values are never shown; of a SealedSecret those of its template are not sealed
HIDDEN: Final = frozenset(("SealedSecret", "Secret", "SecretList"))
SECRET_TYPE: Final = "argocd.argoproj.io/secret-type"  # noqa: S105 (a label, no secret)

_NAMED: Final = re.compile(rb"""\bkind["']?:\s*["']?Secret(List)?\b""")


def names_secret(data: bytes) -> bool:
    """Tell whether some manifests may hold a Secret, or refer to one."""
    return _NAMED.search(data) is not None


def secret_type(manifest: Manifest) -> str:
    """Return what Argo CD takes a Secret for: cluster, repository, repo-creds, or ""."""
    if manifest.kind != "Secret":
        return ""
    labels = manifest.metadata.get("labels")
    found = labels.get(SECRET_TYPE) if isinstance(labels, dict) else None
    return found if isinstance(found, str) else ""


def stated_secret(manifest: Manifest) -> Manifest | None:
    """Return a Secret, or what the template of an ExternalSecret says of the one that it makes."""
    if manifest.kind == "Secret":
        return manifest
    if manifest.kind != "ExternalSecret":
        return None
    target = as_mapping(as_mapping(manifest.body.get("spec")).get("target"))
    template = as_mapping(target.get("template"))
    texts = as_mapping(template.get("data"))
    body = {"kind": "Secret", "metadata": as_mapping(template.get("metadata")), "stringData": texts}
    return replace(manifest, document=replace(manifest.document, body=body))


def secret_text(manifest: Manifest, key: str) -> str:
    """Return one text of a Secret, from stringData or data, "" where there is none."""
    plain = manifest.body.get("stringData")
    if isinstance(plain, dict) and isinstance(plain.get(key), str):
        return str(plain[key])
    data = manifest.body.get("data")
    encoded = data.get(key) if isinstance(data, dict) else None
    if not isinstance(encoded, str):
        return ""
    try:
        return base64.b64decode(encoded, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""
