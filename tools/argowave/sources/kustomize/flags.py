"""kustomize.buildOptions → the flags of a build here; what would run other programs is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_WITH_VALUE: Final = {"--load-restrictor", "--load_restrictor", "--reorder"}
_PLAIN: Final = {"--enable-managedby-label"}


def allowed(stated: Sequence[str]) -> list[str]:
    """Return those that only say how to build."""
    flags = []
    words = iter(stated)
    for word in words:
        name, equals, _ = word.partition("=")
        if name in _WITH_VALUE:
            flags += [word] if equals else [word, next(words, "")]
        elif name in _PLAIN:
            flags.append(word)
    return flags


def dropped(stated: Sequence[str]) -> str:
    """Return the flags that are left out, but for the one that Helm has."""
    kept = {"--enable-helm", *allowed(stated)}
    return " ".join(flag for flag in stated if flag not in kept)


def nobody_says(flag: str) -> str:
    """Return that a flag is missing where kustomize.buildOptions can stand."""
    either = "an argocd-cm (kustomize.buildOptions) nor an ArgoCD (spec.kustomizeBuildOptions)"
    return f"neither {either} here says {flag}"


NO_HELM: Final = nobody_says("--enable-helm")
