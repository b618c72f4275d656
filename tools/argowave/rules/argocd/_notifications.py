"""What Argo CD's notifications are told: in argocd-notifications-cm and by annotations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from argowave.rules.argocd._annotations import annotation
from argowave.typed import as_list

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.resources import Resource

    Use = tuple[str, str, tuple[str, ...]]  # what is used, its name, where

NAME: Final = "argocd-notifications-cm"
SUBSCRIBE: Final = "notifications.argoproj.io/subscribe."
_SUBSCRIPTIONS: Final = "notifications.argoproj.io/subscriptions"
_OF_SERVICE: Final = 3  # parts of a key at most: service.<type>.<name>


class _Form(NamedTuple):
    """What a value has to be in YAML, as ParseConfig reads it."""

    kind: type
    parts: type  # of a list
    said: str

    def fits(self, body: object) -> bool:
        """Tell whether a value is read; nothing at all is."""
        if body is None:
            return True
        return isinstance(body, self.kind) and all(
            isinstance(each, self.parts) for each in as_list(body)
        )


_TRIGGERS: Final = _Form(list, str, "a list of triggers' names")
_ENTRIES: Final = "a list of {}, each with - before it"
_FORMS: Final = {
    "defaultTriggers": _TRIGGERS,
    "defaultTriggers.": _TRIGGERS,
    "subscriptions": _Form(list, dict, _ENTRIES.format("subscriptions")),
    "template.": _Form(dict, object, "a mapping, such as message: and slack:"),
    "trigger.": _Form(list, dict, _ENTRIES.format("conditions")),
}


def refusals(settings: Resource) -> Iterator[tuple[str, str]]:
    """Give each key that Argo CD's settings cannot be read for, and what is wrong with it.

    One such key and ParseConfig of the notifications-engine returns none of them.
    """
    for key, text in settings.mapping("data").items():
        start, _, name = str(key).partition(".")
        if start == "service" and len(str(key).split(".")) > _OF_SERVICE:
            yield str(key), "the key of a service is service.<type> or service.<type>.<name>"
        form = _FORMS.get(f"{start}." if name else start)
        if form and isinstance(text, str) and not form.fits(_body(text)):
            yield str(key), f"it has to be {form.said}"


def subscribed(user: Resource) -> Iterator[Use]:
    """Give what the annotations of an Application or AppProject name."""
    for key, text in user.manifest.annotations.items():
        if str(key).startswith(SUBSCRIBE):
            trigger, *rest = str(key).removeprefix(SUBSCRIBE).split(".")
            if rest:
                yield "trigger", trigger, annotation(key)
            if rest or not trigger.startswith("on-"):
                yield "service", rest[0] if rest else trigger, annotation(key)
        elif key == _SUBSCRIPTIONS:
            for each in _entries(text):
                yield from (
                    ("trigger", name, annotation(key)) for name in _texts(each.get("trigger"))
                )
                for destination in as_list(each.get("destinations")):
                    if isinstance(destination, dict) and isinstance(
                        destination.get("service"), str
                    ):
                        yield "service", destination["service"], annotation(key)


def in_settings(settings: Resource) -> Iterator[Use]:
    """Give what triggers, default triggers and subscriptions name."""
    for key, text in settings.mapping("data").items():
        path = ("data", key)
        if key.startswith("trigger."):
            for each in _entries(text):
                yield from (("template", name, path) for name in _texts(each.get("send")))
        elif key == "subscriptions":
            for each in _entries(text):
                yield from (("trigger", name, path) for name in _texts(each.get("triggers")))
                for recipient in _texts(each.get("recipients")):
                    yield "service", recipient.partition(":")[0], path
        elif key.partition(".")[0] == "defaultTriggers":
            yield from (("trigger", name, path) for name in _texts(_body(text)))


def _entries(text: object) -> list[dict[str, Any]]:
    return _mappings(_body(text))


def _mappings(value: object) -> list[dict[str, Any]]:
    return [each for each in as_list(value) if isinstance(each, dict)]


def _body(text: object) -> object:
    """Return what a value says in YAML, None where nothing or where it cannot be read."""
    from argowave.yamlio import YamlFault, read_documents  # noqa: PLC0415 (hardly anybody has any)

    documents = list(read_documents(str(text).encode(), NAME, strict=False))
    if len(documents) != 1 or isinstance(documents[0], YamlFault):
        return None
    return documents[0].body


def _texts(value: object) -> list[str]:
    return [each for each in as_list(value) if isinstance(each, str)]
