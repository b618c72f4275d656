"""unquoted-tag: an image's tag is a number in the values, and another one in the image."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from argowave.references.pods import POD_SPECS, containers
from argowave.rules.rule import Rule
from argowave.rules.values._layers import file_layers, inline_layers, is_of_this_repository
from argowave.rules.values._stack import leaves, same, take_stack, value_at
from argowave.sources.helm.values import merge
from argowave.sources.request import UsedChart

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from argowave.finding import Finding
    from argowave.gotemplates.reads import Place
    from argowave.rules.scene import Scene
    from argowave.rules.values._layers import Layer
    from argowave.tree import Application

_NAMES: Final = ("tag", "version")  # in the last key, in whatever case
_LARGEST: Final = 2**63
# after a key: a number with a point, a leading zero or an exponent
_WRITTEN: Final = (
    r"[\"']?\s*:\s*([0-9][0-9_]*\.[0-9_]+|0[0-9]+|[0-9][0-9.]*[eE][+-]?[0-9]+)\s*(?:[,}#]|$)"
)


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each number of the values that an image has in other digits.

    YAML's 1.20 is the number 1.2, in the values as in a chart's appVersion. That it became the tag
    is seen from the images: one has the number as it is printed, and none as it is written.
    """
    seen: set[tuple[str, int | None]] = set()
    for application in scene.tree.applications:
        tags: dict[str, str] | None = None
        for number in _numbers(scene, application):
            tags = _tags(scene, application) if tags is None else tags
            image = next((image for tag, image in tags.items() if _has(tag, number.printed)), "")
            if not image or any(_has(tag, number.written) for tag in tags):
                continue
            found = _finding(number, image)
            if (found.path, found.line) not in seen:
                seen.add((found.path, found.line))
                yield found


class _Number(NamedTuple):
    """One number where it stands."""

    layer: Layer
    path: Place
    written: str  # 1.20
    printed: str  # 1.2
    application: Application | None  # where that states it


def _finding(number: _Number, image: str) -> Finding:
    what = "" if number.layer.exact else f"{number.path[-1]}: "
    message = (
        f"{what}{number.written} without quotes is the number {number.printed}, which image "
        f"{image} has in its tag; write it between quotes"
    )
    return number.layer.finding(number.path, message, number.application)


def _numbers(scene: Scene, application: Application) -> Iterator[_Number]:
    """Give the numbers that may be tags, of those that no other layer replaces."""
    for request, place in application.renderings:
        chart = UsedChart(request.chart, request, place)
        found = [
            (number, value)
            for layer, of in _layers(scene, application, chart)
            for path, value in leaves(layer.values)
            for number in _number(layer, path, value, of)
        ]
        if found:
            stack = take_stack(scene, application, chart)
            whole = merge(stack.defaults, stack.merged())
            for number, value in found:
                if same(value, value_at(whole, number.path)):
                    yield number
        for layer in _own_layers(scene, chart.folder / "Chart.yaml", again=False):
            yield from _number(layer, ("appVersion",), layer.values.get("appVersion"), None)


def _layers(
    scene: Scene, application: Application, chart: UsedChart
) -> Iterator[tuple[Layer, Application | None]]:
    for path in (chart.folder / "values.yaml", *chart.request.value_files):
        yield from ((layer, None) for layer in _own_layers(scene, path))
    yield from ((layer, application) for layer in inline_layers(application, chart))


def _own_layers(scene: Scene, path: Path, *, again: bool = True) -> tuple[Layer, ...]:
    if not is_of_this_repository(scene, path):
        return ()
    return file_layers(scene, path, again=again)


def _number(
    layer: Layer, path: Place, value: object, application: Application | None
) -> Iterator[_Number]:
    """Give one number in each way in which a template may print it: 1.2, and 12000 for 1.2e4.

    A version may be one of something else: it has to have a digit after its point, by which it is
    known again.
    """
    name = str(path[-1]).lower()
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not name.endswith(_NAMES):
        return
    if not -_LARGEST < value < _LARGEST:
        return
    written = _written(layer, path, str(path[-1]))
    for printed in (str(int(value)), str(value)) if value == int(value) else (str(value),):
        if written not in ("", printed) and (name.endswith("tag") or "." in printed):
            yield _Number(layer, path, written, printed, application)


def _written(layer: Layer, path: Place, name: str) -> str:
    """Return the digits that stand in the document, "" where they say what they mean."""
    text = layer.document.text
    pattern = re.compile((re.escape(name) + _WRITTEN).encode(), re.MULTILINE)
    if not layer.exact:  # a text within the Application: the line is not known
        found = {each[1] for each in pattern.finditer(text)}
        return found.pop().decode() if len(found) == 1 else ""
    line = layer.document.line_of((*layer.place, *path)) - layer.document.line
    lines = text.splitlines()
    hit = pattern.search(lines[line]) if 0 <= line < len(lines) else None
    return hit[1].decode() if hit else ""


def _tags(scene: Scene, application: Application) -> dict[str, str]:
    """Return {tag: image} of every container that an Application applies."""
    found: dict[str, str] = {}
    for resource in scene.inventory.of(application):
        pod = POD_SPECS.get((resource.group, resource.kind))
        for _, container in containers(resource, pod) if pod else ():
            image = container.get("image")
            if isinstance(image, str):
                name = image.partition("@")[0].rpartition("/")[2]
                found.setdefault(name.partition(":")[2], image)
    return found


def _has(tag: str, number: str) -> bool:
    """Tell whether a tag has a number that no further digit or dot belongs to."""
    return bool(re.search(rf"(?<![0-9.]){re.escape(number)}(?![0-9.])", tag))


RULE = Rule(
    name="unquoted-tag",
    summary="an image's tag is a number in the values, and has other digits in the image",
    why="YAML reads 1.20 as the number 1.2: another image is pulled, or one that is not there.",
    mend="Write tags and versions between quotes.",
    source="https://helm.sh/docs/chart_best_practices/values/#make-types-clear",
    check=check,
)
