#!/usr/bin/env -S uv run --script
# /// script
# dependencies = ["nox>=2025.2.9"]
# ///
"""Everything CI runs, runnable here: `./nox` runs the sessions with a star, `-s` names others."""

from __future__ import annotations

import os
import shutil
import sys
import time
from pathlib import Path

import nox

nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.reuse_venv = "yes"

STARTED = time.time()
PROJECT = nox.project.load_toml("pyproject.toml")
ADMIN = "dynamodb-admin@5.3.3"  # the web page that a rehearsal shows the table on
BINARIES = Path(".cache/bin").resolve()
COMPARED = (
    "github.com/google/go-jsonnet/cmd/jsonnet@v0.22.0",
    "github.com/yannh/kubeconform/cmd/kubeconform@v0.7.0",
    "helm.sh/helm/v4/cmd/helm@v4.2.1",
    "sigs.k8s.io/kustomize/kustomize/v5@v5.8.1",
)
STRANGER = "tests/cases/sound/plain-directories"  # a repository without any configuration
SOURCES = {"PYTHONPATH": str(Path("tools").resolve())}  # argowave runs from its source


@nox.session(default=False)
def toolchain(session: nox.Session) -> None:
    """Install what argowave needs, once for all the sessions that run it; Jsonnet if it can be."""
    try:
        install(session, "jsonnet")
    except nox.command.CommandFailed:  # not every machine has a wheel of it, and few need it
        install(session)


@nox.session(venv_backend="none", requires=["toolchain"])
def render(session: nox.Session) -> None:
    """Write environments/<env>/rendered/: `./nox -s render -- [ENV] [--check]`."""
    argowave(session, "render")


@nox.session(venv_backend="none", requires=["toolchain"])
def lint(session: nox.Session) -> None:
    """Check everything that Argo CD would apply: `./nox -s lint -- [ENV]`."""
    argowave(session, "lint")


@nox.session
def style(session: nox.Session) -> None:
    """Check the Python: ruff, its formatter, mypy; `-- --fix` mends what ruff can mend."""
    install(session, "style")
    fix = "--fix" in session.posargs
    session.run("ruff", "check", *(["--fix"] if fix else []))
    session.run("ruff", "format", *([] if fix else ["--check"]))
    session.run("mypy")


@nox.session
def tests(session: nox.Session) -> None:
    """Run the tests: `./nox -s tests -- [what pytest takes]`."""
    run_tests(session)


def run_tests(session: nox.Session) -> None:
    """Run pytest, with the programs of `binaries` on the PATH."""
    install(session, "test")
    path = os.pathsep.join((str(BINARIES), os.environ.get("PATH", "")))
    env = {**SOURCES, "PATH": path}
    session.run("pytest", *(session.posargs or ["--numprocesses=auto"]), env=env)


@nox.session(default=False, venv_backend="none")
def binaries(session: nox.Session) -> None:
    """Build helm, jsonnet, kubeconform and kustomize with Go, for the tests that run them."""
    BINARIES.mkdir(parents=True, exist_ok=True)
    for program in COMPARED:
        session.run("go", "install", program, env={"GOBIN": str(BINARIES)}, external=True)


@nox.session(default=False, venv_backend="none", requires=["toolchain"])
def argocd(session: nox.Session) -> None:
    """Ask Argo CD's own Go code what argowave is asked; needs Go and the network."""
    programs = BINARIES.resolve()
    programs.mkdir(parents=True, exist_ok=True)
    with session.chdir("tests/parity/argocd"):
        session.run("go", "build", "-o", f"{programs}{os.sep}", "./cmd/...", external=True)
        finding = ("go", "list", "-m", "-f", "{{.Dir}}", "github.com/argoproj/argo-cd/v3")
        source = str(session.run(*finding, external=True, silent=True)).strip()
    path = os.pathsep.join(str(Path(each).resolve()) for each in ("tools", "tests"))
    asked = {
        "applicationsets.compare": str(programs / "applicationsets"),
        "rules.compare": str(programs / "rules"),
        "rules.shipped": f"{source}/resource_customizations",
    }
    for module, given in asked.items():
        asking = (python(session), "-m", f"parity.{module}", given)
        session.run(*asking, env={"PYTHONPATH": path}, external=True)


