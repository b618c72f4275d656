from __future__ import annotations

from diff.conftest import shop

__all__ = ["shop"]
