"""What of a repository's YAML is a manifest, for those who name files without looking at them."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable


# of a chart: what Helm reads, what its templates read and often have read as templates too, and
# values that chart-testing takes
_OF_CHART: Final = frozenset(("templates", "files", "ci"))


def without_parts_of_charts(files: Iterable[str]) -> list[str]:
    """Return the files but those that Helm reads, or a chart's templates: many are no YAML yet.

    Args:
        files: paths, with slashes.
    """
    return [path for path in files if not _is_in_chart(os.path.dirname(path))]  # noqa: PTH120 (quick)


def passed_over(body: object) -> str:
    """Return why a document is not meant for Kubernetes as it stands, "" where it is.

    A Chart.yaml has an apiVersion as well, and the values of some charts a kind; neither has
    metadata, as a manifest has that lacks only its kind.
    """
    stated = {"apiVersion", "kind"} & body.keys() if isinstance(body, dict) else frozenset[str]()
    if not isinstance(body, dict) or not stated:
        return "it is no manifest: it has neither apiVersion nor kind"
    if len(stated) == 1 and not isinstance(body.get("metadata"), dict):
        return "it is no manifest: it lacks apiVersion or kind, and metadata"
    if isinstance(body.get("sops"), dict):
        return "it is encrypted with SOPS"
    return ""


@cache
def _is_in_chart(folder: str) -> bool:
    """Tell whether a folder is such a part of a chart, or in one."""
    above, _, name = folder.rpartition("/")
    if name in _OF_CHART and os.path.isfile(f"{above or '.'}/Chart.yaml"):  # noqa: PTH113 (quick)
        return True
    return bool(above) and _is_in_chart(above)
