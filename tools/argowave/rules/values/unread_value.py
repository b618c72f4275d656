"""unread-value: a key in the values that no template reads."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from argowave.finding import Severity
from argowave.rules.rule import Rule, Undecided, show
from argowave.rules.values._alike import Alike
from argowave.rules.values._around import of_wrappers
from argowave.rules.values._fetched import fetched_charts
from argowave.rules.values._generators import read_by_generators
from argowave.rules.values._layers import file_layers, inline_layers, is_of_this_repository, strings
from argowave.rules.values._parameters import path_of, updated
from argowave.rules.values._stack import leaves
from argowave.words.nearest import nearest
from argowave.words.slip import slip_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from argowave.finding import Finding
    from argowave.gotemplates import Reads
    from argowave.gotemplates.reads import Place
    from argowave.rules.scene import Scene
    from argowave.rules.values._fetched import Fetched
    from argowave.rules.values._layers import Layer
    from argowave.sources.request import UsedChart
    from argowave.tree import Application

_FOR_OTHERS: Final = (("global",), ("exports",))  # for subcharts, for parents that import values
_SHOWN: Final = 2  # charts, where there are more than these
_MOST: Final = 3
# keys begin so that hold anchors and nothing else, or what templates merge as a whole, as Istio's
# _internal_defaults_do_not_set
_OWN_USE: Final = ("_", "x-", ".")


@dataclass(frozen=True, slots=True)
class _Stated:
    """What one Application states for one chart, and what that reads."""

    application: Application
    chart: UsedChart
    reads: Reads
    layers: tuple[Layer, ...]
    updated: tuple[tuple[Layer, Place], ...]  # by argocd-image-updater


def check(scene: Scene) -> Iterator[Finding | Undecided]:
    """Give a finding for each key that no template of any chart that gets it reads.

    A file of values belongs to every chart that is given it: a key that one of them reads is read.
    One that a chart's own defaults have left over, or a file that several charts are given, is a
    mere warning, if it resembles no other.
    """
    readers: dict[Path, dict[Path, Reads]] = {}  # file → chart → what that reads
    stated: list[_Stated] = []
    alike = Alike()
    for application in scene.tree.applications:
        for chart in application.charts:
            reads = _read(scene, application, chart)
            for path in _own_files(scene, chart):
                readers.setdefault(path, {})[chart.folder] = reads
            if reads.unfollowed:
                what = f"values of {_shown(scene, chart.folder)}"
                yield Undecided(what, reads.unfollowed[0])
                continue
            layers, later = inline_layers(application, chart), tuple(updated(application))
            stated.append(_Stated(application, chart, reads, layers, later))
            values = [each.values for each in layers]
            paths: set[Place] = {path_of(each.name) for each in chart.request.parameters}
            paths |= {path for _, path in later}
            alike.add(application, (chart.folder, reads), values, paths)
        yield from _of_fetched(application)
        yield from of_wrappers(scene, application)
    for each in stated:
        yield from _of_stated(each, alike, _shown(scene, each.chart.folder))
    yield from _of_files(scene, readers)


def _of_stated(stated: _Stated, alike: Alike, name: str) -> Iterator[Finding]:
    """Give findings for what an Application states; of what its template gives several, slips."""
    application, reads = stated.application, stated.reads
    keys = [(layer, key) for layer in stated.layers for key in unread(layer, [reads])]
    keys += _parameters(application, stated.chart, reads)
    for layer, key in keys:
        if _near(layer, key, [reads]) or not alike.is_of_several(application, key):
            yield layer.finding(key, _message(layer, key, [name], [reads]), application)
    for layer, key in stated.updated:
        near = "" if reads.is_read(key) else _near(layer, key, [reads])
        if near or not (reads.is_read(key) or alike.is_read(application, key)):
            sets = show(key).removeprefix("$.")
            said = f"argocd-image-updater sets {sets}, which no template of {name} reads"
            message = f"{said}; did you mean {near}?" if near else said
            yield replace(layer.finding(key, message, application), severity=Severity.WARNING)


def _of_files(scene: Scene, readers: Mapping[Path, Mapping[Path, Reads]]) -> Iterator[Finding]:
    elsewhere = _given_elsewhere(scene) | read_by_generators(scene, readers)
    for path, charts in readers.items():
        if path in elsewhere:
            continue
        names = [_shown(scene, folder) for folder in charts]
        every = list(charts.values())
        for layer in file_layers(scene, path):
            for key in unread(layer, every):
                found = layer.finding(key, _message(layer, key, names, every), None)
                is_own = path.parent in charts or len(charts) > 1
                harmless = is_own and not _near(layer, key, every)
                yield replace(found, severity=Severity.WARNING) if harmless else found


def _own_files(scene: Scene, chart: UsedChart) -> list[Path]:
    """Return the value files of a chart that stand in this repository."""
    files = (chart.folder / "values.yaml", *chart.request.value_files)
    return [path for path in files if is_of_this_repository(scene, path)]


def _given_elsewhere(scene: Scene) -> set[Path]:
    """Return the files of values that a chart is given which is not read here, as a fetched one."""
    found: set[Path] = set()
    for application in scene.tree.applications:
        own = {path for chart in application.charts for path in chart.request.value_files}
        found |= {scene.repository / name for name in application.files} - own
    return found - {
        chart.folder / "values.yaml"
        for application in scene.tree.applications
        for chart in application.charts
    }


def _of_fetched(application: Application) -> Iterator[Finding | Undecided]:
    for chart, fetched in fetched_charts(application):
        yield from _of_one_fetched(application, chart, fetched)


def _of_one_fetched(
    application: Application, chart: UsedChart, fetched: Fetched
) -> Iterator[Finding | Undecided]:
    """Give a warning for what an Application states that a chart from elsewhere never reads.

    What the chart's own values.yaml states is left alone, and so its templates, which may be
    megabytes, are read only where there is something else.
    """
    layers = inline_layers(application, chart)
    paths = [path_of(parameter.name) for parameter in chart.request.parameters]
    named = [path for path in paths if not fetched.is_known(path)]
    strange = any(
        not fetched.is_known(path) for layer in layers for path, _ in leaves(layer.values)
    )
    if not (strange or named):
        return
    texts = [text for layer in layers for text in strings(layer.values)]
    reads = fetched.reads([*texts, *(each.value for each in chart.request.parameters)])
    if reads.unfollowed:
        yield Undecided(f"values of {fetched.name}", reads.unfollowed[0])
        return
    for layer in layers:
        for key in unread(layer, [reads]):
            if not fetched.is_known(key):
                message = _message(layer, key, [fetched.name], [reads])
                found = layer.finding(key, message, application)
                yield replace(found, severity=Severity.WARNING)
    for layer, key in _parameters(application, chart, reads):
        if key in named:
            message = _message(layer, key, [fetched.name], [reads])
            yield replace(layer.finding(key, message, application), severity=Severity.WARNING)


def unread(layer: Layer, readers: list[Reads]) -> list[Place]:
    """Return the keys that nobody reads, the uppermost one of several."""
    found: list[Place] = []
    for reads in readers:
        for key in reads.unread(layer.values):
            others = (each for each in readers if each is not reads)
            if key not in found and not any(each.is_read(key) for each in others):
                found.append(key)
    return [
        key
        for key in found
        if not any(key[:length] in found for length in range(1, len(key)))
        and not _is_own_use(layer, key)
        and not (_is_for_all(key) and not _near(layer, key, readers))
    ]


def _is_for_all(key: Place) -> bool:
    """Tell whether a key is one of those that every chart is given, whatever it reads."""
    return key[0] == "global"


def _is_own_use(layer: Layer, key: Place) -> bool:
    """Tell whether a key is there for the file itself, or for charts that are added later."""
    if any(str(step).startswith(_OWN_USE) for step in key) or key in _FOR_OTHERS:
        return True
    line = layer.document.line_of((*layer.place, *key)) - layer.document.line
    lines = layer.document.text.splitlines()
    return layer.exact and 0 <= line < len(lines) and b"&" in lines[line]


def _parameters(
    application: Application, chart: UsedChart, reads: Reads
) -> Iterator[tuple[Layer, Place]]:
    """Give the place and path of each parameter that sets what nobody reads."""
    paths = [path_of(parameter.name) for parameter in chart.request.parameters]
    together: dict[str, Any] = {}  # one that is set as well was not meant
    for *above, last in paths:
        here = together
        for step in above:
            here = here.setdefault(step, {})
        here[last] = {}
    for number, path in enumerate(paths):
        if not reads.is_read(path):
            from argowave.rules.values._layers import Layer  # noqa: PLC0415 (only findings need it)

            place: Place = ("spec", *chart.place, "helm", "parameters", number, "name")
            layer = Layer(together, application.manifest.document, place, exact=False)
            if not _is_for_all(path) or _near(layer, path, [reads]):
                yield layer, path


def _message(layer: Layer, key: Place, charts: list[str], readers: list[Reads]) -> str:
    what = "it" if layer.exact else show(key).removeprefix("$.")
    several = [*charts[:_SHOWN], f"{len(charts) - _SHOWN} more"] if len(charts) > _MOST else charts
    said = f"no template of {' or '.join(several)} reads {what}"
    near = _near(layer, key, readers)
    return f"{said}; did you mean {near}?" if near else f"{said}; remove it"


def _near(layer: Layer, key: Place, readers: list[Reads]) -> str:
    """Return the key that was meant most likely, "" where none comes close.

    One that is stated as well has been thought of, and was not meant unless this is a slip.
    """
    known = {each for reads in readers for each in reads.keys(key[:-1])}
    word, beside = str(key[-1]), _at(layer.values, key[:-1])
    taken = beside.keys() if isinstance(beside, dict) else set()
    near = nearest(word, sorted(known - taken))
    near = near or slip_of(word, sorted(known))
    places = (place for reads in readers for place in reads.places(word))
    return near or next((".".join(each) for each in places if _at(layer.values, each) is None), "")


def _at(value: Any, steps: Place) -> Any:  # noqa: ANN401 (any JSON value)
    for step in steps:
        value = value.get(step) if isinstance(step, str) and isinstance(value, dict) else None
    return value


def _read(scene: Scene, application: Application, chart: UsedChart) -> Reads:
    from argowave.gotemplates import read_chart  # noqa: PLC0415 (only where there are charts)

    return read_chart(chart.whole or chart.folder, _texts(scene, application, chart))


def _texts(scene: Scene, application: Application, chart: UsedChart) -> Iterable[str]:
    """Give every text that the chart is given; only a chart that uses tpl asks."""
    for path in (chart.folder / "values.yaml", *chart.request.value_files):
        for layer in file_layers(scene, path):
            yield from strings(layer.values)
    for layer in inline_layers(application, chart):
        yield from strings(layer.values)
    for parameter in chart.request.parameters:
        yield parameter.value


def _shown(scene: Scene, folder: Path) -> str:
    return folder.relative_to(scene.repository).as_posix()


RULE = Rule(
    name="unread-value",
    summary="no template reads a key of the values",
    why=(
        "Helm takes every key and says nothing of those that nobody asks for: what the key should "
        "change stays as it was, most often because it is misspelt or stands a level too high."
    ),
    mend="Correct the key, or remove it. A values.schema.json makes Helm itself refuse such keys.",
    source="https://helm.sh/docs/chart_template_guide/values_files/",
    check=check,
)
