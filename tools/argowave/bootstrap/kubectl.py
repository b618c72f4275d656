"""The kubectl on the PATH: which cluster it talks to, and running a step."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from argowave.errors import InvocationError, ProgramError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from argowave.bootstrap.steps import Step

_SECONDS = 10  # to read a kubeconfig; no cluster is asked


@dataclass(frozen=True, slots=True)
class Kubectl:
    """A kubectl and the context that it is used with."""

    path: str
    context: str
    server: str  # the API server's URL, as the kubeconfig has it

    def run(self, step: Step, repository: Path) -> None:
        """Run a step in the repository's folder; its output goes where ours goes.

        The context is named, so that it cannot change between the question and the answer.

        Raises:
            ProgramError: kubectl failed; why, it has said itself.
        """
        command = [self.path, "--context", self.context, *step.words]
        returncode = subprocess.run(command, cwd=repository, check=False).returncode  # noqa: S603 (the kubectl that was chosen, and words of our own)
        if returncode:
            message = f"kubectl failed with exit code {returncode}: {step}"
            hint = "its own message is above; the steps can be run again from the first one"
            raise ProgramError(message, hint=hint)


def choose_kubectl(contexts: Sequence[str]) -> Kubectl:
    """Return the kubectl on the PATH with its current context, if that is one of `contexts`.

    Raises:
        ProgramError: there is no kubectl, or it has no context.
        InvocationError: the context is none of `contexts`.
    """
    path = shutil.which("kubectl")
    if path is None:
        message = "kubectl is not on the PATH"
        raise ProgramError(message, hint="install it: https://kubernetes.io/docs/tasks/tools/")
    use = " or ".join(f"kubectl config use-context {name}" for name in contexts)
    context = _ask(path, "config", "current-context")
    if not context:
        message = "kubectl has no current context"
        raise ProgramError(message, hint=use)
    if context not in contexts:
        named = ", ".join(contexts)
        message = f"the current context is {context}; this environment's clusters are {named}"
        hint = f"{use}; or add it to cluster.contexts of the environment"
        raise InvocationError(message, hint=hint)
    server = _ask(
        path,
        *("config", "view", "--minify", "--context", context),
        *("--output", "jsonpath={.clusters[0].cluster.server}"),
    )
    return Kubectl(path, context, server or "unknown")


def _ask(*command: str) -> str:
    """Return what a command answers, or nothing where it fails."""
    try:
        done = subprocess.run(  # noqa: S603 (the kubectl on the PATH)
            command, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        message = f"kubectl cannot be run: {getattr(error, 'strerror', None) or error}"
        raise ProgramError(message, path=command[0]) from error
    return "" if done.returncode else done.stdout.strip()
