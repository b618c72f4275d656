"""[tool.argowave] in pyproject.toml, or argowave.toml → settings."""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from argowave.errors import InvocationError
from argowave.words.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

KEYS: Final = {
    *("api-versions", "clusters", "exclude", "generators", "kubernetes-version", "parity"),
    *("repositories", "rules", "schema-locations", "waivers"),
}
_NO_TABLES = {"argowave", "settings"}  # that somebody may expect
_LEVELS = ("off", "warning", "error")
_WAIVER_KEYS = {"rule", "path", "subject", "reason", "until"}
_DIFFERENCE_KEYS = ("subject", "field", "reason")


@dataclass(frozen=True, slots=True)
class Waiver:
    """A finding that somebody accepts, why, and until when."""

    rule: str
    reason: str
    until: date  # the last day on which it holds
    path: str = "*"  # a glob over the finding's path
    subject: str = "*"  # a glob over Kind/name


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that may differ between environments, and why."""

    subject: str  # a glob over Kind/name
    field: str  # a glob over JSON paths such as $.spec.replicas; * for whole objects as well
    reason: str


@dataclass(frozen=True, slots=True)
class Settings:
    """What a repository says about itself."""

    path: Path  # where it says so, or would
    repositories: tuple[str, ...] = ()  # further URLs that mean this repository
    schema_locations: tuple[str, ...] = ()  # kubeconform's -schema-location templates
    clusters: tuple[str, ...] = ()  # files with the clusters that Argo CD knows
    exclude: tuple[str, ...] = ()  # globs over paths in which no root is looked for
    generators: tuple[str, ...] = ()  # files with what generators of ApplicationSets are answered
    kubernetes_version: str = ""  # that clusters have where no environment states one
    api_versions: tuple[str, ...] = ()  # that clusters serve beside Kubernetes' own, for charts
    waivers: tuple[Waiver, ...] = ()
    parity: tuple[Difference, ...] = ()
    rules: Mapping[str, str] = field(default_factory=dict)  # rule → off, warning or error


def load_settings(repository: Path) -> Settings:
    """Return the repository's settings; argowave.toml wins over pyproject.toml.

    Raises:
        InvocationError: the file is none or no TOML, or says something that is not known.
    """
    own = repository / "argowave.toml"
    if _is_file(own):
        table = _read(own)
        if "tool" in table:
            message = "[tool.argowave] is for pyproject.toml; here its keys stand alone"
            raise InvocationError(message, path=own.name)
        return _settings(own, table)
    project = repository / "pyproject.toml"
    if not _is_file(project):
        return Settings(own)
    stated = _read(project)
    if isinstance(stated.get("argowave"), dict):
        message = "[argowave] means nothing: its keys stand below [tool.argowave]"
        raise InvocationError(message, path=project.name)
    tool = stated.get("tool", {})
    return _settings(project, tool.get("argowave", {}) if isinstance(tool, dict) else {})


def _is_file(path: Path) -> bool:
    """Tell whether there is a file of settings.

    Raises:
        InvocationError: there is something else, such as a link that leads nowhere.
    """
    if path.is_file() or not os.path.lexists(path):
        return path.is_file()
    what = "a folder" if path.is_dir() else "no regular file"
    message = f"is {what}, and the settings are a file"
    raise InvocationError(message, path=path.name, hint="rename it, or put the settings there")


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        message = f"is no TOML: {error}"
        raise InvocationError(message, path=path.name) from error


def _settings(path: Path, table: Any) -> Settings:  # noqa: ANN401 (TOML)
    if not isinstance(table, dict):
        message = "[tool.argowave] must be a table"
        raise InvocationError(message, path=path.name)
    _refuse_unknown(path, table, KEYS, "")
    return Settings(
        path=path,
        repositories=_texts(path, table, "repositories"),
        schema_locations=_texts(path, table, "schema-locations"),
        clusters=_texts(path, table, "clusters"),
        exclude=_globs(path, table, "exclude"),
        generators=_texts(path, table, "generators"),
        kubernetes_version=_text(path, table, "kubernetes-version"),
        api_versions=_texts(path, table, "api-versions"),
        waivers=tuple(
            _waiver(path, entry, f"waivers[{number}]")
            for number, entry in enumerate(_tables(path, table, "waivers"))
        ),
        parity=tuple(
            _difference(path, entry, f"parity[{number}]")
            for number, entry in enumerate(_tables(path, table, "parity"))
        ),
        rules=_levels(path, table.get("rules", {})),
    )


def _tables(path: Path, table: dict[str, Any], key: str) -> list[dict[str, Any]]:
    value = table.get(key, [])
    if not isinstance(value, list):
        message = f"{key} must be a list of tables"
        raise InvocationError(message, path=path.name)
    for number, entry in enumerate(value):
        if not isinstance(entry, dict):
            message = f"{key}[{number}] must be a table"
            raise InvocationError(message, path=path.name)
    return value


def _difference(path: Path, entry: dict[str, Any], place: str) -> Difference:
    _refuse_unknown(path, entry, set(_DIFFERENCE_KEYS), f"{place}.")
    for key in _DIFFERENCE_KEYS:
        if key not in entry:
            message = f"{place} has no {key}; it says which object, which field, and why"
            raise InvocationError(message, path=path.name)
    _refuse_no_text(path, entry, place)
    return Difference(**entry)


def _refuse_no_text(path: Path, entry: dict[str, Any], place: str) -> None:
    for key, value in entry.items():
        if not isinstance(value, str) or not value.strip():
            message = f"{place}.{key} must be a text that is not empty"
            raise InvocationError(message, path=path.name)


def _waiver(path: Path, entry: dict[str, Any], place: str) -> Waiver:
    _refuse_unknown(path, entry, _WAIVER_KEYS, f"{place}.")
    for key in ("rule", "reason", "until"):
        if key not in entry:
            message = f"{place} has no {key}; a waiver says which rule, why and until when"
            raise InvocationError(message, path=path.name)
    until = entry["until"]
    if isinstance(until, str):
        until = _date(path, until, place)
    if type(until) is not date:
        message = f"{place}.until must be a day such as 2027-01-31"
        raise InvocationError(message, path=path.name)
    texts: dict[str, Any] = {
        key: entry[key] for key in ("rule", "reason", "path", "subject") if key in entry
    }
    _refuse_no_text(path, texts, place)
    return Waiver(until=until, **texts)


def _levels(path: Path, table: Any) -> dict[str, str]:  # noqa: ANN401 (TOML)
    if isinstance(table, dict) and (lost := sorted(KEYS & table.keys())):
        message = f"[rules] holds {lost[0]}, which is no rule"
        hint = "in TOML a table goes on to the next one: write it before the first [table]"
        raise InvocationError(message, path=path.name, hint=hint)
    if not isinstance(table, dict) or any(level not in _LEVELS for level in table.values()):
        message = f"rules must be a table: rule = {' | '.join(_LEVELS)}"
        raise InvocationError(message, path=path.name)
    return dict(table)


def _date(path: Path, text: str, place: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        message = f"{place}.until must be a day such as 2027-01-31, not {text!r}"
        raise InvocationError(message, path=path.name) from error


def _text(path: Path, table: dict[str, Any], key: str) -> str:
    value = table.get(key, "")
    if not isinstance(value, str) or (key in table and not value.strip()):
        message = f"{key} must be a text that is not empty"
        raise InvocationError(message, path=path.name, hint=f'write it in quotes: {key} = "…"')
    return value


def _texts(path: Path, table: dict[str, Any], key: str) -> tuple[str, ...]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        message = f"{key} must be a list of texts"
        raise InvocationError(message, path=path.name)
    return tuple(value)


def _globs(path: Path, table: dict[str, Any], key: str) -> tuple[str, ...]:
    """Return globs over paths in the repository, without what shells add to folders' names."""
    stated = _texts(path, table, key)
    globs = tuple(each.removeprefix("./").rstrip("/") for each in stated)
    for text, glob in zip(stated, globs, strict=True):
        if {"", ".", ".."} & set(glob.split("/")):
            message = f"{key} holds {text!r}, which is no path in the repository"
            line = _line_of(path, key, text)
            hint = "examples/* is one, or vendor"
            raise InvocationError(message, path=path.name, line=line, hint=hint)
    return globs


def _line_of(path: Path, key: str, text: str) -> int | None:
    """Return the 1-based line of a text in a list, None where it is not written as it is read."""
    key_met = False
    starts = re.compile(rf"\s*(?:\S+\.)?{key}\s*=")
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        key_met = key_met or starts.match(line) is not None
        if key_met and (f'"{text}"' in line or f"'{text}'" in line):
            return number
    return None


def _refuse_unknown(path: Path, table: dict[str, Any], known: set[str], place: str) -> None:
    for key, value in table.items():
        if not place and key in _NO_TABLES and isinstance(value, dict):
            message = f"[{key}] means nothing here: its keys stand before the first [table]"
            if path.name == "pyproject.toml":
                message = f"[tool.argowave.{key}] means nothing: its keys stand in [tool.argowave]"
            raise InvocationError(message, path=path.name)
        if key not in known:
            near = nearest(key, known)
            hint = f"did you mean {near}?" if near else f"known: {', '.join(sorted(known))}"
            message = f"[tool.argowave] does not know {place}{key}"
            raise InvocationError(message, path=path.name, hint=hint)
