"""An Application's body → its sources, as Argo CD's types read them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Final

from argowave.typed import as_list, as_mapping, as_text


@dataclass(frozen=True, slots=True)
class Parameter:
    """One entry of spec.source.helm.parameters."""

    name: str
    value: str
    force_string: bool


@dataclass(frozen=True, slots=True)
class HelmOptions:
    """spec.source.helm; what is left out has the value that Argo CD assumes."""

    release_name: str = ""
    namespace: str = ""
    kube_version: str = ""
    api_versions: tuple[str, ...] = ()
    value_files: tuple[str, ...] = ()
    ignore_missing_value_files: bool = False
    values: str | dict[str, Any] = ""  # valuesObject when it is there, else the text of values
    parameters: tuple[Parameter, ...] = ()
    file_parameters: tuple[tuple[str, str], ...] = ()  # name, path
    skip_crds: bool = False
    skip_tests: bool = False
    skip_schema_validation: bool = False


@dataclass(frozen=True, slots=True)
class JsonnetVariable:
    """One entry of extVars or tlas."""

    name: str
    value: str
    code: bool  # whether the value is Jsonnet, and not a text


@dataclass(frozen=True, slots=True)
class JsonnetOptions:
    """spec.source.directory.jsonnet."""

    ext_vars: tuple[JsonnetVariable, ...] = ()
    tlas: tuple[JsonnetVariable, ...] = ()
    libs: tuple[str, ...] = ()  # relative to the repository's root


@dataclass(frozen=True, slots=True)
class DirectoryOptions:
    """spec.source.directory."""

    recurse: bool = False
    include: str = ""
    exclude: str = ""
    jsonnet: JsonnetOptions = JsonnetOptions()


@dataclass(frozen=True, slots=True)
class KustomizeOptions:
    """spec.source.kustomize."""

    name_prefix: str = ""
    name_suffix: str = ""
    images: tuple[str, ...] = ()
    replicas: tuple[tuple[str, int | str], ...] = ()  # name, count
    common_labels: tuple[tuple[str, str], ...] = ()
    force_common_labels: bool = False
    label_without_selector: bool = False
    label_include_templates: bool = False
    common_annotations: tuple[tuple[str, str], ...] = ()
    force_common_annotations: bool = False
    common_annotations_envsubst: bool = False
    namespace: str = ""
    patches: tuple[dict[str, Any], ...] = ()
    components: tuple[str, ...] = ()
    ignore_missing_components: bool = False
    version: str = ""
    kube_version: str = ""
    api_versions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """spec.source, or one entry of spec.sources."""

    repo_url: str
    path: str
    chart: str
    target_revision: str
    ref: str
    explicit_types: tuple[str, ...]  # of Kustomize, Helm, Directory, Plugin: those it names
    helm: HelmOptions
    directory: DirectoryOptions
    kustomize: KustomizeOptions = KustomizeOptions()
    stated: dict[str, Any] = field(default_factory=dict, repr=False)  # as it was written
    # where it stands in the spec: ("source",), ("sources", 1) or ("sourceHydrator", "drySource")
    place: tuple[str | int, ...] = field(default=("source",), compare=False, repr=False)


# of the many sources that say nothing about a tool
_HELM: Final = HelmOptions()
_JSONNET: Final = JsonnetOptions()
_DIRECTORY: Final = DirectoryOptions()
_KUSTOMIZE: Final = KustomizeOptions()


def plugin_name(source: Source) -> str:
    """Return spec.source.plugin.name, "" where one has to recognise the folder."""
    return as_text(as_mapping(source.stated.get("plugin")).get("name"))


def read_sources(application: dict[str, Any]) -> tuple[Source, ...]:
    """Return an Application's sources in order.

    spec.sourceHydrator wins over spec.sources, which wins over spec.source when it has an entry,
    as in Argo CD (ApplicationSpec.GetSource, HasMultipleSources). What is hydrated into another
    branch is what the dry source gives, so that one is taken in place of the branch.
    """
    spec = as_mapping(application.get("spec"))
    hydrator = spec.get("sourceHydrator")
    if isinstance(hydrator, dict):
        dry = hydrator.get("drySource")
        place = ("sourceHydrator", "drySource")
        return (replace(read_source(dry), place=place),) if isinstance(dry, dict) else ()
    several = [
        replace(read_source(entry), place=("sources", index))
        for index, entry in enumerate(as_list(spec.get("sources")))
        if isinstance(entry, dict)
    ]
    single = spec.get("source")
    if several or not isinstance(single, dict):
        return tuple(several)
    return (read_source(single),)


def read_source(entry: dict[str, Any]) -> Source:
    """Return one source; a value of the wrong type counts as left out, the schema names it.

    A section without content is dropped, as Argo CD does (NormalizeSource in
    util/argo/argo.go), so that `helm: {}` does not make a folder a chart.
    """
    sections = {
        "Kustomize": _filled(entry.get("kustomize")),
        "Helm": _filled(entry.get("helm")),
        "Directory": _is_directory(as_mapping(entry.get("directory"))),
        "Plugin": isinstance(entry.get("plugin"), dict),
    }
    return Source(
        repo_url=as_text(entry.get("repoURL")),
        path=as_text(entry.get("path")),
        chart=as_text(entry.get("chart")),
        target_revision=as_text(entry.get("targetRevision")),
        ref=as_text(entry.get("ref")),
        explicit_types=tuple(name for name, stated in sections.items() if stated),
        helm=_helm_options(as_mapping(entry.get("helm"))),
        directory=_directory_options(as_mapping(entry.get("directory"))),
        kustomize=_kustomize_options(as_mapping(entry.get("kustomize"))),
        stated=entry,
    )


def _helm_options(section: dict[str, Any]) -> HelmOptions:
    if not section:
        return _HELM
    values = section.get("valuesObject")
    return HelmOptions(
        release_name=as_text(section.get("releaseName")),
        namespace=as_text(section.get("namespace")),
        kube_version=as_text(section.get("kubeVersion")),
        api_versions=_texts(section.get("apiVersions")),
        value_files=_texts(section.get("valueFiles")),
        ignore_missing_value_files=section.get("ignoreMissingValueFiles") is True,
        values=values if isinstance(values, dict) else as_text(section.get("values")),
        parameters=tuple(
            Parameter(
                as_text(entry.get("name")),
                as_text(entry.get("value")),
                entry.get("forceString") is True,
            )
            for entry in as_list(section.get("parameters"))
            if isinstance(entry, dict)
        ),
        file_parameters=tuple(
            (as_text(entry.get("name")), as_text(entry.get("path")))
            for entry in as_list(section.get("fileParameters"))
            if isinstance(entry, dict)
        ),
        skip_crds=section.get("skipCrds") is True,
        skip_tests=section.get("skipTests") is True,
        skip_schema_validation=section.get("skipSchemaValidation") is True,
    )


def _directory_options(section: dict[str, Any]) -> DirectoryOptions:
    if not section:
        return _DIRECTORY
    return DirectoryOptions(
        recurse=section.get("recurse") is True,
        include=as_text(section.get("include")),
        exclude=as_text(section.get("exclude")),
        jsonnet=_jsonnet_options(as_mapping(section.get("jsonnet"))),
    )


def _jsonnet_options(section: dict[str, Any]) -> JsonnetOptions:
    if not section:
        return _JSONNET
    return JsonnetOptions(
        ext_vars=_variables(section.get("extVars")),
        tlas=_variables(section.get("tlas")),
        libs=_texts(section.get("libs")),
    )


def _variables(entries: object) -> tuple[JsonnetVariable, ...]:
    return tuple(
        JsonnetVariable(
            as_text(entry.get("name")), as_text(entry.get("value")), entry.get("code") is True
        )
        for entry in as_list(entries)
        if isinstance(entry, dict)
    )


def _kustomize_options(section: dict[str, Any]) -> KustomizeOptions:
    if not section:
        return _KUSTOMIZE
    return KustomizeOptions(
        name_prefix=as_text(section.get("namePrefix")),
        name_suffix=as_text(section.get("nameSuffix")),
        images=_texts(section.get("images")),
        replicas=tuple(
            (as_text(entry.get("name")), count)
            for entry in as_list(section.get("replicas"))
            if isinstance(entry, dict) and isinstance(count := entry.get("count"), int | str)
        ),
        common_labels=_pairs(section.get("commonLabels")),
        force_common_labels=section.get("forceCommonLabels") is True,
        label_without_selector=section.get("labelWithoutSelector") is True,
        label_include_templates=section.get("labelIncludeTemplates") is True,
        common_annotations=_pairs(section.get("commonAnnotations")),
        force_common_annotations=section.get("forceCommonAnnotations") is True,
        common_annotations_envsubst=section.get("commonAnnotationsEnvsubst") is True,
        namespace=as_text(section.get("namespace")),
        patches=tuple(each for each in as_list(section.get("patches")) if isinstance(each, dict)),
        components=_texts(section.get("components")),
        ignore_missing_components=section.get("ignoreMissingComponents") is True,
        version=as_text(section.get("version")),
        kube_version=as_text(section.get("kubeVersion")),
        api_versions=_texts(section.get("apiVersions")),
    )


def _filled(section: object) -> bool:
    return isinstance(section, dict) and any(
        value not in (None, "", False, [], {}) for value in section.values()
    )


def _is_directory(section: dict[str, Any]) -> bool:
    """Tell whether spec.source.directory says anything; a `jsonnet` without entries does not."""
    return _filled({**section, "jsonnet": _filled(section.get("jsonnet"))})


def _pairs(value: object) -> tuple[tuple[str, str], ...]:
    """Return the texts of a mapping, sorted: Go's own order varies from run to run."""
    return tuple(sorted((k, v) for k, v in as_mapping(value).items() if isinstance(v, str)))


def _texts(value: object) -> tuple[str, ...]:
    return tuple(entry for entry in as_list(value) if isinstance(entry, str))
