"""A document that Argo CD would apply, and where it came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from argowave.typed import as_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from argowave.yamlio import Document

WAVE_ANNOTATION = "argocd.argoproj.io/sync-wave"
SYNC_OPTIONS = "argocd.argoproj.io/sync-options"
CASCADE = "resources-finalizer.argocd.argoproj.io"  # an Application takes its objects along
LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"  # kubectl's copy of the object
EXTERNAL_NAME = "crossplane.io/external-name"  # of what a managed resource stands for


@dataclass(frozen=True, slots=True)
class Manifest:
    """One Kubernetes object as Argo CD would apply it.

    What is asked for most often is read without a call in between.
    """

    document: Document
    application: str | None = None  # environment and Application: dev/justtrack-t1
    rendered: bool = False  # a chart made it: document.source names the template
    generated: bool = False  # an ApplicationSet made it: document.source names that one's file

    @property
    def body(self) -> dict[str, Any]:
        """The object; a document that is no mapping never becomes a Manifest."""
        body: dict[str, Any] = self.document.body
        return body

    @property
    def api_version(self) -> str:
        """The object's apiVersion, or "" when it has none."""
        return as_text(self.body.get("apiVersion"))

    @property
    def kind(self) -> str:
        """The object's kind, or "" when it has none."""
        kind = self.document.body.get("kind")
        return kind if isinstance(kind, str) else ""

    @property
    def group(self) -> str:
        """The API group: "" for the core group."""
        group, slash, _ = self.api_version.partition("/")
        return group if slash else ""

    @property
    def metadata(self) -> dict[str, Any]:
        """The object's metadata, or {} when it has none."""
        metadata = self.document.body.get("metadata")
        return metadata if isinstance(metadata, dict) else {}

    @property
    def name(self) -> str:
        """The object's name, or its generateName, or ""."""
        return as_text(self.metadata.get("name") or self.metadata.get("generateName"))

    @property
    def namespace(self) -> str:
        """The namespace that the manifest itself states, or ""."""
        return as_text(self.metadata.get("namespace"))

    @property
    def annotations(self) -> dict[str, Any]:
        """The object's annotations, or {} when it has none."""
        annotations = self.metadata.get("annotations")
        return annotations if isinstance(annotations, dict) else {}

    @property
    def line(self) -> int | None:
        """The 1-based line where the object begins; None where a chart made it."""
        return None if self.rendered else self.document.line

    def line_of(self, path: Sequence[str | int]) -> int | None:
        """Return the 1-based line of a path below the object; None where a chart made it.

        A line of rendered text means nothing to whoever edits the template.
        """
        return None if self.rendered else self.document.line_of(tuple(path))

    @property
    def place(self) -> str:
        """Where the object begins, as a message says it: file:line, or the template's file."""
        return self.document.source if self.rendered else f"{self.document.source}:{self.line}"

    def place_of(self, path: Sequence[str | int]) -> str:
        """Return where a path below the object stands, as a message says it."""
        source = self.document.source
        return source if self.rendered else f"{source}:{self.line_of(path)}"

    @property
    def subject(self) -> str:
        """Kind/name, as findings show it."""
        return f"{self.kind or '?'}/{self.name or '?'}"
