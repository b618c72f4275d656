"""Names that end in a hash of what the object holds, as kustomize's generators give them.

The hash is worked out anew, so that no other name is taken for one.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from argowave.resources import Resource

HASH: Final = "{hash}"
_HASHED: Final = re.compile(r"(?P<name>.+)-(?P<hash>[2456789bcdfghkmt]{10})")
_DIGITS: Final = str.maketrans("013ae", "ghkmt")  # so that no word comes out
_ESCAPED: Final = {ord(each): f"\\u{ord(each):04x}" for each in "<>&\u2028\u2029"}
_MORE: Final = {"ConfigMap": "binaryData", "Secret": "stringData"}


def hashed_names(resources: Iterable[Resource]) -> dict[str, str]:
    """Return {name with its hash: name with {hash}} of ConfigMaps and Secrets.

    Names that only their hashes tell apart are left as they are.
    """
    found: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for each in resources:
        if not each.group and each.kind in _MORE and (plain := _plain(each)):
            found[each.kind, each.namespace, plain].add(each.name)
    told_apart = [(names.pop(), key[-1]) for key, names in found.items() if len(names) == 1]
    return dict(told_apart)


def without_hashes(text: str, names: Mapping[str, str]) -> str:
    """Return a text in which names stand without their hashes."""
    for name, plain in names.items():
        text = text.replace(name, plain)
    return text


def _plain(resource: Resource) -> str:
    parts = _HASHED.fullmatch(resource.name)
    if not parts or parts["hash"] not in _hashes(resource, parts["name"]):
        return ""
    return f"{parts['name']}-{HASH}"


def _hashes(resource: Resource, name: str) -> set[str]:
    """Return the hashes of an object, with its name and without.

    encodeConfigMap and encodeSecret in kustomize's api/hasher/hasher.go; kustomize 5 leaves the
    name empty, as it looks for a field called metadata/name.
    """
    body, more = resource.body, _MORE[resource.kind]
    said = {"kind": resource.kind, "data": body.get("data", "")}
    if resource.kind == "Secret":
        said["type"] = body.get("type", "")
    if isinstance(body.get(more), dict):
        said[more] = body[more]
    return {_hash({**said, "name": each}) for each in (name, "")}


def _hash(said: dict[str, Any]) -> str:
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    text = text.translate(_ESCAPED)  # as encoding/json of Go does
    return sha256(text.encode(errors="replace")).hexdigest()[:10].translate(_DIGITS)
