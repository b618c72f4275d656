from __future__ import annotations

import http.server
import json
import os
import threading
from typing import TYPE_CHECKING

import pytest

from argowave.errors import SchemaError
from argowave.schema import open_store, with_own_store
from argowave.schema.locations import expand
from argowave.validate import Validator
from argowave.yamlio import Document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def test_a_location_is_expanded_as_kubeconform_does() -> None:
    crds = "s/{{.Group}}/{{ .ResourceKind }}_{{.ResourceAPIVersion}}.json"

    assert expand("schemas", "apps/v1", "Deployment", "1.36") == (
        "schemas/v1.36.0-standalone/deployment-apps-v1.json"
    )
    assert expand("schemas/", "v1", "Service", "master") == (
        "schemas/master-standalone/service-v1.json"
    )
    assert expand(crds, "sqs.aws.upbound.io/v1beta1", "Queue", "1.36") == (
        "s/sqs.aws.upbound.io/queue_v1beta1.json"
    )


def test_an_unknown_variable_is_named() -> None:
    with pytest.raises(SchemaError, match=r"unknown variable \.Kind, there are Normalized"):
        expand("{{ .Kind }}.json", "v1", "Service", "1.36")


def test_the_first_location_that_knows_a_kind_answers(tmp_path: Path) -> None:
    (tmp_path / "service.json").write_text('{"title": "mine"}')
    store = open_store((f"{tmp_path}/{{{{.ResourceKind}}}}.json", "default"))

    mine, built_in = store.find("v1", "Service"), store.find("v1", "Secret")
    assert mine is not None
    assert mine.body == {"title": "mine"}
    assert built_in is not None
    assert built_in.source == "Kubernetes"


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def translate_path(self, path: str) -> str:
            return str(tmp_path / path.lstrip("/"))

    (tmp_path / "service.json").write_text(json.dumps({"title": "remote"}))
    (tmp_path / "secret.json").write_text("<html>")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Quiet) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/{{{{.ResourceKind}}}}.json"
        server.shutdown()
        thread.join()


def test_a_url_is_a_location(url: str) -> None:
    store = open_store((url,))
    found = store.find("v1", "Service")

    assert found is not None
    assert found.body == {"title": "remote"}
    assert store.find("v1", "Pod") is None
    with pytest.raises(SchemaError, match="is no JSON"):
        store.find("v1", "Secret")


def test_a_pipe_and_a_device_are_no_schema(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "service.json")
    (tmp_path / "secret.json").symlink_to("/dev/zero")
    (tmp_path / "pod.json").mkdir()
    store = open_store((f"{tmp_path}/{{{{.ResourceKind}}}}.json",))

    for kind in ("Service", "Secret", "Pod"):
        with pytest.raises(SchemaError) as caught:
            store.find("v1", kind)
        assert str(caught.value) == f"{tmp_path}/{kind.lower()}.json: is no file"


@pytest.mark.parametrize("depth", [300, 420])
def test_a_schema_that_is_nested_too_deep_is_named(tmp_path: Path, depth: int) -> None:
    text = '{"properties":{"a":' * depth + "{}" + "}}" * depth
    (tmp_path / "service.json").write_text(text)
    store = open_store((f"{tmp_path}/{{{{.ResourceKind}}}}.json",))
    body = {"apiVersion": "v1", "kind": "Service"}
    document = Document("service.yaml", 0, 1, body, b"")

    with pytest.raises(SchemaError, match=r"nested too deep|Recursion limit reached"):
        Validator(store, "1.36").validate(document)


def test_the_repositorys_own_store_goes_before_what_is_named(tmp_path: Path) -> None:
    assert with_own_store(tmp_path) == ("default",)
    assert with_own_store(tmp_path, ["elsewhere"]) == ("elsewhere",)

    (tmp_path / "schemas").mkdir()
    assert with_own_store(tmp_path) == ("default",)

    (tmp_path / "schemas" / "lock.json").write_text("{}")
    assert with_own_store(tmp_path) == (f"{tmp_path}/schemas", "default")
    assert with_own_store(tmp_path, ["elsewhere"]) == (f"{tmp_path}/schemas", "elsewhere")
