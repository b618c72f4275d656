"""A tree → each manifest against the schema of its kind."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from argowave.lint.placeholders import without_placeholders
from argowave.secret import HIDDEN
from argowave.validate import Status, Validator, findings_of
from argowave.validate.pointer import show_pointer
from argowave.yamlio import Document
from argowave.yamlio.ambiguity import ambiguous_scalars

if TYPE_CHECKING:
    from collections.abc import Iterable

    from argowave.finding import Finding
    from argowave.manifest import Manifest
    from argowave.schema import Store
    from argowave.validate import Result


_WANTED: Final = "wants a string"


@dataclass(slots=True)
class Verdicts:
    """What validating one tree has given."""

    statuses: Counter[Status] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)  # apiVersion/Kind → manifests
    kinds: set[tuple[str, str]] = field(default_factory=set)  # apiVersion, kind
    releases: frozenset[str] = frozenset()  # of operators, whose definitions were taken
    filled_in: int = (
        0  # values that a plugin replaces, of which the schema refuses what stands there
    )
    findings: list[Finding] = field(default_factory=list)
    judged: dict[tuple[str, int], frozenset[str]] = field(default_factory=dict)
    """Source and line of what a file says and a schema has judged → paths that it refuses."""

    def note(self, manifest: Manifest, found: Iterable[Finding]) -> None:
        """Note what a schema has found in a manifest, where that is what stands in a file."""
        if not (manifest.rendered or manifest.generated):
            document = manifest.document
            refused = frozenset(each.pointer for each in found)
            self.judged[document.source, document.line] = refused


class ManifestValidator:
    """Validates the manifests of trees; equal text in several environments only once."""

    def __init__(self) -> None:
        """Start without validators; one is made for each store and Kubernetes version."""
        self._validators: dict[tuple[Store, str], Validator] = {}
        self._known: dict[tuple[Validator, bytes], Result] = {}

    def validate(
        self,
        manifests: Iterable[Manifest],
        store: Store,
        kubernetes_version: str,
        before: Verdicts | None = None,
    ) -> Verdicts:
        """Return the verdicts on all manifests; a missing schema is counted, not a finding.

        Args:
            manifests: of one tree, or a share of them.
            store: what they are validated against.
            kubernetes_version: as in `1.36`.
            before: the verdicts on the other shares, to which these are added.
        """
        validator = self._validator(store, kubernetes_version)
        verdicts = Verdicts() if before is None else before
        for manifest in manifests:
            verdicts.kinds.add((manifest.api_version, manifest.kind))
            if validator.is_plainly_valid(manifest.body):
                verdicts.statuses[Status.VALID] += 1
                verdicts.note(manifest, ())
                continue
            stated = self._result(validator, manifest)
            result = without_placeholders(stated, manifest)
            verdicts.filled_in += len(stated.violations) - len(result.violations)
            verdicts.statuses[result.status] += 1
            if result.missing_schema:
                verdicts.missing[result.missing_schema] += 1
            found = _findings(result, manifest)
            if not result.missing_schema:
                verdicts.note(manifest, found)
            verdicts.findings += found
        verdicts.releases = frozenset(validator.release_of(*each) for each in verdicts.kinds)
        return verdicts

    def _validator(self, store: Store, version: str) -> Validator:
        key = (store, version)
        if key not in self._validators:
            made = Validator(store, version, strict=True, ignore_missing_schemas=True)
            self._validators[key] = made
        return self._validators[key]

    def _result(self, validator: Validator, manifest: Manifest) -> Result:
        document = manifest.document
        if type(document) is not Document:  # one of several objects in the same text
            return validator.validate(document)
        key = (validator, document.text)
        if key not in self._known:
            self._known[key] = validator.validate(document)
        return replace(self._known[key], document=document)


def _findings(result: Result, manifest: Manifest) -> list[Finding]:
    """Return a result's findings; a line of rendered text means nothing to the reader."""
    return [
        replace(
            finding,
            message=f"{finding.message}{_why(finding, manifest)}",
            line=None if manifest.rendered else finding.line,
            application=manifest.application,
        )
        for finding in findings_of(result)
    ]


def _why(finding: Finding, manifest: Manifest) -> str:
    """Say how a plain scalar came to be of another type than it seems to be."""
    if manifest.rendered or manifest.kind in HIDDEN or type(manifest.document) is not Document:
        return ""
    for found in ambiguous_scalars(manifest.document):
        if show_pointer(found.pointer) == finding.pointer:
            return f": {found.reading}{'; quote it' if _WANTED in finding.message else ''}"
    return ""
