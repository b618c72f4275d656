"""What kustomizations put before and after the names of their objects, and their namespaces."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from argowave.sources.source import KustomizeOptions
    from argowave.yamlio import Document

_HASH: Final = re.compile(r"-[a-z0-9]{10}")


class Renaming(NamedTuple):
    """What a build may have given: prefixes and suffixes in any order and number, namespaces.

    A prefix, a suffix and a namespace alone are what is given after what asks for a name.
    """

    prefixes: tuple[str, ...]
    suffixes: tuple[str, ...]
    namespaces: tuple[str, ...]
    prefix: str = ""
    suffix: str = ""
    namespace: str = ""

    def may_be(self, name: str, built: str) -> bool:
        """Tell whether an object that was called by a name may have got another one.

        The last thing that it got may be a hash of its content.
        """
        for each in re.finditer(f"(?={re.escape(name)})", built):
            before, after = built[: each.start()], built[each.start() + len(name) :]
            is_whole = not after or bool(_HASH.fullmatch(after))
            is_begun = before.endswith(self.prefixes) or not (before or self.prefix)
            is_ended = after.startswith(self.suffixes) or (is_whole and not self.suffix)
            if is_begun and is_ended:
                return True
        return False

    def ahead_of(self, own: dict[str, Any], beside: Renaming) -> Renaming:
        """Return what the patches of a kustomization find; it renames when it has patched.

        The order is that of configureBuiltinTransformers in kustomize's target_configplugin.go.

        Args:
            own: the kustomization.
            beside: what the others give.
        """
        prefix, suffix, namespace = (
            str(own.get(each) or "") for each in ("namePrefix", "nameSuffix", "namespace")
        )
        return self._replace(
            prefix=prefix, suffix=suffix, namespace=namespace, namespaces=beside.namespaces
        )

    def anywhere(self) -> Renaming:
        """Return what is found of a kind that gets no prefix."""
        return self._replace(prefix="", suffix="")

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
