"""Real servers on loopback: for charts, for an OCI registry, for git."""

from __future__ import annotations

import base64
import contextlib
import gzip
import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from argowave.commands import main
from argowave.sources.fetch.store import Store
from git_repositories import git

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Run = Callable[..., tuple[int, str, str]]
    Route = Callable[[BaseHTTPRequestHandler], None]

CHART_LAYER = "application/vnd.cncf.helm.chart.content.v1.tar+gzip"


@dataclass
class Server:
    """Answers with what its routes say, and remembers who asked with which credentials."""

    routes: dict[str, Route] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)  # path, Authorization
    url: str = ""

    @property
    def host(self) -> str:
        return urlsplit(self.url).netloc

    def serve(self, path: str, data: bytes) -> None:
        self.routes[path] = answer(data)


def answer(data: bytes, status: int = 200, /, **headers: str) -> Route:
    def respond(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in {"Content-Length": str(len(data)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(data)

    return respond


def protected(route: Route, user: str, password: str) -> Route:
    wanted = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()

    def respond(handler: BaseHTTPRequestHandler) -> None:
        if handler.headers.get("Authorization") == wanted:
            route(handler)
        else:
            answer(b"", 401, WWW_Authenticate="Basic")(handler)

    return respond


class Quiet(ThreadingHTTPServer):
    """Says nothing of those who have gone before they had all of an answer."""

    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def running(context: ssl.SSLContext | None = None) -> Iterator[Server]:
    server = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            server.asked.append((path, self.headers.get("Authorization", "")))
            with contextlib.suppress(ConnectionError):
                server.routes.get(path, answer(b"", 404))(self)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with Quiet(("127.0.0.1", 0), Handler) as http:
        if context:
            http.socket = context.wrap_socket(http.socket, server_side=True)
        thread = threading.Thread(target=http.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        server.url = f"http{'s' if context else ''}://127.0.0.1:{http.server_port}"
        yield server
        http.shutdown()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.fixture
def run(repository: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command on the test's own repository: its code, and what it writes."""

    def go(command: str, *arguments: str) -> tuple[int, str, str]:
        root = ("--root", str(repository / "root.yaml"))
        code = main([command, "--repository", str(repository), *root, *arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return go


@pytest.fixture
def server() -> Iterator[Server]:
    with running() as started:
        yield started


@pytest.fixture
def elsewhere() -> Iterator[Server]:
    with running() as started:
        yield started


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own, so that nobody's credentials and settings take part."""
    for name in ("HELM_CONFIG_HOME", "HELM_REGISTRY_CONFIG", "HELM_REPOSITORY_CONFIG", "NETRC"):
        monkeypatch.delenv(name, raising=False)
    for name in ("XDG_CONFIG_HOME", "DOCKER_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / ".cache"))
    return folder


def pack(files: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with (
        gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0) as packed,  # the same bytes every time
        tarfile.open(fileobj=packed, mode="w") as archive,
    ):
        for name, text in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(text.encode())
            archive.addfile(entry, io.BytesIO(text.encode()))
    return buffer.getvalue()


def chart(version: str = "1.0.0", name: str = "web") -> bytes:
    return pack(
        {
            f"{name}/Chart.yaml": f"apiVersion: v2\nname: {name}\nversion: {version}\n",
            f"{name}/values.yaml": "word: default\n",
            f"{name}/templates/a.yaml": (
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: '{{ .Release.Name }}'}\n"
                "data: {version: '{{ .Chart.Version }}', word: '{{ .Values.word }}'}\n"
            ),
        }
    )


def serve_charts(server: Server, *versions: str, digests: bool = True) -> None:
    entries = []
    for version in versions:
        data = chart(version)
        server.serve(f"/charts/web-{version}.tgz", data)
        entry: dict[str, Any] = {"name": "web", "version": version}
        entry["urls"] = [f"charts/web-{version}.tgz"]
        if digests:
            entry["digest"] = hashlib.sha256(data).hexdigest()
        entries.append(entry)
    serve_index(server, {"web": entries})


def serve_index(server: Server, entries: dict[str, Any]) -> None:
    server.serve("/index.yaml", json.dumps({"apiVersion": "v1", "entries": entries}).encode())


@dataclass
class Registry:
    """A registry behind a token server, on one HTTP server."""

    server: Server
    name: str = "team/charts/web"
    user: tuple[str, str] | None = None  # who may pull; None for everybody
    tags: list[str] = field(default_factory=list)
    token: str = "the-token"  # noqa: S105 (of a registry that is made up)

    def __post_init__(self) -> None:
        self.server.routes["/token"] = self._give_token
        self.server.routes[f"/v2/{self.name}/tags/list"] = self.guarded(self._list)

    @property
    def repository(self) -> str:
        return f"{self.server.host}/{self.name.rpartition('/')[0]}"

    def push(self, tag: str, data: bytes, media_type: str = CHART_LAYER, **layer: Any) -> str:  # noqa: ANN401 (any field of an OCI layer)
        digest = f"sha256:{hashlib.sha256(data).hexdigest()}"
        described = {"mediaType": media_type, "digest": digest, "size": len(data), **layer}
        self.server.routes[f"/v2/{self.name}/blobs/{digest}"] = self.guarded(answer(data))
        manifest = json.dumps({"schemaVersion": 2, "layers": [described]}).encode()
        name = f"sha256:{hashlib.sha256(manifest).hexdigest()}"
        for reference in (tag, name):
            path = f"/v2/{self.name}/manifests/{reference}"
            self.server.routes[path] = self.guarded(answer(manifest, Docker_Content_Digest=name))
        self.tags.append(tag)
        return digest

    def guarded(self, route: Route) -> Route:
        def respond(handler: BaseHTTPRequestHandler) -> None:
            if handler.headers.get("Authorization") == f"Bearer {self.token}":
                route(handler)
                return
            challenge = (
                f'Bearer realm="{self.server.url}/token",service="test",'
                f'scope="repository:{self.name}:pull"'
            )
            answer(b"{}", 401, WWW_Authenticate=challenge)(handler)

        return respond

    def _list(self, handler: BaseHTTPRequestHandler) -> None:
        """List one tag a page, as a registry may."""
        last = parse_qs(urlsplit(handler.path).query).get("last", [""])[0]
        rest = self.tags[self.tags.index(last) + 1 :] if last else self.tags
        page = json.dumps({"name": self.name, "tags": rest[:1]}).encode()
        if len(rest) > 1:
            more = f'</v2/{self.name}/tags/list?last={rest[0]}>; rel="next"'
            answer(page, 200, Link=more)(handler)
        else:
            answer(page)(handler)

    def _give_token(self, handler: BaseHTTPRequestHandler) -> None:
        scope = parse_qs(urlsplit(handler.path).query).get("scope")
        assert scope == [f"repository:{self.name}:pull"]
        route = answer(json.dumps({"token": self.token}).encode())
        (protected(route, *self.user) if self.user else route)(handler)


@pytest.fixture
def registry(server: Server) -> Registry:
    return Registry(server)


@pytest.fixture
def commit(tmp_path: Path, home: Path) -> Callable[..., str]:
    """Commits files to a repository in `tmp_path / name`, and returns the commit."""
    if shutil.which("git") is None:
        pytest.skip("git is not on PATH")
    (home / ".gitconfig").write_text(
        "[user]\nname = somebody\nemail = somebody@example.org\n[init]\ndefaultBranch = main\n"
    )

    def write(name: str, files: dict[str, str], *commands: str) -> str:
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        git(folder, "init", "--quiet")
        for path, text in files.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, "utf-8")
        git(folder, "add", "--all")
        git(folder, "commit", "--quiet", "--message=some")
        for command in commands:
            git(folder, *command.split())
        return git(folder, "rev-parse", "HEAD")

    return write


@contextlib.contextmanager
def git_over_http(folder: Path) -> Iterator[str]:
    """Serves every repository below a folder by git's own smart HTTP backend."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(b"")

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers.get("Content-Length", "0"))))

        def _answer(self, body: bytes) -> None:
            asked = urlsplit(self.path)
            variables = {
                "GIT_PROJECT_ROOT": str(folder),
                "GIT_HTTP_EXPORT_ALL": "1",
                "PATH_INFO": asked.path,
                "QUERY_STRING": asked.query,
                "REQUEST_METHOD": self.command,
                "CONTENT_TYPE": self.headers.get("Content-Type", ""),
                "CONTENT_LENGTH": str(len(body)),
                "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
                "HTTP_GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
            }
            done = subprocess.run(
                ["git", "http-backend"],
                input=body,
                capture_output=True,
                check=False,
                env={**os.environ, **variables},
            )
            head, _, content = done.stdout.partition(b"\r\n\r\n")
            headers = dict(line.split(": ", 1) for line in head.decode().splitlines())
            self.send_response(int(headers.pop("Status", "200").split()[0]))
            for name, value in {**headers, "Content-Length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with Quiet(("127.0.0.1", 0), Handler) as http:
        threading.Thread(target=http.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{http.server_port}"
        http.shutdown()
