"""`argowave bootstrap` as a process: what is printed, what is run, and what is refused."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from argowave.bootstrap.steps import plan_steps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bootstrap.conftest import Site

APPLY = [
    "apply --server-side --force-conflicts -k environments/dev/rendered/infra/argocd",
    (
        "wait --namespace=argocd --for=condition=Available --timeout=10m "
        "deployment/argocd-repo-server deployment/argocd-server"
    ),
    (
        "apply -f environments/dev/rendered/apps/projects/root.yaml "
        "-f environments/dev/rendered/apps/root.yaml"
    ),
]
RUN = [f"--context docker-desktop {words}" for words in APPLY]


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    ours, theirs = pty.openpty()
    yield ours, theirs
    os.close(ours)
    os.close(theirs)


def ask(site: Site, terminal: tuple[int, int], answer: bytes) -> tuple[int, str, str]:
    """Return the exit code and outputs of a run whose question is answered."""
    process = subprocess.Popen(
        site.command("dev", "--run"),
        env=site.environment(),
        stdin=terminal[1],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    os.write(terminal[0], answer)
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


def test_the_commands_are_printed_and_nothing_is_run(site: Site) -> None:
    done = site.bootstrap("dev")

    assert done.returncode == 0
    assert done.stdout == "".join(f"kubectl {words}\n" for words in APPLY)
    assert done.stderr == ""
    assert site.asked() == []


@pytest.mark.parametrize("environment", ["dev", "staging", "prod"])
def test_the_commands_name_what_render_has_written(site: Site, environment: str) -> None:
    steps = plan_steps(environment)
    named = [word for step in steps for word in step.words if word.startswith("environments/")]

    assert len(steps) <= 3
    assert len(named) == 3
    assert [path for path in named if not (site.repository / path).exists()] == []


def test_an_unknown_environment_is_refused(site: Site) -> None:
    done = site.bootstrap("stagin")

    assert done.returncode == 2
    assert "'stagin' does not exist, did you mean 'staging'?" in done.stderr


def test_the_commands_run_in_order_in_the_context_that_was_shown(site: Site) -> None:
    done = site.bootstrap("dev", "--run", "--yes")

    assert done.returncode == 0, done.stderr
    assert site.asked() == RUN
    assert "context        docker-desktop\n" in done.stderr
    assert "server         https://127.0.0.1:6443\n" in done.stderr
    assert (
        "Argo CD reads  https://git.company.dev/platform/argowave.git at main, "
        "only what is pushed there\n"
    ) in done.stderr
    assert done.stdout == "apply went well\nwait went well\napply went well\n"


def test_the_first_failure_ends_it_with_kubectls_own_message(site: Site) -> None:
    done = site.bootstrap("dev", "--run", "--yes", FAIL="wait")

    assert done.returncode == 2
    assert site.asked() == RUN[:2]
    assert "error: the wait says no\n" in done.stderr
    assert f"error: kubectl failed with exit code 7: kubectl {APPLY[1]}\n" in done.stderr


def test_a_context_that_the_environment_does_not_name_is_refused(site: Site) -> None:
    done = site.bootstrap("dev", "--run", "--yes", CONTEXT="prod")

    assert done.returncode == 2
    assert site.asked() == []
    assert done.stderr == (
        "error: the current context is prod; this environment's clusters are "
        "docker-desktop, kind-kind\n"
        "  kubectl config use-context docker-desktop or kubectl config use-context kind-kind; "
        "or add it to cluster.contexts of the environment\n"
    )


def test_no_context_says_how_to_choose_one(site: Site) -> None:
    done = site.bootstrap("staging", "--run", "--yes", CONTEXT="")

    assert done.returncode == 2
    assert done.stderr == (
        "error: kubectl has no current context\n  kubectl config use-context staging\n"
    )


def test_no_kubectl_says_where_to_get_it(site: Site) -> None:
    (site.programs / "kubectl").unlink()

    done = site.bootstrap("dev", "--run", "--yes")

    assert done.returncode == 2
    assert done.stderr == (
        "error: kubectl is not on the PATH\n  install it: https://kubernetes.io/docs/tasks/tools/\n"
    )


def test_a_placeholder_url_is_refused_and_said_of_the_printed_commands_too(site: Site) -> None:
    base = site.repository / "environments" / "base.yaml"
    base.write_text(base.read_text("utf-8").replace("git.company.dev", "git.example.com"), "utf-8")

    run, printed = site.bootstrap("dev", "--run", "--yes"), site.bootstrap("dev")

    assert run.returncode == 2
    assert site.asked() == []
    fault = (
        f"{site.repository}/environments/dev: repository.url is still the placeholder "
        "https://git.example.com/platform/argowave.git: Argo CD cannot read from it\n"
        "  write your repository's URL into environments/base.yaml, then render and push: "
        "argowave render dev\n"
    )
    assert run.stderr == f"error: {fault}"
    assert printed.returncode == 0
    assert printed.stderr == f"before you run them: {fault}"
    assert len(printed.stdout.splitlines()) == 3


def test_a_hook_whose_image_is_a_placeholder_is_refused(site: Site) -> None:
    versions = site.repository / "environments" / "staging" / "versions.yaml"
    versions.write_text(versions.read_text("utf-8").replace("io/company/", "io/example/"), "utf-8")

    run, printed = site.bootstrap("staging", "--run", "--yes"), site.bootstrap("staging")

    assert run.returncode == 2
    assert site.asked() == []
    fault = (
        f"{site.repository}/environments/staging: versions.images.check is still the placeholder "
        "ghcr.io/example/argowave:0.1.0: nobody can pull it\n"
        "  publish it and write its name into environments/staging/versions.yaml, or say "
        "check.enabled: false; then render and push: argowave render staging\n"
    )
    assert run.stderr == f"error: {fault}"
    assert printed.returncode == 0
    assert printed.stderr == f"before you run them: {fault}"


@pytest.mark.parametrize("remote", ["https://git.company.dev/other.git", ""])
def test_a_url_that_is_no_remote_is_refused(site: Site, remote: str) -> None:
    config = site.repository / ".git" / "config"
    config.write_text(f'[remote "origin"]\n\turl = {remote}\n' if remote else "", "utf-8")

    done = site.bootstrap("dev", "--run", "--yes")

    assert done.returncode == 2
    assert site.asked() == []
    assert (
        "repository.url is https://git.company.dev/platform/argowave.git, "
        "which is none of git's remotes here\n"
    ) in done.stderr


def test_another_way_to_write_the_remote_is_the_same_repository(site: Site) -> None:
    config = site.repository / ".git" / "config"
    config.write_text(
        '[remote "upstream"]\n\turl = git@git.company.dev:platform/argowave\n', "utf-8"
    )

    assert site.bootstrap("dev", "--run", "--yes").returncode == 0


def test_rendered_files_that_are_out_of_date_are_refused(site: Site) -> None:
    root = site.repository / "environments" / "dev" / "rendered" / "apps" / "root.yaml"
    root.write_text(root.read_text("utf-8").replace("main", "old"), "utf-8")

    done = site.bootstrap("dev", "--run", "--yes")

    assert done.returncode == 2
    assert site.asked() == []
    assert done.stderr == (
        f"error: {site.repository}/environments/dev/rendered: "
        "is not what the templates give, and it is what would be applied\n"
        "  argowave render dev, commit and push\n"
    )


def test_nobody_at_a_terminal_means_yes_has_to_be_said(site: Site) -> None:
    done = site.bootstrap("dev", "--run")

    assert done.returncode == 2
    assert site.asked() == []
    assert done.stderr.endswith(
        "error: nobody can be asked: standard input is no terminal\n"
        "  --yes runs the commands without asking\n"
    )


def test_yes_without_run_is_refused(site: Site) -> None:
    done = site.bootstrap("dev", "--yes")

    assert done.returncode == 2
    assert "nothing is run without --run" in done.stderr


@pytest.mark.parametrize("answer", [b"y\n", b"Yes\n"])
def test_yes_at_the_prompt_runs_them(site: Site, terminal: tuple[int, int], answer: bytes) -> None:
    code, _, err = ask(site, terminal, answer)

    assert code == 0, err
    assert "Run them? [y/N] " in err
    assert site.asked() == RUN


@pytest.mark.parametrize("answer", [b"n\n", b"\n", b"\x04", b"dev\n"])
def test_any_other_answer_runs_nothing(
    site: Site, terminal: tuple[int, int], answer: bytes
) -> None:
    code, _, err = ask(site, terminal, answer)

    assert code == 2
    assert err.endswith("Run them? [y/N] nothing was run\n")
    assert site.asked() == []


def test_ctrl_c_at_the_prompt_runs_nothing(site: Site, terminal: tuple[int, int]) -> None:
    process = subprocess.Popen(
        site.command("dev", "--run"),
        env=site.environment(),
        stdin=terminal[1],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None
    shown = b""
    while not shown.endswith(b"[y/N] "):
        shown += os.read(process.stderr.fileno(), 4096)
    process.send_signal(signal.SIGINT)
    _, rest = process.communicate(timeout=60)

    assert process.returncode == 130
    assert rest == b"interrupted\n"
    assert site.asked() == []


def test_ctrl_c_while_kubectl_waits_ends_both(site: Site) -> None:
    process = subprocess.Popen(
        site.command("dev", "--run", "--yes"),
        env=site.environment(HANG="wait"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    deadline = time.monotonic() + 30
    while len(site.asked()) < 2 and time.monotonic() < deadline:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to everything that runs in it
    _, err = process.communicate(timeout=30)

    assert process.returncode == 130
    assert err.endswith("interrupted\n")
    assert site.asked() == RUN[:2]
