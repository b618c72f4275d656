"""What a generator can give, told without running it.

For sets whose clusters, pull requests or the like are not known. What each one gives is named in
applicationset/generators of Argo CD: cluster.go, git.go, list.go, pull_request.go, scm_provider.go.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from argowave.applicationsets.elements import mappings
from argowave.words.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Path = tuple[str | int, ...]
    # parameter → the keys below it; None where anything may be below, or it is a text
    Keys = dict[str, frozenset[str] | None]

COMPOSED: Final = ("matrix", "merge")
_ALIKE: Final = 0.8  # nearer than values.team to values
_SECTIONS: Final = frozenset(("annotations", "labels"))
_OF_CLUSTERS: Final = ("name", "nameNormalized", "server", "project")
_ASKED: Final[dict[str, tuple[str, ...]]] = {
    "pullRequest": (
        *("number", "title", "branch", "branch_slug", "target_branch", "target_branch_slug"),
        *("head_sha", "head_short_sha", "head_short_sha_7", "author", "labels"),
    ),
    "scmProvider": (
        *("organization", "repository", "repository_id", "url", "branch", "branchNormalized"),
        *("sha", "short_sha", "short_sha_7", "labels"),
    ),
}


def gives(entry: Mapping[str, Any]) -> Keys | None:
    """Return every parameter that an entry of `generators` can give, None where nobody knows."""
    keys: Keys = {}
    for kind, section in entry.items():
        if kind == "selector" or section is None:
            continue
        found = _of(kind, section) if isinstance(section, dict) else None
        if found is None:
            return None
        keys = _both(keys, found)
    return keys


def unmergeable(entry: Mapping[str, Any], *, go: bool) -> Iterator[tuple[Path, str]]:
    """Give the path and a message for mergeKeys that no generator of their merge gives.

    getParamSetsByMergeKey in generators/merge.go looks for a parameter of exactly that name; what
    has none of the keys is equal to everything else that has none.
    """
    for kind in COMPOSED:
        section = entry.get(kind)
        if not isinstance(section, dict):
            continue
        children = mappings(section.get("generators"))
        for number, child in enumerate(children):
            for path, message in unmergeable(child, go=go):
                yield (kind, "generators", number, *path), message
        keys = _of(kind, section) if kind == "merge" else None
        stated = section.get("mergeKeys")
        names = [str(each) for each in stated] if isinstance(stated, list) else []
        if names and keys is not None and not any(_has(keys, name, go=go) for name in names):
            message = (
                f"no generator of the merge gives {' or '.join(names)}, so that all elements "
                "count as one, and Argo CD refuses two of one generator; they give "
                f"{', '.join(keys)}"
            )
            yield ("merge", "mergeKeys"), message + did_you_mean(names[0], keys, _ALIKE)


def _has(keys: Keys, name: str, *, go: bool) -> bool:
    """Tell whether a parameter may be called so: without Go templates metadata.labels.a is one."""
    return name in keys or (not go and name.replace("[", ".").partition(".")[0] in keys)


def _of(kind: str, section: dict[str, Any]) -> Keys | None:
    """Return the parameters of one generator, which a plugin and files are not asked for."""
    if kind in COMPOSED:
        together: Keys = {}
        for child in mappings(section.get("generators")):
            found = gives(child)
            if found is None:
                return None
            together = _both(together, found)
        return together
    if kind == "list":
        return None if section.get("elementsYaml") else _listed(section.get("elements"))
    if kind == "clusters":
        if section.get("flatList") is True:
            return {"clusters": None}
        keys: Keys = {**dict.fromkeys(_OF_CLUSTERS), "metadata": _SECTIONS}
    elif kind in _ASKED:
        keys = dict.fromkeys(_ASKED[kind])
    elif kind == "git" and section.get("directories") and not section.get("files"):
        keys = {str(section.get("pathParamPrefix") or "path"): None}  # the folder's path is below
    else:
        return None
    values = section.get("values")
    return {**keys, "values": frozenset(map(str, values))} if isinstance(values, dict) else keys


def _listed(elements: object) -> Keys | None:
    if not isinstance(elements, list) or not all(isinstance(each, dict) for each in elements):
        return None
    return dict.fromkeys(str(key) for each in elements for key in each)


def _both(one: Keys, other: Keys) -> Keys:
    keys: Keys = {**one, **other}
    for name in one.keys() & other.keys():
        mine, theirs = one[name], other[name]
        keys[name] = None if mine is None or theirs is None else mine | theirs
    return keys
