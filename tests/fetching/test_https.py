"""Servers with a certificate: one that nobody knows, and where one that is known may lead."""

from __future__ import annotations

import ssl
import subprocess
from typing import TYPE_CHECKING

import pytest

from argowave.errors import SchemaError
from argowave.schema.fetching import fetch as fetch_schema
from argowave.sources.fetch.limits import Limits
from argowave.sources.fetch.resolve import fetch
from argowave.sources.fetch.wanted import FetchError, Kind, Wanted
from argowave.sources.fetch.web import get
from fetching.conftest import answer, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from argowave.sources.fetch.store import Store
    from fetching.conftest import Server


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for 127.0.0.1 that has signed itself, beside its key."""
    path = tmp_path / "certificate.pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=here"
    command += f" -addext subjectAltName=IP:127.0.0.1 -keyout {tmp_path}/key.pem -out {path}"
    if subprocess.run(command.split(), check=False, capture_output=True).returncode:
        pytest.skip("openssl cannot make a certificate")
    return path


@pytest.fixture
def https(certificate: Path) -> Iterator[Server]:
    """Give a server with it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, certificate.with_name("key.pem"))
    with running(context) as server:
        yield server


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted("", "web", "1.0.0"),
        Wanted("/values.yaml", stated_kind=Kind.FILE),
        Wanted("/o/r", "", "main"),
    ],
    ids=["index", "file", "git"],
)
def test_a_certificate_that_nobody_knows_is_refused(
    wanted: Wanted, https: Server, store: Store
) -> None:
    url = https.url + wanted.url
    with pytest.raises(FetchError) as caught:
        fetch(Wanted(url, wanted.chart, wanted.revision, wanted.stated_kind), url, store)

    assert url in str(caught.value)
    assert "certificate" in str(caught.value)
    assert https.asked == []


def test_https_never_leads_to_http(
    https: Server, server: Server, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    server.serve("/there", b"one")
    https.serve("/there", b"one")
    https.routes["/in-the-clear"] = answer(b"", 302, Location=f"{server.url}/there")
    https.routes["/here"] = answer(b"", 302, Location="/there")
    server.routes["/up"] = answer(b"", 302, Location=f"{https.url}/there")

    assert get(f"{server.url}/up", {}, most=9, limits=Limits()).body == b"one"
    assert get(f"{https.url}/here", {}, most=9, limits=Limits()).body == b"one"
    with pytest.raises(FetchError) as caught:
        get(f"{https.url}/in-the-clear", {}, most=9, limits=Limits())
    with pytest.raises(SchemaError) as caught_too:
        fetch_schema(f"{https.url}/in-the-clear")

    said = f"leads to {server.url}/there, which is not followed"
    assert str(caught.value) == f"{https.url}/in-the-clear {said}"
    assert str(caught_too.value) == f"{https.url}/in-the-clear: {said}"
    assert server.asked == [("/up", "")]
