"""What generators would learn outside of the repository, as far as a user has written it down.

A file of answers is a list; each entry answers the generators of one kind in one ApplicationSet:

```yaml
- applicationSet: previews
  generator: pullRequest
  where: {github.repo: shop}     # only a generator that states this; may be left out
  answer:
    - {number: 12, branch: feature, head_sha: 0a1b2c3d4e, labels: [preview]}
```
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from argowave.applicationsets.clusters import Cluster, read_clusters
from argowave.applicationsets.parameters import flatten
from argowave.errors import InvocationError, RepositoryError
from argowave.yamlio import YamlFault, read_documents

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

ASKING: Final = ("scmProvider", "pullRequest", "clusterDecisionResource", "plugin")
_KEYS: Final = ("applicationSet", "generator", "where", "answer")


@dataclass(frozen=True, slots=True)
class Answer:
    """What one generator is answered."""

    application_set: str
    generator: str
    where: Mapping[str, str]  # dotted path in the generator → what has to stand there
    answer: tuple[dict[str, Any], ...]

    def fits(self, application_set: str, kind: str, section: Mapping[str, Any]) -> bool:
        """Tell whether it answers a generator."""
        if (self.application_set, self.generator) != (application_set, kind):
            return False
        stated = flatten(section)
        return all(stated.get(path) == text for path, text in self.where.items())


@dataclass(frozen=True, slots=True)
class Outside:
    """What a user says of the world outside."""

    clusters: tuple[Cluster, ...] | None = None  # None: those of the Secrets in the repository
    answers: tuple[Answer, ...] = ()


def read_outside(repository: Path, clusters: Iterable[str], answers: Iterable[str]) -> Outside:
    """Return what files say, whose paths are relative to the repository.

    Raises:
        ToolError: a file cannot be read, or is not of the form that it has to have.
    """
    stated = [each for path in clusters for each in read_clusters(repository / path, path)]
    return Outside(
        tuple(stated) if stated else None,
        tuple(each for path in answers for each in _answers(repository / path, path)),
    )


def _answers(path: Path, shown: str) -> Iterator[Answer]:
    try:
        documents = read_documents(path.read_bytes(), shown)
    except OSError as error:
        message = f"cannot be read: {error.strerror or error}"
        raise RepositoryError(message, path=shown) from error
    for document in documents:
        if isinstance(document, YamlFault):
            raise InvocationError(document.message, path=shown, line=document.line)
        for number, entry in enumerate(document.body if isinstance(document.body, list) else [{}]):
            try:
                yield _answer(entry)
            except ValueError as error:
                line = document.line_of((number,))
                raise InvocationError(str(error), path=shown, line=line) from None


def _answer(entry: object) -> Answer:
    if not isinstance(entry, dict) or not set(entry) <= set(_KEYS):
        message = f"every entry is a mapping of {', '.join(_KEYS)}"
        raise ValueError(message)
    name, kind, where, answer = (entry.get(key) for key in _KEYS)
    if not isinstance(name, str) or kind not in ASKING:
        message = f"an entry names an applicationSet, and a generator of {', '.join(ASKING)}"
        raise ValueError(message)
    if not isinstance(answer, list) or not all(isinstance(each, dict) for each in answer):
        message = f"the answer to {kind} of {name} is no list of mappings"
        raise ValueError(message)
    wanted = where if isinstance(where, dict) else {}
    return Answer(name, str(kind), flatten({str(k): v for k, v in wanted.items()}), tuple(answer))
