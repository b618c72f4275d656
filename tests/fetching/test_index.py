"""Charts of an HTTP repository."""

from __future__ import annotations

import hashlib
import io
import tarfile
import time
from typing import TYPE_CHECKING

import pytest

from argowave.sources.fetch.limits import Limits
from argowave.sources.fetch.resolve import fetch
from argowave.sources.fetch.wanted import AbsentError, FetchError, Wanted
from fetching.conftest import answer, chart, pack, protected, serve_charts, serve_index

if TYPE_CHECKING:
    from http.server import BaseHTTPRequestHandler
    from pathlib import Path

    from argowave.sources.fetch.lock import Locked
    from argowave.sources.fetch.store import Store
    from fetching.conftest import Route, Server


def take(
    store: Store,
    url: str,
    revision: str = "1.0.0",
    *,
    stated: str = "",
    limits: Limits | None = None,
) -> Locked:
    return fetch(Wanted(url, "web", revision), stated or url, store, None, limits)


@pytest.mark.parametrize(
    ("revision", "version"),
    [
        ("1.2.0", "1.2.0"),
        ("v1.2.0", "1.2.0"),
        ("1.*", "1.10.0"),
        ("~1.2", "1.2.1"),
        (">=1.2, <1.10", "1.2.1"),
        ("*", "2.0.0"),
        (">=2.0.0-0", "3.0.0-rc.1"),
    ],
)
def test_a_revision_resolves_as_in_argo_cd(
    revision: str, version: str, server: Server, store: Store
) -> None:
    serve_charts(server, "1.2.0", "1.2.1", "1.10.0", "2.0.0", "3.0.0-rc.1", "odd")
    locked = take(store, server.url, revision)

    assert locked.resolved == version
    assert locked.sha256 == hashlib.sha256(chart(version)).hexdigest()
    assert store.archive(locked.sha256) is not None


def test_a_range_that_nothing_meets_is_said(server: Server, store: Store) -> None:
    serve_charts(server, "1.2.0")

    said = r"^none of 1 versions of web meets '2\.\*'; the newest is 1\.2\.0$"
    with pytest.raises(AbsentError, match=said):
        take(store, server.url, "2.*")


def test_an_archive_with_another_digest_is_refused(server: Server, store: Store) -> None:
    serve_charts(server, "1.0.0")
    data = chart("9.9.9")
    server.serve("/charts/web-1.0.0.tgz", data)
    found, said = hashlib.sha256(data).hexdigest(), hashlib.sha256(chart()).hexdigest()

    with pytest.raises(FetchError) as caught:
        take(store, server.url)

    assert str(caught.value) == f"the archive has the digest {found}, the index says {said}"


def test_what_is_locked_is_fetched_again_or_not_at_all(server: Server, store: Store) -> None:
    serve_charts(server, "1.0.0")
    locked = take(store, server.url, "1.*")
    serve_charts(server, "1.0.0", "1.1.0")

    assert fetch(locked.wanted, server.url, store, locked) == locked
    data = pack({"web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n"})
    server.serve("/charts/web-1.0.0.tgz", data)
    serve_index(server, {"web": [{"version": "1.0.0", "urls": ["charts/web-1.0.0.tgz"]}]})
    with pytest.raises(
        FetchError, match=r"^it has the digest [0-9a-f]{64} now, argowave.lock says"
    ):
        fetch(locked.wanted, server.url, store, locked)


