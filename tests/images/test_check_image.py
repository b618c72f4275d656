"""The check's image: its steps, run without a container engine, and what comes of them."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from argowave.rehearse.emulator import MiniStack
from argowave.rehearse.rehearsal import Rehearsal
from argowave.rehearse.stage import set_stage
from argowave.schema import open_store
from argowave.sources.request import Charts
from images.dockerfile import ROOT, read_instructions, run_build

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

INSTRUCTIONS = read_instructions("Dockerfile")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the virtual environment that the Dockerfile's steps make."""
    return run_build("Dockerfile", tmp_path_factory.mktemp("image"))


@pytest.fixture(scope="module")
def running() -> Iterator[Rehearsal]:
    """Return staging, running on an emulator, without its hook's process counting."""
    store = open_store(("default",))
    charts = Charts(cache=ROOT / ".cache" / "charts", fetch=False, helm=None)
    stage = set_stage(ROOT, "staging", store, charts)
    emulator = MiniStack(stage.account, stage.region)
    with emulator, Rehearsal(stage, emulator) as rehearsal:
        assert rehearsal.run(30).findings == ()
        yield rehearsal


def rendered_job(rehearsal: Rehearsal) -> dict[str, Any]:
    (job,) = (each for each in rehearsal.stage.inventory.resources if each.kind == "Job")
    (container,) = job.body["spec"]["template"]["spec"]["containers"]
    found: dict[str, Any] = container
    return found


def test_the_jobs_command_runs_in_what_the_dockerfile_installs(
    installed: Path, running: Rehearsal, tmp_path: Path
) -> None:
    container = rendered_job(running)
    words = [*container["command"], *container["args"]]
    words[0] = str(installed / "bin" / words[0])
    variables = {
        "AWS_REGION": "eu-central-1",
        "CLOUD_AWS_DEFAULTS_ENDPOINT": running.emulator.url,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "ARGOWAVE_KUBERNETES": running.api_url("devopstest", "justtrack-t1-check"),
        "HOME": str(tmp_path / "nowhere"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    process = subprocess.Popen(
        words, env=variables, cwd="/", stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    while process.poll() is None:
        running.keep_going(0.2)
    output, complaints = process.communicate()

    assert process.returncode == 0, output + complaints
    assert "passed  delivery" in output
    assert "passed  managed-resources" in output
    assert output.splitlines()[-1] == "12 checks: 10 passed, 0 failed, 2 skipped"


def test_nothing_is_installed_that_the_check_does_not_need(installed: Path) -> None:
    (site,) = installed.glob("lib/python*/site-packages")
    packages = {path.name.partition("-")[0] for path in site.glob("*.dist-info")}

    assert packages == {
        "argowave",
        "boto3",
        "botocore",
        "jmespath",
        "python_dateutil",
        "s3transfer",
        "six",
        "urllib3",
    }


def test_the_image_is_pinned_and_runs_as_nobody() -> None:
    bases = [words.split()[0] for instruction, words in INSTRUCTIONS if instruction == "FROM"]

    assert len(bases) == 2
    assert len(set(bases)) == 1
    assert re.fullmatch(r"python:3\.\d+\.\d+-slim-[a-z]+(@sha256:[0-9a-f]{64})?", bases[0])
    assert ["USER", "65532:65532"] in INSTRUCTIONS
    assert INSTRUCTIONS[-2:] == [["ENTRYPOINT", '["argowave"]'], ["CMD", '["flow", "--help"]']]


def test_every_version_in_the_image_is_exact() -> None:
    lines = (ROOT / "images" / "requirements.txt").read_text("utf-8").splitlines()
    stated = [line for line in lines if not line.startswith("#")]

    assert stated
    assert all(re.fullmatch(r"[a-z0-9-]+==[0-9.]+(post\d+)?", line) for line in stated), stated
