"""`./nox` as a process, in a checkout of its own, with a package index on loopback."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOX = """
import os, sys
print(os.getcwd(), *sys.argv[1:], sep="|")
print(sys.prefix)
sys.exit(int(os.environ.get("NOX_ENDS_WITH", "0")))
"""


@dataclass(frozen=True, slots=True)
class Checkout:
    """A folder with ./nox in it, and a machine whose PATH holds little."""

    folder: Path
    programs: Path
    wheels: Path

    @property
    def private(self) -> list[Path]:
        """Return what is below .nox/.bootstrap."""
        return sorted((self.folder / ".nox" / ".bootstrap").iterdir())

    def nox(
        self, *arguments: str, python: str = sys.executable, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        """Run ./nox with a Python that has no nox."""
        return self.python(str(self.folder / "nox"), *arguments, python=python, **variables)

    def python(
        self, *arguments: str, python: str = sys.executable, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a Python without its installed libraries."""
        return subprocess.run(
            [python, "-S", *arguments],
            env=self.variables(**variables),
            cwd=self.programs,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def variables(self, **variables: str) -> dict[str, str]:
        """Return environment variables under which pip knows one folder of wheels only."""
        return {
            "HOME": str(self.programs),
            "PATH": str(self.programs),
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(self.wheels),
            **variables,
        }

    def put_program(self, name: str, script: str) -> None:
        """Put a program on the PATH."""
        (self.programs / name).write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        (self.programs / name).chmod(0o755)


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    made = Checkout(tmp_path / "checkout", tmp_path / "programs", tmp_path / "wheels")
    for folder in (made.folder, made.programs, made.wheels):
        folder.mkdir()
    for name in ("nox", "noxfile.py"):
        shutil.copy(ROOT / name, made.folder / name)
    write_wheel(made.wheels)
    return made


def write_wheel(folder: Path) -> None:
    """Write a nox that only says how it was called."""
    info = "nox-2999.1.1.dist-info"
    with zipfile.ZipFile(folder / "nox-2999.1.1-py3-none-any.whl", "w") as wheel:
        wheel.writestr("nox/__init__.py", "")
        wheel.writestr("nox/__main__.py", NOX)
        wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: nox\nVersion: 2999.1.1\n")
        wheel.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr(f"{info}/RECORD", "")


def test_the_first_run_makes_an_environment_and_later_ones_only_use_it(checkout: Checkout) -> None:
    first = checkout.nox("-s", "render", "--", "--check")
    second = checkout.nox("-s", "render", "--", "--check", NOX_ENDS_WITH="3")

    assert second.returncode == 3
    assert first.returncode == 0, first.stderr
    assert first.stdout == second.stdout
    assert first.stdout.splitlines()[0] == f"{checkout.folder}|-s|render|--|--check"
    assert first.stderr == (
        "nox: making an environment with nox>=2025.2.9 in .nox/.bootstrap, once\n"
    )
    assert second.stderr == ""
    assert first.stdout.splitlines()[1] == str(checkout.private[0])


def test_two_first_runs_at_once_share_one_environment(checkout: Checkout) -> None:
    with ThreadPoolExecutor(2) as pool:
        runs = list(pool.map(lambda _: checkout.nox("-l"), range(2)))

    assert [run.returncode for run in runs] == [0, 0], [run.stderr for run in runs]
    assert len(checkout.private) == 1


def test_a_killed_first_run_leaves_nothing_that_looks_finished(checkout: Checkout) -> None:
    process = subprocess.Popen(
        [sys.executable, "-S", str(checkout.folder / "nox"), "-l"],
        env=checkout.variables(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None
    process.stderr.readline()  # it has begun
    process.kill()
    process.communicate()
    (left,) = checkout.private
    os.utime(left, (0, 0))  # long ago

    done = checkout.nox("-l")

    assert done.returncode == 0, done.stderr
    assert left.name.startswith("making-")
    assert left not in checkout.private
    assert len(checkout.private) == 1


def test_an_environment_whose_python_is_gone_is_made_again(checkout: Checkout) -> None:
    checkout.nox("-l")
    python = checkout.private[0] / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python")

    done = checkout.nox("-l")

    assert done.returncode == 0, done.stderr
    assert "nox: making an environment" in done.stderr


def test_without_an_index_pips_words_are_followed_by_what_to_do(checkout: Checkout) -> None:
    for wheel in checkout.wheels.iterdir():
        wheel.unlink()

    done = checkout.nox("-l")

    assert done.returncode == 2
    assert "No matching distribution found for nox>=2025.2.9" in done.stderr
    assert done.stderr.endswith(
        "error: nox>=2025.2.9 could not be installed; pip's own words are above\n"
        "  the first run needs a package index; pip finds one by PIP_INDEX_URL and HTTPS_PROXY\n"
    )
    assert checkout.private == []


def test_a_checkout_that_cannot_be_written_is_named(checkout: Checkout) -> None:
    (checkout.folder / ".nox").write_text("in the way", "utf-8")

    done = checkout.nox("-l")

    assert done.returncode == 2
    assert done.stderr == (
        f"error: {checkout.folder}/.nox/.bootstrap cannot be written: Not a directory\n"
        "  nox keeps its environments in .nox: run it in a checkout that you may write to\n"
    )


def test_uv_makes_the_environment_where_there_is_one(checkout: Checkout) -> None:
    uv = shutil.which("uv")
    if uv is None:
        pytest.skip("uv is not on the PATH")
    (checkout.programs / "uv").symlink_to(uv)

    config = checkout.programs / "uv.toml"
    config.write_text(f"no-index = true\nfind-links = ['{checkout.wheels}']\n", "utf-8")

    done = checkout.nox("-l", UV_CONFIG_FILE=str(config))

    assert done.returncode == 0, done.stderr
    assert "trying pip" not in done.stderr
    assert "uv = " in (checkout.private[0] / "pyvenv.cfg").read_text("utf-8")


def test_where_uv_fails_pip_is_tried(checkout: Checkout) -> None:
    checkout.put_program("uv", "echo 'uv: no index' >&2; exit 2")

    done = checkout.nox("-l")

    assert done.returncode == 0
    assert done.stderr.endswith("uv: no index\nnox: uv could not make it (see above); trying pip\n")


@pytest.fixture
def installed(checkout: Checkout, tmp_path: Path) -> str:
    """Return a PYTHONPATH on which nox is found."""
    with zipfile.ZipFile(next(checkout.wheels.iterdir())) as wheel:
        wheel.extractall(tmp_path / "site")
    return str(tmp_path / "site")


def test_a_python_that_has_nox_is_used_as_it_is(checkout: Checkout, installed: str) -> None:
    done = checkout.nox("-l", PYTHONPATH=installed)

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[1] == sys.prefix
    assert not (checkout.folder / ".nox").exists()


def test_without_ensurepip_pipx_runs_it_or_the_remedy_is_named(checkout: Checkout) -> None:
    """Debian's Python has no ensurepip until python3-venv is installed."""
    run = (
        "import runpy, sys; sys.modules['ensurepip'] = None; "
        f"sys.argv = ['nox', '-l']; runpy.run_path({str(checkout.folder / 'nox')!r}, "
        "run_name='__main__')"
    )

    alone = checkout.python("-c", run)
    checkout.put_program("pipx", 'echo "pipx $*"; exit 5')
    piped = checkout.python("-c", run)

    assert alone.returncode == 2
    assert alone.stderr.endswith(
        f"error: this Python cannot make virtual environments: {sys.executable} has no ensurepip\n"
        "  install it (Debian, Ubuntu: apt install python3-venv), or install uv or pipx\n"
    )
    assert piped.returncode == 5
    assert piped.stdout == f"pipx run --python {sys.executable} --spec nox>=2025.2.9 nox -l\n"


def old_python() -> str | None:
    """Return a Python that is older than 3.11."""
    for minor in (10, 9, 8, 7, 6):
        for place in (
            shutil.which(f"python3.{minor}"),
            *Path.home().glob(f".pyenv/versions/3.{minor}.*/bin/python"),
        ):
            if place and not subprocess.call([place, "-c", ""], stderr=subprocess.DEVNULL):
                return str(place)
    return None


def test_a_python_that_is_too_old_hands_over_to_a_newer_one(
    checkout: Checkout, installed: str
) -> None:
    old = old_python()
    if old is None:
        pytest.skip("no Python older than 3.11 is installed")
    (checkout.programs / "python3.11").symlink_to(sys.executable)

    alone = checkout.nox("-l", python=old, PATH=str(checkout.wheels))
    both = checkout.nox("-l", python=old, PYTHONPATH=installed)

    assert alone.returncode == 2
    assert alone.stderr.startswith("error: Python 3.11 or newer is needed; this is 3.")
    assert both.returncode == 0, both.stderr


def test_one_requirement_on_nox_everywhere() -> None:
    """The script header is what ./nox reads; the rest has to say the same."""
    text = (ROOT / "noxfile.py").read_text("utf-8")
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["dependency-groups"]

    (header,) = [line for line in text.splitlines() if line.startswith("# dependencies = ")]
    assert header == '# dependencies = ["nox>=2025.2.9"]'
    assert 'nox.needs_version = ">=2025.2.9"' in text
    assert "nox>=2025.2.9" in groups["style"]


def test_every_session_says_what_it_does() -> None:
    """A session's docstring is its line in `./nox -l`."""
    module = ast.parse((ROOT / "noxfile.py").read_text("utf-8"))
    sessions = [
        function
        for function in module.body
        if isinstance(function, ast.FunctionDef)
        and "nox.session" in map(ast.unparse, decorators(function))
    ]

    assert len(sessions) > 5
    assert [session.name for session in sessions if not ast.get_docstring(session)] == []


def decorators(function: ast.FunctionDef) -> list[ast.expr]:
    """Return a function's decorators without their arguments."""
    return [one.func if isinstance(one, ast.Call) else one for one in function.decorator_list]
