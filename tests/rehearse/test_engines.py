"""What a rehearsal on one emulator has not shown, and emulators that were running before."""

from __future__ import annotations

import socket
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from argowave.errors import ProgramError
from argowave.rehearse.emulator import Emulator, MiniStack, connect
from argowave.rehearse.rehearsal import Rehearsal
from rehearse.conftest import ROOT, stage_of
from rehearse.fifo import add_fifo

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from argowave.rehearse.rehearsal import Outcome


def test_what_aws_refuses_and_the_emulator_does_not_is_said_where_it_matters(
    rehearse: Callable[..., Outcome], repository: Path, outcome_of: Callable[[str], Outcome]
) -> None:
    add_fifo(repository)
    outcome = rehearse(patience=30)

    assert outcome.findings == ()
    assert outcome.not_shown == (
        (
            "ministack subscribes FIFO queues to standard topics: "
            "that AWS takes the subscriptions was not shown"
        ),
    )
    assert outcome_of("dev").not_shown == ()


def test_items_of_an_earlier_rehearsal_do_not_count() -> None:
    stage = stage_of(ROOT, "dev")
    with MiniStack(stage.account, stage.region) as emulator:
        found = []
        for _ in range(2):
            with Rehearsal(stage, connect(emulator.url, stage.account)) as rehearsal:
                found.append(rehearsal.run(30))
                rehearsal.keep_going(1)  # more than one item is left behind

    assert [outcome.findings for outcome in found] == [(), ()]
    assert found[0].event != found[1].event


def test_a_rehearsal_without_a_new_item_has_no_event(repository: Path) -> None:
    stage = stage_of(repository, "dev")
    with MiniStack(stage.account, stage.region) as emulator:
        with Rehearsal(stage, emulator) as rehearsal:
            assert rehearsal.run(30).arrived is not None
        chart = repository / "environments" / "dev" / "rendered" / "values" / "justtrack-t1.yaml"
        text = chart.read_text("utf-8").replace("  replicas: 1\n", "  replicas: 0\n")
        chart.write_text(text, "utf-8")
        with Rehearsal(stage_of(repository, "dev"), emulator) as rehearsal:
            outcome = rehearsal.run(5)

    assert outcome.synced is not None
    assert outcome.arrived is None


def test_an_emulator_that_enforces_nothing_is_known_by_its_health() -> None:
    with MiniStack("000000000000", "eu-central-1") as started:
        enforcing = connect(started.url)

    assert isinstance(enforcing, Emulator)
    assert [each.words.split(":")[0] for each in enforcing.lax] == [
        "subscribes FIFO queues to standard topics"
    ]


def test_what_listens_and_speaks_no_http_is_no_emulator() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"

        def greet() -> None:
            for _ in range(2):
                connection, _ = server.accept()
                with connection:
                    connection.recv(1000)
                    connection.sendall(b"SSH-2.0-OpenSSH_9.2\r\n")

        thread = Thread(target=greet)
        thread.start()
        with pytest.raises(ProgramError) as refused:
            connect(url)
        thread.join()

    assert refused.value.message == f"no emulator answers at {url}"
