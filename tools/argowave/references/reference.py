"""One place in one object that names another object."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from argowave.resources import Key, Resource

Path = tuple[str | int, ...]


# no object's name has it: a key with it in its name is only there to be missing
NOWHERE: Final = "/"


class Need(StrEnum):
    """What must be true of the target before the source is applied."""

    EXIST = "exist"  # applied is enough: a Namespace, a ConfigMap, a Secret
    READY = "ready"  # healthy too: a Provider for its kinds, a topic for its subscription
    WAIT = "wait"  # it waits by itself, and is not healthy until then: a Certificate for its issuer
    NONE = "none"  # the source waits by itself, or only runs later


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference; with several keys any one of them will do."""

    source: Resource
    path: Path  # of the field in the source
    keys: tuple[Key, ...]  # empty for a selector that selects nothing
    need: Need
    relation: str  # reads on: "Deployment/a mounts ConfigMap/b"
    stated: str = ""  # the target in words, where the first key does not say it
    optional: bool = False  # nothing fails where the target is missing
    doubt: str = ""  # why the target may be there without being in the tree
    weak: bool = False  # it works without the target, if not as somebody wanted
    meant: str = ""  # what of the tree must be meant, where nothing is called as it stands

    @property
    def wanted(self) -> str:
        """The target in words: "ConfigMap/b in namespace c"."""
        return self.stated or (str(self.keys[0]) if self.keys else "")


def refer(  # noqa: PLR0913 (a reference has that many parts)
    source: Resource,
    path: Path,
    keys: Key | tuple[Key, ...],
    relation: str,
    *,
    need: Need = Need.EXIST,
    optional: bool = False,
    wanted: str = "",
    doubt: str = "",
    weak: bool = False,
    meant: str = "",
) -> Reference:
    """Return a reference, its target in words made of the first key unless they are given."""
    several = keys if keys and isinstance(keys[0], tuple) else (keys,)
    found: tuple[Key, ...] = several  # type: ignore[assignment] # (a Key is a tuple of texts)
    return Reference(
        source, _path(path), _keys(found), need, relation, wanted, optional, doubt, weak, meant
    )


# thousands of objects name something at the same few places, and many of them the same object
@lru_cache(maxsize=4096)
def _path(path: Path) -> Path:
    return path


@lru_cache(maxsize=4096)
def _keys(keys: tuple[Key, ...]) -> tuple[Key, ...]:
    return keys
