"""A repository → its environments, every fault of every one of them collected."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from argowave.environment.check import check, read_schema
from argowave.environment.derived import (
    derive_arns,
    derive_endpoint,
    derive_names,
    derive_queue_urls,
)
from argowave.environment.files import FILES, merge, read_files
from argowave.errors import EnvironmentFileError, InvocationError, RepositoryError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Environment:
    """A folder under environments/, checked, with everything that follows from it."""

    name: str
    path: Path  # environments/<name>
    values: dict[str, Any]  # what its files say together, and its name
    names: dict[str, str]  # topic, queue, dead_letter_queue, table
    arns: dict[str, str]  # the same keys
    endpoint: str | None  # LocalStack's URL inside the cluster, None on real AWS
    queue_urls: dict[str, str]  # queue, dead_letter_queue

    @property
    def rendered(self) -> Path:
        """The folder that render writes and Argo CD syncs."""
        return self.path / "rendered"

    @property
    def kubernetes_version(self) -> str:
        """The minor version that manifests are validated against."""
        return str(self.values["kubernetesVersion"])


def environment_names(repository: Path) -> list[str]:
    """Return the environments of a repository: folders that hold an environment.yaml.

    Raises:
        RepositoryError: there is no environments/ folder, or no environment in it.
    """
    folder = repository / "environments"
    hint = "run argowave in the folder that holds environments/, or pass --repository"
    if not folder.is_dir():
        message = "does not exist"
        raise RepositoryError(message, path=folder, hint=hint)
    names = sorted(
        entry.name for entry in folder.iterdir() if (entry / FILES["environment"]).exists()
    )
    if not names:
        message = f"holds no environment: no folder in it has an {FILES['environment']}"
        raise RepositoryError(message, path=folder)
    return names


def load_environments(repository: Path, names: Sequence[str] = ()) -> list[Environment]:
    """Return the named environments, or all of them, in alphabetical order.

    Raises:
        InvocationError: a name is no environment.
        RepositoryError: a file is missing, unreadable or leaves the repository.
        EnvironmentFileError: files say what the schema does not allow; all faults at once.
    """
    known = environment_names(repository)
    for name in names:
        if name not in known:
            raise InvocationError(_unknown(repository, name, known))
    schema = read_schema(repository)
    faults: list[EnvironmentFileError] = []
    loaded: list[Environment] = []
    for name in sorted(set(names)) or known:
        files = read_files(repository, name)
        values = merge(files)
        found = check(values, files, schema)
        faults.extend(found)
        if not found:
            loaded.append(_environment(repository, name, values))
    if faults:
        raise _together(faults)
    return loaded


def _unknown(repository: Path, name: str, known: list[str]) -> str:
    if (repository / "environments" / name).is_dir():
        return f"environments/{name} has no {FILES['environment']}"
    close = difflib.get_close_matches(name, known, n=1)
    guess = f", did you mean '{close[0]}'?" if close else ""
    return f"environment '{name}' does not exist{guess} (environments: {', '.join(known)})"


def _environment(repository: Path, name: str, values: dict[str, Any]) -> Environment:
    names = derive_names(name, values)
    endpoint = derive_endpoint(values)
    return Environment(
        name=name,
        path=repository / "environments" / name,
        values={"name": name, **values},
        names=names,
        arns=derive_arns(names, values),
        endpoint=endpoint,
        queue_urls=derive_queue_urls(names, values, endpoint),
    )


def _together(faults: list[EnvironmentFileError]) -> EnvironmentFileError:
    # base.yaml belongs to every environment: what is wrong in it is said once
    lines = list(dict.fromkeys(str(fault) for fault in faults))
    if len(lines) == 1:
        return faults[0]
    return EnvironmentFileError(f"{len(lines)} faults in environments/\n" + "\n".join(lines))
