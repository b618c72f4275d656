"""The rehearsal on the real LocalStack, where it is built."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from engine.install import is_built, missing
from engine.serve import URL
from rehearse.fifo import add_fifo
from this_repository import copy_repository

ROOT = Path(__file__).parents[2]
PATHS = os.pathsep.join(str(ROOT / each) for each in ("tools", "tests"))
POLICY = "environments/dev/rendered/infra/pipeline/sqs-policy.yaml"
Reports = dict[str, dict[str, Any]]


def serve(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "engine.serve", *command],
        env={**os.environ, "PYTHONPATH": PATHS},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.fixture(scope="module")
def installed() -> None:
    if lacks := missing():
        pytest.skip(f"LocalStack cannot run here; missing: {', '.join(lacks)}")
    if not is_built():
        pytest.skip("LocalStack is not built here: ./nox -s localstack")


@pytest.fixture(scope="module")
def reports(installed: None, tmp_path_factory: pytest.TempPathFactory) -> Reports:
    """Return what rehearsals say that ran one after the other on one LocalStack."""
    _ = installed
    folder = tmp_path_factory.mktemp("localstack")
    for name in ("other-topic", "fifo"):
        copy_repository(folder / name)
    policy = folder / "other-topic" / POLICY
    policy.write_text(policy.read_text("utf-8").replace("producer-events", "producer-other"))
    add_fifo(folder / "fifo")
    rehearsals = {
        "staging": ("staging", ROOT),
        "staging again": ("staging", ROOT),
        "prod": ("prod", ROOT),
        "other topic": ("dev", folder / "other-topic"),
        "fifo": ("dev", folder / "fifo"),
    }
    words = f"{sys.executable} -m argowave rehearse --endpoint {URL} --patience 30 --output json"
    lines = [
        f"{words} {environment} --repository {repository} > '{folder}/{name}.json'"
        for name, (environment, repository) in rehearsals.items()
    ]
    ran = serve("sh", "-c", "\n".join([*lines, "true"]))
    assert ran.returncode == 0, ran.stderr
    return {name: json.loads((folder / f"{name}.json").read_text()) for name in rehearsals}


@pytest.mark.parametrize("name", ["staging", "staging again", "prod"])
def test_an_event_of_the_producer_becomes_an_item_of_the_table(reports: Reports, name: str) -> None:
    report = reports[name]

    assert report["engine"] == "LocalStack 4.14.0"
    assert report["findings"] == []
    assert report["arrivedAfter"] >= report["syncedAfter"] > 0
    assert report["timeline"][-2]["resource"] == "Job/justtrack-t1-check"


def test_what_an_earlier_rehearsal_left_is_taken_over_and_its_items_do_not_count(
    reports: Reports,
) -> None:
    assert reports["staging"]["event"]["Id"] != reports["staging again"]["event"]["Id"]


def test_what_it_cannot_show_is_said(reports: Reports) -> None:
    assert reports["staging"]["notShown"] == [
        (
            "LocalStack 4.14.0 delivers whatever a queue's policy says: "
            "that it lets the topic in was evaluated, not shown"
        ),
        (
            "LocalStack 4.14.0 takes every key: "
            "that the credentials are those of the account was not shown"
        ),
        (
            "LocalStack 4.14.0 takes a redrive policy whose dead-letter queue is not there yet: "
            "that it is made first was not shown"
        ),
    ]


def test_a_policy_for_another_topic_delivers_there_and_is_found_all_the_same(
    reports: Reports,
) -> None:
    report = reports["other topic"]
    (finding,) = report["findings"]

    assert report["event"] is not None
    assert finding["path"] == POLICY
    assert "does not let arn:aws:sns:eu-central-1:000000000000:justtrack-dev-" in finding["message"]


def test_a_fifo_queue_at_a_standard_topic_is_refused_as_aws_refuses_it(reports: Reports) -> None:
    (finding,) = reports["fifo"]["findings"]

    assert finding["subject"] == "TopicSubscription/orders"
    assert "operation error sns Subscribe: InvalidParameter: " in finding["message"]


def test_a_command_ends_as_it_ends_by_itself(installed: None) -> None:
    _ = installed
    ran = serve("sh", "-c", "cat /proc/net/tcp | wc -l; exit 3")

    assert ran.returncode == 3, ran.stderr


def test_a_command_that_does_not_exist_is_named(installed: None) -> None:
    _ = installed
    ran = serve("no-such-program")

    assert (ran.returncode, ran.stderr) == (
        1,
        "no-such-program cannot be run: No such file or directory\n",
    )
