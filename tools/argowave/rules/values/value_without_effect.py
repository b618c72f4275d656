"""value-without-effect: a value that could be left out, and nothing would change."""

from __future__ import annotations

from functools import partial
from itertools import chain, groupby
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from argowave.finding import Severity
from argowave.gotemplates import read_chart
from argowave.rules.rule import Rule, Undecided, show
from argowave.rules.values._again import unchanged
from argowave.rules.values._counting import counts
from argowave.rules.values._layers import Layer, strings
from argowave.rules.values._stack import Stack, leaves, same, take_stack, value_at
from argowave.words.listing import first_few

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from argowave.finding import Finding
    from argowave.gotemplates import Reads
    from argowave.gotemplates.reads import Place
    from argowave.rules.rule import Waiting
    from argowave.rules.scene import Scene
    from argowave.sources.request import UsedChart
    from argowave.tree import Application

    Candidate = tuple[Stack, Layer, Place]

_MOST: Final = 300  # renderings, half a millisecond or more each
_LARGEST: Final = 20_000_000  # bytes of all renderings together, a second or two
_PATIENCE: Final = 3  # charts that are too much, after which the rest is not looked at
_FEW: Final = 2  # names in one line


def check(scene: Scene) -> Iterable[Finding | Undecided]:
    """Give a finding for each value that changes nothing."""
    return begin(scene)()


def begin(scene: Scene) -> Waiting:
    """Look for values that may change nothing, and return what renders the charts without them.

    What an Application states itself is an override, so it is compared with what would apply
    without it. A file, or the template that an Application is made of, may well describe it
    completely: what only says once more what the defaults say is no fault there. Whatever differs
    from what is below it is left out once, and the chart rendered again: what is still the same,
    byte for byte, asks in vain.
    """
    found: list[Finding | Undecided] = []
    trial = _Trial(scene)
    for application in scene.tree.applications:
        for chart in application.charts:
            if chart.whole is not None:
                continue  # what its dependencies state themselves is in none of its own files
            if chart.request.values:
                found += _stated(take_stack(scene, application, chart))
            trial.take(application, chart)
    return partial(chain, found, trial.undecided(), _rendered(scene, trial.candidates()))


class _Trial:
    """Chooses as many values as can be tried in a moment, and knows what is left out for that."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._taken: list[Candidate] = []
        self._size = 0  # bytes of all renderings together
        self._too_much: dict[str, None] = {}  # the charts whose values are not tried
        self._elsewhere: set[str] = set()  # files with a part in what is not tried without them

    def take(self, application: Application, chart: UsedChart) -> None:
        """Take the values of one chart, if there is room for them."""
        files = [path.as_posix() for path in chart.request.value_files]
        if len(self._too_much) < _PATIENCE:
            stack = take_stack(self._scene, application, chart)
            found = list(_candidates(stack))
            size = self._size + len(found) * _size(application)
            if len(self._taken) + len(found) <= _MOST and size <= _LARGEST:
                self._taken += found
                self._size = size
                self._elsewhere.update(files[:-1])
                return
        self._elsewhere.update(files)
        self._too_much[chart.folder.relative_to(self._scene.repository).as_posix()] = None

    def candidates(self) -> list[Candidate]:
        """Return the values to try: a file's only where every chart that is given it is tried."""
        start = self._scene.repository.as_posix()
        return [
            each
            for each in self._taken
            if each[1].place or f"{start}/{each[1].document.source}" not in self._elsewhere
        ]

    def undecided(self) -> Iterator[Undecided]:
        """Give what is not tried."""
        if self._too_much:
            why = "rendering each chart again without each of its values is too much"
            yield Undecided(f"values of {first_few(list(self._too_much), _FEW)}", why)


def _size(application: Application) -> int:
    """Return how many bytes the charts of an Application render to."""
    return sum(len(each.document.text) for each in application.manifests if each.rendered)


def _stated(stack: Stack) -> Iterator[Finding]:
    """Give what is wrong with the values that an Application states itself."""
    yield from _ignored(stack)
    yield from _parameters(stack)
    made = stack.application.manifest.rendered or stack.application.manifest.generated
    for layer in () if made else stack.inline:  # a template says the same for every Application
        yield from _repeated(stack, layer)


def _ignored(stack: Stack) -> Iterator[Finding]:
    """Give a finding for `values` beside valuesObject (ApplicationSourceHelm.ValuesYAML)."""
    *_, last = stack.chart.place
    source = stack.application.sources[last if isinstance(last, int) else 0]
    helm = source.stated.get("helm")
    if isinstance(helm, dict) and isinstance(helm.get("valuesObject"), dict) and helm.get("values"):
        place: Place = ("spec", *stack.chart.place, "helm", "values")
        layer = Layer({}, stack.application.manifest.document, place)
        message = "valuesObject stands beside it, and Argo CD then ignores values; move them there"
        yield layer.finding((), message, stack.application)


