"""Defects of what Argo CD is told: Applications, projects, settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mutations.mutation import (
    RENDERED,
    ROOT,
    Mutation,
    added,
    body_of,
    changed,
    dropping,
    removed,
    replaced,
    setting,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

APPS = f"{RENDERED}/apps"
PROJECTS = f"{APPS}/projects"
SETTINGS = f"{RENDERED}/infra/argocd/argocd-cm.yaml"
NAMES = sorted(path.stem for path in (ROOT / APPS).glob("*.yaml"))
CHILDREN = [name for name in NAMES if name != "root"]
WAVE = ("metadata", "annotations", "argocd.argoproj.io/sync-wave")
SPEC_POLICY = ("spec", "syncPolicy")


def app(name: str) -> str:
    return f"{APPS}/{name}.yaml"


def every_application() -> Iterator[Mutation]:
    """What each Application can get wrong."""
    for name in CHILDREN:
        path = app(name)
        source = body_of(path)["spec"]["source"]
        yield changed(
            f"{name}: project default",
            "default-project",
            path,
            setting("default", "spec", "project"),
        )
        yield changed(
            f"{name}: another repository",
            "project-source",
            path,
            setting("https://git.example.com/other.git", "spec", "source", "repoURL"),
        )
        yield changed(
            f"{name}: another namespace",
            "project-destination",
            path,
            setting("kube-system", "spec", "destination", "namespace"),
        )
        yield changed(
            f"{name}: option misspelt",
            "sync-option",
            path,
            setting(["ServerSideAply=true"], *SPEC_POLICY, "syncOptions"),
        )
        if "chart" in source:
            yield changed(
                f"{name}: any version",
                "target-revision",
                path,
                setting("*", "spec", "source", "targetRevision"),
            )
        else:
            yield changed(
                f"{name}: no such folder",
                "source",
                path,
                setting("infra/nowhere", "spec", "source", "path"),
            )


def order() -> Iterator[Mutation]:
    """Waves between Applications, and what makes Argo CD wait."""
    early = {
        "crossplane-providers": "1", "provider-config": "2", "pipeline": "3",
        "justtrack-t1": "4", "dynamodb-admin": "1",
    }  # fmt: skip
    for name, wave in early.items():
        yield changed(f"{name}: in wave {wave}", "wave-order", app(name), setting(wave, *WAVE))
    late = {"crossplane-providers": "4", "pipeline": "5", "provider-config": "4", "namespace": "3"}
    for name, wave in late.items():
        yield changed(f"{name}: in wave {wave}", "wave-order", app(name), setting(wave, *WAVE))
    yield changed(
        "pipeline: no integer", "sync-wave-value", app("pipeline"), setting("four", *WAVE)
    )
    yield replaced(
        "pipeline: unquoted wave",
        "sync-wave-value",
        app("pipeline"),
        'sync-wave: "4"',
        "sync-wave: 4",
    )
    for name in ("pipeline", "crossplane-providers", "provider-config"):
        yield changed(
            f"{name}: not automated", "wave-gate", app(name), dropping(*SPEC_POLICY, "automated")
        )
    for name in ("crossplane-providers", "provider-config", "pipeline"):
        if name != "provider-config":
            yield changed(f"{name}: no retry", "retry", app(name), dropping(*SPEC_POLICY, "retry"))
        if name != "crossplane-providers":  # Crossplane is healthy by then, and its kinds there
            yield changed(
                f"{name}: dry run of what is missing",
                "missing-skip-dry-run",
                app(name),
                dropping(*SPEC_POLICY, "syncOptions"),
            )


def health() -> Iterator[Mutation]:
    """What Argo CD takes for healthy."""
    key = "resource.customizations.health.argoproj.io_Application"
    yield changed(
        "settings: no health of Applications", "wave-gate", SETTINGS, dropping("data", key)
    )
    documented = (
        'hs = {}\nhs.status = "Progressing"\nhs.message = ""\nif obj.status ~= nil then\n'
        "  if obj.status.health ~= nil then\n    hs.status = obj.status.health.status\n"
        '    hs.message = obj.status.health.message or ""\n  end\nend\nreturn hs\n'
    )
    yield changed(
        "settings: the documented health of Applications",
        "wave-gate",
        SETTINGS,
        setting(documented, "data", key),
    )
    yield changed(
        "settings: every Application is healthy",
        "wave-gate",
        SETTINGS,
        setting('return {status = "Healthy"}\n', "data", key),
    )
    provider = "resource.customizations.health.pkg.crossplane.io_Provider"
    yield changed(
        "settings: a Provider is healthy at once",
        "wave-gate",
        SETTINGS,
        setting('return {status = "Healthy"}\n', "data", provider),
    )
    text = str(body_of(SETTINGS)["data"]["resource.customizations"])
    start = text.index('"*.upbound.io/*"')
    yield changed(
        "settings: managed resources as built in",
        "wave-gate",
        SETTINGS,
        setting(text[:start], "data", "resource.customizations"),
    )


def exclusions() -> Iterator[Mutation]:
    """What Argo CD is told not to look at."""
    yield _with_exclusions(
        "settings: no usage excluded",
        "lost-exclusion",
        lambda stated: stated.replace("ProviderConfigUsage", "ProviderConfigUse"),
    )
    yield _with_exclusions(
        "settings: a default exclusion lost",
        "lost-exclusion",
        lambda stated: stated.replace("certificates.k8s.io", "certificates.example.org"),
    )
    yield _with_exclusions(
        "settings: EndpointSlice excluded",
        "excluded-kind",
        lambda stated: f"{stated}- apiGroups: [discovery.k8s.io]\n  kinds: [EndpointSlice]\n",
    )


def _with_exclusions(name: str, rule: str, change: Callable[[str], str]) -> Mutation:
    def exclude(body: dict[str, Any]) -> None:
        body["data"]["resource.exclusions"] = change(body["data"]["resource.exclusions"])

    return changed(name, rule, SETTINGS, exclude)


def projects() -> Iterator[Mutation]:
    """Each kind that each project permits, one after the other."""
    for project in ("infrastructure", "workloads"):
        path = f"{PROJECTS}/{project}.yaml"
        spec = body_of(path)["spec"]
        for field in ("clusterResourceWhitelist", "namespaceResourceWhitelist"):
            for number, entry in enumerate(spec.get(field, [])):
                name = f"{project}: without {entry['kind']}"
                yield changed(name, "project-kind", path, dropping("spec", field, number))
        yield changed(
            f"{project}: no repository",
            "project-source",
            path,
            setting(["https://git.example.com/x.git"], "spec", "sourceRepos"),
        )
        yield removed(f"{project}: gone", "project-missing", path)


def ownership() -> Iterator[Mutation]:
    """Two owners."""
    topic = f"{RENDERED}/infra/pipeline/sns-topic.yaml"
    text = (ROOT / topic).read_text()
    yield added(
        "topic: in two Applications",
        "shared-resource",
        f"{RENDERED}/infra/crossplane/config/topic.yaml",
        text,
    )
    yield added(
        "topic: twice in one", "shared-resource", f"{RENDERED}/infra/pipeline/again.yaml", text
    )
    pipeline = (ROOT / app("pipeline")).read_text()
    yield added(
        "pipeline: a second of its name", "duplicate-application", f"{APPS}/again.yaml", pipeline
    )


def mutations() -> list[Mutation]:
    groups = (every_application, order, health, exclusions, projects, ownership)
    return [each for group in groups for each in group()]
