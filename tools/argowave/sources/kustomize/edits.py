"""An Application's Kustomize options → the `kustomize edit` commands that Argo CD runs.

Source for the behaviour: Build in util/kustomize/kustomize.go, argo-cd v3.5.1.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from argowave.sources.boundary import is_inside
from argowave.sources.substitution import substitute

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from argowave.sources.source import KustomizeOptions


class CountError(ValueError):
    """A replica count that is no number."""


def edits_before_patches(
    options: KustomizeOptions, variables: Mapping[str, str]
) -> Iterator[list[str]]:
    """Give the arguments of each edit up to the patches, in Argo CD's order.

    Raises:
        CountError: a replica count is no number.
    """
    if options.name_prefix:
        yield ["set", "nameprefix", "--", options.name_prefix]
    if options.name_suffix:
        yield ["set", "namesuffix", "--", options.name_suffix]
    if options.images:
        yield ["set", "image", *(substitute(image, variables) for image in options.images)]
    if options.replicas:
        yield ["set", "replicas", *(f"{name}={_count(n)}" for name, n in options.replicas)]
    if options.common_labels:
        flags = {
            "--force": options.force_common_labels,
            "--without-selector": options.label_without_selector,
            "--include-templates": options.label_include_templates,
        }
        labels = [f"{name}:{substitute(v, variables)}" for name, v in options.common_labels]
        yield ["add", "label", *(flag for flag, stated in flags.items() if stated), *labels]
    if options.common_annotations:
        known = variables if options.common_annotations_envsubst else None
        yield [
            "add",
            "annotation",
            *(["--force"] if options.force_common_annotations else []),
            *(
                f"{name}:{value if known is None else substitute(value, known)}"
                for name, value in options.common_annotations
            ),
        ]
    if options.namespace:
        yield ["set", "namespace", "--", options.namespace]


def edits_after_patches(components: tuple[str, ...]) -> Iterator[list[str]]:
    """Give the arguments of the edit that adds components, which comes last."""
    if components:
        yield ["add", "component", *components]


def found_components(options: KustomizeOptions, repository: Path, folder: Path) -> tuple[str, ...]:
    """Return the components that are added: with ignoreMissingComponents, those that exist."""
    if not options.ignore_missing_components:
        return options.components
    paths = {each: Path(os.path.normpath(f"{folder}/{each}")) for each in options.components}
    return tuple(
        each for each, path in paths.items() if path.exists() and is_inside(repository, path)
    )


def _count(stated: int | str) -> int:
    try:
        return int(stated)
    except ValueError as error:
        message = f"the replica count {stated!r} is no number"
        raise CountError(message) from error
