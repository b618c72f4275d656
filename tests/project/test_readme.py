from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import pytest

from argowave.bootstrap.steps import plan_steps
from argowave.commands import build_parser, main
from argowave.schema import open_store

ROOT = Path(__file__).parents[2]
PAGES = [
    *("README.md", "CONTRIBUTING.md", "CHANGELOG.md"),
    *(path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "docs").glob("*.md"))),
]
README = (ROOT / "README.md").read_text()
SESSIONS = re.findall(r"^def ([a-z]+)\(session", (ROOT / "noxfile.py").read_text(), re.MULTILINE)


def code_of(page: str) -> list[str]:
    blocks = re.findall(r"^```sh\n(.*?)^```", (ROOT / page).read_text(), re.DOTALL | re.MULTILINE)
    return [line.split("  #")[0].strip() for block in blocks for line in block.splitlines()]


@pytest.mark.parametrize("page", PAGES)
def test_every_linked_file_exists(page: str) -> None:
    links = re.findall(r"\]\(([^)#]+)", (ROOT / page).read_text())

    for link in links:
        if not link.startswith("https://"):
            assert ((ROOT / page).parent / link).exists(), link


@pytest.mark.parametrize("page", PAGES)
def test_every_linked_heading_exists(page: str) -> None:
    for name, anchor in re.findall(r"\]\(([^)#:]*)#([^)]+)\)", (ROOT / page).read_text()):
        linked = ((ROOT / page).parent / name if name else ROOT / page).read_text()
        headings = re.findall(r"^#+ (.+)$", linked, re.MULTILINE)
        known = {re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in headings}

        assert anchor in known, f"{name}#{anchor}"


@pytest.mark.parametrize("page", PAGES)
def test_every_path_that_a_page_names_exists(page: str) -> None:
    named = re.findall(r"`((?:apps|infra|workloads|environments|docs|tests|tools)/[^`\s<]*)`", (ROOT / page).read_text())  # fmt: skip # noqa: E501 (one pattern)

    for path in named:
        if "*" not in path and "<" not in path:
            assert (ROOT / path).exists(), path


def test_the_tree_names_every_folder_and_only_those() -> None:
    (tree,) = re.findall(r"## The tree\n\n```\n(.*?)```", README, re.DOTALL)
    listed = {line.split()[0].split("/")[0] for line in tree.splitlines()}
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    folders = {path.split("/")[0] for path in tracked if "/" in path and not path.startswith(".")}

    assert listed == folders


@pytest.mark.parametrize("page", PAGES)
def test_every_argowave_command_parses(page: str) -> None:
    for line in code_of(page):
        if line.startswith("argowave "):
            words = shlex.split(line)
            parser = build_parser(words[1])
            assert parser.parse_args(words[1:]).command == words[1]


def test_the_diagram_is_what_graph_draws_today(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """To renew it, put the output of the command between its marker and the next one."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))  # no charts of this machine
    (command, drawn), *others = re.findall(
        r"<!-- (argowave graph [^\n]*) -->\n```mermaid\n(.*?)```\n<!-- end -->", README, re.DOTALL
    )
    monkeypatch.chdir(ROOT)

    assert main(shlex.split(command)[1:]) == 0

    renew = f"renew README.md: put the output of `{command}` between its markers"
    assert capsys.readouterr().out == drawn, renew
    assert others == []


@pytest.mark.parametrize("page", PAGES)
def test_every_session_exists(page: str) -> None:
    for call in re.findall(r"\./nox -s ([a-z ]+)", (ROOT / page).read_text()):
        named = [word for word in call.split() if word in SESSIONS]
        assert named[:1] == call.split()[:1], call


def test_the_bootstrap_commands_of_the_docs_are_those_that_bootstrap_runs() -> None:
    page = "docs/clusters.md"

    assert code_of(page)[:3] == [str(step) for step in plan_steps("dev")]


def test_the_test_command_is_what_ci_runs() -> None:
    script = (ROOT / ".ci/run").read_text()

    assert "./nox -s tests" in code_of("README.md")
    assert script.rstrip().endswith("./nox -s tests")
    assert "./nox -s render -- --check" in script


def test_markdown_has_one_sentence_a_line() -> None:
    for page in PAGES:
        text = re.sub(r"```.*?```", "", (ROOT / page).read_text(), flags=re.DOTALL)
        for line in text.splitlines():
            if not line.startswith(("|", "#")):
                sentences = re.findall(r"[a-z)`]\. [A-Z]", line)
                assert not sentences, f"{page}: {line}"


def test_the_store_holds_the_versions_that_the_readme_names() -> None:
    versions = open_store().kubernetes_versions

    assert f"Kubernetes {versions[0]} to {versions[-1]}" in README


def test_the_readme_shows_the_three_commands_that_bootstrap_runs() -> None:
    commands = [line for line in code_of("README.md") if line.startswith("kubectl ")]

    assert commands == [str(step) for step in plan_steps("dev")]


def test_every_session_of_the_readme_takes_what_is_passed_to_it() -> None:
    """`./nox -s render -- dev` is `argowave render dev`."""
    for page in PAGES:
        for command, rest in re.findall(
            r"\./nox -s (render|lint|bootstrap) -- ([^`#\n]+)", (ROOT / page).read_text()
        ):
            build_parser(command).parse_args([command, *shlex.split(rest)])
