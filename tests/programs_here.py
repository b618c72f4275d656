"""Programs that tests need and that this machine may not have."""

from __future__ import annotations

import shutil

import pytest

needs_kustomize = pytest.mark.skipif(
    not (shutil.which("kustomize") or shutil.which("kubectl")),
    reason="neither kustomize nor kubectl is on PATH",
)
