"""Charts and manifests of an OCI registry."""

from __future__ import annotations

import base64
import hashlib
import json
import stat
import time
from typing import TYPE_CHECKING

import pytest

from argowave.sources.fetch.limits import Limits
from argowave.sources.fetch.registry import Registry as OciRegistry
from argowave.sources.fetch.resolve import fetch
from argowave.sources.fetch.wanted import FetchError, Wanted
from fetching.conftest import answer, chart, pack

if TYPE_CHECKING:
    from http.server import BaseHTTPRequestHandler
    from pathlib import Path

    from argowave.sources.fetch.lock import Locked
    from argowave.sources.fetch.store import Store
    from fetching.conftest import Registry, Server


def take(store: Store, registry: Registry, revision: str = "1.0.0", **limits: float) -> Locked:
    wanted = Wanted(registry.repository, "web", revision)
    return fetch(wanted, registry.repository, store, None, Limits(**limits))  # type: ignore[arg-type] # (each limit by its name)


def test_a_chart_comes_with_a_token(registry: Registry, store: Store) -> None:
    registry.push("1.0.0", chart())
    locked = take(store, registry)

    assert locked.resolved == "1.0.0"
    assert locked.sha256 == hashlib.sha256(chart()).hexdigest()
    assert store.archive(locked.sha256) is not None


def test_a_range_is_looked_up_in_all_pages_of_tags(registry: Registry, store: Store) -> None:
    for tag in ("latest", "1.0.0", "1.2.0_build.1", "2.0.0", "1.1.0"):
        registry.push(tag, chart(tag.replace("_", "+")) if tag[0].isdigit() else b"")

    assert take(store, registry, "1.*").resolved == "1.2.0+build.1"


@pytest.mark.parametrize("place", ["docker", "helm", "helper"])
def test_credentials_come_from_where_docker_and_helm_keep_them(
    place: str, registry: Registry, store: Store, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry.user = ("me", "hush")
    registry.push("1.0.0", chart())
    with pytest.raises(FetchError) as caught:
        take(store, registry)
    auths = {registry.server.host: {"auth": base64.b64encode(b"me:hush").decode()}}
    if place == "helper":
        program = home / "bin" / "docker-credential-test"
        program.parent.mkdir()
        program.write_text(
            '#!/bin/sh\nread host\necho "{\\"Username\\":\\"me\\",\\"Secret\\":\\"hush\\"}"\n'
        )
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    path = home / (".config/helm/registry" if place == "helm" else ".docker") / "config.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"credsStore": "test"} if place == "helper" else {"auths": auths}))

    assert take(store, registry).resolved == "1.0.0"
    host = registry.server.host
    assert str(caught.value) == (f"http://{host}/token gives no token for {host}/team/charts/web")


def test_a_token_does_not_follow_a_redirection(
    registry: Registry, elsewhere: Server, store: Store
) -> None:
    digest = registry.push("1.0.0", chart())
    path = f"/v2/{registry.name}/blobs/{digest}"
    moved = answer(b"", 307, Location=f"{elsewhere.url}/blob")
    registry.server.routes[path] = registry.guarded(moved)
    elsewhere.serve("/blob", chart())
    take(store, registry)

    assert elsewhere.asked == [("/blob", "")]


def test_what_a_registry_says_of_its_content_is_checked(registry: Registry, store: Store) -> None:
    digest = registry.push("1.0.0", chart())
    registry.server.routes[f"/v2/{registry.name}/blobs/{digest}"] = registry.guarded(
        answer(b"x" * len(chart()))
    )
    with pytest.raises(FetchError) as other:
        take(store, registry)
    registry.push("1.0.0", chart(), size=7)
    with pytest.raises(FetchError) as longer:
        take(store, registry)
    registry.push("1.0.0", chart(), size=10**12)
    with pytest.raises(FetchError) as huge:
        take(store, registry)
    registry.push("1.0.0", chart(), digest="md5:1")
    with pytest.raises(FetchError) as odd:
        take(store, registry)

    assert str(other.value) == f"the layer is not what its digest {digest} says"
    assert str(longer.value) == f"the layer has {len(chart())} bytes, its manifest says 7"
    assert (
        str(huge.value)
        == "the layer has 1000000000000 bytes, more than the 100000000 that are taken"
    )
    assert str(odd.value) == "the digest of the layer is 'md5:1', which is not read"


def test_a_manifest_with_another_digest_is_refused(registry: Registry, store: Store) -> None:
    route = answer(b'{"layers": []}', Docker_Content_Digest=f"sha256:{'0' * 64}")
    registry.server.routes[f"/v2/{registry.name}/manifests/1.0.0"] = registry.guarded(route)

    with pytest.raises(
        FetchError, match=r"^the manifest has the digest sha256:.* the registry says"
    ):
        take(store, registry)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"{}", "{host}/team/charts/web has 0 layers to take, not one"),
        (b"[]", "http://{host}/v2/team/charts/web/manifests/1.0.0 is no JSON object"),
        (b"[" * 100_000, "http://{host}/v2/team/charts/web/manifests/1.0.0 is no JSON object"),
    ],
)
def test_a_manifest_that_is_none_is_refused(
    body: bytes, message: str, registry: Registry, store: Store
) -> None:
    registry.server.routes[f"/v2/{registry.name}/manifests/1.0.0"] = answer(body)

    with pytest.raises(FetchError) as caught:
        take(store, registry)

    assert str(caught.value) == message.format(host=registry.server.host)


