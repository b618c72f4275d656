"""This repository's own environments and templates, rendered; also with the other scope."""

from __future__ import annotations

import functools
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from argowave.applicationsets import WorkingTree
from argowave.environment import Environment, load_environments
from argowave.render import open_renderer
from argowave.sources.generate import generate_manifests
from argowave.sources.request import Charts
from argowave.tree import Surroundings, Tree, load_tree
from argowave.tree.remotes import own_urls
from argowave.yamlio import read_documents, read_mapping
from argowave.yamlio.write import dump

REPOSITORY = Path(__file__).parents[2]
ENVIRONMENTS = ["dev", "staging", "prod"]
URL = "https://git.example.com/platform/argowave.git"

# environment, scope of its managed resources → {path below rendered/: its text}
RenderText = Callable[[str, str], Mapping[str, str]]
# the same → {path below rendered/: the manifest in it}
Render = Callable[[str, str], dict[str, dict[str, Any]]]
# environment, {key: change of its environment.yaml} → the environment, loaded
LoadChanged = Callable[[str, dict[str, Any]], Environment]


@pytest.fixture(scope="session")
def repository() -> Path:
    return REPOSITORY


@pytest.fixture(scope="session")
def render_text(tmp_path_factory: pytest.TempPathFactory) -> RenderText:
    renderer = open_renderer(REPOSITORY)

    @functools.cache
    def render_text(name: str, scope: str) -> Mapping[str, str]:
        copy = copy_environments(tmp_path_factory.mktemp("repository"))
        change(copy / "environments" / name, {"managedResources": {"scope": scope}})
        [environment] = load_environments(copy, [name])
        return renderer.render(environment).files

    return render_text


@pytest.fixture(scope="session")
def render(render_text: RenderText) -> Render:
    @functools.cache
    def render(name: str, scope: str) -> dict[str, dict[str, Any]]:
        return {path: parse_one(text) for path, text in render_text(name, scope).items()}

    return render


@pytest.fixture
def load_changed(tmp_path: Path) -> LoadChanged:
    def load(name: str, changes: dict[str, Any]) -> Environment:
        change(copy_environments(tmp_path) / "environments" / name, changes)
        [environment] = load_environments(tmp_path, [name])
        return environment

    return load


@pytest.fixture(scope="session")
def health_scripts() -> dict[str, str]:
    scripts = (REPOSITORY / "infra/argocd/health").glob("*.lua")
    return {path.stem: path.read_text(encoding="utf-8") for path in scripts}


@pytest.fixture(scope="session", params=ENVIRONMENTS)
def tree(request: pytest.FixtureRequest, repository: Path) -> Tree:
    """What the committed rendering of one environment leads to."""
    name: str = request.param
    surroundings = Surroundings(
        repository=repository,
        environment=name,
        kubernetes_version="1.35",
        own_urls=own_urls(repository, [URL]),
        charts=Charts(cache=repository / ".no-cache"),
        working_tree=WorkingTree(repository),
    )
    root = repository / "environments" / name / "rendered/apps/root.yaml"
    return load_tree(root, surroundings, lambda batch: [generate_manifests(one) for one in batch])


def copy_environments(folder: Path) -> Path:
    shutil.copytree(
        REPOSITORY / "environments",
        folder / "environments",
        ignore=shutil.ignore_patterns("rendered"),
    )
    return folder


def change(folder: Path, changes: dict[str, Any]) -> None:
    """Merge changes into an environment's environment.yaml; None removes a key."""
    path = folder / "environment.yaml"
    path.write_text(dump(merged(read_mapping(path), changes)), encoding="utf-8")


def merged(values: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    result = dict(values)
    for key, value in changes.items():
        if value is None:
            del result[key]
        elif isinstance(value, dict) and isinstance(result.get(key), dict):
            result[key] = merged(result[key], value)
        else:
            result[key] = value
    return result


def parse_one(text: str) -> dict[str, Any]:
    [document] = read_documents(text.encode(), "rendered")
    body: dict[str, Any] = document.body  # type: ignore[union-attr] # (render refuses what is no YAML)
    return body
