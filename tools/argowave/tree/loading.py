"""The root Application's file → the tree below it, level by level."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from argowave.applicationsets import SetSurroundings, is_application_set
from argowave.errors import RepositoryError
from argowave.finding import Finding
from argowave.git.sparse import not_here
from argowave.manifest import Manifest
from argowave.tree.application import (
    Application,
    ApplicationSet,
    Tree,
    is_application,
    sources_of,
)
from argowave.tree.branch import DEEPEST, Branch, application_of
from argowave.tree.build_options import stated_options
from argowave.tree.capabilities import brought_versions, unanswered
from argowave.tree.faults import with_cycles, without_what_is_meant
from argowave.tree.memory import Memory
from argowave.tree.requests import (
    find_repository,
    find_revision,
    repository_source,
    requests_of,
)
from argowave.yamlio import YamlFault, read_documents

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from argowave.sources.request import Generated, ManifestRequest
    from argowave.tree.surroundings import Surroundings

    Generate = Callable[[Sequence[ManifestRequest]], list[Generated]]


@dataclass(slots=True)
class _Growth:
    """The tree so far."""

    sets_in: SetSurroundings
    applications: list[Application] = field(default_factory=list)
    application_sets: list[ApplicationSet] = field(default_factory=list)
    seen: set[tuple[str, str]] = field(default_factory=set)  # namespace, name


def load_tree(root: Path, surroundings: Surroundings, generate: Generate) -> Tree:
    """Return everything that Argo CD would apply, starting from the file of a root Application.

    Args:
        root: absolute path of the file; it usually holds one Application.
        surroundings: the repository and the environment around it.
        generate: gives each request's manifests, in order; one call a level of the tree.

    Raises:
        RepositoryError: the root file is missing or holds no Application.
    """
    entry, findings = _read_root(root, surroundings)
    return grow_tree(entry, surroundings.assuming(entry), generate, findings)


def grow_tree(
    entry: tuple[Manifest, ...],
    surroundings: Surroundings,
    generate: Generate,
    findings: tuple[Finding, ...] = (),
) -> Tree:
    """Return everything that Argo CD would apply once somebody has applied some objects.

    Args:
        entry: the objects that are applied by hand.
        surroundings: the repository and the environment around it.
        generate: gives each request's manifests, in order; one call a level of the tree.
        findings: faults of the files that the objects stand in.
    """
    memory = Memory(generate)
    growth = _grow(entry, surroundings, memory.first)
    options = stated_options(growth.applications, entry) or surroundings.options_by_hand
    versions = brought_versions(entry, growth.applications)
    if memory.is_affected(options=bool(options), versions=bool(versions)):
        surroundings = replace(surroundings, kustomize_build_options=options, api_versions=versions)
        growth = _grow(entry, surroundings, memory.again)
    if growth.sets_in.told_too_little:
        growth = _grow(entry, surroundings, memory.again, growth.sets_in.applied)
    told = without_what_is_meant(growth.applications)
    applications = tuple(with_cycles(application) for application in told)
    sets = tuple(growth.application_sets)
    version = surroundings.kubernetes_version
    guessed = surroundings.guessed(source for each in applications for source in each.sources)
    unknown = unanswered(applications, surroundings)
    return Tree(
        surroundings.environment,
        version,
        applications,
        entry,
        findings,
        sets,
        (*surroundings.assumptions, *guessed, *unknown, *not_here(surroundings.repository)),
        unbuilt=surroundings.working_tree.not_told,
        own_urls=surroundings.own_urls,
        stated_clusters=frozenset(
            text
            for each in surroundings.outside.clusters or ()
            for text in (each.name, each.server)
        ),
        reads_revisions=surroundings.checkouts is not None and surroundings.checkouts.were_asked,
    )


def _grow(
    entry: tuple[Manifest, ...],
    surroundings: Surroundings,
    generate: Generate,
    known: Sequence[Manifest] = (),
) -> _Growth:
    """Return what grows from some objects.

    Args:
        entry: those.
        surroundings: the repository and the environment around it.
        generate: gives each request's manifests.
        known: what an earlier growth has applied, cluster Secrets among it.
    """
    growth = _Growth(
        SetSurroundings(
            surroundings.working_tree,
            surroundings.is_own,
            surroundings.outside,
            partial(find_repository, surroundings=surroundings),
            partial(find_revision, surroundings=surroundings),
        )
    )
    growth.sets_in.applied.extend((*entry, *known))
    level = _branches([(manifest, ()) for manifest in entry], growth)
    while level:
        grown = _expand(level, surroundings, generate)
        growth.sets_in.applied.extend(entry for app in grown for entry in app.manifests)
        growth.applications += grown
        children = [(entry, app.chain) for app in grown for entry in app.manifests]
        level = _branches(children, growth)
    return growth


def _read_root(
    root: Path, surroundings: Surroundings
) -> tuple[tuple[Manifest, ...], tuple[Finding, ...]]:
    shown = root.relative_to(surroundings.repository).as_posix()
    if not root.is_file():
        message = "the root Application is missing"
        hint = surroundings.without_root()
        raise RepositoryError(message, path=shown, hint=hint)
    manifests: list[Manifest] = []
    findings: list[Finding] = []
    for document in read_documents(root.read_bytes(), shown):
        if isinstance(document, YamlFault):
            findings.append(Finding(shown, document.line, "", "", document.message, "yaml"))
        elif isinstance(document.body, dict):
            manifests.append(Manifest(document, surroundings.environment))
    if not findings and not any(
        is_application(each) or is_application_set(each) for each in manifests
    ):
        message = "the root file holds no Application"
        raise RepositoryError(message, path=shown)
    return tuple(manifests), tuple(findings)


def _branches(
    candidates: Sequence[tuple[Manifest, tuple[str, ...]]], growth: _Growth
) -> list[Branch]:
    """Return the Applications among the candidates that were not met before.

    An ApplicationSet among them stands for the Applications that it makes.
    """
    branches = []
    for manifest, parents in _with_generated(candidates, growth):
        if is_application(manifest) and manifest.name:
            key = (manifest.namespace, manifest.name)
            if key not in growth.seen:
                growth.seen.add(key)
                sources = sources_of(manifest) if len(parents) < DEEPEST else ()
                branches.append(Branch(manifest, parents, sources))
    return branches


def _with_generated(
    candidates: Sequence[tuple[Manifest, tuple[str, ...]]], growth: _Growth
) -> Iterator[tuple[Manifest, tuple[str, ...]]]:
    for manifest, parents in candidates:
        yield manifest, parents
        if is_application_set(manifest) and manifest.name:
            from argowave.applicationsets.generate import generate_applications  # noqa: PLC0415 (few have one)

            made = generate_applications(manifest, growth.sets_in)
            chain = (*parents, manifest.subject)
            growth.application_sets.append(
                ApplicationSet(
                    manifest.name,
                    chain,
                    manifest,
                    made.applications,
                    made.findings,
                    made.not_checked,
                    tuple(repository_source(*each) for each in made.wanted),
                )
            )
            yield from ((each, chain) for each in made.applications)


def _expand(
    level: Sequence[Branch], surroundings: Surroundings, generate: Generate
) -> list[Application]:
    """Return the level's Applications with what their sources give."""
    requests = [requests_of(each.manifest, each.sources, surroundings) for each in level]
    answers = iter(generate([request for several in requests for request in several]))
    return [
        application_of(branch, [next(answers) for _ in several], surroundings.environment)
        for branch, several in zip(level, requests, strict=True)
    ]
