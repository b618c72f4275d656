"""Provider configs → the accounts that their managed resources are in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from argowave.cloud.arn import parse_arn
from argowave.cloud.managed import external_name
from argowave.cloud.queue_url import is_aws_host, parse_queue_url
from argowave.resources.key import Key
from argowave.secret import secret_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from argowave.resources import Inventory, Resource

EMULATED: Final = "000000000000"  # what emulators and the provider itself use
_KEY_ID: Final = re.compile(r"^[^\S\n]*aws_access_key_id\s*=\s*(\S+)", re.MULTILINE | re.IGNORECASE)
_ACCOUNT: Final = re.compile(r"[0-9]{12}")


def emulator_url(config: Resource) -> str:
    """Return the endpoint of a provider config that is not AWS', "" where it goes to AWS."""
    url = config.text("spec", "endpoint", "url", "static")
    try:
        host = urlsplit(url).netloc
    except ValueError:
        return url
    return "" if not url or is_aws_host(host) else url


def account_of_config(inventory: Inventory, config: Resource, users: Iterable[Resource]) -> str:
    """Return the account that a provider config leads to, "" where nothing says it.

    Args:
        inventory: everything.
        config: a ProviderConfig or ClusterProviderConfig.
        users: the managed resources that use it; their external names may say it.
    """
    if emulator_url(config):
        return _emulated(inventory, config)
    named = _account(_role(config))
    if named:
        return named
    found = {account for user in users if (account := account_in_name(user))}
    return found.pop() if len(found) == 1 else ""


def account_in_name(resource: Resource) -> str:
    """Return the account in a managed resource's external name, "" where it has none."""
    name = external_name(resource)
    url = parse_queue_url(name)
    return url.account if url else _account(name)


def _emulated(inventory: Inventory, config: Resource) -> str:
    """Return the account of an emulator: a key id of twelve digits selects it, any other 0…0."""
    place = ("spec", "credentials", "secretRef")
    namespace = config.text(*place, "namespace") or config.namespace
    key = Key(config.cluster, "", "Secret", namespace, config.text(*place, "name"))
    secret = inventory.find(key)
    if secret is not None:
        found = _KEY_ID.search(secret_text(secret.manifest, config.text(*place, "key")))
        if found:
            return found.group(1) if _ACCOUNT.fullmatch(found.group(1)) else EMULATED
    # without a call to STS the provider itself puts this one into ARNs
    return EMULATED if config.at("spec", "skip_credentials_validation") is True else ""


def _role(config: Resource) -> str:
    """Return the ARN of the role that is assumed last."""
    chain = config.items("spec", "assumeRoleChain")
    if chain:
        return config.text("spec", "assumeRoleChain", len(chain) - 1, "roleARN")
    return config.text("spec", "credentials", "webIdentity", "roleARN") or config.text(
        "spec", "credentials", "upbound", "webIdentity", "roleARN"
    )


def _account(text: str) -> str:
    arn = parse_arn(text)
    return arn.account if arn and _ACCOUNT.fullmatch(arn.account) else ""
