"""Text of one document → libyaml's events, less what Go's port of libyaml would refuse."""

from __future__ import annotations

from typing import Any, Final

import yaml
from yaml._yaml import CParser

from argowave.yamlio.faults import UnreadableError
from argowave.yamlio.shape import MAX_NODES

MAX_DEPTH: Final = 200  # Kubernetes objects stay under 30; Python's stack ends near 1,000
TOO_MANY: Final = f"more than {MAX_NODES:,} values in one document"
_NO_START: Final = "cannot start any token"
_TOO_DEEP: Final = f"nested deeper than {MAX_DEPTH} levels"


def parse(text: str) -> list[Any]:
    """Return the events of the first document, without those that open and close it.

    Raises:
        UnreadableError: a syntax error, nesting too deep, or a second document behind the first.
    """
    parser = CParser(text)
    try:
        events = _document_events(parser)
    except yaml.MarkedYAMLError as error:
        raise _unreadable(error, text) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position if isinstance(error.position, int) else 0)
        message = f"character {error.character!r} is not allowed in YAML"
        raise UnreadableError(message, line) from error
    finally:
        parser.dispose()
    if "\\/" in text:
        _refuse_escaped_slash(text, events)
    return events


def _refuse_escaped_slash(text: str, events: list[Any]) -> None:
    r"""Refuse "\/", which libyaml takes from YAML 1.2 and Go's port does not know."""
    for event in events:
        kind = type(event)
        if kind is yaml.ScalarEvent and event.style == '"':
            written = text[event.start_mark.index : event.end_mark.index]
            if "\\/" in written.replace("\\\\", ""):
                message = 'found unknown escape character "\\/"'
                raise UnreadableError(message, event.start_mark.line)


def _unreadable(error: yaml.MarkedYAMLError, text: str) -> UnreadableError:
    mark = error.problem_mark or error.context_mark
    words = ", ".join(word for word in (error.context, error.problem) if word)
    if "maximum nesting" in words:  # newer versions of libyaml have a limit of their own
        words = _TOO_DEEP
    elif mark is not None and words.endswith(_NO_START) and text[mark.index :][:1] == "\t":
        words = "a tab stands where only blanks may, as in all that indents"
    return UnreadableError(words, mark.line if mark else 0)


def _document_events(parser: Any) -> list[Any]:  # noqa: ANN401 (PyYAML's parsers share no type)
    events: list[Any] = []
    depth = ends = 0
    while parser.check_event():
        event = parser.get_event()
        kind = type(event)
        if kind is yaml.StreamStartEvent:
            continue
        if kind is yaml.DocumentStartEvent:
            _refuse_other_version(event)
            continue
        if kind is yaml.DocumentEndEvent or kind is yaml.StreamEndEvent:
            break
        if kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            depth += 1
            if depth > MAX_DEPTH:
                raise UnreadableError(_TOO_DEEP, event.start_mark.line)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            depth -= 1
            ends += 1
        events.append(event)
        # counted here, because events take a hundred times the memory of their text
        if len(events) - ends > MAX_NODES:
            raise UnreadableError(TOO_MANY, event.start_mark.line)
    _refuse_second_document(parser)
    return events


def _refuse_other_version(event: Any) -> None:  # noqa: ANN401 (an event of PyYAML)
    if event.version not in (None, (1, 1)):
        message = "%YAML directive: Go reads YAML 1.1 only"
        raise UnreadableError(message, event.start_mark.line)


def _refuse_second_document(parser: Any) -> None:  # noqa: ANN401 (see above)
    try:
        if not parser.check_event(yaml.DocumentStartEvent):
            return
        line = parser.peek_event().start_mark.line
    except yaml.MarkedYAMLError as error:
        line = _unreadable(error, "").line
    message = (
        "a second document begins here that Kubernetes would not read: "
        "separate the two by a line that holds only ---"
    )
    raise UnreadableError(message, line)
