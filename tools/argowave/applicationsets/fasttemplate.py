"""The old templates of an ApplicationSet (`{{name}}`) → what Argo CD makes of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from argowave.applicationsets.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Mapping

_TAG: Final = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)


def render_fast(text: str, params: Mapping[str, Any]) -> str:
    """Return `text` with each `{{name}}` that is a parameter replaced; any other stays.

    Render.Replace in applicationset/utils/utils.go, with valyala/fasttemplate.

    Raises:
        Fault: a tag does not end.
    """
    if not any(map(_is_templated, text.split("\n"))):
        return text
    last = text.rfind("{{")
    if text.find("}}", last) < 0:
        message = f"the tag in {text[last : last + 20]!r} does not end"
        raise Fault(message)

    def value(match: re.Match[str]) -> str:
        given = params.get(match[1].strip())
        return given if isinstance(given, str) else match[0]

    return _TAG.sub(value, text)


def _is_templated(line: str) -> bool:
    r"""Tell whether `\{\{.*\}\}` is in a line (isTemplatedRegex), by one look at it."""
    begin = line.find("{{")
    return begin >= 0 and line.find("}}", begin + 2) >= 0
