"""A document and the schema of its kind → a Result, with kubeconform's statuses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from argowave.errors import SchemaError
from argowave.secret import HIDDEN
from argowave.validate.compiled import CompiledSchema
from argowave.validate.result import Result, Status
from argowave.validate.selection import Selection
from argowave.validate.words import did_you_mean, type_in_words, value_in_words
from argowave.yamlio import YamlFault

if TYPE_CHECKING:
    from collections.abc import Iterable

    from argowave.schema import Store, StoredSchema
    from argowave.yamlio import Document


class Validator:
    """Validates documents one by one; a schema is looked up and compiled once a kind."""

    def __init__(  # noqa: PLR0913 (kubeconform's own settings, all by name)
        self,
        store: Store,
        kubernetes_version: str,
        *,
        strict: bool = True,
        ignore_missing_schemas: bool = False,
        skip: Iterable[str] = (),
        reject: Iterable[str] = (),
    ) -> None:
        """Remember the settings; nothing is read before the first document.

        Args:
            store: where schemas come from.
            kubernetes_version: as in `1.36`.
            strict: refuse fields that the schema does not know.
            ignore_missing_schemas: a kind without a schema is skipped, not an error.
            skip: kinds to leave out, each `Kind` or `group/version/Kind`.
            reject: kinds that are an error wherever they occur, named likewise.
        """
        self._store = store
        self._kubernetes_version = kubernetes_version
        self._strict = strict
        self._ignore_missing_schemas = ignore_missing_schemas
        self._skip = Selection.of(skip)
        self._reject = Selection.of(reject)
        self._schemas: dict[tuple[str, str], CompiledSchema | None] = {}
        self._plain: dict[tuple[str, str], Any] = {}  # kind → is_valid, where nothing else counts

    def is_plainly_valid(self, body: Any) -> bool:  # noqa: ANN401 (whatever the file holds)
        """Tell whether `body` is surely VALID; False says nothing.

        The short way for the many manifests that are right: `validate` decides the others.
        """
        try:
            return self._plain[body["apiVersion"], body["kind"]](body)  # type: ignore[no-any-return] # (jsonschema-rs gives it no type)
        except (KeyError, TypeError, IndexError, ValueError):
            return False

    def validate(self, document: Document | YamlFault) -> Result:
        """Return what came of one document; a List is not opened here (`expand_list`)."""
        if isinstance(document, YamlFault):
            return Result(document, Status.ERROR, "", message=document.message)
        body = document.body
        if body is None:
            return Result(document, Status.EMPTY, "", message="is empty")
        if not isinstance(body, dict):
            message = f"is {value_in_words(body, secret=True)}, a manifest is a mapping"
            return Result(document, Status.ERROR, "", message=message)
        subject = subject_of(body)
        for key in ("kind", "apiVersion"):
            if not isinstance(body.get(key), str) or not body[key]:
                message = _without(body, key)
                return Result(document, Status.ERROR, subject, message=message)
        return self._validate_kind(document, body, subject)

    def release_of(self, api_version: str, kind: str) -> str:
        """Return the release of an operator that a kind was validated against, "" for others."""
        schema = self._schemas.get((api_version, kind))
        return "" if schema is None else schema.release

    def _validate_kind(self, document: Document, body: dict[str, Any], subject: str) -> Result:
        api_version, kind = body["apiVersion"], body["kind"]
        if self._skip.has(api_version, kind):
            return Result(document, Status.SKIPPED, subject, message="skipped as asked")
        if self._reject.has(api_version, kind):
            message = f"kind {kind} of {api_version} is rejected as asked"
            return Result(document, Status.ERROR, subject, message=message)
        schema = self._schema(api_version, kind)
        if schema is None:
            return self._missing(document, api_version, kind, subject)
        if schema.is_valid(body):
            return Result(document, Status.VALID, subject)
        violations = schema.violations(body, secret=kind in HIDDEN)
        surely = not all(violation.doubtful for violation in violations)
        return Result(document, Status.INVALID if surely else Status.VALID, subject, violations)

    def _schema(self, api_version: str, kind: str) -> CompiledSchema | None:
        key = (api_version, kind)
        if key not in self._schemas:
            try:
                found = self._store.find(api_version, kind, self._kubernetes_version)
                compiled = None if found is None else self._compile(found)
            except RecursionError as error:
                message = f"the schema of {api_version} {kind} is nested too deep"
                raise SchemaError(message) from error
            self._schemas[key] = compiled
            if compiled is not None:
                self._plain[key] = compiled.is_valid
        return self._schemas[key]

    def _compile(self, found: StoredSchema) -> CompiledSchema:
        try:
            return CompiledSchema(self._body(found.body), found.release)
        except ValueError as error:
            name = f"{found.api_version} {found.kind}"
            message = f"the schema of {name} cannot be used: {error}"
            raise SchemaError(message, path=found.source) from error

    def _body(self, body: dict[str, Any]) -> dict[str, Any]:
        if not self._strict:
            return body
        from argowave.schema import strict  # noqa: PLC0415 (small inline stores need it not)

        return strict(body)

    def _missing(self, document: Document, api_version: str, kind: str, subject: str) -> Result:
        missing = f"{api_version}/{kind}"
        if self._ignore_missing_schemas:
            message = f"skipped, there is no schema for {api_version} {kind}"
            return Result(
                document, Status.SKIPPED, subject, message=message, missing_schema=missing
            )
        message = f"there is no schema for {api_version} {kind}{self._nearest(api_version, kind)}"
        return Result(document, Status.ERROR, subject, message=message, missing_schema=missing)

    def _nearest(self, api_version: str, kind: str) -> str:
        known = list(self._store.kinds(self._kubernetes_version))
        same = [version for version, other in known if other == kind]
        if same:
            return did_you_mean(api_version, same) or f", {kind} is in {', '.join(sorted(same))}"
        return did_you_mean(kind, [other for version, other in known if version == api_version])


def subject_of(body: dict[str, Any]) -> str:
    """Return Kind/name, with ? for what is missing, or "" when both are."""
    metadata = body.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    kind = body.get("kind")
    name = metadata.get("name") or metadata.get("generateName")
    if not isinstance(kind, str) and not isinstance(name, str):
        return ""
    shown = [word if isinstance(word, str) and word else "?" for word in (kind, name)]
    return "/".join(shown)


def _without(body: dict[str, Any], key: str) -> str:
    if key not in body:
        near = next((other for other in body if other.lower() == key.lower()), "")
        return f'has no {key}, but "{near}"' if near else f"has no {key}"
    if body[key] == "":
        return f"{key} is empty"
    return f"{key} is {value_in_words(body[key], secret=True)}, {type_in_words('string')} is wanted"
