"""`action.yaml`, its steps run in bash in a real repository, as a runner would run them."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
import yaml

from argowave.commands import build_parser
from argowave.commands.review import COMMENT, FILES
from forge.hosts import TOKEN, serving
from published import GITLAB_CI, schema_of

if TYPE_CHECKING:
    from diff.conftest import Shop

ROOT = Path(__file__).parents[2]
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yaml").read_text("utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
REVIEWING = {"contents": "read", "pull-requests": "write", "security-events": "write"}
ARGOWAVE = """#!/bin/sh
PYTHONPATH={tools} exec {python} -m argowave "$@"
"""
ARGUMENTS = "--root root.yaml"


@dataclass(frozen=True)
class Runner:
    """A job on a pull request to main."""

    shop: Shop
    folder: Path
    api: str

    def run(self, name: str, **values: str) -> tuple[int, dict[str, str], str]:
        """Run a step and return its exit code, its outputs and what it printed."""
        (step,) = [each for each in STEPS if each["name"] == name]
        output, summary = self.folder / f"{name}.output", self.folder / "summary.md"
        output.write_text("")
        event = self.folder / "event.json"
        event.write_text(json.dumps({"pull_request": {"number": 7}}))
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "RUNNER_TEMP": str(self.folder),
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_API_URL": self.api,
            "GITHUB_BASE_REF": "main",
            "GITHUB_EVENT_PATH": str(event),
            "GITHUB_OUTPUT": str(output),
            "GITHUB_REPOSITORY": "team/shop",
            "GITHUB_STEP_SUMMARY": str(summary),
            **{key: filled(text, values) for key, text in step.get("env", {}).items()},
        }
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=self.shop.path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        outputs = dict(line.split("=", 1) for line in output.read_text().splitlines())
        return done.returncode, outputs, done.stdout + done.stderr


def filled(text: str, values: dict[str, str]) -> str:
    """Return an expression's value: an input, its default, or an output of the review."""
    found = re.fullmatch(r"\$\{\{ (?:inputs|steps\.review\.outputs)\.([a-z-]+) \}\}", text)
    assert found, text
    name = found[1].replace("-", "_")
    return values.get(name, str(ACTION["inputs"].get(found[1], {}).get("default", "")))


@pytest.fixture
def runner(shop: Shop, tmp_path: Path) -> Runner:
    """Give a runner on which argowave is installed, and a branch that makes another image."""
    program = tmp_path / "argowave" / "bin" / "argowave"
    program.parent.mkdir(parents=True)
    program.write_text(ARGOWAVE.format(tools=ROOT / "tools", python=sys.executable))
    program.chmod(0o755)
    (program.parent / "python").symlink_to(sys.executable)
    shop.git("update-ref", "refs/remotes/origin/main", "main")
    shop.git("switch", "--quiet", "--create", "topic")
    path = "manifests/web/web.yaml"
    shop.write(path, (shop.path / path).read_text().replace("web:1", "web:2"))
    shop.commit()
    return Runner(shop, tmp_path, "")


def test_a_review_leaves_its_files_its_summary_and_its_verdict(runner: Runner) -> None:
    code, outputs, printed = runner.run("Review", arguments=ARGUMENTS)
    folder = runner.folder / "argowave-review"

    assert code == 0, printed
    assert outputs == {
        "exit-code": "1",  # the shop has no limits, no pinned image
        "comment": str(folder / "comment.md"),
        "folder": str(folder),
    }
    assert {path.name for path in folder.iterdir()} == {
        *("comment.md", "argowave.sarif", "argowave.json", "code-quality.json", "junit.xml")
    }
    comment = (folder / "comment.md").read_text()
    assert "**restarts** Deployment/web 2 pods restart, one after the other" in comment
    assert (runner.folder / "summary.md").read_text() == comment
    assert json.loads((folder / "argowave.sarif").read_text())["version"] == "2.1.0"
    assert [runner.run("Verdict", exit_code=each)[0] for each in ("0", "1", "2")] == [0, 1, 2]


