"""Defects that no rehearsal shows, by the mutation's name or its rule, and why."""

from __future__ import annotations

UNSEEN: dict[str, str] = {}
