"""Messages that differ in one name only → the message with all of these names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from argowave.words.listing import first_few

if TYPE_CHECKING:
    from collections.abc import Sequence

    from argowave.finding import Finding

_MASK: Final = "\0"
_OF_A_KIND: Final = re.compile(r"(\b[A-Z][A-Za-z]+/)[a-z0-9][\w.-]*")  # Namespace/shop-prod
_OF_A_NAMESPACE: Final = re.compile(r"(\bnamespace )[a-z0-9][a-z0-9-]*")
_AROUND: Final = ",;:.?()\"'"


def pattern(finding: Finding) -> str:
    """Return a finding's message without the names in it that may be another object's as well."""
    message = finding.message
    name = finding.subject.rpartition("/")[2]
    if name and name in message:
        message = re.sub(rf"(?<![\w./-]){re.escape(name)}(?!\.?[\w/-])", _MASK, message)
    for names in (_OF_A_KIND, _OF_A_NAMESPACE):
        message = names.sub(rf"\1{_MASK}", message)
    return message


def with_all_names(messages: Sequence[str], most: int) -> str:
    """Return the first of messages of one pattern, with the names of all, "" for more differences.

    A name that a message has twice stays as the first message has it.
    """
    words = [message.split(" ") for message in messages]
    places = [at for at, row in enumerate(zip(*words, strict=False)) if len(set(row)) > 1]
    found = [{each[at].strip(_AROUND) for at in places} for each in words]
    if len({len(each) for each in words}) > 1 or any(len(each) > 1 for each in found):
        return ""
    if len(places) != 1:
        return messages[0]
    names = list(dict.fromkeys(name for each in found for name in each))
    (at,) = places
    before, word, after = words[0][:at], words[0][at], words[0][at + 1 :]
    if before[-1:] == ["namespace"]:
        before[-1] = "namespaces"
    return " ".join((*before, word.replace(names[0], first_few(names, most)), *after))
