"""Argo CD's own settings (argocd-cm), for rules: findings in them, and what lists they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from argowave.finding import Finding
from argowave.rules.rule import show
from argowave.tree.argocd_cm import CHART, NAME, pieces_of
from argowave.yamlio import YamlFault, read_documents

if TYPE_CHECKING:
    from argowave.gates import Settings
    from argowave.tree import Application


def at_settings(settings: Settings, message: str, *keys: str) -> Finding:
    """Return a finding where the settings are written; the runner adds the rule's name.

    Args:
        settings: argocd-cm.
        message: what is wrong.
        keys: the key that is at fault; where there is none, or it is one of several, the finding
            is where another one would be added.
    """
    key = keys[:1] if len(set(keys)) == 1 else ()
    origin = settings.origin(*key) if key else settings.last
    path = origin.path if origin.is_text else (*origin.path, *key)
    source = origin.document.source
    return Finding(source, origin.line_of(*key), origin.subject, show(path), message, "")


def settings_place(settings: Settings, key: str) -> str:
    """Return where a key is stated or would be, for a message: ConfigMap/argocd-cm (file:line)."""
    origin = settings.origin(key)
    line = origin.line_of(key)
    where = origin.document.source if line is None else f"{origin.document.source}:{line}"
    return f"{origin.subject} ({where})"


def runs_argocd(application: Application) -> bool:
    """Tell whether an Application is the one that installs Argo CD itself."""
    return any(source.chart.rpartition("/")[2] == CHART for source in application.sources) or bool(
        pieces_of([application])
    )


def read_entries(text: object) -> list[dict[str, Any]] | None:
    """Return the entries of a setting that is a list in YAML, None where it is none."""
    if not isinstance(text, str):
        return None
    documents = list(read_documents(text.encode(), NAME))
    if len(documents) != 1 or isinstance(documents[0], YamlFault):
        return [] if not documents else None
    body = documents[0].body
    if body is None:
        return []
    if not isinstance(body, list):
        return None
    return [each for each in body if isinstance(each, dict)]
