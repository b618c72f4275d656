"""What kustomizations put before and after the names of their objects, and their namespaces."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from argowave.sources.source import KustomizeOptions
    from argowave.yamlio import Document

_HASH: Final = re.compile(r"-[a-z0-9]{10}")


class Renaming(NamedTuple):
    """What a build may have given: prefixes and suffixes in any order and number, namespaces."""

    prefixes: tuple[str, ...]
    suffixes: tuple[str, ...]
    namespaces: tuple[str, ...]

    def may_be(self, name: str, built: str) -> bool:
        """Tell whether an object that was called by a name may have got another one.

        The last thing that it got may be a hash of its content.
        """
        for each in re.finditer(f"(?={re.escape(name)})", built):
            before, after = built[: each.start()], built[each.start() + len(name) :]
            is_begun = not before or before.endswith(self.prefixes)
            is_ended = not after or after.startswith(self.suffixes) or _HASH.fullmatch(after)
            if is_begun and is_ended:
                return True
        return False

    def plain(self, built: str) -> str:
        """Return a name without what one kustomization put around it."""
        before = max(
            (each for each in self.prefixes if built.startswith(each)), key=len, default=""
        )
        after = max((each for each in self.suffixes if built.endswith(each)), key=len, default="")
        return built[len(before) :].removesuffix(after)


def renaming(options: KustomizeOptions, kustomizations: Iterable[Document]) -> Renaming:
    """Return what an Application and kustomizations rename with."""
    bodies = [each.body for each in kustomizations]
    before = (options.name_prefix, *(each.get("namePrefix") for each in bodies))
    after = (options.name_suffix, *(each.get("nameSuffix") for each in bodies))
    charts = (chart for each in bodies for chart in each.get("helmCharts") or ())
    places = (each.get("namespace") for each in (*bodies, *charts) if isinstance(each, dict))
    namespaces = (options.namespace, *places)
    return Renaming(_texts(before), _texts(after), _texts(namespaces))


def _texts(stated: Iterable[object]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for each in stated if isinstance(each, str) and each))
