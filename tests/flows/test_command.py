"""`argowave flow` as a process: what it may ask, what it prints, its exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from json_schemas import read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.rehearse.rehearsal import Rehearsal

ROOT = Path(__file__).parents[2]


def flow(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return subprocess.run(
        [sys.executable, "-m", "argowave", "flow", *words, "--repository", str(ROOT)],
        env={**kept, "PYTHONPATH": str(ROOT / "tools"), **variables},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def page() -> Iterator[tuple[str, dict[str, int]]]:
    """Return the URL of a page and what decides its answer."""
    answer = {"code": 200}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(answer["code"])
            self.end_headers()
            self.wfile.write(b"justtrack-staging-devops-consumer-events")

        do_POST = do_GET  # noqa: N815 (http.server names it)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/", answer
    server.shutdown()
    server.server_close()
    thread.join()


def test_real_aws_is_not_asked_without_leave() -> None:
    ran = flow("prod")

    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == (
        "error: prod is on real AWS, which is asked only with --allow-aws\n"
        "  it only looks, unless --publish is given too\n"
    )


@pytest.mark.parametrize(
    "words", [["--allow-aws"], ["--endpoint", "https://sns.eu-central-1.amazonaws.com"]]
)
def test_an_environment_on_localstack_is_never_looked_for_on_real_aws(words: list[str]) -> None:
    ran = flow("dev", *words)

    assert ran.returncode == 2
    assert ran.stderr == (
        "error: dev is on LocalStack, and nobody says where that is\n"
        "  pass --endpoint http://localhost:4566, or set AWS_ENDPOINT_URL\n"
    )


def test_from_a_cluster_real_aws_is_not_asked_without_leave() -> None:
    ran = flow("--from-cluster", "--kubernetes", "http://127.0.0.1:9", AWS_REGION="eu-central-1")

    assert ran.returncode == 2
    assert ran.stderr.startswith("error: no endpoint is stated, so this would ask real AWS\n")


def test_an_endpoint_at_which_nobody_answers_is_no_finding() -> None:
    ran = flow("dev", "--endpoint", "http://127.0.0.1:9", "--timeout", "1")

    assert ran.returncode == 2
    assert "http://127.0.0.1:9/" in ran.stderr


def test_text_has_a_line_a_check_and_no_progress_where_nobody_looks(running: Rehearsal) -> None:
    ran = flow("staging", "--endpoint", running.emulator.url, "--timeout", "20")

    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stderr == ""
    assert "\x1b" not in ran.stdout
    assert "passed  delivery             an event goes from the topic to the table (" in ran.stdout
    assert ran.stdout.splitlines()[-1] == "12 checks: 8 passed, 0 failed, 4 skipped"


def test_json_and_junit_hold_the_same(running: Rehearsal) -> None:
    words = ("staging", "--endpoint", running.emulator.url, "--check", "topics", "--check", "pods")
    report = read("flow", flow(*words, "--output", "json").stdout)
    suites = ET.fromstring(flow(*words, "--output", "junit").stdout)  # noqa: S314 (our own)

    assert [(each["check"], each["status"]) for each in report["checks"]] == [
        ("topics", "passed"),
        ("pods", "skipped"),
    ]
    assert suites.attrib["tests"] == "2"
    assert [case.attrib["name"] for case in suites.iter("testcase")] == ["topics", "pods"]
    assert len(list(suites.iter("skipped"))) == 1


def test_what_runs_nothing_fails(running: Rehearsal) -> None:
    ran = flow("staging", "--endpoint", running.emulator.url, "--check", "pods")

    assert ran.returncode == 2
    assert "error: nothing was looked at: every check was skipped\n" in ran.stderr


def test_a_page_that_lists_the_table_is_dynamodb_admins(
    running: Rehearsal, page: tuple[str, dict[str, int]]
) -> None:
    url, answer = page
    words = ("staging", "--endpoint", running.emulator.url, "--check", "dynamodb-admin")

    assert flow(*words, "--admin-url", url).returncode == 0
    answer["code"] = 500
    broken = flow(*words, "--admin-url", url, "--timeout", "0")
    assert broken.returncode == 1
    assert f"DynamoDB Admin at {url}: it answers 500 Internal Server Error" in broken.stdout


def test_what_is_closed_answers_403(running: Rehearsal, page: tuple[str, dict[str, int]]) -> None:
    url, answer = page
    words = ("staging", "--endpoint", running.emulator.url, "--check", "ingress-restriction")
    options = ("--closed-url", url, "--timeout", "0")

    opened = flow(*words, *options)
    answer["code"] = 403

    assert opened.returncode == 1
    assert "is not refused with 403 from outside its list: it answers, with 40" in opened.stdout
    assert flow(*words, *options).returncode == 0


def test_what_answers_and_is_no_aws_is_named(page: tuple[str, dict[str, int]]) -> None:
    url, _ = page
    ran = flow("dev", "--endpoint", url, "--check", "topics", "--timeout", "0")

    assert ran.returncode == 2
    assert ran.stderr == (
        f"error: sts GetCallerIdentity: what answers at {url}, region eu-central-1 is not AWS\n"
    )