def _repeated(stack: Stack, layer: Layer) -> Iterator[Finding]:
    """Give a finding for each key of the Application that says what holds without it."""
    below = stack.below(layer)
    for path, value in leaves(layer.values):
        if same(value, value_at(below, path)):
            what = "it" if layer.exact else show(path).removeprefix("$.")
            where = "the value files" if stack.files else "the chart's values.yaml"
            message = f"{where} would give the same value without {what}; remove it"
            yield layer.finding(path, message, stack.application)


def _parameters(stack: Stack) -> Iterator[Finding]:
    """Give a finding for each inline value that a parameter replaces."""
    names = _replaced(stack)
    for layer in stack.inline:
        for path, _ in leaves(layer.values):
            if path in names:
                message = f"the parameter {names[path]} replaces it; remove one of them"
                yield layer.finding(path, message, stack.application)


def _replaced(stack: Stack) -> dict[Place, str]:
    """Return {path: name} of the parameters that set one value."""
    return {
        tuple(each.name.split(".")): each.name
        for each in stack.chart.request.parameters
        if "[" not in each.name and "\\" not in each.name
    }


def _candidates(stack: Stack) -> Iterator[Candidate]:
    """Give what differs from what is below it, in the last file and in the Application.

    What something above it sets again is left out: that is what layers are for.
    """
    names = _replaced(stack)
    above = [path for layer in stack.inline for path, _ in leaves(layer.values)]
    files = [each for each in stack.files[-1:] if not PurePath(each.document.source).is_absolute()]
    for layer in (*files, *stack.inline):
        taken = {*names, *(above if layer in files else ())}
        below, whole = stack.below(layer), stack.merged()
        reads: Reads | None = None
        for path, value in leaves(layer.values):
            if path in taken or same(value, value_at(below, path)):
                continue
            reads = reads or _reads(stack)
            if reads.is_read(path) and not stack.is_switched_off(whole, path):
                yield stack, layer, path


def _reads(stack: Stack) -> Reads:
    texts = [text for layer in (*stack.files, *stack.inline) for text in strings(layer.values)]
    return read_chart(stack.chart.folder, [*texts, *strings(stack.defaults)])


def _rendered(scene: Scene, candidates: Iterable[Candidate]) -> Iterator[Finding | Undecided]:
    changing: set[tuple[int, Place]] = set()  # a file's document may belong to several charts
    idle: dict[tuple[int, Place], Candidate] = {}
    for _, several in groupby(candidates, lambda each: id(each[0])):
        left = [each for each in several if _key(each) not in changing]
        if not left:
            continue
        stack, whole = left[0][0], left[0][0].merged()
        parts = [stack.merged(leave=(layer, path)) for _, layer, path in left]
        same, *alike = unchanged(stack.chart, [whole, whole, *parts])
        if not same:
            why = "it does not render in the same way each time"
            yield Undecided(f"values of {_shown(scene, stack)}", why)
        for each, is_idle in zip(left, alike, strict=True):
            if is_idle and same:
                idle[_key(each)] = each
            else:
                changing.add(_key(each))
                idle.pop(_key(each), None)
    for stack, layer, path in idle.values():
        what = "it" if layer.exact else show(path).removeprefix("$.")
        chart = _shown(scene, stack)
        if not counts(stack, layer, path):
            message = (
                f"{chart} renders the same without {what}: another value switches off what it is "
                "for, or replaces it"
            )
        elif layer.place:
            message = f"the templates of {chart} take the same value without {what}; remove it"
        else:
            continue  # a file may well say once more what holds without it
        yield layer.finding(path, message, stack.application if layer.place else None)


def _key(candidate: Candidate) -> tuple[int, Place]:
    _, layer, path = candidate
    return id(layer.document), path


def _shown(scene: Scene, stack: Stack) -> str:
    return stack.chart.folder.relative_to(scene.repository).as_posix()


RULE = Rule(
    name="value-without-effect",
    summary="a value could be left out and nothing would change",
    why=(
        "Whoever reads it believes that it does something. A value that is read only while "
        "something else is on, or that another one replaces, does nothing although it is asked for."
    ),
    mend="Remove it, or mend what keeps it from having an effect.",
    source="https://argo-cd.readthedocs.io/en/stable/user-guide/helm/#helm-value-precedence",
    check=check,
    begin=begin,
    severity=Severity.WARNING,
)
