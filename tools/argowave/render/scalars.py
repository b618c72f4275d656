"""What a template prints as a scalar, refused where YAML would read something else.

`account: #{ env.aws.account }#` looks right and says the number 0 when the account is the
string 000000000000. Where an expression is a whole plain scalar, as here, its value has to
survive without quotes; a filter after it (`| quote`) takes the responsibility over.
"""

from __future__ import annotations

import functools
import json
import re
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Undefined, nodes

from argowave.yamlio.write import dump

if TYPE_CHECKING:
    from collections.abc import Sequence

# a scalar begins after `key: `, `- `, `[` or `, `, and not in a comment
_BEFORE: Final = re.compile(r"(?:^|\n)(?![^\n]*(?:^|\s)#)[^\n]*(?:(?:[:,]|(?<!\S)-) +|\[ *)\Z")
_AFTER: Final = re.compile(r"[ \t]*(?:\n|\Z|#|,|\])")


def guard_plain_scalars(template: nodes.Template) -> nodes.Template:
    """Let `plain_scalar` look at every expression that is a whole scalar without quotes."""
    for output in template.find_all(nodes.Output):
        parts = output.nodes
        output.nodes = [
            _guarded(part) if _stands_alone(parts, index) else part
            for index, part in enumerate(parts)
        ]
    return template


def plain_scalar(value: Any) -> Any:  # noqa: ANN401 (whatever a template prints)
    """Return `value` if YAML reads it back as it is.

    Raises:
        TypeError: it is a string that without quotes would be something else.
    """
    if isinstance(value, str) and not _survives(value):
        message = (
            f"the string {json.dumps(value, ensure_ascii=False)} would be something else "
            "without quotes: add | quote (or | string where this is no YAML)"
        )
        raise TypeError(message)
    return value


def printable(value: Any) -> Any:  # noqa: ANN401 (whatever a template prints)
    """Return what stands in the output for `value`: YAML's words, never Python's.

    Raises:
        TypeError: there is no text that could stand for it.
    """
    if isinstance(value, (str, Undefined)):  # an undefined name explains itself
        return value
    if isinstance(value, (bool, int, float)):
        return json.dumps(value)
    if value is None:
        message = "null is printed: test for it, or add | json where null is meant"
        raise TypeError(message)
    what = "mapping" if isinstance(value, dict) else "list"
    message = f"a {what} is printed: add | yaml | indent, or | compact_json"
    raise TypeError(message)


def _stands_alone(parts: Sequence[nodes.Expr], index: int) -> bool:
    expression = parts[index]
    if isinstance(expression, (nodes.TemplateData, nodes.Filter, nodes.Call)) or index == 0:
        return False
    before = parts[index - 1]
    after = parts[index + 1] if index + 1 < len(parts) else None
    return (
        isinstance(before, nodes.TemplateData)
        and _BEFORE.search(before.data) is not None
        and (after is None or isinstance(after, nodes.TemplateData))
        and _AFTER.match("" if after is None else after.data) is not None
    )


def _guarded(expression: nodes.Expr) -> nodes.Expr:
    place = {"lineno": expression.lineno, "environment": expression.environment}
    return nodes.Filter(expression, "plain_scalar", [], [], None, None, **place)


@functools.lru_cache(maxsize=1024)
def _survives(text: str) -> bool:
    return dump(text).removesuffix("\n").removesuffix("\n...") == text
