"""A source and those beside it → why Argo CD refuses it before it looks into a repository.

Source for the behaviour: validateSourcePermissions and GetRefSources in util/argo/argo.go,
runManifestGenAsync in reposerver/repository/repository.go, and lsRemote in util/git/client.go,
v3.5.7.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from argowave.revisions.names import is_expression

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from argowave.sources.source import Source

_LONGEST: Final = 255  # bytes of a file's name, on Linux
_REF: Final = re.compile(r"[a-zA-Z0-9_-]+\Z")


def refusal_of(source: Source, sources: Sequence[Source]) -> str:
    """Return why Argo CD refuses one of an Application's sources, "" where it does not.

    What a hydrator is told is checked by other code, and a source without a repoURL is the
    schema's to name.
    """
    if fault := _impossible(source):
        return fault
    if source.place[0] == "sourceHydrator" or not source.repo_url:
        return ""
    several = source.place[0] == "sources"
    if not source.chart and is_expression(source.target_revision):
        return (
            f"targetRevision {source.target_revision} is a way to a commit that only Git follows, "
            "so Argo CD cannot resolve it; name a branch, a tag or a commit"
        )
    return _incomplete(source, several=several) or (_wrong_ref(source, sources) if several else "")


def _impossible(source: Source) -> str:
    """Say which path no file system has: one with a NUL, or with a name that is too long."""
    files = (*source.helm.value_files, *(path for _, path in source.helm.file_parameters))
    for path in (source.path, *files, *source.directory.jsonnet.libs):
        if "\0" in path:
            return "a path holds the character NUL, which no file's name has"
        longest = max(len(name.encode("utf-8", "surrogatepass")) for name in path.split("/"))
        if longest > _LONGEST:
            return f"a path has a name of {longest:,} bytes, and {_LONGEST} are the most"
    return ""


def _incomplete(source: Source, *, several: bool) -> str:
    needed = ("path", "chart", "ref") if several else ("path", "chart")
    if not any(_states(source, field) for field in needed):
        either = "none of path, chart and ref" if several else "neither path nor chart"
        return (
            f"the source has {either}, so Argo CD refuses the Application; "
            "the top of a repository is path: ."
        )
    if _states(source, "chart") and not _states(source, "targetRevision"):
        return (
            f"chart {source.chart} has no targetRevision, so Argo CD refuses the Application; "
            "state a version"
        )
    return ""


def _states(source: Source, field: str) -> bool:
    """Tell whether anything stands in a field; the schema names what has the wrong type."""
    return source.stated.get(field) not in (None, "")


def _wrong_ref(source: Source, sources: Sequence[Source]) -> str:
    lending = [each for each in sources if each.ref]
    if source.ref and not _REF.match(source.ref):
        return f"the ref {source.ref} may hold letters, digits, _ and - only"
    first = next((each for each in lending if each.ref == source.ref), source)
    if first.place != source.place:
        where = f"sources[{first.place[1]}]"
        return f"the ref {source.ref} is also that of {where}; a ref is one source's"
    return _wrong_file(source, {each.ref: each for each in lending})


def _wrong_file(source: Source, lending: Mapping[str, Source]) -> str:
    lenders: list[Source] = []
    for file in _borrowed(source):
        name = file.partition("/")[0]
        if (lender := lending.get(name[1:])) is None:
            known = ", ".join(f"${each}" for each in sorted(lending)) or "no source has one"
            return (
                f"{file} begins with {name}, which is the ref of no source, so Argo CD refuses "
                f"the source; refs: {known}"
            )
        if lender.chart:
            return (
                f"{file} is in chart {lender.chart}, but Argo CD takes files from a ref in a Git "
                "repository only"
            )
        lenders.append(lender)
    return _two_revisions(lenders)


def _two_revisions(lenders: Sequence[Source]) -> str:
    """Return what is wrong where one source's files need one repository at two revisions.

    Two refs are compared by what is stated. A ref and the source itself are by commit, which names
    do not tell.
    """
    taken: dict[str, Source] = {}
    for each in lenders:
        first = taken.setdefault(_repository(each), each)
        if first.target_revision != each.target_revision:
            return _refused(first, each)
    return ""


def _refused(one: Source, other: Source) -> str:
    return (
        f"${one.ref} takes {one.repo_url} with {_said(one)} and ${other.ref} with {_said(other)}, "
        "and Argo CD refuses two of them for one source; state the same"
    )


def _said(source: Source) -> str:
    revision = source.target_revision
    return f"targetRevision {revision}" if revision else "no targetRevision"


def _repository(source: Source) -> str:
    """Return what NormalizeGitURL makes of two spellings that are alike; ssh stays ssh."""
    return source.repo_url.strip().lower().removesuffix("/").removesuffix(".git")


def _borrowed(source: Source) -> Iterator[str]:
    """Give the files of a source with several that begin with $: none may be a variable there."""
    for file in (*source.helm.value_files, *(path for _, path in source.helm.file_parameters)):
        if file.startswith("$"):
            yield file
