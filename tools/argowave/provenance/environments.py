"""What `argowave render` made → the environment's key, or the template's line, behind a field."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Final

from argowave.environment import changed_environment, environment_files, load_environments
from argowave.errors import ToolError
from argowave.finding import Origin
from argowave.provenance.field import find_field
from argowave.provenance.values import ABSENT, Place, at, with_changed
from argowave.render import open_renderer
from argowave.validate.pointer import show_pointer
from argowave.yamlio import YamlFault, read_documents

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from argowave.environment import Environment
    from argowave.provenance.budget import Budget
    from argowave.provenance.moving import Movers
    from argowave.render import Renderer
    from argowave.yamlio import Document

_RENDERED: Final = re.compile(r"environments/([^/]+)/rendered/(.+)")


class OwnRendering:
    """One template rendered for one environment, again and again."""

    def __init__(
        self, renderer: Renderer, environment: Environment, shown: str, budget: Budget
    ) -> None:
        """Take the template.

        Args:
            renderer: of this template only.
            environment: the one that the file is of.
            shown: the file that the template makes.
            budget: what may be spent.
        """
        self.values = {key: value for key, value in environment.values.items() if key != "name"}
        self._renderer = renderer
        self._environment = environment
        self._shown = shown
        self._budget = budget

    @cached_property
    def base(self) -> Sequence[Document] | None:
        """The documents as they are, rendered once."""
        return self.unchanged()

    def may_read(self, path: Place) -> bool:
        """Tell that a value can take part: nobody reads the templates of environments."""
        del path
        return True

    def unchanged(self) -> Sequence[Document] | None:
        """Return the documents as they are, rendered anew."""
        return self._render(self._environment)

    def with_changed(self, paths: Sequence[Place], variant: int) -> Sequence[Document] | None:
        """Return the documents with other values at some paths, None where they do not render."""
        values = with_changed(self.values, paths, variant)
        try:
            return self._render(changed_environment(self._environment, values))
        except (LookupError, ToolError, TypeError, ValueError):
            return None

    def _render(self, environment: Environment) -> Sequence[Document] | None:
        self._budget.spend()
        try:
            files = self._renderer.render(environment).files
        except ToolError:
            return None
        text = "".join(files.values())
        found = read_documents(text.encode(), self._shown)
        return [each for each in found if not isinstance(each, YamlFault)]


class OwnOrigins:
    """Finds the origins of fields in what `argowave render` made."""

    def __init__(self, repository: Path, budget: Budget, movers: Movers) -> None:
        """Load nothing yet."""
        self._repository = repository
        self._budget = budget
        self._movers = movers
        self._environments: dict[str, Environment | None] = {}
        self._renderings: dict[str, OwnRendering | None] = {}

    def of(self, document: Document, path: Place) -> tuple[Origin, ...]:
        """Return the keys that move a field, else its template's line; () for anybody's file.

        Raises:
            SpentError: there is nothing left to spend.
        """
        found = _RENDERED.fullmatch(document.source)
        rendering = self._rendering(document.source) if found else None
        if found is None or rendering is None or rendering.base is None:
            return ()
        environment = self._environments[found[1]]
        renderer = self._renderer
        field = find_field(rendering.base, document, path)
        if field is None or environment is None or renderer is None:
            return ()  # what is committed is not what the templates say
        moving = self._movers.find(rendering, field, ("render", found[2])) if path else ()
        stated = [origin for leaf in moving if (origin := _stated(environment, leaf))]
        if stated:
            return tuple(stated)
        self._budget.spend()
        return (Origin(*renderer.written_in(environment, found[2], document.line_of(path))),)

    @cached_property
    def _renderer(self) -> Renderer | None:
        try:
            return open_renderer(self._repository)
        except ToolError:
            return None

    def _rendering(self, shown: str) -> OwnRendering | None:
        if shown not in self._renderings:
            self._renderings[shown] = self._open(shown)
        return self._renderings[shown]

    def _open(self, shown: str) -> OwnRendering | None:
        found = _RENDERED.fullmatch(shown)
        if found is None or self._renderer is None:
            return None
        name, target = found.groups()
        if name not in self._environments:
            self._environments[name] = self._load(name)
        environment, renderer = self._environments[name], self._renderer.only(target)
        if environment is None or renderer is None:
            return None
        return OwnRendering(renderer, environment, shown, self._budget)

    def _load(self, name: str) -> Environment | None:
        try:
            (environment,) = load_environments(self._repository, [name])
        except ToolError:
            return None
        return environment


def _stated(environment: Environment, leaf: Place) -> Origin | None:
    """Return the last file of an environment that states a value."""
    for file in reversed(environment_files(environment)):
        if at(file.body, leaf) is not ABSENT:
            return Origin(file.shown, file.line_of(leaf), show_pointer(leaf).removeprefix("$."))
    return None
