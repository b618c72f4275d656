"""What a group, a version and a kind may be called; anything else is never looked up.

The names become parts of paths and URLs, so that a manifest cannot lead a look-up elsewhere.
"""

from __future__ import annotations

import re
from typing import Final

# IsDNS1123Subdomain and IsDNS1035Label of k8s.io/apimachinery/pkg/util/validation
_LABEL: Final = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_GROUP: Final = re.compile(rf"(?=.{{1,253}}\Z){_LABEL}(?:\.{_LABEL})*\Z")
_VERSION: Final = re.compile(rf"{_LABEL}\Z")
_KIND: Final = re.compile(r"[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\Z")


def is_group(text: str) -> bool:
    """Return whether Kubernetes takes `text` as the name of a group: argoproj.io."""
    return _GROUP.match(text) is not None


def is_version(text: str) -> bool:
    """Return whether Kubernetes takes `text` as the name of a version: v1beta1."""
    return _VERSION.match(text) is not None


def is_kind(text: str) -> bool:
    """Return whether Kubernetes takes `text` as a kind: its lower case is a DNS label."""
    return _KIND.match(text) is not None


def can_exist(api_version: str, kind: str) -> bool:
    """Return whether there can be such a kind at all: apps/v1 Deployment."""
    group, slash, version = api_version.rpartition("/")
    return is_version(version) and is_kind(kind) and (is_group(group) if slash else not group)
