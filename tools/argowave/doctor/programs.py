"""Other programs and the kube context; no cluster is asked, and no answer is waited for long."""

from __future__ import annotations

import shutil
import subprocess
from typing import Final

from argowave.bounded.errors import BoundedError
from argowave.errors import ChartError

_SECONDS: Final = 5.0  # for a program to say its version


def find_program(name: str, *arguments: str) -> str | None:
    """Return the first line that a program on the PATH answers, and where it is."""
    path = shutil.which(name)
    answer = None if path is None else _first_line(path, *arguments)
    return None if answer is None else f"{answer} ({path})"


def find_context() -> str | None:
    """Return the kubeconfig's current context."""
    path = shutil.which("kubectl")
    return None if path is None else _first_line(path, "config", "current-context")


def find_helm_library() -> str | None:
    """Return the Helm version that the library renders with."""
    from argowave.sources.helm.asking import library_version  # noqa: PLC0415 (only here)

    try:
        return library_version()
    except (ChartError, BoundedError):
        return None


def find_jsonnet() -> str | None:
    """Return the library that evaluates Jsonnet, and its version."""
    from argowave.sources.jsonnet.evaluate import jsonnet_version  # noqa: PLC0415 (only here)

    try:
        return jsonnet_version()
    except BoundedError:
        return None


def _first_line(*command: str) -> str | None:
    try:
        done = subprocess.run(  # noqa: S603 - what the user has on the PATH, and this Python
            command,
            capture_output=True,
            check=False,
            stdin=subprocess.DEVNULL,
            text=True,
            timeout=_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    lines = (done.stdout.strip() or done.stderr.strip()).splitlines()  # nox says it on stderr
    return lines[0] if done.returncode == 0 and lines else None
