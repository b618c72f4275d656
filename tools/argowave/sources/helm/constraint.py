"""A semver constraint and versions → those that meet it, as Helm and Argo CD read both."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import TYPE_CHECKING

from argowave.bounded.errors import RefusedError
from argowave.sources.helm.asking import of_archive, render_chart

if TYPE_CHECKING:
    from collections.abc import Sequence

_FILES = {
    "Chart.yaml": "apiVersion: v2\nname: constraint\nversion: 0.0.0\n",
    "templates/answer": (
        "{{ $constraint := .Values.constraint }}{{ range .Values.versions }}"
        "{{ semverCompare $constraint . }} {{ end }}"
    ),
}


@lru_cache(maxsize=256)
def is_compatible(constraint: str, version: str) -> bool:
    """Tell whether `version` (1.36.0) meets `constraint` (>=1.30-0), by Helm's own reading.

    A constraint that cannot be read is not met, as in Helm.
    """
    return bool(meeting(constraint, [version]))


def meeting(constraint: str, versions: Sequence[str]) -> list[str] | None:
    """Return the versions that meet a constraint, None where it cannot be read.

    Helm's templates have the same comparison (semverCompare) as its check of kubeVersion and as
    Argo CD's search for a version, so a chart of one template is asked.
    """
    asked = [*versions, "0.0.0"]  # one at least, so that the constraint is read
    try:
        values = {"constraint": constraint, "versions": asked}
        texts = render_chart(of_archive(_archive()), values, {"name": "constraint"})
    except RefusedError:
        return None
    answers = " ".join(texts.values()).split()
    return [each for each, answer in zip(versions, answers[:-1], strict=True) if answer == "true"]


@lru_cache(maxsize=1)
def _archive() -> bytes:
    import tarfile  # noqa: PLC0415 (few charts state a constraint)

    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, text in _FILES.items():
            entry = tarfile.TarInfo(f"constraint/{name}")
            entry.size = len(text)
            archive.addfile(entry, io.BytesIO(text.encode()))
    return buffer.getvalue()
