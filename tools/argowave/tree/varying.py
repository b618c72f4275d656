"""A chart → what it renders to something else each time: passwords, keys, times of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from argowave.files.packed import PackedError
from argowave.manifest import Manifest
from argowave.tree.capabilities import chart_contents

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from argowave.sources.helm.chart_request import ChartRequest

    Key = tuple[str, str, str, str]  # template, apiVersion, kind, name
    Objects = Mapping[Key, Mapping[str, Any]]
    Place = tuple[str | int, ...]

# Sprig's functions (https://masterminds.github.io/sprig/) that answer otherwise each time, where a
# template may call them: many a chart says "now" in its notes
_FUNCTION: Final = re.compile(
    rb"\{\{[^{}]{0,400}?\b(?:now|ago|rand(?:Alpha(?:Num)?|Ascii|Numeric|Bytes|Int)|shuffle|uuidv4|bcrypt|htpasswd"
    rb"|encryptAES|gen(?:PrivateKey|CA|SelfSignedCert|SignedCert)(?:WithKey)?)\b"
)
_TIMES: Final = 3  # a short random text may be the same twice


def may_vary(chart: Path) -> bool:
    """Tell whether a template of a chart calls a function that answers otherwise each time."""
    try:
        return any(_FUNCTION.search(data) for data in chart_contents(chart))
    except (OSError, PackedError):
        return False  # whoever renders it says what is wrong


def renderings(request: ChartRequest) -> list[Objects] | None:
    """Return the objects of several renderings, of those templates that give another text.

    Returns:
        [] where none does, None where the chart does not render.
    """
    from argowave.bounded.errors import BoundedError  # noqa: PLC0415 (few charts need it)
    from argowave.errors import ChartError  # noqa: PLC0415 (as above)
    from argowave.sources.helm.asking import PARSERS, of_path  # noqa: PLC0415 (as above)
    from argowave.sources.helm.library import render_texts  # noqa: PLC0415 (as above)
    from argowave.sources.helm.template_name import makes_manifests  # noqa: PLC0415 (as above)
    from argowave.sources.helm.values import ValuesError, merge_values  # noqa: PLC0415 (as above)

    try:
        chart, values = of_path(request.chart), merge_values(request, PARSERS)
        texts = [render_texts(chart, values, request) for _ in range(_TIMES)]
    except (BoundedError, ChartError, ValuesError):  # the second: no library for this machine
        return None
    names = [name for name in texts[0] if makes_manifests(name)]
    unlike = [name for name in names if any(each.get(name) != texts[0][name] for each in texts)]
    objects = [_objects(request, {n: each.get(n, "") for n in unlike}) for each in texts]
    known = [each for each in objects if each is not None]
    return (known if len(known) == _TIMES else None) if unlike else []


def _objects(request: ChartRequest, texts: Mapping[str, str]) -> Objects | None:
    """Return what templates give, None where that is no YAML this time."""
    from argowave.sources.helm.documents import order_templates  # noqa: PLC0415 (few charts need it)
    from argowave.validate.lists import expand_list  # noqa: PLC0415 (as above)

    documents, faults, _ = order_templates(texts, request.locate, skip_tests=request.skip_tests)
    if faults:
        return None
    listed = [each for document in documents for each in expand_list(document)]
    manifests = [Manifest(each) for each in listed if isinstance(each.body, dict)]
    return {key_of(each): each.body for each in manifests if each.metadata}


def key_of(manifest: Manifest) -> Key:
    """Return what tells an object of a chart from the others."""
    return manifest.document.source, manifest.api_version, manifest.kind, manifest.name


def kinds_of(objects: Iterable[Key]) -> list[tuple[str, ...]]:
    """Return the same without names, which may be what differs."""
    return sorted(key[:-1] for key in objects)


def differing(first: Any, other: Any, place: Place = ()) -> Iterator[Place]:  # noqa: ANN401 (any JSON value)
    """Give each place at which two objects are not the same."""
    if isinstance(first, dict) and isinstance(other, dict) and first.keys() == other.keys():
        for key in first:
            yield from differing(first[key], other[key], (*place, key))
    elif isinstance(first, list) and isinstance(other, list) and len(first) == len(other):
        for index, (one, two) in enumerate(zip(first, other, strict=True)):
            yield from differing(one, two, (*place, index))
    elif first != other:
        yield place
