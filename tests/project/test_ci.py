"""What runs on a server or in somebody else's repository, checked as far as it can be here."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from argowave.commands import build_parser

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yaml"))
RENOVATE: dict[str, Any] = json.loads((ROOT / "renovate.json").read_text("utf-8"))
PUBLISHING = {
    "attestations": "write",
    "contents": "read",
    "id-token": "write",
    "packages": "write",
}
REVIEWING = {"contents": "read", "pull-requests": "write", "security-events": "write"}
SESSIONS = re.findall(r"^def ([a-z]+)\(session", (ROOT / "noxfile.py").read_text(), re.MULTILINE)


def read(path: Path) -> Any:  # noqa: ANN401 (YAML)
    return yaml.safe_load(path.read_text("utf-8"))


def steps(workflow: Path) -> list[dict[str, Any]]:
    return [step for job in read(workflow)["jobs"].values() for step in job["steps"]]


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_may_nothing_that_a_job_does_not_ask_for(workflow: Path) -> None:
    whole = read(workflow)
    given = [job.get("permissions", {}) for job in whole["jobs"].values()]

    assert whole["permissions"] == {}
    assert whole["concurrency"]["cancel-in-progress"] is True
    wanted = {"image": PUBLISHING, "review": REVIEWING}.get(workflow.stem, {"contents": "read"})
    assert all(permissions in ({}, wanted) for permissions in given)


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_calls_nox_and_nothing_else(workflow: Path) -> None:
    for command in (step["run"] for step in steps(workflow) if "run" in step):
        match shlex.split(command):
            case ["./nox", "-s", session, *_] | ["python", "nox", "-s", session, *_]:
                assert session in SESSIONS
            case words:
                assert words[0] == "test", command


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_actions_have_an_exact_version_and_leave_no_credentials(workflow: Path) -> None:
    used = [step for step in steps(workflow) if "uses" in step]

    assert used
    for step in used:
        if step["uses"] == "./":  # the action of this repository, as it is in the pull request
            continue
        version = step["uses"].partition("@")[2]
        assert re.fullmatch(r"v\d+\.\d+\.\d+|[0-9a-f]{40}", version), step["uses"]
        if step["uses"].startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_no_workflow_runs_a_strangers_change_with_a_token_that_writes(workflow: Path) -> None:
    """`pull_request_target` and `workflow_run` have the token of the target's repository."""
    triggers = read(workflow)[True]  # YAML 1.1 reads `on` as true

    assert set(triggers) <= {"pull_request", "push"}


def test_one_job_waits_for_all_the_others() -> None:
    jobs = read(ROOT / ".github" / "workflows" / "check.yaml")["jobs"]

    assert set(jobs["checked"]["needs"]) == set(jobs) - {"checked"}
    assert jobs["checked"]["if"] == "always()"
    wanted = " ".join("success" for _ in jobs["checked"]["needs"])
    assert f'"{wanted}"' in jobs["checked"]["steps"][0]["run"]


def test_the_hooks_for_other_repositories_are_commands_of_argowave() -> None:
    hooks = read(ROOT / ".pre-commit-hooks.yaml")

    assert [hook["id"] for hook in hooks] == ["argowave-validate", "argowave-lint"]
    for hook in hooks:
        words = shlex.split(hook["entry"])
        assert words[0] == "argowave"
        assert hook["language"] == "python"
        build_parser(words[1]).parse_args([*words[1:], "name.yaml"])


def test_our_own_hooks_are_sessions_and_exact_versions() -> None:
    for repository in read(ROOT / ".pre-commit-config.yaml")["repos"]:
        if repository["repo"] != "local":
            assert re.fullmatch(r"v\d+\.\d+\.\d+", repository["rev"])
            continue
        for hook in repository["hooks"]:
            words = shlex.split(hook["entry"])
            assert words[:3] == ["python3", "nox", "-s"]
            assert words[3] in SESSIONS


@pytest.mark.parametrize("manager", RENOVATE["customManagers"], ids=lambda m: m["description"])
def test_renovate_finds_what_each_of_its_managers_is_for(manager: dict[str, Any]) -> None:
    (pattern,) = (text.strip("/") for text in manager["managerFilePatterns"])
    (match,) = manager["matchStrings"]
    expression = re.compile(match.replace("(?<", "(?P<"))
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    files = [path for path in tracked if re.search(pattern, path)]

    assert files
    for path in files:
        found = [hit.groupdict() for hit in expression.finditer((ROOT / path).read_text("utf-8"))]
        assert found, path
        assert all(hit["currentValue"] for hit in found)


def test_every_version_of_an_environment_has_a_manager() -> None:
    text = (ROOT / "environments" / "dev" / "versions.yaml").read_text("utf-8")
    versions = read(ROOT / "environments" / "dev" / "versions.yaml")["versions"]
    found: set[str] = set()
    for manager in RENOVATE["customManagers"]:
        expression = manager["matchStrings"][0].replace("(?<", "(?P<")
        found |= {hit["currentValue"] for hit in re.finditer(expression, text)}
    stated = {
        *(versions["argocd"], *versions["packages"].values()),
        *(image.rpartition(":")[2] for image in versions["images"].values()),
        *(value for name, value in versions["charts"].items() if name != "ingressNginx"),  # retired
    }

    assert stated - found == set()
