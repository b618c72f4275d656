"""The string formats that mean something else in Kubernetes than in JSON Schema."""

from __future__ import annotations

import re

from argowave.times import durations

_ISO_DURATION = re.compile(
    r"P(?:\d+W|(?=[\dT])(?:\d+Y)?(?:\d+M)?(?:\d+D)?"
    r"(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?)\Z",
    re.ASCII,
)
# Anywhere in it a number and a unit, as ParseDuration of k8s.io/kube-openapi/pkg/validation/strfmt.
_LOOSE_DURATION = re.compile(
    r"[0-9]\s*(?:(?:ns|us|\u00b5s|ms|s|m|h|hr|d|w|wk)(?![A-Za-z\u00b5])"
    r"|nano|micro|milli|sec|min|hour|day|week)",
    re.ASCII | re.IGNORECASE,
)


def is_duration(text: str) -> bool:
    """Tell whether `text` is a duration as Go writes it (1h30m) or as ISO 8601 does (PT1H30M).

    Kubernetes reads Go's form where JSON Schema means ISO 8601's; kubeconform takes both
    (pkg/validator/validator.go, validateDuration). The API server takes looser words too, such
    as 3d and 1 hour.
    """
    return bool(
        durations.is_duration(text) or _LOOSE_DURATION.search(text) or _ISO_DURATION.match(text)
    )
