"""Values → YAML text that Go reads back as exactly the same values."""

from __future__ import annotations

import json
import re
from typing import Any, Final

import yaml

from argowave.yamlio.ambiguity import disagreement
from argowave.yamlio.scalars import resolve


class _Dumper(yaml.SafeDumper):
    """PyYAML's emitter with sequences indented and every doubtful string quoted."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ANN401, ARG002 (PyYAML's signature)
        """Write a value that stands twice twice."""
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 (PyYAML's signature)
        """Indent lists below their key."""
        super().increase_indent(flow, indentless=False)


def _represent_text(dumper: yaml.representer.BaseRepresenter, text: str) -> yaml.ScalarNode:
    style: str | None = None
    if _UNREADABLE.search(text):
        style = '"'
    elif "\n" in text:
        # blank lines at either end need marks that depend on where the text stands
        said = text.strip("\n")
        style = "|" if said and said == text.removesuffix("\n") else '"'
    elif is_doubtful(text):
        style = '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style)


class _QuickDumper(yaml.CSafeDumper):
    """The same from libyaml, which does not indent lists."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ANN401, ARG002 (PyYAML's signature)
        """Write a value that stands twice twice."""
        return True


for _each in (_Dumper, _QuickDumper):
    _each.add_representer(str, _represent_text)
_WIDTH: Final = 2**31
# what JSON leaves as it is and YAML 1.1 refuses or takes for a line break
_UNREADABLE: Final = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def is_doubtful(text: str) -> bool:
    """Return whether any reader could take the plain scalar `text` for something else."""
    return not isinstance(resolve(text), str) or disagreement(text) is not None or text in "<<=~"


def dump(value: Any) -> str:  # noqa: ANN401 (any JSON value)
    """Return `value` as YAML: block style, insertion order kept, doubtful strings quoted."""
    return yaml.dump(
        value,
        Dumper=_Dumper,
        allow_unicode=True,
        default_flow_style=False,
        sort_keys=False,
        width=_WIDTH,
    )


def dump_quickly(value: Any) -> str:  # noqa: ANN401 (any JSON value)
    """Return the same with lists not indented, in a fifth of the time."""
    return yaml.dump(
        value,
        Dumper=_QuickDumper,
        allow_unicode=True,
        default_flow_style=False,
        sort_keys=False,
        width=_WIDTH - 1,  # a C int
    )


def scalar(value: str | float | bool | None) -> str:  # noqa: FBT001 (one scalar of any type)
    """Return one value as it can stand after `key: `, strings always in double quotes."""
    return flow(value)


def flow(value: Any, *, compact: bool = False) -> str:  # noqa: ANN401 (any JSON value)
    """Return `value` on one line, as JSON that is YAML too; `compact` leaves out the blanks."""
    separators = (",", ":") if compact else (", ", ": ")
    text = json.dumps(value, ensure_ascii=False, separators=separators)
    return _UNREADABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
