"""What something in the tree makes."""

from __future__ import annotations

from typing import Final, NamedTuple

ANY: Final = "*"


class Product(NamedTuple):
    """One object, or every object that patterns (`*`) fit."""

    kind: str
    namespace: str
    name: str
    group: str = ""
    certain: bool = True  # False where it depends on what the tree does not say
    but: str = ""  # the group that a pattern leaves out

    @property
    def is_pattern(self) -> bool:
        """Whether it stands for several objects."""
        return any(ANY in each for each in (self.kind, self.namespace, self.name, self.group))
