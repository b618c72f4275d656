"""Everything that is looked for, what needs it, and what to do where it is missing."""

from __future__ import annotations

import platform
import sys
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from argowave import __version__
from argowave.doctor.libraries import LIBRARIES, find_extra, find_library, find_schemas
from argowave.doctor.programs import (
    find_context,
    find_helm_library,
    find_jsonnet,
    find_program,
)

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Probe:
    """One thing that was looked for."""

    name: str
    found: str | None  # its version or place, None where it is missing or does not answer
    needed: bool  # render and lint do not work without it
    remedy: str  # what to do where it is missing


@dataclass(frozen=True, slots=True)
class _Look:
    name: str
    find: Callable[[], str | None]
    remedy: str
    needed: bool = False

    def probe(self) -> Probe:
        return Probe(self.name, self.find() or None, self.needed, self.remedy)


def probe_all() -> list[Probe]:
    """Look for everything at once; the order is always the same, what is needed first."""
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 (not for --help)

    looks = [*_needed(), *_optional()]
    with ThreadPoolExecutor(len(looks)) as pool:
        return list(pool.map(_Look.probe, looks))


def _needed() -> list[_Look]:
    install = "./nox installs it in a clone; elsewhere: pip install --force-reinstall argowave"
    return [
        _Look("python", _python, "install Python 3.11 or newer", needed=True),
        _Look("argowave", lambda: __version__, install, needed=True),
        *(_Look(name, partial(find_library, name), install, needed=True) for name in LIBRARIES),
        _Look("helm library", find_helm_library, install, needed=True),
        _Look("schemas", find_schemas, install, needed=True),
    ]


def _optional() -> list[_Look]:
    compare = "only the parity tests compare with it"
    kubectl = "bootstrap runs it: https://kubernetes.io/docs/tasks/tools/"
    kustomize = "kustomizations need it; kubectl does for those that no Application changes"
    context = "only bootstrap needs one: kubectl config use-context NAME"
    extra = "pip install 'argowave"
    own = "./nox does without it"
    jsonnet = (
        "Jsonnet in directory sources needs it, and go-jsonnet is what Argo CD has: "
        "pip install 'argowave[jsonnet]'"
    )
    return [
        _Look("jsonnet", find_jsonnet, jsonnet),
        _Look("boto3", partial(find_extra, "boto3"), f"flow needs it: {extra}[flow]'"),
        _Look(
            "ministack", partial(find_extra, "ministack"), f"rehearse needs it: {extra}[rehearse]'"
        ),
        _Look("helm", partial(find_program, "helm", "version", "--short"), compare),
        _Look("kubeconform", partial(find_program, "kubeconform", "-v"), compare),
        _Look("kustomize", partial(find_program, "kustomize", "version"), kustomize),
        _Look("kubectl", partial(find_program, "kubectl", "version", "--client"), kubectl),
        _Look("kube context", find_context, context),
        _Look("uv", partial(find_program, "uv", "--version"), f"{own}, only slower"),
        _Look("nox", partial(find_program, "nox", "--version"), own),
    ]


def _python() -> str | None:
    found = f"{platform.python_version()} ({sys.executable})"
    return found if sys.version_info >= (3, 11) else None
