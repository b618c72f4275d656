"""Workers that render for another process."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING, cast

import pytest

from argowave.sources import pool
from bounded.processes import goes_away

if TYPE_CHECKING:
    from pathlib import Path

    from argowave.sources.request import Generated, ManifestRequest


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
def test_workers_and_their_children_end_when_the_parent_is_killed(tmp_path: Path) -> None:
    templates = tmp_path / "templates"
    templates.mkdir()
    (tmp_path / "Chart.yaml").write_text("apiVersion: v2\nname: a\nversion: 1.0.0\n", "utf-8")
    (templates / "a.yaml").write_text("{{ range until 99999 }}" * 3 + "{{ end }}" * 3, "utf-8")
    program = tmp_path / "program.py"
    program.write_text(PROGRAM.format(path=sys.path, repository=str(tmp_path)), "utf-8")
    with subprocess.Popen(
        [sys.executable, str(program)], stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        started = [int(word) for word in parent.stdout.readline().split()]
        parent.send_signal(signal.SIGKILL)

    assert len(started) > 2
    assert [process for process in started if not goes_away(process)] == []


@pytest.mark.parametrize(("asked", "taken"), [(None, pool.MOST), (12, 12)])
def test_no_more_processes_than_pay_are_started_unless_more_are_asked_for(
    monkeypatch: pytest.MonkeyPatch, asked: int | None, taken: int
) -> None:
    counts: list[int] = []

    def spread(_requests: object, count: int) -> list[Generated]:
        counts.append(count)
        return []

    monkeypatch.setattr(pool, "available_cores", lambda: 128)
    monkeypatch.setattr(pool, "_spread", spread)
    pool.generate_all([cast("ManifestRequest", None)] * 10_000, processes=asked)

    assert counts == [taken]


# two processes render charts without end, each with a child for Helm
PROGRAM = """
import sys
sys.path[:] = {path!r}

def tell():
    import os, time
    from pathlib import Path
    def below(process):
        found = []
        for task in Path(f"/proc/{{process}}/task").glob("*/children"):
            for child in task.read_text().split():
                found += [child, *below(child)]
        return found
    while len(found := below(os.getpid())) < 3:
        time.sleep(0.05)
    time.sleep(0.5)
    print(*below(os.getpid()), flush=True)

if __name__ == "__main__":
    import threading
    from pathlib import Path
    from argowave.sources.pool import generate_all
    from argowave.sources.request import Charts, ManifestRequest
    from argowave.sources.source import read_source
    request = ManifestRequest(
        repository=Path({repository!r}),
        application="app",
        namespace="ns",
        project="team",
        source=read_source({{"repoURL": "https://example.org/own.git", "path": "."}}),
        refs=frozenset(),
        foreign_refs=frozenset(),
        local=True,
        kubernetes_version="1.36",
        charts=Charts(cache=None),
    )
    threading.Thread(target=tell, daemon=True).start()
    generate_all([request] * 500, processes=2)
"""
