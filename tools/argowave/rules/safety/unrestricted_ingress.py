"""unrestricted-ingress: a host opens a program without a login to everybody."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from argowave.resources.key import Key
from argowave.rules.rule import Rule, Undecided, at, place
from argowave.rules.safety._allowing import NAMED, RANGES, WANTED, allowing, strange
from argowave.rules.safety._controllers import (
    F5,
    NAMES,
    NGINX,
    class_of,
    controller_of,
    values_at,
)
from argowave.rules.safety._exposed import exposed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.resources import Inventory, Resource
    from argowave.rules.safety._allowing import Allowing
    from argowave.rules.scene import Scene

_INSIDE: Final = re.compile(r"(?:^|-)(?:internal|private|intranet)(?:-|$)")


def check(scene: Scene) -> Iterator[Finding | Undecided]:
    """Give a finding for each Ingress that lets everybody reach a program without a login."""
    for ingress, host, program in exposed(scene.inventory):
        controller = controller_of(scene.inventory, ingress)
        opened = f"{host or 'every host'} opens {program}, which has no login,"
        yield from _judge(scene.inventory, ingress, opened, controller)


def _judge(
    inventory: Inventory, ingress: Resource, opened: str, controller: str | None
) -> Iterator[Finding | Undecided]:
    found = list(allowing(ingress))
    if not found:
        yield from _unrestricted(inventory, ingress, opened, controller)
        return
    if controller is None:
        name = class_of(ingress)
        what = f"class {name}" if name else "the default class"
        why = f"nothing in the tree says which controller reads {what}"
        yield Undecided(f"{ingress.subject}: {found[0].annotation}", why)
        return
    read = [each for each in found if each.controller == controller]
    if not read and controller in NAMES:
        path = ("metadata", "annotations", found[0].annotation)
        yield at(
            ingress,
            path,
            f"{opened} to everybody: {NAMES[controller]}, the controller of class "
            f"{class_of(ingress) or 'by default'}, ignores this annotation; give "
            f"{WANTED[controller]}",
        )
    elif not read:
        why = f"what the controller {controller} reads is not known"
        yield Undecided(f"{ingress.subject}: {found[0].annotation}", why)
    elif not any(each.annotation in RANGES for each in read):
        yield from _by_name(inventory, ingress, opened, read[0])


def _unrestricted(
    inventory: Inventory, ingress: Resource, opened: str, controller: str | None
) -> Iterator[Finding | Undecided]:
    """Decide on an Ingress without any annotation that restricts who comes."""
    if _for_all_hosts(inventory, ingress):
        return
    unknown = strange(ingress)
    name = class_of(ingress)
    why = ""
    if unknown or (controller is not None and controller not in NAMES):
        what = f"annotation {unknown[0]}" if unknown else f"controller {controller}"
        why = f"the {what} is not known"
    elif _INSIDE.search(name):
        why = f"by its name, class {name} is only reached from inside"
    if why:
        yield Undecided(f"{ingress.subject}: {opened.rstrip(',')}", why)
        return
    wanted = WANTED[controller or NGINX]
    path = ("metadata", "annotations") if ingress.manifest.annotations else ("metadata",)
    yield at(ingress, path, f"{opened} to everybody; restrict it: {wanted}")


def _for_all_hosts(inventory: Inventory, ingress: Resource) -> bool:
    """Tell whether a controller's own settings restrict everything that it serves."""
    return any(
        values_at(source, "controller", "config", key)
        for application in inventory.applications.values()
        for source in application.sources
        for key in ("whitelist-source-range", "allowlist-source-range")
        if inventory.cluster_of(application) == ingress.cluster
    )


def _by_name(
    inventory: Inventory, ingress: Resource, opened: str, allowed: Allowing
) -> Iterator[Finding | Undecided]:
    """Decide on an annotation that names an object or a group which decides."""
    if NAMED[allowed.annotation] != F5:
        if not allowed.annotation.endswith("/scheme"):
            why = f"what {allowed.value} lets in is not in the annotation"
            yield Undecided(f"{ingress.subject}: {allowed.annotation}", why)
        return
    policies = [_policy(inventory, ingress, name) for name in allowed.value.split(",")]
    if any(each is None for each in policies):
        why = f"the tree does not have every Policy of {allowed.value}"
        yield Undecided(f"{ingress.subject}: {allowed.annotation}", why)
        return
    known = [each for each in policies if each is not None]
    if not any(_closes(each) for each in known):
        message = (
            f"{opened} to everybody: {' and '.join(place(each) for each in known)} states no "
            "accessControl.allow and no login"
        )
        yield at(ingress, ("metadata", "annotations", allowed.annotation), message)


def _policy(inventory: Inventory, ingress: Resource, name: str) -> Resource | None:
    namespace, slash, plain = name.strip().rpartition("/")
    home = namespace if slash else ingress.namespace
    return inventory.find(Key(ingress.cluster, "k8s.nginx.org", "Policy", home, plain))


def _closes(policy: Resource) -> bool:
    logins = ("basicAuth", "jwt", "oidc", "ingressMTLS", "apiKey", "externalAuth")
    allowed = policy.items("spec", "accessControl", "allow")
    return bool(allowed) or any(policy.mapping("spec", each) for each in logins)


RULE = Rule(
    name="unrestricted-ingress",
    summary="a host opens a program without a login to everybody",
    why=(
        "Consoles and emulators ask nobody who they are: whoever finds the host reads and "
        "deletes everything. An annotation that the controller in use does not know is ignored "
        "without a word, so changing the controller opens the host."
    ),
    mend=(
        "State who may come in the way that the controller in use reads: whitelist-source-range "
        "for ingress-nginx, a Policy for F5's, a Middleware for Traefik; or put a login before it."
    ),
    source="https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#whitelist-source-range",
    check=check,
)
