"""A request for one source → its manifests, by the source's type."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from argowave.errors import YamlError
from argowave.files.scratch import NO_ROOM, no_room
from argowave.finding import Finding
from argowave.git.ignored import COMMIT, is_ignored
from argowave.sources.absence import with_absence
from argowave.sources.boundary import OutsideError, links_outside, resolve
from argowave.sources.detection import AmbiguousTypeError, detect_type, folders_for_files
from argowave.sources.directory import read_directory
from argowave.sources.emptiness import of_link, of_nothing
from argowave.sources.empty_submodule import empty_submodules_below, not_checked_out
from argowave.sources.near_path import meant_path
from argowave.sources.overrides import merge_overrides
from argowave.sources.placing import placed
from argowave.sources.request import FetchedRef, Generated, NotChecked
from argowave.sources.source import plugin_name
from argowave.sources.unfinished_url import has_blank, is_unfinished
from argowave.validate.pointer import read_pointer, show_pointer

if TYPE_CHECKING:
    from argowave.manifest import Manifest
    from argowave.sources.request import ManifestRequest, Pinned
    from argowave.sources.source import Source

_GO_MAP: Final = "map[basename:"  # how Go writes what a git generator gives for a folder
_MAIN: Final = ("", "HEAD", "main", "master")  # where everybody looks first


def generate_manifests(request: ManifestRequest) -> Generated:
    """Return what Argo CD would apply for one source.

    Findings have the path of the file at fault where there is one; where the source itself is
    wrong the path is empty, and the caller puts the Application's there.
    """
    source = request.source
    if request.refusal:
        return _wrong(request.refusal)
    if source.chart:
        from argowave.sources.helm.remote import render_remote_chart  # noqa: PLC0415 (Helm is heavy)

        return render_remote_chart(request)
    if not source.path and source.ref:
        return _lending(request)
    if not request.local:
        return _generate_foreign(request)
    if request.pinned is not None:
        return _generate_pinned(request, request.pinned)
    return _generate_here(request)


def _generate_here(request: ManifestRequest) -> Generated:
    """Return what the files give that stand in this repository's folder."""
    if why := _why_elsewhere(request):
        return Generated(not_checked=(NotChecked(_at_revision(request), why),))
    return placed(_generate_local(request), request, "")


def _why_elsewhere(request: ManifestRequest) -> str:
    """Return why a path is missing here and may be on the branch that Argo CD takes, or "".

    What is here stands for every revision of the repository.
    """
    path = request.source.path
    if os.path.lexists(request.repository / path):
        return ""
    if has_blank(path):
        return "its path is still to be filled in"
    is_main = request.source.target_revision.removeprefix("refs/heads/") in _MAIN
    if is_main or path.startswith("/") or ".." in Path(path).parts:
        return ""
    return "the path is not in this working tree, which may be at another revision"


def _generate_foreign(request: ManifestRequest) -> Generated:
    """Return what another repository's files give, where they are at hand.

    Paths in findings begin with the repository and its revision.
    """
    from argowave.sources.fetch.find import find_tree  # noqa: PLC0415 (few repositories need it)
    from argowave.sources.fetch.wanted import FetchError, wanted_of  # noqa: PLC0415 (as above)

    wanted = wanted_of(request.source)
    try:
        tree, _ = find_tree(request.source, request.charts)
    except FetchError as error:
        what = f"{wanted.url} {request.source.path}".strip()
        why = "its URL is still to be filled in" if is_unfinished(wanted.url) else str(error)
        given = Generated(not_checked=(NotChecked(what, f"another repository: {why}"),))
        return with_absence(given, error)
    return _generate_there(request, tree, wanted.label)


def _generate_there(request: ManifestRequest, tree: Path, label: str) -> Generated:
    """Return what the files in another folder give."""
    own = tuple(FetchedRef(name, request.repository, "") for name in sorted(request.refs))
    there = replace(
        request,
        repository=tree,
        own=request.repository,
        local=True,
        refs=frozenset(),
        ignored=frozenset(),
        fetched_refs=(*request.fetched_refs, *own),
    )
    given = placed(_generate_local(there), there, label)
    return replace(given, chart=None)


def _generate_pinned(request: ManifestRequest, pinned: Pinned) -> Generated:
    """Return what another revision of this repository gives, where it is at hand.

    A path that a branch lacks and that is here may be on its way there.
    """
    what = _at_revision(request)
    if pinned.root is None:
        return Generated(not_checked=(NotChecked(what, pinned.why),))
    is_missing = not os.path.lexists(pinned.root / request.source.path) and _is_folder(request)
    if is_missing and (pinned.is_branch or (pinned.root / ".gitmodules").is_file()):
        where = "on that branch yet" if pinned.is_branch else "there, unless in a submodule"
        return Generated(not_checked=(NotChecked(what, f"the path is here, and not {where}"),))
    given = _generate_there(request, pinned.root, pinned.label)
    return replace(given, findings=tuple(_at_pin(each, request) for each in given.findings))


def _is_folder(request: ManifestRequest) -> bool:
    path = Path(request.source.path)
    return not path.is_absolute() and (request.repository / path).is_dir()


def _at_pin(finding: Finding, request: ManifestRequest) -> Finding:
    """Return a finding about the source itself with the revision: here it may be well."""
    said = f"{finding.message} at revision {request.source.target_revision}"
    return finding if finding.path else replace(finding, message=said)


def _at_revision(request: ManifestRequest) -> str:
    source = request.source
    return f"{source.path or f'${source.ref}'} at revision {source.target_revision or 'HEAD'}"


