"""One stored schema, ready to answer: fast for what is right, in words for what is wrong."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from argowave.validate.formats import is_duration

if TYPE_CHECKING:
    from argowave.validate.result import Violation

# The draft of a schema that names none, as in kubeconform (validator.go, DefaultDraft).
_DEFAULT_DRAFT = "http://json-schema.org/draft-04/schema#"


class CompiledSchema:
    """The schema of one kind, compiled by jsonschema-rs."""

    __slots__ = ("_validator", "body", "is_valid", "release")

    def __init__(self, body: dict[str, Any], release: str = "") -> None:
        """Compile `body`.

        Args:
            body: the schema.
            release: of an operator, where the cluster may have another one.

        Raises:
            ValueError: it is no JSON Schema, or it refers to something outside itself.
        """
        import jsonschema_rs  # noqa: PLC0415 (30 ms that only validation should pay)

        if "$schema" not in body:
            body = {"$schema": _DEFAULT_DRAFT, **body}
        self.body = body
        self.release = release
        try:
            self._validator = jsonschema_rs.validator_for(
                body, validate_formats=True, formats={"duration": is_duration}, offline=True
            )
        except (ValueError, jsonschema_rs.ReferencingError) as error:
            raise ValueError(str(error).partition("\n")[0]) from error
        self.is_valid = self._validator.is_valid  # bound once: called for every manifest

    def violations(self, instance: dict[str, Any], *, secret: bool) -> tuple[Violation, ...]:
        """Return everything that is wrong with `instance`, in the order of the document.

        Args:
            instance: the manifest.
            secret: it is a Secret: no value of it may be shown.
        """
        from argowave.validate.messages import Describer  # noqa: PLC0415 (only for the invalid)

        describer = Describer(self.body, secret=secret)
        found = describer.describe_all(self._validator.iter_errors(instance), instance)
        if not self.release:
            return tuple(replace(each, doubtful=False) for each in found)
        return tuple(self._of_release(each) for each in found)

    def _of_release(self, violation: Violation) -> Violation:
        """Return a violation with the release, doubtful where the cluster may not mind it.

        What an API server is sent of a status it drops, where the kind has one of its own.
        """
        doubtful = violation.doubtful or violation.pointer[:1] == ("status",)
        message = f"{violation.message}; as of {self.release}"
        return replace(violation, message=message, doubtful=doubtful)
