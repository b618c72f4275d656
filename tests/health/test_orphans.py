from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from bounded.processes import goes_away


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
def test_a_script_in_the_middle_of_a_pattern_ends_when_its_parent_is_killed() -> None:
    code = (
        f"import sys; sys.path[:] = {sys.path!r}\n"
        "from argowave.bounded.worker import Worker\n"
        "from argowave.bounded.bounds import Bounds\n"
        "worker = Worker('argowave.health.sandbox', Bounds())\n"
        "worker.prepare()\n"
        "print(worker._process.pid, flush=True)\n"
        "text = \"string.find(('a'):rep(50), ('a*'):rep(50) .. 'b')\"\n"
        "worker.ask('compile', {'script': text})\n"
        "print('compiled', flush=True)\n"
        "worker.ask('run', {'script': text, 'object': {}, 'open': True})\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert parent.stdout.readline() == "compiled\n"
        with pytest.raises(subprocess.TimeoutExpired):
            parent.wait(0.5)
        parent.send_signal(signal.SIGKILL)

    assert goes_away(child)
