"""modules.toml: which Go modules have the types, and what of them is not to be believed."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Module:
    """A Go module with the types of an operator's kinds."""

    path: str
    version: str
    packages: tuple[str, ...]  # below the module's path
    lax: frozenset[str] = frozenset()  # of required, enum, scalar and quantity
    opaque: frozenset[str] = frozenset()  # properties that hold what their types do not say
    beside: dict[str, list[str]] = field(default_factory=dict)  # value of an enum → more of it
    optional: dict[str, list[str]] = field(default_factory=dict)  # kind → no more required
    broken: frozenset[str] = frozenset()  # kinds of which controller-gen makes nothing good

    @property
    def source(self) -> str:
        """Where a reader finds these types."""
        return f"https://pkg.go.dev/{self.path}@{self.version}"

    @property
    def imports(self) -> tuple[str, ...]:
        """The packages as Go names them."""
        return tuple(f"{self.path}/{each}" for each in self.packages)


def read_modules(path: Path) -> list[Module]:
    """Return the modules of a file.

    Raises:
        OSError, KeyError, tomllib.TOMLDecodeError: it cannot be read, or lacks something.
    """
    return [
        Module(
            each["path"],
            each["version"],
            tuple(each["packages"]),
            frozenset(each.get("lax", ())),
            frozenset(each.get("opaque", ())),
            each.get("beside", {}),
            each.get("optional", {}),
            frozenset(each.get("broken", ())),
        )
        for each in tomllib.loads(path.read_text("utf-8"))["module"]
    ]
