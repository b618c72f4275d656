"""Definitions and schemas from the web: who gets credentials, what is shown, what is waited for."""

from __future__ import annotations

import http.server
import json
import threading
import time
from typing import TYPE_CHECKING

import pytest

from argowave.commands import main
from argowave.errors import SchemaError
from argowave.schema.fetching import fetch, fetch_if_any
from schema.test_command import CRD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

AUTHORIZATION = "Basic bWU6aHVAc2g="  # me:hu@sh


class Server(http.server.ThreadingHTTPServer):
    """Answers with a definition, by a redirection or byte by byte, and notes who asks as whom."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, str | None]] = []
        self.leads_to = ""

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server_port}"


class Handler(http.server.BaseHTTPRequestHandler):
    server: Server

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self.server.asked.append((self.path, self.headers.get("Authorization")))
        if self.path.startswith("/slow"):
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
            for _ in range(100):
                self.wfile.write(b"a")
                time.sleep(0.1)
            return
        self.send_response(302 if self.server.leads_to else 200)
        if self.server.leads_to:
            self.send_header("Location", self.server.leads_to)
        self.end_headers()
        self.wfile.write(CRD.encode())


@pytest.fixture
def servers() -> Iterator[tuple[Server, Server]]:
    """Give two servers."""
    both = Server(), Server()
    for each in both:
        threading.Thread(target=each.serve_forever, args=(0.02,), daemon=True).start()
    yield both
    for each in both:
        each.shutdown()
        each.server_close()


def test_credentials_of_a_url_are_used_and_neither_shown_nor_written(
    servers: tuple[Server, Server],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    server, _ = servers

    assert main(["schemas", "add", f"http://me:hu%40sh@{server.host}/crd.yaml?token=abc"]) == 0
    assert server.asked == [("/crd.yaml?token=abc", AUTHORIZATION)]
    (entry,) = json.loads((tmp_path / "schemas" / "lock.json").read_bytes()).values()
    assert entry["source"] == f"http://{server.host}/crd.yaml?token=…"
    assert main(["schemas", "add", "http://me:hush@127.0.0.1:1/crd.yaml"]) == 2
    assert capsys.readouterr().err.endswith(
        "error: http://127.0.0.1:1/crd.yaml: cannot be fetched: Connection refused\n"
    )


def test_they_do_not_follow_to_another_host(servers: tuple[Server, Server]) -> None:
    first, second = servers
    first.leads_to = f"http://{second.host}/there"
    fetch(f"http://me:hu%40sh@{first.host}/here")

    assert first.asked == [("/here", AUTHORIZATION)]
    assert second.asked == [("/there", None)]


def test_headers_that_come_byte_by_byte_are_not_waited_for(servers: tuple[Server, Server]) -> None:
    url = f"http://{servers[0].host}/slow"
    with pytest.raises(SchemaError) as caught:
        fetch_if_any(url, 0.5)

    assert str(caught.value) == f"{url}: takes longer than 0.5 s"


def test_a_line_of_an_error_has_an_end(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schemas", "add", f"http://[{'x' * 9000}"]) == 2
    err = capsys.readouterr().err

    assert len(err) < 4100
    assert err.endswith(" characters)\n")


@pytest.mark.parametrize("target", ["ftp://127.0.0.1/crd.yaml", "file:///etc/passwd"])
def test_a_redirection_to_anything_but_http_is_not_followed(
    servers: tuple[Server, Server], target: str
) -> None:
    servers[0].leads_to = target
    url = f"http://{servers[0].host}/crd.yaml"
    with pytest.raises(SchemaError) as caught:
        fetch(url)

    assert str(caught.value) == f"{url}: leads to {target}, which is not followed"
