"""LocalStack 4.14.0 without a container engine: what it takes, and where it is built.

    PYTHONPATH=tests python -m engine.install            # builds it, once
    PYTHONPATH=tests python -m engine.install --missing  # only says what this machine lacks

LocalStack is a Python program that starts DynamoDB Local, a Java program, for its tables. Both
listen on all interfaces, so they run in a network namespace of their own: see serve.py.
"""

from __future__ import annotations

import fcntl
import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
HOME = Path.home() / ".cache" / "argowave" / "localstack"
PYTHON = HOME / "python" / "bin" / "python"
LIBRARIES = HOME / "lib"  # what LocalStack would download when it is first asked
NAMESPACES = (
    *("unshare", "--map-root-user", "--net", "--mount-proc"),
    *("--pid", "--fork", "--kill-child"),  # whatever happens, nothing in it is left
)
_DYNAMODB = LIBRARIES / "dynamodb-local" / "2"
_JAVA = LIBRARIES / "java" / "21" / "bin" / "java"
_STAMP = HOME / "finished-for"
_MADE_OF = ("java.sh", "pom.xml", "requirements.txt")
_OLDEST_JAVA = 17


def missing() -> list[str]:
    """Return what this machine lacks, each as a person would look for it."""
    lacks = []
    if not _runs([*NAMESPACES, "true"]):
        lacks.append("the right to make a network namespace with unshare")
    if java() is None:
        lacks.append(f"Java {_OLDEST_JAVA} or newer")
    if not is_built():
        if python() is None:
            lacks.append("Python 3.13")
        if shutil.which("mvn") is None:
            lacks.append("Maven")
    return lacks


def is_built() -> bool:
    """Tell whether what is built is what these files describe."""
    return _STAMP.is_file() and _STAMP.read_text("utf-8") == _recipe()


def build() -> None:
    """Build it, unless it is there; one process at a time.

    Raises:
        CalledProcessError: pip or Maven failed; they have said why.
    """
    HOME.parent.mkdir(parents=True, exist_ok=True)
    with (HOME.parent / "localstack.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not is_built():
            shutil.rmtree(HOME, ignore_errors=True)
            _build_python()
            _build_dynamodb()
            _STAMP.write_text(_recipe(), "utf-8")


def python() -> str | None:
    """Return a Python 3.13, the only one that this LocalStack runs on."""
    if sys.version_info[:2] == (3, 13):
        return sys.executable
    found = [shutil.which("python3.13"), *Path.home().glob(".pyenv/versions/3.13.*/bin/python")]
    return next((str(each) for each in found if each and _runs([each, "-c", "import venv"])), None)


def java() -> str | None:
    """Return a Java that is new enough for DynamoDB Local."""
    found = shutil.which("java")
    if found is None:
        return None
    said = subprocess.run([found, "-version"], capture_output=True, text=True, check=False).stderr
    version = re.search(r'version "(\d+)', said)
    return found if version and int(version[1]) >= _OLDEST_JAVA else None


def _build_python() -> None:
    found = python()
    assert found is not None, "missing() was not asked"
    subprocess.run([found, "-m", "venv", str(PYTHON.parents[1])], check=True)
    pip = (PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet")
    subprocess.run([*pip, "--requirement", HERE / "requirements.txt"], check=True)


def _build_dynamodb() -> None:
    jars = _DYNAMODB / "DynamoDBLocal_lib"
    _run_maven(jars)
    (_DYNAMODB / "DynamoDBLocal.jar").touch()  # LocalStack looks whether it is there
    text = (HERE / "java.sh").read_text("utf-8").replace("@LIBRARY@", str(jars))
    _JAVA.parent.mkdir(parents=True)
    _JAVA.write_text(text.replace("@JAVA@", java() or "java"), "utf-8")
    _JAVA.chmod(0o755)


def _run_maven(target: Path) -> None:
    words = ("mvn", "--batch-mode", "--quiet", "--file", HERE / "pom.xml")
    plugin = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
    subprocess.run([*words, plugin, f"-DoutputDirectory={target}"], check=True)


def _recipe() -> str:
    return "".join((HERE / name).read_text("utf-8") for name in _MADE_OF)


def _runs(command: list[str | Path]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def main() -> None:
    """Build it, or say what is missing."""
    lacks = missing()
    if "--missing" in sys.argv[1:]:
        sys.stdout.write(", ".join(lacks))
    elif lacks:
        sys.exit(f"LocalStack cannot run here; missing: {', '.join(lacks)}")
    else:
        try:
            build()
        except subprocess.CalledProcessError as error:
            sys.exit(
                f"LocalStack cannot be built: {Path(error.cmd[0]).name} failed, as it says above"
            )


if __name__ == "__main__":
    main()
