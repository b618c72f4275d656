"""Every kind of source with every fault of a server: said with its URL, and without secrets."""

from __future__ import annotations

import gzip
import hashlib
import json
import subprocess
import time
from typing import TYPE_CHECKING, Final

import pytest

from argowave.sources.fetch.limits import Limits
from argowave.sources.fetch.resolve import fetch
from argowave.sources.fetch.wanted import FetchError, Kind, Wanted
from fetching.conftest import CHART_LAYER, answer, chart, serve_index
from fetching.test_index import endless, rubbish, short, silent, slow
from git_repositories import git

if TYPE_CHECKING:
    from collections.abc import Callable
    from http.server import BaseHTTPRequestHandler
    from pathlib import Path

    from argowave.sources.fetch.store import Store
    from fetching.conftest import Registry, Route, Server

    Commit = Callable[..., str]

DIGEST: Final = f"sha256:{'0' * 64}"

# what is asked for, the path that a fault is put at, and what messages call that
KINDS: Final = {
    "index": ("/index.yaml", "/index.yaml"),
    "archive": ("/web.tgz", "/web.tgz"),
    "tags": ("/v2/o/web/tags/list", "/v2/o/web/tags/list"),
    "manifest": ("/v2/o/web/manifests/1.0.0", "/v2/o/web/manifests/1.0.0"),
    "layer": (f"/v2/o/web/blobs/{DIGEST}", f"/v2/o/web/blobs/{DIGEST}"),
    "file": ("/values.yaml", "/values.yaml"),
    "resource": ("/install.yaml", "/install.yaml"),
    "git": ("/o/r/info/refs", "/o/r"),
    "component": ("/o/r/info/refs", "/o/r"),
}


def wanted(kind: str, server: Server) -> Wanted:
    layers = [{"mediaType": CHART_LAYER, "digest": DIGEST}]
    manifest = json.dumps({"schemaVersion": 2, "layers": layers}).encode()
    server.serve("/v2/o/web/manifests/1.0.0", manifest)
    serve_index(server, {"web": [{"version": "1.0.0", "urls": ["web.tgz"]}]})
    return {
        "index": Wanted(server.url, "web", "1.0.0"),
        "archive": Wanted(server.url, "web", "1.0.0"),
        "tags": Wanted(f"{server.host}/o", "web", "1.*"),
        "manifest": Wanted(f"{server.host}/o", "web", "1.0.0"),
        "layer": Wanted(f"{server.host}/o", "web", "1.0.0"),
        "file": Wanted(f"{server.url}/values.yaml", stated_kind=Kind.FILE),
        "resource": Wanted(f"{server.url}/install.yaml", stated_kind=Kind.RESOURCE),
        "git": Wanted(f"{server.url}/o/r", "", "main"),
        "component": Wanted(f"{server.url}/o/r?ref=main", stated_kind=Kind.COMPONENT),
    }[kind]