def slow(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range(600):
        handler.wfile.write(b"#")
        time.sleep(0.05)


def silent(_: BaseHTTPRequestHandler) -> None:
    time.sleep(30)


def short(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"apiVersion: v1\n")


def endless(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b"#" * 65536)


def rubbish(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"SSH-2.0-OpenSSH\r\n")


@pytest.mark.parametrize(
    ("route", "message"),
    [
        (slow, "{url} takes longer than 0.5 s|{url} is too slow"),
        (silent, "{url} takes longer than 0.5 s"),
        (short, "{url} ends after 15 of 1000 bytes"),
        (endless, "{url} has more than the 1000 bytes that are taken"),
        (answer(b"#" * 2000), "{url} has 2000 bytes, more than the 1000 that are taken"),
        (rubbish, "{url} cannot be fetched: SSH-2.0-OpenSSH"),
        (answer(b"", 500), "{url} answers 500 Internal Server Error"),
        (answer(b"", 404), "{url} does not exist"),
        (answer(b"", 401), "{url} wants other credentials"),
        (
            answer(b"a: [", 200),
            (
                "{url} is no index of charts: while parsing a flow node, "
                "did not find expected node content"
            ),
        ),
        (answer(b"entries: {}", 200), "{url} has no chart web"),
        (
            answer(b"entries: {web: [1, {version: 2}]}", 200),
            "the repository has no version 1.0.0 of web",
        ),
        (
            answer(b"entries: {web: [{version: 1.0.0, urls: ['file:///etc/passwd']}]}"),
            "file:///etc/passwd is no address of an archive",
        ),
        (
            answer(b"entries: {web: [{version: 1.0.0}]}"),
            "the index names no archive of web 1.0.0",
        ),
        (answer(b"", 302, Location="/index.yaml"), "{url} redirects more than 5 times"),
        (
            answer(b"", 302, Location="file:///etc/passwd"),
            "{url} leads to file:///etc/passwd, which is not followed",
        ),
    ],
)
def test_a_server_that_misbehaves_is_named_with_what_it_does(
    route: Route,
    message: str,
    server: Server,
    store: Store,
) -> None:
    server.routes["/index.yaml"] = route
    limits = Limits(seconds=0.5 if route in {slow, silent} else 30, index_bytes=1000)

    with pytest.raises(FetchError) as caught:
        take(store, server.url, limits=limits)

    url = f"{server.url}/index.yaml"
    assert str(caught.value) in [each.format(url=url) for each in message.split("|")]


@pytest.mark.parametrize("url", ["http://[", "http://host:port/", "http://host:99999999/"])
def test_a_url_that_is_none_is_said(url: str, store: Store) -> None:
    with pytest.raises(FetchError, match=r"cannot be (read|fetched): "):
        take(store, url)


@pytest.mark.parametrize("target", ["http://[", "http://host:port/x", "//"])
def test_a_redirection_to_nowhere_is_said(target: str, server: Server, store: Store) -> None:
    server.routes["/index.yaml"] = answer(b"", 302, Location=target)

    with pytest.raises(FetchError):
        take(store, server.url)


def test_nobody_there_is_said(store: Store) -> None:
    with pytest.raises(FetchError, match=r"cannot be fetched: .*refused"):
        take(store, "http://127.0.0.1:9")


def test_credentials_of_helm_go_to_their_repository_alone(
    server: Server, elsewhere: Server, store: Store, home: Path
) -> None:
    (home / ".config/helm").mkdir(parents=True)
    (home / ".config/helm/repositories.yaml").write_text(
        f"repositories: [{{name: a, url: {server.url}/, username: me, password: hush}}]\n"
    )
    entry = {"version": "1.0.0", "urls": ["moved.tgz"]}
    serve_index(server, {"web": [entry]})
    server.routes["/index.yaml"] = protected(server.routes["/index.yaml"], "me", "hush")
    server.routes["/moved.tgz"] = answer(b"", 302, Location=f"{elsewhere.url}/web.tgz")
    elsewhere.serve("/web.tgz", chart())

    take(store, server.url)
    entry["urls"] = [f"{elsewhere.url}/web.tgz"]
    serve_index(server, {"web": [entry]})
    take(store, server.url)

    assert all(sent for _, sent in server.asked)
    assert elsewhere.asked == [("/web.tgz", ""), ("/web.tgz", "")]


def test_credentials_of_netrc_and_of_the_url_are_used_and_never_shown(
    server: Server, store: Store, home: Path
) -> None:
    serve_charts(server, "1.0.0")
    for path, route in list(server.routes.items()):
        server.routes[path] = protected(route, "me", "hush")
    (home / ".netrc").write_text("machine 127.0.0.1 login me password hush\n")
    take(store, server.url)
    (home / ".netrc").unlink()
    with pytest.raises(FetchError) as caught:
        take(store, server.url)
    stated = server.url.replace("http://", "http://me:hush@")
    locked = take(store, server.url, stated=stated)

    assert str(caught.value) == f"{server.url}/index.yaml wants other credentials"
    assert "hush" not in repr(locked)


def entry(
    name: str, kind: bytes = tarfile.REGTYPE, link: str = "", size: int = 0
) -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.linkname, made.size = kind, link, size
    return made


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ([entry("../out")], "the archive holds '../out', which leads out of it"),
        ([entry("web/../../out")], "the archive holds 'web/../../out', which leads out of it"),
        ([entry("/etc/passwd")], "the archive holds '/etc/passwd', which leads out of it"),
        ([entry("C:\\x")], "the archive holds 'C:\\\\x', which leads out of it"),
        (
            [entry("web/x", tarfile.SYMTYPE, "../../x")],
            "the archive holds 'web/x', which leads out of it",
        ),
        ([entry("web/x", tarfile.SYMTYPE, "y")], "the archive holds the link web/x"),
        (
            [entry("web/x", tarfile.LNKTYPE, "/etc/passwd")],
            "the archive holds 'web/x', which is no file, folder or link",
        ),
        (
            [entry("web/x", tarfile.CHRTYPE)],
            "the archive holds 'web/x', which is no file, folder or link",
        ),
        (
            [entry("web/x", tarfile.FIFOTYPE)],
            "the archive holds 'web/x', which is no file, folder or link",
        ),
        ([entry(f"web/{n}") for n in range(200)], "the archive holds more than 100 files"),
        ([entry("web/big", size=2_000_000)], "the archive unpacks to more than 1000000 bytes"),
        ([entry("web/a")], "the archive holds no chart"),
    ],
)
def test_an_archive_that_would_do_harm_is_refused(
    entries: list[tarfile.TarInfo], message: str, server: Server, store: Store, tmp_path: Path
) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for each in entries:
            archive.addfile(each, io.BytesIO(bytes(each.size)))
    serve_charts(server, "1.0.0", digests=False)
    server.serve("/charts/web-1.0.0.tgz", buffer.getvalue())

    with pytest.raises(FetchError) as caught:
        take(store, server.url, limits=Limits(tree_files=100, tree_bytes=1_000_000))

    assert str(caught.value) == message
    assert not list(tmp_path.rglob("*.tgz"))


@pytest.mark.parametrize(
    "data", [b"", b"no archive", chart()[:100]], ids=["nothing", "text", "cut off"]
)
def test_an_archive_that_is_none_is_refused(data: bytes, server: Server, store: Store) -> None:
    serve_charts(server, "1.0.0", digests=False)
    server.serve("/charts/web-1.0.0.tgz", data)

    with pytest.raises(FetchError, match=r"^the archive "):
        take(store, server.url)
