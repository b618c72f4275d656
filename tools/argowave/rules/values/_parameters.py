"""Names of parameters → paths of values, also where argocd-image-updater is what sets them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.rules.values._layers import Layer
from argowave.tree.application import sources_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.tree import Application

    Path = tuple[str, ...]

_UPDATER: Final = "argocd-image-updater.argoproj.io/"
_SPEC: Final = ".helm.image-spec"  # with it the other two are passed over
_ENDS: Final = (".helm.image-name", ".helm.image-tag", _SPEC)


def path_of(parameter: str) -> Path:
    """Return the path that a parameter sets, as far as the first list."""
    path = parameter.replace("\\.", "\0").partition("[")[0].split(".")
    return tuple(step.replace("\0", ".") for step in path)


def updated(application: Application) -> Iterator[tuple[Layer, Path]]:
    """Give the place and path of each value that annotations have argocd-image-updater set.

    SetHelmImage and marshalParamsOverride in its pkg/argocd: parameters of the Application, or keys
    of a file of values. Of several sources it chooses one, so that nothing is told then.
    """
    manifest = application.manifest
    stated = {str(key): each for key, each in manifest.annotations.items()}
    if f"{_UPDATER}image-list" not in stated or len(sources_of(manifest)) != 1:
        return
    for name, value in stated.items():
        end = next((each for each in _ENDS if name.endswith(each)), "")
        if not end or not name.startswith(_UPDATER) or not isinstance(value, str):
            continue
        is_over = end != _SPEC and name.removesuffix(end) + _SPEC in stated
        if value.strip() and "{{" not in value and not is_over:
            place = ("metadata", "annotations", name)
            yield Layer({}, manifest.document, place, exact=False), path_of(value.strip())
