"""A request for a Kustomize source → its manifests, built by kustomize or kubectl."""

from __future__ import annotations

import json
import os
import re
import shutil
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from argowave import __version__
from argowave.finding import Finding
from argowave.secret import names_secret
from argowave.sources.detection import folders_for_files
from argowave.sources.digest import digest_of
from argowave.sources.kustomize.closure import TooLargeError, kustomization_of, read_pieces
from argowave.sources.kustomize.culprit import culprit
from argowave.sources.kustomize.edits import (
    CountError,
    edits_after_patches,
    edits_before_patches,
    found_components,
)
from argowave.sources.kustomize.flags import NO_HELM, allowed, dropped, nobody_says
from argowave.sources.kustomize.idle import for_nothing
from argowave.sources.kustomize.origins import read_built
from argowave.sources.kustomize.program import (
    KustomizeError,
    UnfinishedError,
    find_kustomize,
    identity_of,
)
from argowave.sources.kustomize.remotes import Remotes, enables_helm
from argowave.sources.kustomize.sayings import readable
from argowave.sources.kustomize.search import find_closure
from argowave.sources.kustomize.staging import add_patches, ask_for_origins, notes_origins, stage
from argowave.sources.overrides import override_files
from argowave.sources.request import Generated, NotChecked
from argowave.sources.substitution import build_variables
from argowave.sources.versions import full_version
from argowave.user_cache.entries import Entries
from argowave.validate.pointer import show_pointer
from argowave.yamlio import YamlFault

if TYPE_CHECKING:
    from collections.abc import Mapping

    from argowave.sources.kustomize.closure import Closure
    from argowave.sources.kustomize.program import Kustomize
    from argowave.sources.request import ManifestRequest
    from argowave.sources.source import KustomizeOptions

_MOST_KEPT = 2_000  # results; those that were used longest ago go first
_VERSION = "2"  # of what is kept; another one makes everything afresh
_RULE = "kustomize"
_PULLS = "helm pull"
_ALPHA = "--enable-alpha-plugins"
_PLUGIN = re.compile(r"external plugins disabled.*?plugin '([^']+)'", re.DOTALL)


class _NotBuiltError(ValueError):
    """Why a kustomization is not built, though Argo CD would build it."""


@dataclass(frozen=True, slots=True)
class _Job:
    """One kustomization to build."""

    request: ManifestRequest
    folder: Path
    kustomization: str  # its file, as findings show it
    closure: Closure

    @property
    def components(self) -> tuple[str, ...]:
        """What the Application adds, as paths in the copy."""
        own = self.request.source.kustomize
        found = found_components(own, self.request.repository, self.folder)
        return tuple(self.closure.components.get(each, each) for each in found)

    @property
    def shown(self) -> str:
        return self.folder.relative_to(self.request.repository).as_posix()


def build_kustomization(request: ManifestRequest, folder: Path) -> Generated:
    """Return what Argo CD would build from the kustomization in `folder`.

    Where it cannot be built here it is named as not checked, and the YAML of the folder is read
    all the same: what is no YAML is a finding, what is are pieces.
    """
    path = kustomization_of(folder)
    if path is None:
        wrong = "".join(f": {name} in it is a folder" for name in folders_for_files(folder))
        message = f"the path {request.source.path} holds no kustomization{wrong}"
        return Generated(findings=(Finding("", None, "", "", message, "source"),))
    shown = Path(path).relative_to(request.repository).as_posix()
    components = found_components(request.source.kustomize, request.repository, folder)
    remotes = Remotes(request.charts, enables_helm(request.kustomize_build_options))
    try:
        closure = find_closure(
            request.repository, folder, remotes, components, ignored=request.ignored
        )
    except TooLargeError as error:
        return Generated(findings=(_refused(shown, str(error)),))
    generated = _generate(_Job(request, folder, shown, closure))
    return replace(generated, wanted=tuple(remotes.wanted.items()))


def _generate(job: _Job) -> Generated:
    closure, request, folder, shown = job.closure, job.request, job.folder, job.kustomization
    if closure.findings:
        return Generated(findings=tuple(closure.findings))
    try:
        return _read(job, *_built(job))
    except _NotBuiltError as error:
        pieces = read_pieces(closure, request.repository, folder)
        not_checked = NotChecked(f"kustomize {job.shown}", str(error))
        return Generated(
            findings=tuple(closure.findings), not_checked=(not_checked,), partial=tuple(pieces)
        )
    except UnfinishedError as error:
        return Generated(findings=(_refused(shown, str(error)),))
    except (KustomizeError, CountError) as error:
        return Generated(findings=(_blamed(job) or _refused(shown, str(error)),))


def _blamed(job: _Job) -> Finding | None:
    """Return a finding of the Application's, where without its options it could be built.

    What a file of overrides adds is no field of the Application's.
    """
    if any(each.is_file() for each in override_files(job.folder, job.request.application)):
        return None
    source = job.request.source

    def fault_of(options: KustomizeOptions) -> str:
        some = replace(job.request, source=replace(source, kustomize=options))
        try:
            _built(replace(job, request=some))
        except (KustomizeError, CountError) as error:
            return str(error)
        return ""

    try:
        found = culprit(source.kustomize, fault_of)
    except _NotBuiltError:
        return None
    if found is None:
        return None
    path, said = found
    message = f"{job.kustomization} cannot be built with it: {said}"
    return Finding("", None, "", show_pointer(("kustomize", *path)), message, _RULE)