@pytest.mark.parametrize("body", [b'{"tags": 5}', b'{"tags": [1, null, {}]}', b"{}"])
def test_a_list_of_tags_that_is_none_has_none(
    body: bytes, registry: Registry, store: Store
) -> None:
    registry.server.routes[f"/v2/{registry.name}/tags/list"] = answer(body)

    with pytest.raises(FetchError, match=r"^none of 0 versions of web meets '1\.\*'$"):
        take(store, registry, "1.*")


def test_a_tag_that_is_not_there_is_said(registry: Registry, store: Store) -> None:
    registry.server.routes[f"/v2/{registry.name}/manifests/1.0.0"] = registry.guarded(
        answer(b"", 404)
    )

    with pytest.raises(FetchError, match=r"/v2/team/charts/web/manifests/1.0.0 does not exist$"):
        take(store, registry)


def test_credentials_are_not_sent_in_the_clear_for_a_registry_with_tls(home: Path) -> None:
    from argowave.sources.fetch.registry import Registry as Client  # noqa: PLC0415 (one test)
    from argowave.web.authorization import Credentials  # noqa: PLC0415 (as above)

    client = Client("example.org", "web", Limits(), Credentials("me", "hush"))

    with pytest.raises(FetchError) as caught:
        client._authorize('Bearer realm="http://example.org/token"')  # noqa: SLF001 (no TLS here)

    assert str(caught.value) == (
        "example.org asks to send credentials in the clear to http://example.org/token"
    )
    assert home.is_dir()


@pytest.mark.parametrize(
    "url", ["oci://", "oci://host", "oci://host/UPPER", "oci://ho st/x", "oci://h/../x"]
)
def test_a_reference_that_is_none_is_refused(url: str, store: Store) -> None:
    with pytest.raises(
        FetchError, match=r"is no registry and repository|is no name of a repository"
    ):
        fetch(Wanted(url, "", "1.0.0"), url, store)


def test_manifests_in_a_registry_are_a_tree(registry: Registry, store: Store) -> None:
    data = pack({"deploy/a.yaml": "kind: A\n"})
    registry.push("v1", data, "application/vnd.oci.image.layer.v1.tar+gzip")
    url = f"oci://{registry.server.host}/{registry.name}"
    locked = fetch(Wanted(url, "", "v1"), url, store)
    tree = store.tree(locked.sha256)

    assert locked.resolved.startswith("sha256:")
    assert tree is not None
    assert (tree / "deploy" / "a.yaml").read_text() == "kind: A\n"
    assert fetch(locked.wanted, url, store, locked) == locked


def test_a_list_of_tags_that_is_slow_page_by_page_ends(registry: Registry) -> None:
    def page(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(0.1)  # so much less than all may take that no page alone is too slow
        more = f'<{handler.path}>; rel="next"'
        answer(b'{"tags": []}', 200, Link=more)(handler)

    registry.server.routes[f"/v2/{registry.name}/tags/list"] = registry.guarded(page)
    reference = f"{registry.repository}/web"
    with pytest.raises(FetchError) as caught:
        OciRegistry.at(reference, Limits(seconds=2)).tags()

    assert str(caught.value) == f"{registry.server.host} takes longer than 2 s to list tags"
