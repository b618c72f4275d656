"""Functions that Go templates give labels, annotations or `values`, which are mappings of texts.

Sprig's functions take mappings of anything and refuse these: `hasKey .metadata.labels "env"` is
an error in Argo CD. Helm's engine is told both as the same, so that it is found out here, where it
is plain that the call is run: outside of every block and of `and` and `or`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from argowave.applicationsets.parameters import Texts
from argowave.gotemplates.tokens import UnreadableTemplateError, actions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from argowave.gotemplates.tokens import Token

# functions of Sprig whose first argument is a mapping, and those that take more of them
TAKE_A_MAPPING: Final = frozenset(
    ("get", "set", "unset", "hasKey", "pick", "omit", "keys", "values", "merge", "mergeOverwrite")
)
_TAKE_MAPPINGS: Final = frozenset(("dig", "pluck", "merge", "mergeOverwrite"))
_BLOCKS: Final = frozenset(("if", "with", "range", "define", "block"))
_LAZY: Final = frozenset(("and", "or"))


def mapping_arguments(text: str) -> tuple[str, ...]:
    """Return the fields that functions which take a mapping are given: `.metadata.labels`."""
    try:
        return tuple(_arguments(text))
    except UnreadableTemplateError:
        return ()  # Go's parser says what is wrong


def _arguments(text: str) -> Iterator[str]:
    depth = 0
    for tokens in actions(text):
        words = [token.value for token in tokens if token.kind == "word"]
        first = words[0] if tokens and words and tokens[0].kind == "word" else ""
        depth -= first == "end"
        if depth == 0 and first != "else" and not _LAZY & set(words):
            yield from _of_action(tokens)
        depth += first in _BLOCKS


def _of_action(tokens: list[Token]) -> Iterator[str]:
    called = ""
    previous = None
    for token in tokens:
        if token.kind == "word":
            called = token.value
        elif token.kind in {"|", "(", "close"}:
            called = ""
        elif token.kind == "field" and called:
            is_first = previous is not None and previous.kind == "word"
            if called in _TAKE_MAPPINGS or (is_first and called in TAKE_A_MAPPING):
                yield token.value
        previous = token


def refused(fields: tuple[str, ...], data: Mapping[str, Any]) -> str | None:
    """Return why one of the fields cannot be given to such a function, None where all can."""
    for field in fields:
        value: Any = data
        for name in field.strip(".").split("."):
            value = value.get(name) if isinstance(value, dict) else None
        if isinstance(value, Texts):
            return (
                f"{field}: wrong type for value; expected map[string]interface {{}}; "
                "got map[string]string"
            )
    return None
