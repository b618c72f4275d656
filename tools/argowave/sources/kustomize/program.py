"""The kustomize or kubectl binary, run where it can reach nothing but its folder."""

from __future__ import annotations

import hashlib
import os
import shutil
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from argowave.bounded.bounds import stated_bounds
from argowave.bounded.errors import EndedError
from argowave.bounded.program import run_program
from argowave.files.walk import signature

if TYPE_CHECKING:
    from collections.abc import Sequence

    from argowave.files.walk import Signature

MOST_BYTES: Final = 200_000_000  # of manifests from one kustomization
# what kustomize fetches with Go's HTTP client goes to a port where nobody listens; git, which it
# runs for other repositories, is not on the PATH that it gets
_NOWHERE: Final = "http://127.0.0.1:9"


class KustomizeError(ValueError):
    """What kustomize said when it refused."""


class UnfinishedError(KustomizeError):
    """It was ended before it had said anything: it took too long or gave too much."""


@dataclass(frozen=True, slots=True)
class Kustomize:
    """An executable that builds kustomizations."""

    path: str
    is_kubectl: bool = False

    @property
    def identity(self) -> str:
        """What tells this executable from another version of it."""
        return identity_of(self.path)

    def edit(self, folder: Path, arguments: Sequence[str]) -> None:
        """Change the kustomization in `folder`.

        Raises:
            KustomizeError: it refuses, or takes too long.
        """
        self._run(["edit", *arguments], folder, None)

    def build(self, root: Path, folder: Path, flags: Sequence[str], helm: str | None) -> bytes:
        """Return the manifests of the kustomization in `folder`.

        Args:
            root: the copied repository, in which Argo CD runs the command.
            folder: absolute.
            flags: Argo CD's kustomize.buildOptions.
            helm: the helm binary, where a chart may be inflated.

        Raises:
            KustomizeError: it refuses, takes too long or gives too much.
        """
        word = "kustomize" if self.is_kubectl else "build"
        return self._run([word, str(folder), *flags], root, helm)

    def _run(self, arguments: Sequence[str], folder: Path, helm: str | None) -> bytes:
        tools = folder / ".nothing"  # no program is on the PATH: no git, no container engine
        environment = {
            "PATH": str(tools),
            "HOME": str(tools),
            "TMPDIR": str(folder),  # what it leaves behind goes with the copy
            **{f"{scheme}_PROXY": _NOWHERE for scheme in ("HTTP", "HTTPS", "ALL")},
        }
        command = [self.path, *arguments]
        if helm is not None:
            command += ["--helm-command", helm]
        try:
            done = run_program(
                command,
                replace(stated_bounds(), output=MOST_BYTES),
                folder=folder,
                environment=environment,
            )
        except EndedError as error:
            message = f"it was not built to its end: {error}"
            raise UnfinishedError(message) from error
        except OSError as error:
            message = f"{self.path} cannot be run: {error.strerror}"
            raise KustomizeError(message) from error
        except ValueError as error:  # a zero byte, which no argument may have
            message = f"an option of the Application cannot be passed on: {error}"
            raise KustomizeError(message) from error
        if done.returncode:
            raise KustomizeError(done.stderr.decode("utf-8", "replace"))
        return done.stdout


def identity_of(path: str) -> str:
    """Return what tells an executable from another version of it: where it is, and its content."""
    return f"{os.path.realpath(path)} {_content_of(path, signature(Path(path).stat()))}"


@lru_cache(maxsize=8)
def _content_of(path: str, seen: Signature) -> str:
    """Return an executable's SHA-256: `cp -p` and the layers of images keep times.

    Of one that may be run and not read it is what stat says.
    """
    try:
        with Path(path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return str(seen)


@lru_cache(maxsize=4)
def find_kustomize(path: str) -> Kustomize | None:
    """Return what can build on a PATH: kustomize, which Argo CD runs, or else kubectl."""
    if found := shutil.which("kustomize", path=path):
        return Kustomize(found)
    if found := shutil.which("kubectl", path=path):
        return Kustomize(found, is_kubectl=True)
    return None
