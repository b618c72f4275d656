"""A repository → its templates, and the file that each of them makes."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from argowave.errors import RepositoryError
from argowave.files.inside import read_inside

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# folder of templates → folder of rendered/ that they fill
FOLDERS: Final = {"apps": "apps", "infra": "infra", "workloads/values": "values"}


@dataclass(frozen=True, slots=True)
class Template:
    """A file under apps/, infra/ or workloads/values/ whose name ends in .yaml or .yml."""

    shown: str  # its path in the repository, with /
    target: str  # the path below rendered/ that it makes
    text: str


def find_templates(repository: Path) -> list[Template]:
    """Return every template of a repository, sorted by path.

    Raises:
        RepositoryError: there is none, one is no UTF-8 or leaves the repository, or two make
            the same file.
    """
    found: list[Template] = []
    for folder, target in FOLDERS.items():
        root = repository / folder
        found += [_template(repository, path, root, target) for path in _paths(root)]
    if not found:
        message = f"holds no template: {', '.join(FOLDERS)} are empty or missing"
        raise RepositoryError(message, path=repository)
    _refuse_twins(found)
    return sorted(found, key=lambda template: template.shown)


def read_text(repository: Path, path: Path) -> str:
    """Return the text of a file that must lie in the repository.

    Raises:
        RepositoryError: it does not exist, lies elsewhere or is no UTF-8.
    """
    try:
        # a mark in the middle of the output is text
        return read_inside(repository, path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        shown = posixpath.normpath(path.relative_to(repository).as_posix())
        message = f"is not UTF-8: byte 0x{error.object[error.start]:02x}"
        line = error.object.count(b"\n", 0, error.start) + 1
        raise RepositoryError(message, path=shown, line=line) from error


def _paths(root: Path) -> Iterator[Path]:
    """Yield the templates below a folder; names with a dot in front are editors' own files."""
    for path in sorted(root.rglob("*.y*ml")) if root.is_dir() else ():
        below = path.relative_to(root)
        if path.suffix not in {".yaml", ".yml"} or path.is_dir():
            continue
        if not any(part.startswith(".") for part in below.parts):
            yield path


def _template(repository: Path, path: Path, root: Path, target: str) -> Template:
    below = path.relative_to(root).with_suffix(".yaml").as_posix()
    shown = path.relative_to(repository).as_posix()
    if not shown.isprintable():
        message = "has a name that cannot be shown"
        raise RepositoryError(message, path=ascii(shown))
    return Template(shown, f"{target}/{below}", read_text(repository, path))


def _refuse_twins(templates: list[Template]) -> None:
    makers: dict[str, str] = {}
    for template in templates:
        key = template.target.casefold()  # macOS and Windows keep one of two such files
        if key in makers:
            message = f"makes rendered/{template.target}, and so does {makers[key]}"
            hint = "rename one of the two"
            raise RepositoryError(message, path=template.shown, hint=hint)
        makers[key] = template.shown
