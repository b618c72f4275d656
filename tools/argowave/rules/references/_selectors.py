"""Selectors of labels in words."""

from __future__ import annotations

from typing import Any


def show_selector(labels: dict[str, Any], expressions: list[Any]) -> str:
    """Return a selector in words."""
    words = [f"{key}={value}" for key, value in labels.items()]
    for each in expressions:
        if isinstance(each, dict):
            listed = each.get("values")
            values = f" ({', '.join(map(str, listed))})" if isinstance(listed, list) else ""
            words.append(f"{each.get('key')} {each.get('operator')}{values}")
    return ", ".join(words)
