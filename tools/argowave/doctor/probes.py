"""One probe a thing; none contacts a cluster, and none waits longer than its timeout."""

from __future__ import annotations

import platform
import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from argowave import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

_TIMEOUT: Final = 10.0  # seconds for a program to state its version


@dataclass(frozen=True, slots=True)
class Probe:
    """One thing that was looked for."""

    name: str
    found: str | None  # its version or place, None when it is missing
    needed: bool  # render and lint do not work without it
    remedy: str  # what to do when it is missing


def probe() -> Iterator[Probe]:
    """Yield every probe, what render and lint need first."""
    yield Probe("python", platform.python_version(), needed=True, remedy="")
    yield Probe("argowave", __version__, needed=True, remedy="")
    yield Probe("helm library", _helm_library(), needed=True, remedy="pip install helm-python-sdk")
    yield Probe("schemas", _schemas(), needed=True, remedy="reinstall argowave")
    yield Probe("lua", _lua(), needed=True, remedy="pip install lupa")
    for name, arguments, remedy in (
        ("helm", ("version", "--short"), "only the parity tests compare with it"),
        ("kubeconform", ("-v",), "only the parity tests compare with it"),
        ("kubectl", ("version", "--client"), "install it to bring a cluster up"),
        ("uv", ("--version",), "optional: environments are made faster with it"),
    ):
        yield Probe(name, _output(name, *arguments), needed=False, remedy=remedy)
    context = _output("kubectl", "config", "current-context")
    remedy = "kubectl config use-context NAME; only bootstrap needs one"
    yield Probe("kube context", context, needed=False, remedy=remedy)


def _helm_library() -> str | None:
    try:
        from argowave.sources.helm.library import library_version  # noqa: PLC0415 (250 MB)
    except ImportError:
        return None
    return library_version()


def _schemas() -> str | None:
    from argowave.schema import open_store  # noqa: PLC0415 (reads files)

    store = open_store()
    versions = store.kubernetes_versions
    if not versions:
        return None
    kinds = len(store.kinds(versions[-1]))
    return f"Kubernetes {versions[0]} to {versions[-1]}, {kinds} kinds"


def _lua() -> str | None:
    try:
        from argowave.health import compile_script  # noqa: PLC0415 (loads the interpreter)
    except ImportError:
        return None
    compile_script("return {}", "probe")
    return "works"


def _output(name: str, *arguments: str) -> str | None:
    path = shutil.which(name)
    if path is None:
        return None
    try:
        done = subprocess.run(  # noqa: S603 (a program the user has on the PATH)
            [path, *arguments],
            capture_output=True,
            check=False,
            stdin=subprocess.DEVNULL,
            text=True,
            timeout=_TIMEOUT,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    lines = done.stdout.strip().splitlines()
    return lines[0] if done.returncode == 0 and lines else None
