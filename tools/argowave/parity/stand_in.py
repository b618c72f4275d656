"""One environment with some keys of another one: rendered in a copy, and its tree."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from argowave.diff.overlay import Overlay
from argowave.diff.states import providing
from argowave.environment.load import environment_of
from argowave.errors import InvocationError
from argowave.files.scratch import scratch_folder
from argowave.lint.plots import ROOT
from argowave.parity.keys import taken_over
from argowave.parity.likeness import liken
from argowave.resources import take_inventory
from argowave.sources.pool import generate_all

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from argowave.environment import Environment
    from argowave.environment.files import Pointer
    from argowave.lint import Ground
    from argowave.parity.likeness import Likeness
    from argowave.render import Renderer
    from argowave.schema import Store
    from argowave.tree import Tree


@dataclass(frozen=True, slots=True)
class Workshop:
    """What it takes to make the tree of an environment, as it is or as it might be."""

    repository: Path  # absolute
    ground: Ground  # with every URL that means this repository
    store: Store
    renderer: Renderer | None = None  # None without environments/

    def likeness(self, name: str, tree: Tree, *others: str) -> Likeness:
        """Return the objects of a tree, with the names of environments taken out."""
        version = tree.kubernetes_version

        def scope(api_version: str, kind: str) -> str | None:
            return self.store.scope(api_version, kind, version)

        return liken(name, take_inventory(tree, scope), *others)

    def stand_in(self, first: Environment, other: Environment, keys: Sequence[Pointer]) -> Likeness:
        """Return `first` as it would be if it said some keys as `other` does.

        Raises:
            InvocationError: the two do not go together.
            TemplateError: it cannot be rendered.
        """
        values = taken_over(first.values, other.values, keys)
        try:
            environment = environment_of(self.repository, first.name, values)
        except (KeyError, TypeError, ValueError) as error:
            message = (
                f"{first.name} cannot be compared with {other.name}: with what may differ taken "
                f"over, names cannot be derived ({error!r})"
            )
            hint = "give x-differs to all keys that belong together"
            raise InvocationError(message, hint=hint) from error
        assert self.renderer is not None  # noqa: S101 (there are environments)
        files = self.renderer.render(environment).files
        folder = environment.rendered.relative_to(self.repository).as_posix()
        with scratch_folder() as scratch:
            overlay = Overlay(self.repository, scratch)
            gone = {entry.path: None for entry in overlay.entries(folder)}
            made = {f"{folder}/{path}": text.encode() for path, text in files.items()}
            overlay.change({**gone, **made})
            ground = replace(
                self.ground,
                repository=overlay.folder,
                repositories=(str(values["repository"]["url"]), *self.ground.repositories),
                provide=partial(overlay.provide, [""]),
            )
            root = overlay.folder / folder / ROOT
            plot = ground.root(root, environment.kubernetes_version)
            generate = partial(generate_all, processes=self.ground.processes)
            tree = plot.load_with(providing(overlay, generate))
            return self.likeness(first.name, tree, other.name)  # its values may name it
