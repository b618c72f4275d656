"""An OCI registry, by the distribution API: tags, manifests and blobs, with bearer tokens.

Source for the behaviour: the OCI distribution specification 1.1, docker's token authentication,
and GetTags in util/helm/client.go of Argo CD.
"""

from __future__ import annotations

import hashlib
import json
import re
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode, urljoin, urlsplit

from argowave.sources.fetch.credentials import for_registry
from argowave.sources.fetch.wanted import FetchError, shown
from argowave.sources.fetch.web import get
from argowave.web.authorization import sent

if TYPE_CHECKING:
    from argowave.sources.fetch.limits import Limits
    from argowave.web.authorization import Credentials
    from argowave.web.get import Answer

CHART_LAYER: Final = "application/vnd.cncf.helm.chart.content.v1.tar+gzip"
TREE_LAYERS: Final = (  # the default of reposerver.oci.layer.media.types
    "application/vnd.oci.image.layer.v1.tar",
    "application/vnd.oci.image.layer.v1.tar+gzip",
    CHART_LAYER,
)
_MANIFESTS: Final = (
    "application/vnd.oci.image.manifest.v1+json, "
    "application/vnd.docker.distribution.manifest.v2+json"
)
_MANIFEST_BYTES: Final = 4_000_000
_PAGES: Final = 100
_DIGEST: Final = re.compile(r"sha256:[0-9a-f]{64}")
_CHALLENGE: Final = re.compile(r'(\w+)="([^"]*)"')
_NEXT: Final = re.compile(r'<([^>]+)>;\s*rel="?next"?')
_LOOPBACK: Final = ("localhost", "127.0.0.1", "[::1]")


class MissingError(FetchError):
    """A registry answers 404: it is not there, or not for everybody to see."""


