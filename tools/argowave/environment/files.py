"""The files of one environment → one mapping, and where each key of it was said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from argowave.errors import EnvironmentFileError
from argowave.files.inside import read_inside
from argowave.yamlio import Document, YamlFault, read_documents

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

Pointer = tuple[str | int, ...]
NOTHING: Final = object()
# What goes before what, the last one first; the keys are what x-file names in the schema.
FILES: Final = {"base": "base.yaml", "versions": "versions.yaml", "environment": "environment.yaml"}

_HINTS: Final = {
    "base": "it says what all environments share",
    "versions": "every environment has a versions.yaml",
    "environment": "every environment has an environment.yaml",
}


@dataclass(frozen=True, slots=True)
class EnvironmentFile:
    """One of the files that make an environment."""

    role: str  # a key of FILES
    shown: str  # its path in the repository
    document: Document  # its one mapping

    @property
    def body(self) -> dict[str, Any]:
        """What the file says."""
        return dict(self.document.body)

    def at(self, pointer: Pointer) -> Any:  # noqa: ANN401 (any JSON value)
        """Return what the file itself says at `pointer`, NOTHING where it does not."""
        value: Any = self.document.body
        for key in pointer:
            if isinstance(value, dict):
                value = value.get(str(key), NOTHING)
            elif isinstance(value, list) and isinstance(key, int) and key < len(value):
                value = value[key]
            else:
                return NOTHING
        return value

    def has(self, pointer: Pointer) -> bool:
        """Return whether the file itself says something at `pointer`."""
        return self.at(pointer) is not NOTHING

    def line_of(self, pointer: Pointer) -> int:
        """Return the 1-based line of `pointer`, or of its nearest ancestor."""
        return self.document.line_of(pointer)


def read_file(repository: Path, name: str, role: str) -> EnvironmentFile:
    """Return one of the files that make the environment `name`.

    Raises:
        RepositoryError: it is missing, unreadable or leaves the repository.
        EnvironmentFileError: it is empty, no mapping, or no YAML.
    """
    folder = repository / "environments"
    path = (folder if role == "base" else folder / name) / FILES[role]
    return _read(role, path, repository)


def merge(files: Sequence[EnvironmentFile]) -> dict[str, Any]:
    """Return what the files say together: mappings are merged, anything else is replaced."""
    merged: dict[str, Any] = {}
    for file in files:
        merged = _merged(merged, file.body)
    return merged


def _merged(under: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    merged = dict(under)
    for key, value in over.items():
        below = merged.get(key)
        if isinstance(below, dict) and isinstance(value, dict):
            merged[key] = _merged(below, value)
        else:
            merged[key] = value
    return merged


def _read(role: str, path: Path, repository: Path) -> EnvironmentFile:
    shown = path.relative_to(repository).as_posix()
    data = read_inside(repository, path, hint=_HINTS[role])
    return EnvironmentFile(role, shown, _only_mapping(data, shown))


def _only_mapping(data: bytes, shown: str) -> Document:
    said: list[Document] = []
    for document in read_documents(data, shown):
        if isinstance(document, YamlFault):
            raise EnvironmentFileError(document.message, path=shown, line=document.line)
        if document.body is not None:
            said.append(document)
    if not said:
        message = "is empty, a mapping is expected"
        raise EnvironmentFileError(message, path=shown)
    if len(said) > 1:
        message = "holds more than one document"
        raise EnvironmentFileError(message, path=shown, line=said[1].line)
    if not isinstance(said[0].body, dict):
        message = "holds no mapping"
        raise EnvironmentFileError(message, path=shown, line=said[0].line)
    return said[0]
