"""A JSON file of a directory source → what Argo CD refuses in it, which YAML would let pass.

Source for the behaviour: getObjsFromYAMLOrJSON in reposerver/repository/repository.go and
unmarshalManifests in controller/state.go, argo-cd v3.5.7. A JSON file is never passed over, as a
YAML file without a kind is: it makes the whole Application a ComparisonError.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from argowave.finding import Finding
from argowave.yamlio import YamlFault

if TYPE_CHECKING:
    from collections.abc import Sequence

    from argowave.yamlio import Document

_MEND: Final = "exclude it, or move it elsewhere"


def json_fault(path: str, data: bytes, documents: Sequence[Document | YamlFault]) -> Finding | None:
    """Return what is wrong with a JSON file, None where Argo CD takes it.

    Args:
        path: of the file, as findings show it.
        data: its content.
        documents: the same, read as YAML.
    """
    for document in documents:
        if isinstance(document, YamlFault):
            return _fault(path, document.line, document.message)
    if not data.strip():
        return _fault(path, None, f"is empty, and Argo CD refuses an empty JSON file; {_MEND}")
    if len(documents) > 1:
        message = "holds several objects; Argo CD takes one in a JSON file"
        return _fault(path, documents[1].line, message)
    return _syntax_fault(path, data) or _shape_fault(path, documents)


def _syntax_fault(path: str, data: bytes) -> Finding | None:
    """Return what a reader of JSON stumbles over."""
    try:
        json.loads(data.decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        message = f"is YAML and no JSON, which its name promises to Argo CD: {error.msg}"
        return _fault(path, error.lineno, message)
    except (UnicodeDecodeError, RecursionError):  # in another coding, or deeper than Python reads
        return None
    return None


def _shape_fault(path: str, documents: Sequence[Document | YamlFault]) -> Finding | None:
    """Return what is wrong with a value that is no object with a kind; null is nothing."""
    for document in documents:
        body = None if isinstance(document, YamlFault) else document.body
        if isinstance(body, list):
            message = f"is a list, and Argo CD takes one object in a JSON file; {_MEND}"
            return _fault(path, document.line, message)
        if body is not None and not (isinstance(body, dict) and body.get("kind")):
            message = (
                "has no kind, and Argo CD does not pass over a JSON file, so that nothing of the "
                f"Application is applied (Object 'Kind' is missing); {_MEND}"
            )
            return _fault(path, document.line, message)
    return None


def _fault(path: str, line: int | None, message: str) -> Finding:
    return Finding(path, line, "", "", message, "yaml")