def _lending(request: ManifestRequest) -> Generated:
    """Return what is to say of a source that only lends its files to the other ones."""
    from argowave.sources.fetch.find import find_tree  # noqa: PLC0415 (few repositories need it)
    from argowave.sources.fetch.wanted import FetchError  # noqa: PLC0415 (as above)

    if not request.local:
        try:
            find_tree(request.source, request.charts)
        except FetchError as error:
            return with_absence(Generated(), error)
    if (pinned := request.pinned) is not None and pinned.root is None:
        return Generated(not_checked=(NotChecked(_at_revision(request), pinned.why),))
    return Generated()


def _generate_local(request: ManifestRequest) -> Generated:
    source = request.source
    if request.own is None and (missing := not_checked_out(request.repository, source.path)):
        return Generated(not_checked=(NotChecked(source.path, f"it is in {missing}"),))
    try:
        folder = _folder(request)
        source = merge_overrides(source, folder, request.application)
        return _generate_folder(replace(request, source=source), folder)
    except (AmbiguousTypeError, OutsideError, _WrongPathError) as error:
        return _wrong(str(error))
    except OSError as error:
        if error.errno in NO_ROOM:  # for the copy that kustomize works in, say
            raise no_room(error) from error
        return _wrong(f"{error.filename or source.path} cannot be read: {error.strerror}")
    except YamlError as error:
        shown = _shown(request, Path(error.path or folder))
        return Generated(findings=(Finding(shown, error.line, "", "", error.message, "yaml"),))


class _WrongPathError(ValueError):
    """The source's path is not a folder that Argo CD would take."""


def _folder(request: ManifestRequest) -> Path:
    """Return the source's folder, which is there and keeps inside the repository."""
    path = request.source.path
    if path.startswith(_GO_MAP):
        message = (
            "the path is an object and no text: with goTemplate, {{.path}} is all that a git "
            "generator tells of a folder; write {{.path.path}}"
        )
        raise _WrongPathError(message)
    if path.startswith("/"):
        message = f"the path {path} is absolute; give it relative to the repository"
        raise _WrongPathError(message)
    folder = resolve(request.repository, request.repository, path or ".")
    if is_ignored(folder.relative_to(request.repository).as_posix(), request.ignored):
        message = f"git ignores the path {path}, so Argo CD does not have it; {COMMIT}"
        raise _WrongPathError(message)
    if not folder.is_dir():
        what = "is no folder"
        if not folder.exists():
            what = f"does not exist{meant_path(request.repository, path)}"
        message = f"the path {path} {what}"
        raise _WrongPathError(message)
    if links := links_outside(request.repository, folder):
        shown = _shown(request, links[0])
        message = f"the symbolic link {shown} leaves the repository, so Argo CD refuses {path}"
        raise _WrongPathError(message)
    return folder


def _shown(request: ManifestRequest, path: Path) -> str:
    inside = path.is_relative_to(request.repository)
    return path.relative_to(request.repository).as_posix() if inside else str(path)


def _generate_folder(request: ManifestRequest, folder: Path) -> Generated:
    linked = folder != request.repository and folder.is_symlink()
    kind = detect_type(request.source, folder, linked=linked)
    shown = _shown(request, folder)
    if kind == "Kustomize":
        from argowave.sources.kustomize.build import build_kustomization  # noqa: PLC0415 (as Helm)

        return replace(build_kustomization(request, folder), is_kustomize=True)
    if kind == "Plugin":
        why = "config management plugins are not run"
        return Generated(not_checked=(NotChecked(f"{_plugin(request.source)} of {shown}", why),))
    if kind == "Helm" and "Chart.yaml" in folders_for_files(folder):
        return _wrong(
            f"the path {request.source.path} holds no chart: Chart.yaml in it is a folder"
        )
    if kind == "Helm":
        from argowave.sources.helm.local import render_local_chart  # noqa: PLC0415 (Helm is heavy)

        return render_local_chart(request, folder)

    def evaluate(path: Path) -> Generated:
        from argowave.sources.jsonnet.evaluate import evaluate_jsonnet  # noqa: PLC0415 (rarely needed)

        return evaluate_jsonnet(request, folder, path)

    if linked:
        return of_link(shown, folder)
    options = request.source.directory
    generated = read_directory(request.repository, folder, options, request.ignored, evaluate)
    if request.source.directory.recurse and request.own is None:
        below = empty_submodules_below(request.repository, folder)
        missing = tuple(NotChecked(path, f"it is {said}") for path, said in below)
        generated = replace(generated, not_checked=(*generated.not_checked, *missing))
    return of_nothing(shown, options) if generated == Generated() else generated


def _plugin(source: Source) -> str:
    name = plugin_name(source)
    return f"plugin {name}" if name else "plugin found by discovery"


def _wrong(message: str) -> Generated:
    return Generated(findings=(Finding("", None, "", "", message, "source"),))


def at_application(
    generated: Generated, manifest: Manifest, place: tuple[str | int, ...], led: str
) -> Generated:
    """Return `generated` with every finding placed.

    Args:
        generated: what one source gave.
        manifest: the Application.
        place: where in its spec the source stands: ("source",) or ("sources", 1).
        led: environment and Application, for findings to name.
    """
    if not generated.findings:
        return generated
    findings = tuple(
        replace(finding, application=led)
        if finding.path
        else replace(
            finding,
            path=manifest.document.source,
            line=manifest.line_of(_stated(finding, place)),
            subject=manifest.subject,
            pointer=show_pointer(_stated(finding, place)),
            application=manifest.application if manifest.generated else led,
        )
        for finding in generated.findings
    )
    return replace(generated, findings=findings)


def _stated(finding: Finding, place: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """Return where in an Application stands what a finding of its source is about."""
    return ("spec", *place, *(read_pointer(finding.pointer) or ()))
