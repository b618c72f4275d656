"""A managed resource → its provider config → where and as whom the provider asks AWS."""

from __future__ import annotations

import configparser
from typing import TYPE_CHECKING, Any

from argowave.aws import Key, Target
from argowave.secret import secret_text

if TYPE_CHECKING:
    from argowave.rehearse.cluster import Cluster, LiveObject
    from argowave.rehearse.network import Network
    from argowave.rehearse.provider.managed import Group


class ConnectError(Exception):
    """Why the provider has no client; the text is the provider's own."""


def find_config(cluster: Cluster, live: LiveObject, group: Group) -> LiveObject | None:
    """Return the provider config that a managed resource uses, None where it does not exist.

    The defaults are those of the CRDs: ProviderConfig/default where the kind is cluster-scoped,
    ClusterProviderConfig/default where it is namespaced.
    """
    stated = live.body.get("spec", {}).get("providerConfigRef") or {}
    name = str(stated.get("name") or "default")
    if not group.namespaced:
        return cluster.get(group.of_configs, "ProviderConfig", "", name)
    kind = str(stated.get("kind") or "ClusterProviderConfig")
    namespace = live.key.namespace if kind == "ProviderConfig" else ""
    return cluster.get(group.of_configs, kind, namespace, name)


def target_of(
    config: LiveObject, service: str, region: str, cluster: Cluster, network: Network
) -> Target:
    """Return where the provider sends a service's calls; no key is pod identity's, or the like.

    An endpoint applies only to the services that it lists; every other one goes to real AWS
    (internal/clients/aws.go of the provider).

    Raises:
        ConnectError: there are no credentials, or the endpoint leads nowhere.
    """
    spec: dict[str, Any] = config.body.get("spec", {})
    key = _key(spec.get("credentials") or {}, cluster)
    endpoint = spec.get("endpoint") or {}
    if service in (endpoint.get("services") or []):
        url = network.resolve(str((endpoint.get("url") or {}).get("static", "")))
    else:
        url = network.resolve(f"https://{service}.{region}.amazonaws.com")
    if url.target is None:
        message = f"dial tcp: lookup {url.host}: {url.reason}"
        raise ConnectError(message)
    return Target(region, url.target, key)


def _key(credentials: dict[str, Any], cluster: Cluster) -> Key | None:
    source = credentials.get("source")
    if source != "Secret":
        return None
    reference = credentials.get("secretRef") or {}
    name, namespace = str(reference.get("name")), str(reference.get("namespace"))
    secret = cluster.get("", "Secret", namespace, name)
    if secret is None:
        raise ConnectError(_refused(f'cannot get credentials secret: Secret "{name}" not found'))
    text = secret_text(secret.resource.manifest, str(reference.get("key")))
    parser = configparser.ConfigParser()
    try:
        parser.read_string(text)
        section = parser["default"]
        return Key(section["aws_access_key_id"], section["aws_secret_access_key"])
    except (configparser.Error, KeyError):
        # the text itself stays out of the message
        raise ConnectError(_refused("cannot parse credentials: no key in [default]")) from None


def _refused(reason: str) -> str:
    return (
        "connect failed: cannot initialize the Terraform plugin SDK async external client: "
        f"cannot get terraform setup: cannot get aws config: cannot get credentials: {reason}"
    )
