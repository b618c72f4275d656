"""An ApplicationSet → the Applications that Argo CD would make of it.

GenerateApplications in applicationset/controllers/template/template.go. Argo CD makes none of
them while one is faulty; here the others are made all the same, so that they can be looked at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from argowave.applicationsets.borrowed import borrowed_from_nowhere
from argowave.applicationsets.checks import check_applications
from argowave.applicationsets.document import generated_document
from argowave.applicationsets.elements import mappings
from argowave.applicationsets.faults import Fault, Unknown, finding_at
from argowave.applicationsets.generators.matrix import hidden_path
from argowave.applicationsets.given import unmergeable
from argowave.applicationsets.lacking import lacking, never_filled
from argowave.applicationsets.nothing import looks_for_files, what_gives_nothing
from argowave.applicationsets.renderer import Renderer
from argowave.applicationsets.template import make_applications
from argowave.applicationsets.transform import transform
from argowave.finding import Finding, Severity
from argowave.manifest import Manifest
from argowave.sources.request import NotChecked
from argowave.typed import texts_in

if TYPE_CHECKING:
    from argowave.applicationsets.elements import Element, Setting
    from argowave.applicationsets.surroundings import SetSurroundings
    from argowave.applicationsets.transform import Expansion

_OF_SECRETS: Final = re.compile(r"\bmetadata\.(labels|annotations)\b")  # of clusters


@dataclass(frozen=True, slots=True)
class Generation:
    """What one ApplicationSet gives."""

    applications: tuple[Manifest, ...] = ()
    findings: tuple[Finding, ...] = ()
    not_checked: tuple[NotChecked, ...] = ()
    wanted: tuple[tuple[str, str], ...] = ()  # (URL, revision) of other repositories


def generate_applications(manifest: Manifest, surroundings: SetSurroundings) -> Generation:
    """Return the Applications of an ApplicationSet, and what is wrong with it."""
    return _Generating(manifest, surroundings).run()


class _Generating:
    def __init__(self, manifest: Manifest, surroundings: SetSurroundings) -> None:
        self._manifest = manifest
        self._surroundings = surroundings
        spec = manifest.body.get("spec")
        self._spec: dict[str, Any] = spec if isinstance(spec, dict) else {}
        self._made: list[Manifest] = []
        self._findings: list[Finding] = []
        self._not_checked: list[NotChecked] = []
        self._optional: list[Finding] = []  # told where nothing else is made

    def run(self) -> Generation:
        try:
            renderer = Renderer.of(self._spec)
        except Fault as fault:
            self._fault(fault, ("goTemplateOptions",))
            return self._generation()
        asks = any(_OF_SECRETS.search(text) for _, text in texts_in(self._spec, ()))
        setting = self._surroundings.setting(self._manifest.name, renderer, of_secrets=asks)
        stated = self._spec.get("generators")
        for number, entry in enumerate(stated if isinstance(stated, list) else []):
            if isinstance(entry, dict):
                self._entry(entry, number, setting)
        for gap in setting.gaps:
            self._gap(gap)
        self._findings += [] if self._made else self._optional
        return replace(self._generation(), wanted=tuple(dict.fromkeys(setting.wanted)))

    def _generation(self) -> Generation:
        go, hint = self._spec.get("goTemplate") is True, hidden_path(self._spec)
        kept, findings = check_applications(self._made, go=go, hint=hint)
        return Generation(tuple(kept), (*self._findings, *findings), tuple(self._not_checked))

    def _entry(self, entry: dict[str, Any], number: int, setting: Setting) -> None:
        place = ("generators", number)
        gaps = len(setting.gaps)
        try:
            for expansion in transform(entry, setting):
                if not expansion.elements:
                    kind = expansion.kind
                    found = self._empty(kind, what_gives_nothing(kind, entry[kind], setting), place)
                    is_optional = kind == "git" and looks_for_files(entry[kind])
                    (self._optional if is_optional else self._findings).append(found)
                self._applications(expansion, place, setting.renderer)
            if len(setting.gaps) > gaps:  # what is left out may be what they are for
                setting.idle.clear()
            self._idle(entry, place, setting)
        except Fault as fault:
            self._fault(fault, place)
        except Unknown as gap:
            self._gap(gap)
            self._unseen(entry, place, setting.renderer)

    def _unseen(
        self, entry: dict[str, Any], place: tuple[str | int, ...], renderer: Renderer
    ) -> None:
        """Tell what is wrong whatever a generator gives that cannot be run."""
        for path, message in unmergeable(entry, go=renderer.go):
            self._findings.append(self._finding(message, (*place, *path)))
        template = list(borrowed_from_nowhere(self._spec, entry))
        if renderer.missing == "error":
            template += lacking(self._spec, entry)
        elif not renderer.go:
            template += never_filled(self._spec, entry)
        for path, message in template:
            found = self._finding(message, path)
            self._findings += [] if found in self._findings else [found]

    def _idle(self, entry: dict[str, Any], place: tuple[str | int, ...], setting: Setting) -> None:
        """Warn of elements that a merge of this entry, but of no other one in it, passes over."""
        section = entry.get("merge")
        inner = mappings(section.get("generators")) if isinstance(section, dict) else []
        if inner and not any(kind in each for kind in ("merge", "matrix") for each in inner):
            for each in setting.idle:
                found = self._finding(each.message, (*place, "merge", *each.path))
                self._findings.append(replace(found, severity=Severity.WARNING))
        setting.idle.clear()

    def _gap(self, gap: Unknown) -> None:
        what = f"ApplicationSet {self._manifest.name}, {gap.what}"
        self._not_checked.append(NotChecked(what, gap.why))

    def _empty(self, kind: str, why: str, place: tuple[str | int, ...]) -> Finding:
        what = f"the {kind} generator gives no element, so it makes no Application"
        message = f"{what}{why}"
        found = self._finding(message, (*place, kind))
        return replace(found, severity=Severity.WARNING)

    def _applications(
        self, expansion: Expansion, place: tuple[str | int, ...], renderer: Renderer
    ) -> None:
        bodies = make_applications(self._spec, expansion.template, expansion.elements, renderer)
        own = (*place, expansion.kind, "template")
        for element, body in zip(expansion.elements, bodies, strict=True):
            if isinstance(body, Fault):
                self._fault(body, (), element)
            else:
                self._made.append(self._application(body, element, own))

    def _application(
        self, body: dict[str, Any], element: Element, own: tuple[str | int, ...]
    ) -> Manifest:
        """Return the Application, in the namespace of its ApplicationSet.

        createOrUpdateInCluster of the controller puts it there whatever the template says.
        """
        metadata = {key: value for key, value in body["metadata"].items() if key != "namespace"}
        if self._manifest.namespace:
            metadata["namespace"] = self._manifest.namespace
        places = (("spec", *own), ("spec", "template"))
        document = generated_document(
            self._manifest.document, {**body, "metadata": metadata}, places
        )
        led = f"{self._led}: {element.label}"
        return Manifest(document, led, self._manifest.rendered, generated=True)

    @property
    def _led(self) -> str:
        environment = (self._manifest.application or "").partition("/")[0]
        return f"{environment}/{self._manifest.name}"

    def _fault(
        self, fault: Fault, place: tuple[str | int, ...], element: Element | None = None
    ) -> None:
        found = self._finding(fault.message, (*place, *fault.path))
        if element is not None:
            found = replace(found, application=f"{self._led}: {element.label}")
        self._findings.append(found)

    def _finding(self, message: str, path: tuple[str | int, ...]) -> Finding:
        return finding_at(self._manifest, ("spec", *path), message)
