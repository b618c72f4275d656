"""A chart's kubeVersion constraint and a version → whether Helm takes the chart."""

from __future__ import annotations

import io
import tarfile
from functools import lru_cache

import helm_python as helm

_FILES = {
    "Chart.yaml": "apiVersion: v2\nname: constraint\nversion: 0.0.0\n",
    "templates/answer": "{{ semverCompare .Values.constraint .Values.version }}",
}


@lru_cache(maxsize=256)
def is_compatible(constraint: str, version: str) -> bool:
    """Tell whether `version` (1.36.0) meets `constraint` (>=1.30-0), by Helm's own reading.

    Helm's templates have the same comparison (semverCompare) as its check of kubeVersion, so a
    chart of one template is asked. A constraint that cannot be read is not met, as in Helm.
    """
    with helm.Chart.load_archive(_archive()) as chart:
        try:
            texts = chart.render({"constraint": constraint, "version": version}, name="constraint")
        except helm.HelmRenderError:
            return False
    return "true" in texts.values()


@lru_cache(maxsize=1)
def _archive() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, text in _FILES.items():
            entry = tarfile.TarInfo(f"constraint/{name}")
            entry.size = len(text)
            archive.addfile(entry, io.BytesIO(text.encode()))
    return buffer.getvalue()