@nox.session(default=False)
def build(session: nox.Session) -> None:
    """Build the wheel and the sdist into dist/, install the wheel and lint a repository with it."""
    install(session, "build")
    folder = Path("dist")
    shutil.rmtree(folder, ignore_errors=True)
    kinds = ("-t", "sdist", "-t", "wheel")
    session.run("python", "-m", "hatchling", "build", "-d", str(folder), *kinds)
    session.run("twine", "check", "--strict", *map(str, folder.iterdir()))
    (wheel,) = folder.glob("*.whl")
    session.install("--no-deps", "--force-reinstall", str(wheel))
    with session.chdir(STRANGER):
        session.run("argowave", "lint", "--no-cache", "--repository", ".")


@nox.session(default=False, requires=["build"])
def runners(session: nox.Session) -> None:
    """Lint a stranger's repository by uvx, by pipx run and as a hook of pre-commit."""
    try:
        install(session, "runners")
    except nox.command.CommandFailed:
        session.skip("uv, pipx and pre-commit could not be installed; why is said above")
    (wheel,) = Path("dist").resolve().glob("*.whl")
    here = str(Path.cwd())
    stranger = Path(session.create_tmp()) / "stranger"
    shutil.copytree(STRANGER, stranger, dirs_exist_ok=True)
    with session.chdir(stranger):
        for words in (("init", "--quiet"), ("add", "--all")):
            session.run("git", *words, external=True)
        session.run("uvx", "--from", str(wheel), "argowave", "lint")
        session.run("pipx", "run", "--no-cache", "--spec", str(wheel), "argowave", "lint")
        for hook, files in (("lint", ["--all-files"]), ("validate", ["--files", "root.yaml"])):
            session.run("pre-commit", "try-repo", here, f"argowave-{hook}", "--verbose", *files)


@nox.session(default=False, python=["3.11", "3.12", "3.13", "3.14"])
def versions(session: nox.Session) -> None:
    """Run the tests on every Python that is here: `./nox -s versions -- [what pytest takes]`."""
    run_tests(session)


@nox.session(default=False, venv_backend="none", requires=["toolchain"])
def bootstrap(session: nox.Session) -> None:
    """Print the commands that bring a cluster up: `./nox -s bootstrap -- dev [--run]`."""
    if not session.posargs:
        session.error("name an environment: ./nox -s bootstrap -- dev")
    argowave(session, "bootstrap")


@nox.session(default=False)
def rehearsal(session: nox.Session) -> None:
    """Install what argowave needs with an emulator, once for all the sessions that rehearse."""
    install(session, "aws")
    admin = Path.home() / ".cache" / "argowave" / "dynamodb-admin"
    if shutil.which("npm") and not (admin / "node_modules" / "dynamodb-admin").is_dir():
        words = ("npm", "install", "--no-audit", "--no-fund", "--prefix", str(admin), ADMIN)
        session.run_install(*words, external=True, success_codes=range(256))  # it is optional


@nox.session(default=False, venv_backend="none", requires=["rehearsal"])
def flow(session: nox.Session) -> None:
    """See an event go from producer to table, without a cluster: `./nox -s flow -- [ENV]...`."""
    options = [word for word in session.posargs if word.startswith("-")]
    names = [word for word in session.posargs if word not in options] or ["dev"]
    for name in names:
        words = ("-m", "argowave", "rehearse", name, *options)
        session.run(python(session, "rehearsal"), *words, env=SOURCES, external=True)


@nox.session(default=False, venv_backend="none", requires=["rehearsal"])
def localstack(session: nox.Session) -> None:
    """See the same on the real LocalStack, built without Docker: `-- [ENV]...`."""
    path = os.pathsep.join(str(Path(each).resolve()) for each in ("tools", "tests"))
    words, env = (python(session, "rehearsal"), "-m"), {"PYTHONPATH": path}
    building = (*words, "engine.install")
    missing = session.run(*building, "--missing", env=env, external=True, silent=True)
    if missing:
        session.skip(f"LocalStack cannot run here; missing: {missing}")
    try:
        session.run(*building, env=env, external=True)
    except nox.command.CommandFailed:
        session.skip("LocalStack could not be built here; why is said above")
    for name in session.posargs or ["dev"]:
        rehearse = (*words, "argowave", "rehearse", name, "--endpoint", "http://127.0.0.1:4566")
        patience = ("--patience", "60")  # its first table waits until Java has started
        session.run(*words, "engine.serve", *rehearse, *patience, env=env, external=True)


