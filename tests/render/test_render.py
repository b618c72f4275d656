from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from argowave.commands import main
from argowave.environment import load_environments
from argowave.errors import ToolError
from argowave.render import find_templates, render_environment
from argowave.render.engine import new_engine
from argowave.render.rendering import compile_templates
from argowave.render.write import only_one
from argowave.yamlio import Document, read_documents
from argowave.yamlio.write import dump

if TYPE_CHECKING:
    from pathlib import Path

    from render.conftest import Repository

ROOT = "environments/dev/rendered/apps/root.yaml"


def render(repository: Repository, *arguments: str) -> int:
    return main(["render", "--repository", str(repository.path), *arguments])


def fault(repository: Repository) -> str:
    with pytest.raises(ToolError) as caught:
        render_all(repository)
    return str(caught.value)


def render_all(repository: Repository) -> None:
    compiled = compile_templates(new_engine(), find_templates(repository.path))
    for environment in load_environments(repository.path):
        render_environment(environment, compiled, repository.path)


def everything(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".argowave-")
    }


def test_a_template_becomes_a_file_that_names_it(repository: Repository) -> None:
    assert render(repository) == 0

    assert repository.read(ROOT) == (
        '# rendered by argowave from apps/root.yaml; do not edit\nkind: Root\nname: "devopstest"\n'
    )


def test_rendering_twice_touches_nothing(repository: Repository) -> None:
    render(repository)
    before = (repository.path / ROOT).stat().st_mtime_ns

    assert render(repository) == 0
    assert render(repository, "--check") == 0
    assert (repository.path / ROOT).stat().st_mtime_ns == before


