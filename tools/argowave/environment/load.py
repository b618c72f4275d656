"""A repository → its environments, every fault of every one of them collected."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from argowave.environment.check import check
from argowave.environment.derived import (
    derive_arns,
    derive_endpoint,
    derive_names,
    derive_queue_urls,
    too_long,
)
from argowave.environment.files import FILES, merge, read_file
from argowave.environment.schema import read_schema
from argowave.errors import EnvironmentFileError, InvocationError, RepositoryError, ToolError
from argowave.words.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from argowave.environment.files import EnvironmentFile
    from argowave.environment.schema import Rule

# it becomes part of names in AWS and in Kubernetes
NAME: Final = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?", re.ASCII)
_WITHOUT: Final = (
    "render, promote, bootstrap, rehearse and flow run in the folder that holds environments/, or "
    "that --repository names; lint, plan, diff and the others need none"
)


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
    if not folder.is_dir():
        message = "does not exist"
        raise RepositoryError(message, path=folder, hint=_WITHOUT)
    names = [name for name in _folders(folder) if _is_environment(folder / name)]
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
            raise unknown_environment(repository, name, known)
    schema = read_schema(repository)
    faults: list[ToolError] = []
    loaded: list[Environment] = []
    for name in sorted(set(names)) or _folders(repository / "environments"):
        outcome = _load(repository, name, schema)
        if isinstance(outcome, Environment):
            loaded.append(outcome)
        else:
            faults.extend(outcome)
    if faults:
        raise _together(faults)
    return loaded


def unknown_environment(
    repository: Path, name: str, known: Sequence[str], where: str = ""
) -> InvocationError:
    """Return what to say of a name that is no environment.

    Args:
        repository: holds environments/.
        name: what was asked for.
        known: the environments that there are.
        where: in which states of the repository they were looked for, if not as it lies there.
    """
    if name in _folders(repository / "environments"):
        return InvocationError(f"environments/{name} has no {FILES['environment']}")
    close = nearest(name, known)
    guess = f", did you mean '{close}'?" if close else ""
    said = f"environment '{name}' does not exist{where}{guess}"
    return InvocationError(f"{said} (environments: {', '.join(known)})")


def environment_files(environment: Environment) -> list[EnvironmentFile]:
    """Return the files of an environment, the one that has the last word last.

    Raises:
        RepositoryError: one is missing or unreadable by now.
        EnvironmentFileError: one is no mapping by now.
    """
    repository = environment.path.parent.parent
    return [read_file(repository, environment.name, role) for role in FILES]


def changed_environment(environment: Environment, values: dict[str, Any]) -> Environment:
    """Return an environment with other values, not checked, and what follows from them.

    Raises:
        EnvironmentFileError: the values make a name that AWS does not take.
        LookupError, TypeError, ValueError: nothing follows from them.
    """
    said = {key: value for key, value in values.items() if key != "name"}
    repository = environment.path.parent.parent
    return _environment(repository, environment.name, said, environment_files(environment))


def _folders(environments: Path) -> list[str]:
    return sorted(
        entry.name
        for entry in environments.iterdir()
        if entry.is_dir() and not entry.name.startswith(".")
    )


def _is_environment(folder: Path) -> bool:
    path = folder / FILES["environment"]
    return path.exists() or path.is_symlink()  # a link to nowhere is a fault of its own


def _load(repository: Path, name: str, schema: Rule) -> Environment | list[ToolError]:
    """Return one environment, or everything that is wrong with it."""
    if not NAME.fullmatch(name):
        message = "is no name for an environment: small letters, digits and - make one"
        return [RepositoryError(message, path=f"environments/{name}")]
    files: list[EnvironmentFile] = []
    unread: list[ToolError] = []
    for role in FILES:
        try:
            files.append(read_file(repository, name, role))
        except ToolError as error:
            unread.append(error)
    if unread:
        return unread
    values = merge(files)
    faults = check(values, tuple(files), schema)
    if faults:
        return list(faults)
    try:
        return _environment(repository, name, values, files)
    except (KeyError, TypeError, ValueError) as error:
        message = f"names cannot be derived: {error!r} (does schema.json require it?)"
        return [EnvironmentFileError(message, path=files[-1].shown)]
    except EnvironmentFileError as error:
        return [error]


def _environment(
    repository: Path, name: str, values: dict[str, Any], files: list[EnvironmentFile]
) -> Environment:
    names = derive_names(name, values)
    for words in too_long(names):
        file = next(file for file in reversed(files) if file.has(("naming",)))
        message = f"$.naming: {words}"
        raise EnvironmentFileError(message, path=file.shown, line=file.line_of(("naming",)))
    return environment_of(repository, name, values)


def environment_of(repository: Path, name: str, values: dict[str, Any]) -> Environment:
    """Return the environment that says `values`, which nobody has checked.

    Raises:
        KeyError, TypeError, ValueError: names cannot be derived from them.
    """
    names = derive_names(name, values)
    endpoint = derive_endpoint(values)
    return Environment(
        name=name,
        path=repository / "environments" / name,
        values={**values, "name": name},
        names=names,
        arns=derive_arns(names, values),
        endpoint=endpoint,
        queue_urls=derive_queue_urls(names, values, endpoint),
    )


def _together(faults: list[ToolError]) -> ToolError:
    # base.yaml belongs to every environment: what is wrong in it is said once
    lines = list(dict.fromkeys(str(fault) for fault in faults))
    if len(lines) == 1:
        return faults[0]
    return EnvironmentFileError(f"{len(lines)} faults in environments/\n" + "\n".join(lines))
