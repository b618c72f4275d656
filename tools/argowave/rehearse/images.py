"""A container image → the program that stands in for it, or the real one where it is installed."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

_PROGRAMS = {
    "devopstest-consumer": "argowave.rehearse.programs.consumer",
    "devopstest-producer": "argowave.rehearse.programs.producer",
}
_ADMIN = "dynamodb-admin"
_CHECK = "argowave"


@dataclass(frozen=True, slots=True)
class Program:
    """What a container runs as."""

    command: tuple[str, ...]
    port: str = ""  # the variable that says on which port it listens


def find_program(image: str, command: list[str], arguments: list[str]) -> Program | str:
    """Return what runs in place of an image, or why nothing does.

    Args:
        image: as the container states it; the last part of its name decides.
        command: the container's own command, which replaces the image's.
        arguments: the container's own arguments.
    """
    name = image.partition("@")[0].rpartition("/")[2].partition(":")[0]
    if name in _PROGRAMS:
        return Program(("-m", _PROGRAMS[name]))
    if name == _ADMIN:
        return _admin()
    words = [*command, *arguments]
    if name.startswith(_CHECK) and words[:1] == [_CHECK]:
        return Program(("-m", _CHECK, *words[1:]))
    return f"nothing stands in for the image {image}"


def _admin() -> Program | str:
    """Return DynamoDB Admin as npm installs it: on the PATH, or in the user's cache."""
    node = shutil.which("node")
    cached = admin_folder() / "node_modules" / _ADMIN / "dist" / "dynamodb-admin.js"
    program = shutil.which(_ADMIN)
    if program is not None:
        return Program((program,), "PORT")
    if node is not None and cached.is_file():
        return Program((node, str(cached)), "PORT")
    return f"dynamodb-admin is not installed (npm install --prefix {admin_folder()} dynamodb-admin)"


def admin_folder() -> Path:
    """Return where a session keeps DynamoDB Admin."""
    return Path.home() / ".cache" / "argowave" / "dynamodb-admin"
