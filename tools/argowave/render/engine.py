"""jinja2 as templates see it: delimiters, filters, and undefined names that explain themselves."""

from __future__ import annotations

import difflib
import json
from typing import TYPE_CHECKING, Any

from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from argowave.yamlio.write import dump, scalar

if TYPE_CHECKING:
    from jinja2 import Undefined


class Engine(SandboxedEnvironment):
    """jinja2 whose mappings answer with their keys, never with Python's methods."""

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401 (jinja2's signature)
        """Return obj.attribute; a key that is not there says which one was meant."""
        return (
            self._key(obj, attribute) if isinstance(obj, dict) else super().getattr(obj, attribute)
        )

    def getitem(self, obj: Any, argument: Any) -> Any:  # noqa: ANN401 (jinja2's signature)
        """Return obj[argument]."""
        return self._key(obj, argument) if isinstance(obj, dict) else super().getitem(obj, argument)

    def _key(self, obj: dict[str, Any], key: str) -> Any:  # noqa: ANN401 (any value)
        if key in obj:
            return obj[key]
        return self._missing(str(key), list(obj))

    def _missing(self, key: str, known: list[str]) -> Undefined:
        close = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
        guess = f"did you mean {close[0]}?" if close else f"there are {', '.join(known)}"
        return self.undefined(hint=f"there is no '{key}' here, {guess}", name=key)


def new_engine() -> Engine:
    """Return the engine: `#{ }#`, `#% %#` and `#| |#`, so that a template is still YAML."""
    engine = Engine(
        variable_start_string="#{",
        variable_end_string="}#",
        block_start_string="#%",
        block_end_string="%#",
        comment_start_string="#|",
        comment_end_string="|#",
        autoescape=False,
        keep_trailing_newline=True,
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    engine.filters.update(compact_json=_compact_json, json=_json, quote=scalar, yaml=_yaml)
    return engine


def _yaml(value: Any) -> str:  # noqa: ANN401 (any JSON value)
    """Return a block of YAML without its last line break: `| yaml | indent(4)`."""
    return dump(value).rstrip("\n")


def _json(value: Any) -> str:  # noqa: ANN401 (any JSON value)
    return json.dumps(value, ensure_ascii=False)


def _compact_json(value: Any) -> str:  # noqa: ANN401 (any JSON value)
    # AWS answers without blanks, and the provider compares text
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
