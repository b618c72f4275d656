"""Files of one folder that are each for an Argo CD of their own.

`bootstrap/dev.yaml` and `bootstrap/prod.yaml` may both declare an Application root, of clusters/dev
and of clusters/prod. `apps/web.yaml` and `apps/api.yaml` that both declare web are a mistake: the
one was copied from the other. What tells them from each other are the words in which the files'
names differ: those of the first two stand in what they lead to, and in no Application's name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from argowave.discovery.candidates import is_deployer
from argowave.tree.application import application_spec

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from argowave.manifest import Manifest

    Own = Callable[[tuple[Manifest, ...]], frozenset[tuple[str, str]]]

_ENOUGH: Final = 2  # Applications of the same names are no slip of somebody who copied one
_STAGE: Final = re.compile(
    r"(?:dev(?:el|elopment)?|(?:non|pre)?prod(?:uction)?|sta?g(?:e|ing)?|tests?|testing|qa|uat|int|"
    r"acc(?:eptance)?|sandbox|demo|live|local|lab|hub|mgmt|management|(?:cluster|region|site|zone)|"
    r"(?:eu|us|ap|ca|sa|af|me)(?:central|north|south|east|west|[cnsew])*)\d*"
)


@dataclass(frozen=True, slots=True)
class _File:
    """One file with its roots."""

    path: str
    roots: tuple[Manifest, ...]
    own: frozenset[tuple[str, str]]  # namespace and name of Applications for the own cluster

    @property
    def words(self) -> frozenset[str]:
        return _words(PurePosixPath(self.path).stem)

    @property
    def deployers(self) -> list[Manifest]:
        return [each for each in self.roots if is_deployer(each)]


def files_of_their_own(roots: Sequence[Manifest], own: Own) -> set[str]:
    """Return the files that are for an Argo CD of their own, of those in one folder.

    Args:
        roots: the roots in the folder's files.
        own: some roots → the Applications that no other Argo CD of the same cluster can have.
    """
    inside: dict[str, list[Manifest]] = {}
    for root in roots:
        inside.setdefault(root.document.source, []).append(root)
    if len(inside) == 1:
        return set()
    files = [_File(path, tuple(each), own(tuple(each))) for path, each in inside.items()]
    return {
        each.path
        for pair in combinations(files, 2)
        if _are_apart(*pair) and _are_apart(*reversed(pair))
        for each in pair
    }


def _are_apart(one: _File, other: _File) -> bool:
    """Tell whether two files are for two Argo CDs, as far as the first one shows it."""
    same = one.own & other.own
    words, others = one.words - other.words, other.words - one.words
    if not same or not (words or others):
        return False
    twins = [each for each in one.deployers if (each.namespace, each.name) in same]
    led = [_words(_text(application_spec(each))) for each in twins or one.deployers]
    names = {word for each in twins for word in _words(each.name)}
    return (
        all((not words or words & each) and not others & each for each in led)
        and not names & (words | others)
        and (len(same) >= _ENOUGH or any(map(_STAGE.fullmatch, words | others)))
    )


def _text(value: object) -> str:
    """Return all that a spec says but for URLs, in which dev.azure.com or the like may stand."""
    if isinstance(value, dict):
        return " ".join(_text(entry) for key, entry in value.items() if key != "repoURL")
    if isinstance(value, list):
        return " ".join(map(_text, value))
    return str(value)


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z0-9]+", text.lower()))
