"""Values full of templates, and the parameters of elements → the same values, filled in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from argowave.applicationsets.fasttemplate import render_fast
from argowave.applicationsets.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


_NO_FUNCTION: Final = re.compile(r'function "(\w+)" not defined')


@dataclass(frozen=True, slots=True)
class Renderer:
    """One ApplicationSet's way to fill in templates."""

    go: bool  # goTemplate
    missing: str = "default"  # what a missing key gives: default, zero or error

    @staticmethod
    def of(spec: Mapping[str, Any]) -> Renderer:
        """Return the renderer that an ApplicationSet's spec asks for.

        Raises:
            Fault: an option that there is not.
        """
        stated = spec.get("goTemplateOptions")
        options = [str(each) for each in stated] if isinstance(stated, list) else []
        if spec.get("goTemplate") is not True:
            return Renderer(go=False)
        from argowave.applicationsets.gotemplate import missing_key  # noqa: PLC0415 (if wanted)

        return Renderer(go=True, missing=missing_key(options))

    def fill_all(self, value: object, elements: Sequence[Mapping[str, Any]]) -> list[Any]:
        """Return `value` filled in for each element, or the Fault where it cannot be.

        Every text in it is a template of its own, keys of mappings too, and what is null in a
        mapping is left out (deeplyReplace).
        """
        texts = list(dict.fromkeys(text for text in _texts(value) if self._is_template(text)))
        if not texts:
            return [_filled(value, {}) for _ in elements]
        return [
            _filled(value, dict(zip(texts, row, strict=True)))
            for row in self._rows(texts, elements)
        ]

    def fill_one(self, value: object, params: Mapping[str, Any]) -> Any:  # noqa: ANN401 (JSON)
        """Return `value` filled in for one element.

        Raises:
            Fault: a template in it cannot be rendered.
        """
        (found,) = self.fill_all(value, [params])
        if isinstance(found, Fault):
            raise found
        return found

    def _is_template(self, text: str) -> bool:
        return "{{" in text

    def _rows(
        self, texts: Sequence[str], elements: Sequence[Mapping[str, Any]]
    ) -> list[list[str | Fault]]:
        if self.go:
            from argowave.applicationsets.gotemplate import render_go  # noqa: PLC0415 (as above)

            return render_go(texts, elements, self.missing)
        return [[_fast(text, params) for text in texts] for params in elements]


def _fast(text: str, params: Mapping[str, Any]) -> str | Fault:
    try:
        return render_fast(text, params)
    except Fault as fault:
        return fault


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, entry in value.items():
            yield str(key)
            yield from _texts(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from _texts(entry)


def _filled(value: object, given: Mapping[str, str | Fault]) -> object:
    try:
        return _replaced(value, given, ())
    except Fault as fault:
        return fault


def _replaced(
    value: object, given: Mapping[str, str | Fault], path: tuple[str | int, ...]
) -> object:
    if isinstance(value, str):
        found = given.get(value, value)
        if isinstance(found, Fault):
            message = f"{found.message}{_field_in(value, found.message)}"
            raise Fault(message, path)
        return found
    if isinstance(value, dict):
        return {
            _replaced(key, given, path): _replaced(entry, given, (*path, key))
            for key, entry in value.items()
            if entry is not None
        }
    if isinstance(value, list):
        return [_replaced(entry, given, (*path, index)) for index, entry in enumerate(value)]
    return value


def _field_in(text: str, message: str) -> str:
    """Return what to write in place of `{{path.basename}}`, which a Go template calls."""
    function = _NO_FUNCTION.fullmatch(message)
    if function is None:
        return ""
    action = re.search(rf"\{{\{{-?\s*({function[1]}[\w.]*)\s*-?\}}\}}", text)
    return f"; with goTemplate a field begins with a dot: {{{{.{action[1]}}}}}" if action else ""
