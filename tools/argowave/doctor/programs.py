"""Other programs and the kube context; no cluster is asked, and no answer is waited for long."""

from __future__ import annotations

import shutil
import subprocess
from contextlib import suppress
from importlib.util import find_spec
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
    try:
        from argowave.sources.helm.asking import library_version  # noqa: PLC0415 (only here)

        return library_version()
    except (ChartError, BoundedError):
        return None
    except ImportError as error:
        return _unasked("helm_python", error)


def find_jsonnet() -> str | None:
    """Return the library that evaluates Jsonnet, and its version."""
    try:
        from argowave.sources.jsonnet.evaluate import jsonnet_version  # noqa: PLC0415 (only here)

        return jsonnet_version()
    except BoundedError:
        return None
    except ImportError as error:
        return _unasked("_gojsonnet", error) or _unasked("_jsonnet", error)


def _unasked(module: str, error: ImportError) -> str | None:
    """Tell of a library that another one, which is missing, is needed to ask."""
    with suppress(ImportError):
        if find_spec(module) is not None:
            return f"installed; its version cannot be asked without {error.name}"
    return None


def _first_line(*command: str) -> str | None:
    try:
        done = subprocess.run(  # noqa: S603 (what the user has on the PATH, and this Python)
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