def _built(job: _Job) -> tuple[bytes, bool]:
    """Return what kustomize prints, and whether the notes of origin in it are ours.

    Raises:
        _NotBuiltError: it cannot be built here.
        KustomizeError: kustomize refuses it.
        CountError: a replica count is no number.
    """
    kustomize = _program(job)
    flags, helm = _flags(job)
    folder = job.request.charts.results
    if folder is None:
        kept = _run(job, kustomize, flags, helm)
        return kept[1:], kept[:1] == b"+"
    key = _key(job, kustomize, flags, helm)
    cache = Entries(folder / "kustomize", _MOST_KEPT)
    found = cache.read(key)
    kept = _run(job, kustomize, flags, helm) if found is None else found
    # what was written while it was built may or may not be in it
    if found is None and not names_secret(kept) and key == _key(job, kustomize, flags, helm):
        cache.write(key, kept)
    return kept[1:], kept[:1] == b"+"


def _program(job: _Job) -> Kustomize:
    if job.closure.inflated and not enables_helm(job.request.kustomize_build_options):
        named = ", ".join(job.closure.inflated).replace(job.kustomization, "it")
        message = f"{named} inflates a chart, and {NO_HELM}"
        raise _NotBuiltError(message)
    if job.closure.remotes:
        message = f"it takes {_all(job.closure.remotes)}"
        raise _NotBuiltError(message)
    if job.closure.labels and notes_origins(job.folder):
        message = "it notes where objects come from (buildMetadata), which is elsewhere"
        raise _NotBuiltError(message)
    kustomize = find_kustomize(os.environ.get("PATH", ""))
    if kustomize is None:
        message = "neither kustomize nor kubectl is on the PATH"
        raise _NotBuiltError(message)
    if kustomize.is_kubectl and (job.components or any(_edits(job))):
        message = "the Application changes it with `kustomize edit`, which kubectl has not"
        raise _NotBuiltError(message)
    return kustomize


def _all(remotes: Mapping[str, str]) -> str:
    """Return what is missing from elsewhere, with one reason for all that have the same."""
    whys = dict.fromkeys(remotes.values())
    named = (", ".join(n for n, each in remotes.items() if each == why) for why in whys)
    return "; ".join(f"{n} {why}" for n, why in zip(named, whys, strict=True))


def _flags(job: _Job) -> tuple[list[str], str | None]:
    """Return the flags of the build, and the helm binary where Helm takes part.

    What would have kustomize run other programs is left out.
    """
    stated = job.request.kustomize_build_options.split()
    flags = allowed(stated)
    if not job.closure.inflated:
        return flags, None
    helm = shutil.which(job.request.charts.helm or "helm")
    if helm is None:
        named = ", ".join(job.closure.inflated)
        message = f"{named} inflates a chart, and helm is not on the PATH"
        raise _NotBuiltError(message)
    options = job.request.source.kustomize
    version = full_version(options.kube_version or job.request.kubernetes_version)
    flags += ["--enable-helm", "--helm-kube-version", version]
    for entry in options.api_versions or job.request.api_versions:
        flags += ["--helm-api-versions", entry]
    return flags, helm


def _run(job: _Job, kustomize: Kustomize, flags: list[str], helm: str | None) -> bytes:
    with stage(job.closure) as root:
        folder = root / job.shown
        try:
            for edit in _edits(job):
                kustomize.edit(folder, edit)
            if job.request.source.kustomize.patches:
                add_patches(folder, job.request.source.kustomize.patches)
            for edit in edits_after_patches(job.components):
                kustomize.edit(folder, edit)
            added = ask_for_origins(folder)
            return (b"+" if added else b"-") + kustomize.build(root, folder, flags, helm)
        except KustomizeError as error:
            if helm is not None and _PULLS in str(error):
                message = "it takes a chart from the network"
                raise _NotBuiltError(message) from error
            if missing := dropped(job.request.kustomize_build_options.split()):
                message = f"it needs {missing} of kustomize.buildOptions, which runs programs"
                raise _NotBuiltError(message) from error
            if match := _PLUGIN.search(str(error)):
                message = f"it runs the plugin {match[1]}, and {nobody_says(_ALPHA)}"
                raise _NotBuiltError(message) from error
            raise type(error)(readable(str(error), root)) from error


def _edits(job: _Job) -> list[list[str]]:
    variables = build_variables(job.request)
    return list(edits_before_patches(job.request.source.kustomize, variables))


def _key(job: _Job, kustomize: Kustomize, flags: list[str], helm: str | None) -> str:
    """Return a digest of everything that the result depends on."""
    stated = asdict(job.request.source.kustomize)
    facts = {
        "version": (__version__, _VERSION),
        "kustomize": kustomize.identity,
        "folder": job.shown,
        "flags": flags,
        "helm": helm and identity_of(helm),
        "options": stated,
        "components": job.components,
        "edits": _edits(job),
        "links": job.closure.links,
        "replaced": job.closure.replaced,
    }
    parts = [json.dumps(facts, sort_keys=True, default=str).encode()]
    for place, path in sorted(job.closure.files.items()):
        parts += [os.fsencode(place), Path(path).read_bytes()]
    return digest_of(parts)


def _read(job: _Job, data: bytes, ours: bool) -> Generated:  # noqa: FBT001 (unpacked)
    documents = []
    findings = []
    for document in read_built(data, job.kustomization, job.shown, strip=ours):
        if isinstance(document, YamlFault):
            message = f"builds to something that is no YAML: {document.message}"
            findings.append(_refused(job.kustomization, message))
        elif isinstance(document.body, dict):
            documents.append(replace(document, source=job.closure.shown(document.source)))
    pieces = [piece for several in job.closure.pieces.values() for piece in several]
    findings += for_nothing(job.request.source.kustomize, pieces, documents)
    return Generated(
        tuple(documents), rendered=True, findings=tuple(findings), partial=tuple(pieces)
    )


def _refused(path: str, message: str) -> Finding:
    return Finding(path, None, "", "", message, _RULE)