@dataclass(slots=True)
class Registry:
    """One repository of a registry, such as ghcr.io/org/charts/name."""

    host: str
    name: str
    limits: Limits
    credentials: Credentials | None = None
    _authorization: dict[str, str] = field(default_factory=dict)

    @classmethod
    def at(cls, reference: str, limits: Limits) -> Registry:
        """Return the repository that oci://host/name, or host/name, means.

        Raises:
            FetchError: it names no host and repository.
        """
        host, _, name = reference.removeprefix("oci://").strip("/").partition("/")
        if not re.fullmatch(r"[A-Za-z0-9.-]+(:\d+)?|\[[0-9a-fA-F:]+\](:\d+)?", host):
            message = f"{shown(reference)} is no registry and repository"
            raise FetchError(message)
        if not re.fullmatch(r"[a-z0-9]+([._/-]+[a-z0-9]+)*", name):
            message = f"{name or 'nothing'} is no name of a repository in a registry"
            raise FetchError(message)
        return cls(host, name, limits, for_registry(host))

    def tags(self) -> list[str]:
        """Return every tag as a version: `_` stands for `+`, which no tag may have.

        Raises:
            FetchError: the registry cannot be reached or refuses.
        """
        url = self._url("tags/list")
        tags: list[str] = []
        end = time.monotonic() + self.limits.seconds
        for _ in range(_PAGES):
            if time.monotonic() > end:
                message = f"{self.host} takes longer than {self.limits.seconds:g} s to list tags"
                raise FetchError(message)
            answer = self._get(url, "application/json", _MANIFEST_BYTES)
            listed = _json(answer, url).get("tags")
            names = listed if isinstance(listed, list) else []
            tags += [name.replace("_", "+") for name in names if isinstance(name, str)]
            following = _NEXT.search(answer.headers.get("Link", ""))
            if following is None:
                return tags
            url = urljoin(url, following[1])
            if urlsplit(url).netloc != urlsplit(self._url("")).netloc:
                message = f"{self.host} leads to {shown(url)} for more tags"
                raise FetchError(message)
        message = f"{self.host} has more than {_PAGES} pages of tags"
        raise FetchError(message)

    def manifest(self, reference: str) -> tuple[str, dict[str, Any]]:
        """Return the digest and the manifest of a tag or digest.

        Raises:
            FetchError: it is not there, is no manifest, or is not what its digest says.
        """
        url = self._url(f"manifests/{reference.replace('+', '_')}")
        answer = self._get(url, _MANIFESTS, _MANIFEST_BYTES)
        digest = f"sha256:{hashlib.sha256(answer.body).hexdigest()}"
        stated = reference if _DIGEST.fullmatch(reference) else None
        for said in (stated, answer.headers.get("Docker-Content-Digest")):
            if said and said.startswith("sha256:") and said != digest:
                message = f"the manifest has the digest {digest}, the registry says {said}"
                raise FetchError(message)
        return digest, _json(answer, url)

    def layer(self, manifest: dict[str, Any], media_types: tuple[str, ...]) -> tuple[str, bytes]:
        """Return the one layer of a manifest that has a wanted media type, and that type.

        Raises:
            FetchError: there is no such layer, several, or its content is another one.
        """
        layers = manifest.get("layers")
        found = [
            each
            for each in (layers if isinstance(layers, list) else [])
            if isinstance(each, dict) and each.get("mediaType") in media_types
        ]
        if len(found) != 1:
            message = f"{self.host}/{self.name} has {len(found)} layers to take, not one"
            raise FetchError(message)
        digest, size = found[0].get("digest"), found[0].get("size")
        if not isinstance(digest, str) or not _DIGEST.fullmatch(digest):
            message = f"the digest of the layer is {digest!r}, which is not read"
            raise FetchError(message)
        most = self.limits.archive_bytes
        if isinstance(size, int) and size > most:
            message = f"the layer has {size} bytes, more than the {most} that are taken"
            raise FetchError(message)
        body = self._get(self._url(f"blobs/{digest}"), "*/*", most).body
        if isinstance(size, int) and len(body) != size:
            message = f"the layer has {len(body)} bytes, its manifest says {size}"
            raise FetchError(message)
        if f"sha256:{hashlib.sha256(body).hexdigest()}" != digest:
            message = f"the layer is not what its digest {digest} says"
            raise FetchError(message)
        return str(found[0]["mediaType"]), body

    def _url(self, path: str) -> str:
        bare = self.host.rpartition(":")[0] or self.host
        plain = bare in _LOOPBACK or self.host in _LOOPBACK  # as docker talks to its own machine
        host = "registry-1.docker.io" if self.host == "docker.io" else self.host
        return f"{'http' if plain else 'https'}://{host}/v2/{self.name}/{path}"

    def _get(self, url: str, accept: str, most: int) -> Answer:
        answer = self._try(url, accept, most)
        if answer.is_refused and not self._authorization:
            self._authorization = self._authorize(answer.headers.get("WWW-Authenticate", ""))
            answer = self._try(url, accept, most)
        if not answer.is_found:
            if answer.is_refused:
                message = f"{shown(url)} wants other credentials"
                raise FetchError(message)
            message = f"{shown(url)} does not exist"
            raise MissingError(message)
        return answer

    def _try(self, url: str, accept: str, most: int) -> Answer:
        headers = {"Accept": accept, **self._authorization}
        return get(url, headers, most=most, limits=self.limits)

    def _authorize(self, challenge: str) -> dict[str, str]:
        """Answer a 401: with a token that is fetched first, or with user and password."""
        if not challenge:
            message = f"{self._url('')} wants credentials and does not say of which kind"
            raise FetchError(message)
        scheme, _, rest = challenge.partition(" ")
        own = sent(self.credentials)
        if scheme.lower() == "basic":
            return own
        stated = dict(_CHALLENGE.findall(rest))
        realm = stated.pop("realm", "")
        if scheme.lower() != "bearer" or not realm.startswith(("https://", "http://")):
            message = f"{self.host} asks for an authentication that is not known: {scheme!r}"
            raise FetchError(message)
        if own and realm.startswith("http://") and self._url("").startswith("https://"):
            message = f"{self.host} asks to send credentials in the clear to {shown(realm)}"
            raise FetchError(message)
        query = {key: stated[key] for key in ("service", "scope") if key in stated}
        query.setdefault("scope", f"repository:{self.name}:pull")
        url = f"{realm}{'&' if '?' in realm else '?'}{urlencode(query)}"
        answer = get(url, own, most=_MANIFEST_BYTES, limits=self.limits)
        body = _json(answer, url) if answer.is_found else {}
        token = body.get("token") or body.get("access_token")
        if not isinstance(token, str):
            message = f"{shown(realm)} gives no token for {self.host}/{self.name}"
            raise FetchError(message)
        return {"Authorization": f"Bearer {token}"}


def _json(answer: Answer, url: str) -> dict[str, Any]:
    try:
        value = json.loads(answer.body)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        message = f"{shown(url)} is no JSON object"
        raise FetchError(message)
    return value