def test_a_history_that_is_too_short_is_said_and_nothing_is_left_of_an_older_review(
    runner: Runner,
) -> None:
    runner.run("Review", arguments=ARGUMENTS)
    runner.shop.git("update-ref", "-d", "refs/remotes/origin/main")
    code, outputs, printed = runner.run("Review", arguments=ARGUMENTS)

    assert (code, outputs) == (2, {})
    assert "fetch-depth: 0" in printed
    assert not (runner.folder / "argowave-review").exists()


def test_a_base_and_arguments_can_be_given_and_nothing_of_them_is_run(runner: Runner) -> None:
    code, outputs, printed = runner.run(
        "Review", base="topic", arguments="--root root.yaml --env $(touch hacked) ;touch hacked"
    )

    assert code == 0
    assert outputs == {"exit-code": "2"}
    assert "unrecognized arguments" in printed
    assert not (runner.shop.path / "hacked").exists()


def test_arguments_are_quoted_and_may_stand_on_several_lines(runner: Runner) -> None:
    lines = "--root root.yaml\n--accept 'shop Deployment/web'\n"
    _, outputs, printed = runner.run("Review", arguments=lines)

    assert outputs["exit-code"] == "1", printed


def test_a_quotation_mark_without_an_end_is_said(runner: Runner) -> None:
    code, outputs, printed = runner.run("Review", arguments="--root 'root.yaml")

    assert (code, outputs) == (2, {})
    assert "a quotation mark in arguments has no end" in printed


def test_the_comment_is_posted_and_then_updated(runner: Runner) -> None:
    with serving() as host:
        working = Runner(runner.shop, runner.folder, host.url)
        _, outputs, _ = working.run("Review", arguments=ARGUMENTS)
        for word in ("posted", "updated"):
            code, _, printed = working.run("Comment", comment=outputs["comment"], token=TOKEN)
            assert (code, printed) == (0, f"{word}: https://example.com/1\n")

    assert host.comments[0]["body"] == Path(outputs["comment"]).read_text()


def test_the_action_and_its_workflow_are_what_github_reads() -> None:
    jsonschema.validate(ACTION, schema_of("github-action"))
    text = (ROOT / ".github" / "workflows" / "review.yaml").read_text("utf-8")
    workflow = yaml.safe_load(re.sub(r"^on:", "'on':", text, flags=re.MULTILINE))
    workflow["jobs"]["review"]["runs-on"] = "ubuntu-latest"  # the schema's list is an older one

    jsonschema.validate(workflow, schema_of("github-workflow"))


def test_no_step_puts_an_expression_into_its_script() -> None:
    for step in STEPS:
        assert "${{" not in step.get("run", ""), step["name"]


def test_the_token_is_with_the_step_that_posts_and_with_no_other() -> None:
    holders = [step["name"] for step in STEPS if "inputs.token" in str(step.get("env", {}))]

    assert holders == ["Comment"]
    for step in STEPS[2:4]:
        assert "head.repo.full_name == github.repository" in step["if"]


def test_other_actions_are_pinned_by_commit() -> None:
    for step in STEPS:
        if "uses" in step:
            assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", step["uses"])


def test_argowave_is_installed_from_the_action_itself() -> None:
    assert '"$GITHUB_ACTION_PATH"' in STEPS[0]["run"]
    assert (ROOT / "pyproject.toml").is_file()


def test_the_pipelines_of_the_docs_run_commands_that_exist() -> None:
    text = (ROOT / "docs" / "ci.md").read_text("utf-8")
    github, gitlab = (
        yaml.safe_load(block)
        for block in re.findall(r"^```yaml\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    )
    jsonschema.validate(gitlab, schema_of(GITLAB_CI))
    checkout, action = github["jobs"]["review"]["steps"]

    assert checkout["with"] == {"fetch-depth": 0, "persist-credentials": False}
    assert set(action["with"]) <= set(ACTION["inputs"])
    assert github["permissions"].items() <= REVIEWING.items()
    for job in ("review", "comment"):
        (script,) = gitlab[job]["script"]
        words = shlex.split(script)
        build_parser(words[1]).parse_args(words[1:])
    written = {COMMENT, *FILES}
    for path in gitlab["review"]["artifacts"]["reports"].values():
        assert path.removeprefix("review/") in written
