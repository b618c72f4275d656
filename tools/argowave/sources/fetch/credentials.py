"""Where helm, docker and curl keep credentials → those for one server.

Nothing is asked for, written or shown.
"""

from __future__ import annotations

import base64
import json
import netrc
import os
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from argowave.web.authorization import Credentials, in_url
from argowave.yamlio import YamlFault, read_documents

if TYPE_CHECKING:
    from collections.abc import Iterator

_DOCKER_HUB: Final = ("docker.io", "registry-1.docker.io", "index.docker.io")
_HELPER: Final = re.compile(r"[A-Za-z0-9._-]+")
_SECONDS: Final = 20
_TOKEN: Final = "<token>"  # noqa: S105 (the user name that a helper gives with an identity token)


def for_repository(url: str, stated: str) -> Credentials | None:
    """Return the credentials for an HTTP chart repository.

    They stand in the URL itself, in helm's repositories.yaml or in .netrc.

    Args:
        url: the repository, without credentials.
        stated: the URL as the Application has it.
    """
    return in_url(stated) or _of_helm(url) or _of_netrc(url)


def for_registry(host: str) -> Credentials | None:
    """Return the credentials for an OCI registry: helm's registry/config.json, then docker's."""
    names = [host]
    if host in _DOCKER_HUB:
        names += [*_DOCKER_HUB, "https://index.docker.io/v1/"]
    for path in _configs():
        config = _json(path)
        for name in names:
            if found := _of_config(config, name):
                return found
    return None


def _of_helm(url: str) -> Credentials | None:
    stated = os.environ.get("HELM_REPOSITORY_CONFIG")
    path = Path(stated) if stated else _config_home() / "repositories.yaml"
    try:
        documents = read_documents(path.read_bytes(), str(path))
    except OSError:
        return None
    if not documents or isinstance(documents[0], YamlFault):
        return None
    body = documents[0].body
    listed = body.get("repositories") if isinstance(body, dict) else None
    for entry in listed if isinstance(listed, list) else ():
        if isinstance(entry, dict) and str(entry.get("url")).rstrip("/") == url.rstrip("/"):
            user, password = entry.get("username"), entry.get("password")
            if isinstance(user, str) and user:
                return Credentials(user, password if isinstance(password, str) else "")
    return None


def _of_netrc(url: str) -> Credentials | None:
    path = os.environ.get("NETRC") or str(_home() / ".netrc")
    try:
        found = netrc.netrc(path).authenticators(urlsplit(url).hostname or "")
    except (OSError, ValueError, netrc.NetrcParseError):
        return None
    return Credentials(found[0] or "", found[2] or "") if found else None


def _configs() -> Iterator[Path]:
    stated = os.environ.get("HELM_REGISTRY_CONFIG")
    yield Path(stated) if stated else _config_home() / "registry" / "config.json"
    folder = os.environ.get("DOCKER_CONFIG")
    yield (Path(folder) if folder else _home() / ".docker") / "config.json"


def _home() -> Path:
    """Return the user's home; for one without, as containers have them, where nothing is."""
    try:
        return Path.home()
    except RuntimeError:
        return Path(os.devnull)


def _config_home() -> Path:
    if stated := os.environ.get("HELM_CONFIG_HOME"):
        return Path(stated)
    return Path(os.environ.get("XDG_CONFIG_HOME") or _home() / ".config") / "helm"


def _of_config(config: dict[str, Any], host: str) -> Credentials | None:
    helpers = config.get("credHelpers")
    helper = helpers.get(host) if isinstance(helpers, dict) else None
    helper = helper or config.get("credsStore")
    if isinstance(helper, str) and (found := _ask(helper, host)):
        return found
    auths = config.get("auths")
    entry = auths.get(host) if isinstance(auths, dict) else None
    if not isinstance(entry, dict):
        return None
    try:
        text = base64.b64decode(str(entry.get("auth", ""))).decode()
    except ValueError:
        return None
    user, colon, password = text.partition(":")
    return Credentials(user, password) if colon else None


def _ask(helper: str, host: str) -> Credentials | None:
    """Ask docker-credential-<helper>, as docker does; one that has nothing fails."""
    if not _HELPER.fullmatch(helper):
        return None
    try:
        done = subprocess.run(  # noqa: S603 (which one is the user's own choice)
            [f"docker-credential-{helper}", "get"],
            input=host.encode(),
            capture_output=True,
            timeout=_SECONDS,
            check=True,
        )
        answer = json.loads(done.stdout)
        user, password = str(answer["Username"]), str(answer["Secret"])
    except (OSError, subprocess.SubprocessError, ValueError, KeyError, TypeError):
        return None
    return None if user == _TOKEN else Credentials(user, password)


def _json(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}
