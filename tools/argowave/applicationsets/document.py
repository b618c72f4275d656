"""A generated Application as a document whose lines are its ApplicationSet's."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from argowave.yamlio import Document


@dataclass(frozen=True, slots=True)
class GeneratedDocument(Document):
    """One Application that an ApplicationSet's element makes."""

    holder: Document | None = None  # the ApplicationSet's
    templates: tuple[tuple[str | int, ...], ...] = ()  # where templates stand, the winning first

    def line_of(self, pointer: tuple[str | int, ...]) -> int:
        """Return the 1-based line of the template that states `pointer`, or its nearest parent."""
        if self.holder is None:
            return self.line
        deepest = max(
            self.templates,
            key=lambda place: _depth(self.holder, (*place, *pointer)),  # the first of equals
        )
        return self.holder.line_of((*deepest, *pointer))


def _depth(holder: Document | None, path: tuple[str | int, ...]) -> int:
    """Return how much of a path is there; all of the template's own path counts for nothing."""
    value: Any = holder.body if holder is not None else None
    for number, step in enumerate(path):
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return number - len(path)
    return 0


def generated_document(
    holder: Document, body: dict[str, Any], templates: tuple[tuple[str | int, ...], ...]
) -> GeneratedDocument:
    """Return an Application's document.

    Args:
        holder: the ApplicationSet's document.
        body: the Application.
        templates: paths of the templates in the ApplicationSet, the winning one first.
    """
    text = json.dumps(body).encode()
    return GeneratedDocument(
        holder.source, holder.index, holder.line, body, text, holder, templates
    )
