"""What of a repository's YAML is a manifest, for those who name files without looking at them."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

NO_MANIFEST = "it is no manifest: it has neither apiVersion nor kind"


def without_templates(files: Iterable[str]) -> list[str]:
    """Return the files that are no templates of charts: those are no YAML before Helm reads them.

    Args:
        files: paths, with slashes.
    """
    return [path for path in files if not _is_below_chart(os.path.dirname(path))]  # noqa: PTH120 (quick)


def is_manifest(body: object) -> bool:
    """Tell whether a document is meant for Kubernetes; one that lacks only its kind is."""
    return isinstance(body, dict) and ("apiVersion" in body or "kind" in body)


@cache
def _is_below_chart(folder: str) -> bool:
    """Tell whether a folder is templates/ of a chart, or in it."""
    above, _, name = folder.rpartition("/")
    if name == "templates" and os.path.isfile(f"{above or '.'}/Chart.yaml"):  # noqa: PTH113 (quick)
        return True
    return bool(above) and _is_below_chart(above)