def test_check_shows_the_difference_and_writes_nothing(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    render(repository)
    repository.write("apps/root.yaml", "kind: Other\n")
    before = everything(repository.path)

    assert render(repository, "--check") == 1
    assert "-kind: Root\n" in capsys.readouterr().out
    assert everything(repository.path) == before


def test_a_file_that_no_template_makes_any_more_is_removed(repository: Repository) -> None:
    repository.write("infra/a/b.yaml", "kind: B\n")
    render(repository)
    (repository.path / "infra/a/b.yaml").unlink()

    assert render(repository) == 0
    assert not (repository.path / "environments/dev/rendered/infra").joinpath("a/b.yaml").exists()


def test_a_file_that_render_did_not_make_is_left_alone_and_named(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    render(repository)
    mine = repository.write("environments/dev/rendered/apps/mine.yaml", "kind: Mine\n")

    assert render(repository) == 1
    assert mine.read_text() == "kind: Mine\n"
    assert "rendered/apps/mine.yaml: render did not make it" in capsys.readouterr().err


def test_a_file_in_the_way_is_not_overwritten(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = repository.write(ROOT, "kind: Mine\n")

    assert render(repository) == 2
    assert mine.read_text() == "kind: Mine\n"
    assert "stands where render must write, and render did not make it" in capsys.readouterr().err


def test_an_edit_by_hand_is_told_when_it_is_lost(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    render(repository)
    repository.write(ROOT, "kind: Edited\n")

    assert render(repository) == 0
    assert f"{ROOT}: was edited by hand, the edit is lost" in capsys.readouterr().err


def test_a_template_that_says_nothing_makes_no_file(repository: Repository) -> None:
    repository.write(
        "infra/x.yaml", "# only this\n#% if env.aws.target == 'aws' %#\na: 1\n#% endif %#\n"
    )

    assert render(repository) == 0
    assert not (repository.path / "environments/dev/rendered/infra/x.yaml").exists()


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("a: 1\nb: #{ env.namespce }#\n", "apps/x.yaml:2: there is no 'namespce' here, did you mean namespace? (environment dev)"),  # noqa: E501 (one case a line)
        ("a: #{ nothing }#\n", "apps/x.yaml:1: 'nothing' is undefined (environment dev)"),
        ("a: 1\n#% if %#\n", "apps/x.yaml:2: Expected an expression, got 'end of statement block'"),
        ("a: 1\nb: [\n", "apps/x.yaml: renders to invalid YAML in environment dev, line 3 of the output: while parsing a flow node, did not find expected node content: "),  # noqa: E501 (one case a line)
        ("- a\n", "apps/x.yaml: renders to no mapping in environment dev"),
        ("a: #{ file('../../secret') }#\n", "apps/x.yaml:1: "),
        ("a: #{ file('no.lua') }#\n", "apps/x.yaml:1: apps/no.lua: cannot be read: No such file or directory (environment dev)"),  # noqa: E501 (one case a line)
        ("a: #{ 1 / 0 }#\n", "apps/x.yaml:1: division by zero (environment dev)"),
    ],
    ids=["key", "name", "syntax", "yaml", "list", "outside", "missing-file", "arithmetic"],
)  # fmt: skip
def test_a_template_that_fails_says_where_and_why(
    template: str, message: str, repository: Repository
) -> None:
    repository.write("apps/x.yaml", template)

    assert fault(repository).startswith(message)


def test_two_templates_that_make_one_file_are_both_named(repository: Repository) -> None:
    repository.write("apps/root.yml", "kind: Root\n")

    assert fault(repository).startswith(
        "apps/root.yml: makes rendered/apps/root.yaml, and so does apps/root.yaml"
    )


def test_a_repository_without_templates_is_refused(repository: Repository) -> None:
    (repository.path / "apps/root.yaml").unlink()

    assert "holds no template" in fault(repository)


def test_a_template_that_is_no_utf8_is_refused(repository: Repository) -> None:
    repository.write("apps/x.yaml", b"a: 1\nb: \xff\n")

    assert fault(repository) == "apps/x.yaml:2: is not UTF-8: byte 0xff"


@given(text=st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc"))))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_text_survives_quoting(text: str, repository: Repository) -> None:
    repository.write("environments/dev/versions.yaml", dump({"note": {"text": text}}))
    repository.write(
        "apps/x.yaml", "a: #{ env.note.text | quote }#\nb:\n  #{ env.note | yaml | indent }#\n"
    )
    compiled = compile_templates(new_engine(), find_templates(repository.path))
    (environment,) = load_environments(repository.path)

    files = render_environment(environment, compiled, repository.path).files
    (document,) = read_documents(files["apps/x.yaml"].encode(), "x")

    assert isinstance(document, Document)
    assert document.body == {"a": text, "b": {"text": text}}


def run_limited(repository: Repository, *, size: int) -> subprocess.CompletedProcess[str]:
    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return subprocess.run(
        [sys.executable, "-m", "argowave", "render", "--repository", str(repository.path)],
        preexec_fn=limit,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )


def test_a_disk_that_is_full_costs_nothing(repository: Repository) -> None:
    render(repository)
    repository.write("apps/root.yaml", f"kind: Root\nname: {'x' * 5000}\n")
    repository.write("apps/a.yaml", "kind: A\n")
    before = everything(repository.path)

    done = run_limited(repository, size=2000)

    assert done.returncode == 2
    assert "cannot be written: File too large; nothing was changed" in done.stderr
    assert everything(repository.path) == before


def test_a_render_that_is_killed_leaves_whole_files(repository: Repository) -> None:
    for number in range(200):
        repository.write(f"apps/a{number}.yaml", "kind: A\nname: one\n")
    render(repository)
    for number in range(200):
        repository.write(f"apps/a{number}.yaml", "kind: A\nname: two\n")
    command = [sys.executable, "-m", "argowave", "render", "--repository", str(repository.path)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        time.sleep(0.25)
        process.kill()

    written = everything(repository.path / "environments/dev/rendered/apps")
    assert {data.splitlines()[-1] for name, data in written.items() if name != "root.yaml"} <= {
        b"name: one",
        b"name: two",
    }
    assert render(repository) == 0
    assert render(repository, "--check") == 0
    assert not list(repository.path.rglob(".argowave-*.yaml"))


def test_a_second_render_at_the_same_time_is_refused(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    with only_one(repository.path):
        assert render(repository) == 2

    assert "another render is at work in this repository" in capsys.readouterr().err
    assert render(repository) == 0
