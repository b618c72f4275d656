"""Renders an Argo CD repository and checks everything that Argo CD would apply, offline.

The names in `__all__` are the public ones (docs/python.md); each is imported when it is first
asked for, so that `import argowave` imports nothing else.
"""

from __future__ import annotations

TYPE_CHECKING = False  # type checkers know the name; typing takes longer than all of this

if TYPE_CHECKING:
    from argowave.errors import ToolError
    from argowave.finding import Finding, Origin, Severity
    from argowave.manifest import Manifest
    from argowave.repository import Repository, open_repository
    from argowave.resources import Resource
    from argowave.rules import Rule, Scene, Undecided, at
    from argowave.tree import Application, Tree

__version__ = "0.1.0"

__all__ = [
    "Application",
    "Finding",
    "Manifest",
    "Origin",
    "Repository",
    "Resource",
    "Rule",
    "Scene",
    "Severity",
    "ToolError",
    "Tree",
    "Undecided",
    "__version__",
    "at",
    "open_repository",
]

_MODULES = {
    "Application": "tree",
    "Finding": "finding",
    "Manifest": "manifest",
    "Origin": "finding",
    "Repository": "repository",
    "Resource": "resources",
    "Rule": "rules",
    "Scene": "rules",
    "Severity": "finding",
    "ToolError": "errors",
    "Tree": "tree",
    "Undecided": "rules",
    "at": "rules",
    "open_repository": "repository",
}


def __getattr__(name: str) -> object:
    """Import a public name (PEP 562)."""
    module = _MODULES.get(name)
    if module is None:
        message = f"module 'argowave' has no attribute {name!r}"
        raise AttributeError(message)
    import importlib  # noqa: PLC0415 (nothing at start-up)

    value: object = getattr(importlib.import_module(f"argowave.{module}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted(__all__)