@nox.session(default=False, venv_backend="none", requires=["rehearsal"])
def demo(session: nox.Session) -> None:
    """See five defects: what lint says of each, and the failure that it predicts."""
    script(session, "demo", "rehearsal")


@nox.session(default=False)
def schemas(session: nox.Session) -> None:
    """Make the stored schemas of Kubernetes' own kinds afresh."""
    install(session, "schemas")
    session.run("python", "-m", "argowave", "schemas", "update", *session.posargs, env=SOURCES)


@nox.session(default=False, venv_backend="none", requires=["toolchain"])
def operators(session: nox.Session) -> None:
    """Make the stored schemas of operators' kinds afresh; needs Go and the network."""
    making = (python(session), "-m", "operators.make", *session.posargs)
    session.run(*making, env=SOURCES, external=True)


@nox.session(default=False, venv_backend="none", requires=["toolchain"])
def benchmarks(session: nox.Session) -> None:
    """Measure beside other tools: `./nox -s benchmarks -- [validate|lint|diff [OPTION]...]`."""
    name, *options = session.posargs or [""]
    for each in [name] if name else ["validate", "lint", "diff"]:
        script(session, each, "toolchain", *options)


@nox.session(default=False, venv_backend="none", requires=["rehearsal"])
def measure(session: nox.Session) -> None:
    """Measure on an emulator: `./nox -s measure -- [load|reality [OPTION]...]`."""
    name, *options = session.posargs or [""]
    for each in [name] if name else ["load", "reality"]:
        script(session, each, "rehearsal", *options)


@nox.session(default=False)
def page(session: nox.Session) -> None:
    """Measure `argowave report` in a browser: `./nox -s page -- [OPTION]...`."""
    install(session, "test")
    script(session, "report", "page", *session.posargs)


def script(session: nox.Session, name: str, environment: str, *options: str) -> None:
    """Run one of benchmarks/ in an environment."""
    paths = os.pathsep.join(str(Path(each).resolve()) for each in ("tools", "tests", "benchmarks"))
    words = (f"benchmarks/{name}.py", *options)
    session.run(python(session, environment), *words, env={"PYTHONPATH": paths}, external=True)


def argowave(session: nox.Session, command: str) -> None:
    """Run an argowave command in the toolchain's environment."""
    words = ("-m", "argowave", command, *session.posargs)
    session.run(python(session), *words, env=SOURCES, external=True)


def python(session: nox.Session, environment: str = "toolchain") -> str:
    """Return an environment's Python; with --no-venv it is the one that runs nox."""
    folder = session.cache_dir.parent / environment
    found = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    return str(found) if found.is_file() else sys.executable


def install(session: nox.Session, *groups: str) -> None:
    """Install argowave's dependencies and the named groups, unless they are there already.

    An environment carries a stamp that says for which Python and with which requirements it was
    finished, so that the second run installs nothing. What carries none was left by a run that
    was killed, and is made afresh.
    """
    if isinstance(session.virtualenv, nox.virtualenv.PassthroughEnv):
        return
    dependencies: list[str] = PROJECT["project"]["dependencies"]
    requirements = [*dependencies, *nox.project.dependency_groups(PROJECT, *groups)]
    folder = Path(session.bin).parent
    stamp = folder / "finished-for"
    stamped = stamp.read_text("utf-8").splitlines() if stamp.is_file() else [""]
    wanted = [f"{sys.version_info[:3]} {sys.base_prefix}", *requirements]
    if stamped == wanted:
        return
    config = folder / "pyvenv.cfg"
    is_new = config.is_file() and config.stat().st_mtime >= STARTED
    if stamped[0] != wanted[0] and not is_new:
        session.log("The environment is unfinished or another Python's: making it afresh.")
        shutil.rmtree(folder)
        session.virtualenv.create()
    session.install(*requirements)
    # as an install step, so that `nox -R` does not call finished what it did not install
    code = "import pathlib, sys; pathlib.Path(sys.argv[1]).write_text(sys.argv[2], 'utf-8')"
    session.run_install("python", "-c", code, str(stamp), "\n".join(wanted), log=False)


if __name__ == "__main__":
    nox.main()
