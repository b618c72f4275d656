"""What must hold in a repository before a cluster is handed over to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.errors import RepositoryError
from argowave.settings import load_settings
from argowave.tree.remotes import normalise, own_urls

if TYPE_CHECKING:
    from pathlib import Path

    from argowave.environment import Environment

# RFC 2606 keeps these for documentation: nothing can ever be read from them
_PLACEHOLDERS = ("example.com", "example.net", "example.org", "example")
_NOBODY = "example"  # owns what versions.yaml names before there is an image


def check_url(environment: Environment, repository: Path) -> None:
    """Refuse a repository.url that Argo CD could not read this repository from.

    Raises:
        RepositoryError: the URL is a placeholder, or none of git's remotes.
    """
    url: str = environment.values["repository"]["url"]
    render = f"then render and push: argowave render {environment.name}"
    host = normalise(url).partition("/")[0]
    if any(host == name or host.endswith(f".{name}") for name in _PLACEHOLDERS):
        message = f"repository.url is still the placeholder {url}: Argo CD cannot read from it"
        hint = f"write your repository's URL into environments/base.yaml, {render}"
        raise RepositoryError(message, path=environment.path, hint=hint)
    stated = load_settings(repository).repositories
    if normalise(url) not in own_urls(repository, stated):
        message = f"repository.url is {url}, which is none of git's remotes here"
        hint = f"put this repository's own URL there, {render}; or add it: git remote add origin …"
        raise RepositoryError(message, path=environment.path, hint=hint)


def check_image(environment: Environment) -> None:
    """Refuse a hook whose image nobody has published.

    Raises:
        RepositoryError: the hook is on, and the name of its image is a placeholder.
    """
    image: str = environment.values["versions"]["images"]["check"]
    if environment.values["check"]["enabled"] and image.split("/")[1:2] == [_NOBODY]:
        message = f"versions.images.check is still the placeholder {image}: nobody can pull it"
        hint = (
            f"publish it and write its name into environments/{environment.name}/versions.yaml, or "
            f"say check.enabled: false; then render and push: argowave render {environment.name}"
        )
        raise RepositoryError(message, path=environment.path, hint=hint)


def check_rendered(environment: Environment, repository: Path) -> None:
    """Refuse rendered files that are not what the templates give.

    Raises:
        RepositoryError: `argowave render` would change something.
    """
    from argowave.render import (  # noqa: PLC0415 (jinja2 is needed only where steps are run)
        open_renderer,
        plan_changes,
    )

    rendering = open_renderer(repository).render(environment)
    if plan_changes(rendering, repository).changed:
        message = "is not what the templates give, and it is what would be applied"
        hint = f"argowave render {environment.name}, commit and push"
        raise RepositoryError(message, path=environment.rendered, hint=hint)
