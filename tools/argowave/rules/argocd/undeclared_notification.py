"""undeclared-notification: a trigger, template or service that no notification can be sent with.

As the notifications-engine reads them: iterate in pkg/subscriptions/annotations.go, ParseConfig and
GetGlobalDestinations in pkg/api/config.go; Run in pkg/triggers/service.go, FormatNotification in
pkg/templates/service.go and Send in pkg/api/api.go refuse an unknown name.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from argowave.finding import Severity
from argowave.rules.argocd._annotations import annotation
from argowave.rules.argocd._notifications import (
    NAME,
    SUBSCRIBE,
    in_settings,
    refusals,
    subscribed,
)
from argowave.rules.rule import Rule, at, place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.resources import Resource
    from argowave.rules.argocd._notifications import Use
    from argowave.rules.scene import Scene

_SERVICE: Final = 2  # its place in a key: service.<type>.<name>, or service.<type>
# notifications_catalog in Argo CD's repository: who installed it may have them beside these
_CATALOG: Final = (
    "created",
    "deleted",
    "deployed",
    "health-degraded",
    "sync-failed",
    "sync-running",
    "sync-status-unknown",
    "sync-succeeded",
)
_PUBLISHED: Final = {f"{start}-{each}" for start in ("on", "app") for each in _CATALOG}


@dataclass(frozen=True, slots=True)
class _Declared:
    """What the settings of one cluster's notifications hold."""

    settings: tuple[Resource, ...]

    def names(self, what: str) -> list[str]:
        """Return every name of triggers, templates or services."""
        return [
            key.split(".", _SERVICE)[-1] if what == "service" else key.removeprefix(f"{what}.")
            for each in self.settings
            for key in each.mapping("data")
            if key.startswith(f"{what}.")
        ]


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each name that is used and not declared in the same cluster.

    Settings of a form that cannot be read declare nothing at all. Nothing is said where they are
    of the old form, or the operator's kind makes them, nor of what they declare none at all: then
    others do. A trigger in the place of a service is none anywhere.
    """
    inventory = scene.inventory
    for each in inventory.of_kind("argoproj.io", "Application", "AppProject"):
        yield from _without_service(each)
    found = [each for each in inventory.of_kind("", "ConfigMap") if each.name == NAME]
    if inventory.of_kind("argoproj.io", "NotificationsConfiguration"):
        return
    for cluster in sorted({each.cluster for each in found}):
        settings = tuple(each for each in found if each.cluster == cluster)
        if any("config.yaml" in each.mapping("data") for each in settings):
            continue
        declared = _Declared(settings)
        for each in settings:
            yield from _refused(each)
            yield from _judge(declared, each, in_settings(each))
        for each in inventory.of_kind("argoproj.io", "Application", "AppProject"):
            if each.cluster == cluster:
                yield from _judge(declared, each, subscribed(each))


def _judge(declared: _Declared, user: Resource, uses: Iterator[Use]) -> Iterator[Finding]:
    for what, name, path in uses:
        known = declared.names(what)
        if not name or name in known or not known or "{{" in name or "<" in name:
            continue
        where = "these settings declare"
        if user not in declared.settings:
            where = f"{place(declared.settings[0])} declares"
        has = ", ".join(dict.fromkeys(known))
        message = f"{where} no {what} {name}, so that nothing is sent with it; declared: {has}"
        finding = at(user, path, message)
        is_published = name in _PUBLISHED and what != "service"
        yield replace(finding, severity=Severity.WARNING) if is_published else finding


def _refused(settings: Resource) -> Iterator[Finding]:
    for key, wrong in refusals(settings):
        message = f"Argo CD reads none of these settings, and no notification is sent: {wrong}"
        yield at(settings, ("data", key), message)


def _without_service(user: Resource) -> Iterator[Finding]:
    for key in user.manifest.annotations:
        name = str(key).removeprefix(SUBSCRIBE)
        if name != key and name.startswith("on-") and "." not in name:
            message = (
                f"{name} is taken for a service here, and nothing is sent; write {key}.<service>"
            )
            yield at(user, annotation(key), message)


RULE = Rule(
    name="undeclared-notification",
    summary="a notification with a trigger, template or service that Argo CD's settings lack",
    why=(
        "Argo CD's notifications controller looks the name up in argocd-notifications-cm when it "
        "sends; it writes an error into its log, and nobody is told anything."
    ),
    mend="Mend the name, or declare trigger.<name>, template.<name> or service.<name>.",
    source="https://argo-cd.readthedocs.io/en/stable/operator-manual/notifications/subscriptions/",
    check=check,
)
