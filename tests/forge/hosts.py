"""GitHub's and GitLab's comments, as far as they are asked for, on 127.0.0.1."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKEN = "not-to-be-shown"  # noqa: S105 (of nothing)
ISSUE = "/repos/team/shop/issues/7/comments"
COMMENT = "/repos/team/shop/issues/comments/"
NOTES = "/projects/12/merge_requests/7/notes"


@dataclass
class Host:
    """What the server has and was asked."""

    url: str = ""
    comments: list[dict[str, Any]] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    odd: object = None  # what it answers instead of anything else
    status: int = 0  # what it answers to everything, 0 for what it should

    def add(self, body: str, **others: object) -> None:
        number = len(self.comments) + 1
        url = f"https://example.com/{number}"
        self.comments.append({"id": number, "body": body, "html_url": url, **others})

    def answer(self, method: str, path: str, query: dict[str, list[str]], body: Any) -> Any:  # noqa: ANN401 (JSON)
        match method, path:
            case "GET", "/user":
                return {"id": 3}
            case "GET", _ if path in (ISSUE, NOTES):
                size, page = int(query["per_page"][0]), int(query["page"][0])
                return self.comments[size * (page - 1) : size * page]
            case "POST", _ if path == ISSUE:
                self.add(body["body"], user={"type": "Bot"})
                return self.comments[-1]
            case "POST", _ if path == NOTES:
                self.add(body["body"], author={"id": 3})
                return self.comments[-1]
            case (("PATCH" | "PUT"), _):
                comment = self.comments[int(path.rpartition("/")[2]) - 1]
                comment["body"] = body["body"]
                return comment
        return None


@contextmanager
def serving() -> Iterator[Host]:
    """Give a host that answers for as long as the block."""
    host = Host()

    class Handler(BaseHTTPRequestHandler):
        def _any(self) -> None:
            parts = urlsplit(self.path)
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            sent = self.headers.get("Authorization", "") + self.headers.get("PRIVATE-TOKEN", "")
            host.calls.append(f"{self.command} {parts.path}")
            known = sent.removeprefix("Bearer ") == TOKEN
            answer = host.odd or host.answer(self.command, parts.path, parse_qs(parts.query), body)
            status = host.status or (200 if known and answer is not None else 403)
            text = json.dumps(answer if status == 200 else {"message": "no, thanks"}).encode()
            self.send_response(status)
            if status == 302:
                self.send_header("Location", f"{host.url}/elsewhere")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST = do_PATCH = do_PUT = _any  # noqa: N815 (the server's names)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    host.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield host
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
