"""The git generator: folders and files of this repository (applicationset/generators/git.go)."""

from __future__ import annotations

import posixpath
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from argowave.applicationsets.elements import Element, mappings, with_values
from argowave.applicationsets.faults import Fault, Unknown
from argowave.applicationsets.parameters import OneValue, flatten, sanitize_name
from argowave.applicationsets.pathspecs import pathspec
from argowave.applicationsets.workingtree import WorkingTree
from argowave.sources.globs import name_glob
from argowave.yamlio import YamlFault, read_documents

if TYPE_CHECKING:
    from collections.abc import Iterable

    from argowave.applicationsets.elements import Setting


def expand_git(generator: dict[str, Any], setting: Setting) -> list[Element]:
    """Return an element for each folder, or for each object in each file.

    Raises:
        Fault: it states neither, or a file cannot be read.
        Unknown: it looks at another repository, whose files are not at hand, or asks git for
            more than a glob.
    """
    setting = _looking_at(generator, setting)
    directories, files = _rules(generator, "directories"), _rules(generator, "files")
    if directories:
        elements = _of_folders(directories, generator, setting)
    elif files:
        elements = _of_files(files, generator, setting)
    else:
        message = "the git generator states neither directories nor files"
        raise Fault(message)
    return with_values(elements, generator, setting)


def _looking_at(generator: dict[str, Any], setting: Setting) -> Setting:
    """Return the setting with the files of the repository and revision that a generator names."""
    url = str(generator.get("repoURL") or "")
    revision = str(generator.get("revision") or "")
    if setting.is_own(url):
        return _at_revision(url, revision, setting)
    setting.wanted.append((url, revision))
    try:
        return replace(setting, tree=WorkingTree(setting.elsewhere(url, revision)))
    except LookupError as error:
        what = f"git generator of {url}"
        raise Unknown(what, f"another repository: {error.args[0]}") from None


def _at_revision(url: str, revision: str, setting: Setting) -> Setting:
    """Return the setting with the files of a revision of this repository."""
    try:
        folder = setting.pinned(url, revision)
    except LookupError as error:
        what = f"git generator at revision {revision}"
        raise Unknown(what, error.args[0]) from None
    return setting if folder is None else replace(setting, tree=WorkingTree(folder))


def _rules(generator: dict[str, Any], field: str) -> list[tuple[str, bool]]:
    """Return (pattern, whether it excludes) of each entry."""
    return [
        (str(entry.get("path", "")), entry.get("exclude") is True)
        for entry in mappings(generator.get(field))
    ]


def _of_folders(
    rules: list[tuple[str, bool]], generator: dict[str, Any], setting: Setting
) -> list[Element]:
    patterns = [(name_glob(pattern), excluded) for pattern, excluded in rules]
    found = []
    for folder in setting.tree.folders:
        said = {excluded for pattern, excluded in patterns if pattern.fullmatch(folder)}
        if said == {False}:
            params = _path_params(folder, None, generator, setting)
            found.append(Element(params, f"git folder {folder}"))
    return found


def _of_files(
    rules: list[tuple[str, bool]], generator: dict[str, Any], setting: Setting
) -> list[Element]:
    included = _listed((each for each, excluded in rules if not excluded), setting)
    excluded = _listed((each for each, excluded in rules if excluded), setting)
    found = []
    for path in sorted(included - excluded):
        objects = _objects(path, setting)
        for number, entry in enumerate(objects):
            params = dict(entry) if setting.go else dict(flatten(entry))
            params |= _path_params(posixpath.dirname(path) or ".", path, generator, setting)
            index = f"[{number}]" if len(objects) > 1 else ""
            found.append(Element(params, f"git file {path}{index}"))
    return found


def _listed(patterns: Iterable[str], setting: Setting) -> set[str]:
    """Return the files that patterns name."""
    takes = [pathspec(pattern) for pattern in patterns]
    return {path for path in setting.tree.files if any(take(path) for take in takes)}


def _objects(path: str, setting: Setting) -> list[dict[str, Any]]:
    """Return the object in a file, or the objects of its list.

    Raises:
        Fault: it holds anything else.
    """
    try:
        document = read_documents(setting.tree.read(path), path, strict=False)[0]
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror or error}"
        raise Fault(message) from error
    if isinstance(document, YamlFault):
        message = f"{path}:{document.line} cannot be read: {document.message}"
        raise Fault(message)
    body = {} if document.body is None else document.body
    entries = body if isinstance(body, list) else [body]
    if not all(entry is None or isinstance(entry, dict) for entry in entries):
        message = f"{path} holds neither a mapping nor a list of mappings"
        raise Fault(message)
    return [entry or {} for entry in entries]


def _path_params(
    folder: str, file: str | None, generator: dict[str, Any], setting: Setting
) -> dict[str, Any]:
    """Return path, path.basename and so on, below pathParamPrefix where there is one."""
    prefix = generator.get("pathParamPrefix")
    basename = posixpath.basename(folder)
    fields = {"basename": basename, "basenameNormalized": sanitize_name(basename)}
    if file is not None:
        filename = posixpath.basename(file)
        fields |= {"filename": filename, "filenameNormalized": sanitize_name(filename)}
    segments = folder.split("/")
    if setting.go:
        path = {"path": folder, **fields, "segments": OneValue(segments)}
        return {str(prefix): {"path": path}} if prefix else {"path": path}
    name = f"{prefix}.path" if prefix else "path"
    flat = {name: folder} | {f"{name}.{key}": value for key, value in fields.items()}
    return flat | {f"{name}[{number}]": each for number, each in enumerate(segments)}
