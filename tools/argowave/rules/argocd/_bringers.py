"""Objects that bring kinds while they run: Providers, XRDs, ConstraintTemplates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from argowave.order import wave_of
from argowave.references.definitions import kinds_made

if TYPE_CHECKING:
    from argowave.resources import Inventory, Resource
    from argowave.tree import Application

    Kind = tuple[str, str]  # (group, kind)
    Owner = tuple[Resource, Application]

_OWN: Final = frozenset(("pkg", "apiextensions", "protection", "ops", "secrets"))
_CROSSPLANE: Final = frozenset(("pkg.crossplane.io", "apiextensions.crossplane.io"))
_SUFFIXES: Final = (".upbound.io", ".crossplane.io")


@dataclass(frozen=True, slots=True)
class Bringers:
    """What brings which kind, and which Application brings a kind's definition itself."""

    exact: dict[Kind, list[Resource]]
    providers: list[tuple[tuple[str, ...], Resource]]  # (words of the package, Provider)
    defined: frozenset[tuple[tuple[str, ...], Kind]]  # (Application's chain, kind)
    crossplane: Owner | None  # the Application of the chart, whose CRDs its pods make

    def of(self, group: str, kind: str) -> list[Resource]:
        """Return what brings a kind, [] where nothing in the tree does."""
        found = self.exact.get((group, kind))
        if found is not None:
            return found
        words = _service(group)
        return [each for package, each in self.providers if words and _provides(package, words)]

    def may_bring(self, group: str, kind: str) -> bool:
        """Tell quickly whether anything in the tree brings a kind."""
        return bool(self.of(group, kind)) or (self.crossplane is not None and group in _CROSSPLANE)

    def late(self, resource: Resource) -> list[Resource]:
        """Return what brings a resource's kind, [] where that is there before the resource."""
        found = self.of(resource.group, resource.kind)
        if found or self.crossplane is None or resource.group not in _CROSSPLANE:
            return found
        owner, application = self.crossplane
        mine = resource.application
        if mine is None or (mine is not application and _comes_before(application, mine)):
            return []
        return [owner]

    def in_sync(self, resource: Resource) -> bool:
        """Tell whether the definition of a resource's kind is in the same sync."""
        application = resource.application
        chain = application.chain if application else ()
        return (chain, (resource.group, resource.kind)) in self.defined


def bringers_of(inventory: Inventory) -> Bringers:
    """Return what brings which kind in one tree."""
    exact: dict[Kind, list[Resource]] = {}
    for kind, resource in kinds_made(inventory):
        exact.setdefault(kind, []).append(resource)
    providers = [
        (_words(each.text("spec", "package")), each)
        for each in inventory.of_kind("pkg.crossplane.io", "Provider")
    ]
    defined = {
        (each.application.chain, (each.text("spec", "group"), each.text("spec", "names", "kind")))
        for each in inventory.of_kind("apiextensions.k8s.io", "CustomResourceDefinition")
        if each.application is not None
    }
    crossplane = next(
        (
            (owner, application)
            for owner, application in inventory.owners()
            if any(each.chart.rpartition("/")[2] == "crossplane" for each in application.sources)
        ),
        None,
    )
    return Bringers(exact, providers, frozenset(defined), crossplane)


def _comes_before(one: Application, other: Application) -> bool:
    """Tell whether one Application of a parent is in an earlier wave than another one.

    Below different parents it is taken to be: other rules judge the order between branches.
    """
    if one.chain[:-1] != other.chain[:-1]:
        return True
    return wave_of(one.manifest) < wave_of(other.manifest)


def _words(package: str) -> tuple[str, ...]:
    """Return the words of a package's name: aws, sns for …/provider-aws-sns:v2.6.0."""
    name = package.rpartition("/")[2].partition("@")[0].partition(":")[0]
    return tuple(name.removeprefix("provider-").split("-"))


def _service(group: str) -> tuple[str, ...]:
    """Return a managed kind's group in the order of a package: aws, sns for sns.aws.m.upbound.io.

    Crossplane's own groups and all others give ().
    """
    suffix = next((each for each in _SUFFIXES if group.endswith(each)), None)
    if suffix is None:
        return ()
    labels = [each for each in group.removesuffix(suffix).split(".") if each != "m"]
    return () if set(labels) & _OWN else tuple(reversed(labels))


def _provides(package: tuple[str, ...], service: tuple[str, ...]) -> bool:
    """Tell whether a package's words mean a service: its own, all of its cloud, or its family."""
    if len(service) == 1:
        return service[0] in package
    return package == service or package == service[:1] or package == ("upjet", *service[:1])