def cut_off(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: te")


def less_than_nothing(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n#")


def headers_without_end(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    while True:
        handler.wfile.write(b"X-Header: some\r\n" * 1000)


def wrong_chunks(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffff\r\n#\n")


def in_a_circle(handler: BaseHTTPRequestHandler) -> None:
    answer(b"", 302, Location=handler.path)(handler)


LATE = "takes longer than 1 s|is too slow"
# fault → what is said, and what git says where that is something else
FAULTS: Final[dict[str, tuple[Route, str, str]]] = {
    "slow": (slow, LATE, LATE),
    "silent": (silent, LATE, LATE),
    "cut off": (cut_off, "ends before it has answered", "has no branches and no tags"),
    "short": (short, "ends after 15 of 1000 bytes", "985 bytes"),
    "less than nothing": (less_than_nothing, "it says that it has '-1' bytes", "Content-Length"),
    "endless": (endless, "bytes that are taken", f"{LATE}|cannot be fetched: "),
    "headers": (headers_without_end, "cannot be fetched: ", "cannot be fetched: "),
    "chunks": (wrong_chunks, "cannot be fetched: IncompleteRead", "cannot be fetched: "),
    "rubbish": (rubbish, "cannot be fetched: SSH-2.0", "HTTP/0.9"),
    "circle": (in_a_circle, "redirects more than 5 times", "redirects followed"),
    "to a file": (
        answer(b"", 302, Location="file:///etc/passwd"),
        "leads to file:///etc/passwd, which is not followed",
        'Protocol "file"',
    ),
    "401": (answer(b"", 401, WWW_Authenticate="Basic"), "credentials", "Authentication failed"),
    "403": (answer(b"", 403), "answers 403 Forbidden", "error: 403"),
    "404": (answer(b"", 404), "does not exist", "not found"),
    "429": (
        answer(b"", 429, Retry_After="7"),
        "answers 429 Too Many Requests and asks to wait for 7 s",
        "error: 429",
    ),
    "500": (answer(b"", 500), "answers 500 Internal Server Error", "error: 500"),
    "503": (
        answer(b"", 503, Retry_After="Fri, 31 Dec 1999 23:59:59 GMT"),
        "answers 503 Service Unavailable and asks to wait until Fri, 31 Dec 1999 23:59:59 GMT",
        "error: 503",
    ),
}
PATIENT = Limits(seconds=60, index_bytes=10_000, file_bytes=10_000, archive_bytes=10_000)
HASTY = Limits(seconds=1)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_said_with_its_url_and_nothing_is_kept(
    fault: str, kind: str, server: Server, store: Store, tmp_path: Path
) -> None:
    route, said, by_git = FAULTS[fault]
    path, named = KINDS[kind]
    what = wanted(kind, server)
    server.routes[path] = route
    stated = what.url.replace("http://", "http://me:hush@")
    is_git = kind in {"git", "component"}
    waits = LATE in (by_git if is_git else said)

    with pytest.raises(FetchError) as caught:
        fetch(what, stated, store, None, HASTY if waits else PATIENT)

    message = str(caught.value)
    assert f"{server.url}{named}" in message
    assert any(each in message for each in (by_git if is_git else said).split("|"))
    assert "hush" not in message
    assert [each for each in (tmp_path / "store").rglob("*") if each.is_file()] == []


@pytest.mark.parametrize("kind", ["index", "archive", "file", "git", "component"])
def test_credentials_do_not_follow_to_another_host(
    kind: str, server: Server, elsewhere: Server, store: Store
) -> None:
    what = wanted(kind, server)
    target = answer(b"", 302, Location=f"{elsewhere.url}/there")
    server.routes[KINDS[kind][0]] = target
    for path in ("/there", "/there/info/refs"):
        elsewhere.routes[path] = answer(b"", 401, WWW_Authenticate="Basic")
    with pytest.raises(FetchError) as caught:
        fetch(what, what.url.replace("http://", "http://me:hush@"), store)

    assert elsewhere.asked
    assert [sent for _, sent in elsewhere.asked if sent] == []
    assert "hush" not in str(caught.value)


def test_a_token_of_a_registry_does_not_follow_to_where_its_layers_are(
    registry: Registry, elsewhere: Server, store: Store
) -> None:
    digest = registry.push("1.0.0", chart())
    moved = answer(b"", 307, Location=f"{elsewhere.url}/blob")
    path = f"/v2/{registry.name}/blobs/{digest}"
    registry.server.routes[path] = registry.guarded(moved)
    elsewhere.serve("/blob", chart())
    fetch(Wanted(registry.repository, "web", "1.0.0"), "", store)

    assert ("/v2/team/charts/web/blobs/" + digest, "Bearer the-token") in registry.server.asked
    assert elsewhere.asked == [("/blob", "")]


@pytest.mark.parametrize("kind", ["index", "manifest", "tags", "file", "archive"])
def test_what_is_packed_though_nobody_asked_for_it_is_not_unpacked(
    kind: str, server: Server, store: Store
) -> None:
    what = wanted(kind, server)
    bomb = gzip.compress(bytes(20_000_000))
    server.routes[KINDS[kind][0]] = answer(bomb, 200, Content_Encoding="gzip")

    if kind == "file":  # it is what the server gave, and no YAML
        assert fetch(what, what.url, store).sha256 == hashlib.sha256(bomb).hexdigest()
    else:
        with pytest.raises(FetchError, match=r"is no index|is no JSON object|the archive "):
            fetch(what, what.url, store)


def test_a_manifest_that_is_huge_or_leads_elsewhere_is_refused(
    server: Server, elsewhere: Server, store: Store
) -> None:
    what = wanted("manifest", server)
    path = KINDS["manifest"][0]
    server.serve(path, b'{"layers": [' + b" " * 5_000_000)
    with pytest.raises(FetchError) as huge:
        fetch(what, what.url, store)
    layer = {"mediaType": CHART_LAYER, "digest": DIGEST, "urls": [f"{elsewhere.url}/blob"]}
    server.serve(path, json.dumps({"layers": [layer]}).encode())
    with pytest.raises(FetchError) as foreign:
        fetch(what, what.url, store)
    layer["mediaType"] = "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip"
    server.serve(path, json.dumps({"layers": [layer]}).encode())
    with pytest.raises(FetchError) as another:
        fetch(what, what.url, store)

    assert str(huge.value) == (
        f"{server.url}{path} has 5000012 bytes, more than the 4000000 that are taken"
    )
    assert str(foreign.value) == f"{server.url}/v2/o/web/blobs/{DIGEST} does not exist"
    assert str(another.value) == f"{server.host}/o/web has 0 layers to take, not one"
    assert elsewhere.asked == []


def test_a_layer_with_another_digest_is_refused(server: Server, store: Store) -> None:
    what = wanted("layer", server)
    server.serve(KINDS["layer"][0], chart())

    with pytest.raises(FetchError, match=rf"^the layer is not what its digest {DIGEST} says$"):
        fetch(what, what.url, store)


def test_branches_without_end_end(commit: Commit, server: Server, store: Store) -> None:
    del commit  # only where git is there

    def announce(handler: BaseHTTPRequestHandler) -> None:
        kind = "application/x-git-upload-pack-advertisement"
        handler.send_response(200)
        handler.send_header("Content-Type", kind)
        handler.end_headers()
        handler.wfile.write(b"001e# service=git-upload-pack\n0000")
        for number in range(10**9):
            handler.wfile.write(b"003f" + b"a" * 40 + b" refs/heads/%06d\n" % number)
            time.sleep(0.001)

    server.routes["/r/info/refs"] = announce
    with pytest.raises(FetchError) as caught:
        fetch(Wanted(f"{server.url}/r", "", "main"), f"{server.url}/r", store, None, HASTY)

    assert str(caught.value) == f"{server.url}/r takes longer than 1 s"


def test_a_tree_of_ten_to_the_twelve_files_is_refused(
    commit: Commit, store: Store, tmp_path: Path
) -> None:
    commit("bomb", {"f": "x"})
    folder = tmp_path / "bomb"
    blob = git(folder, "rev-parse", "HEAD:f")
    lines, tree = [f"100644 blob {blob}\t{n}" for n in range(10)], ""
    for _ in range(12):
        done = subprocess.run(
            ["git", "mktree"],
            cwd=folder,
            input="\n".join(lines),
            text=True,
            capture_output=True,
            check=True,
        )
        tree = done.stdout.strip()
        lines = [f"040000 tree {tree}\t{n}" for n in range(10)]
    git(folder, "update-ref", "refs/heads/main", git(folder, "commit-tree", tree, "-m", "x"))
    url = folder.as_uri()
    with pytest.raises(FetchError) as caught:
        fetch(Wanted(url, "", "main"), url, store, None, Limits(list_bytes=500_000))

    assert str(caught.value) == (
        f"{url} has more branches, tags or files than 500000 bytes can list"
    )
    assert list((tmp_path / "store" / "trees").iterdir()) == []


def test_a_file_that_packs_well_is_measured_before_it_is_written(
    commit: Commit, store: Store, tmp_path: Path
) -> None:
    commit("zeros", {"f": "x"})
    folder = tmp_path / "zeros"
    with (folder / "z").open("wb") as file:
        file.truncate(60_000_000)
    git(folder, "add", "z")
    git(folder, "commit", "--quiet", "--message=z")
    url = folder.as_uri()
    with pytest.raises(FetchError) as caught:
        fetch(Wanted(url, "", "main"), url, store, None, Limits(tree_bytes=50_000_000))

    assert "has 2 files with 60000001 bytes, which is more than" in str(caught.value)


def test_one_repository_of_many_tags_is_well(commit: Commit, store: Store, tmp_path: Path) -> None:
    made = commit("many", {"f": "x"})
    folder = tmp_path / "many"
    refs = "".join(f"{made} refs/tags/v1.0.{number}\n" for number in range(50_000))
    (folder / ".git" / "packed-refs").write_text(refs)
    url = folder.as_uri()

    assert fetch(Wanted(url, "", "v1.0.49999"), url, store).resolved == made
