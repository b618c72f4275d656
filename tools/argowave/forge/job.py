"""The environment of a CI job → the request that it runs for."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from argowave.errors import InvocationError
from argowave.files.regular import read_regular
from argowave.forge.github import GitHubThread
from argowave.forge.gitlab import GitLabThread

if TYPE_CHECKING:
    from collections.abc import Mapping

    from argowave.forge.posting import Thread


def find_thread(environment: Mapping[str, str]) -> Thread:
    """Return the pull or merge request of the job that this is.

    The variables are those that GitHub Actions and GitLab CI set; the token is GITHUB_TOKEN, or
    GITLAB_TOKEN with the scope `api`.

    Raises:
        InvocationError: this is no such job, or something is missing.
    """
    if environment.get("GITHUB_REPOSITORY"):
        return _of_github(environment)
    if environment.get("CI_PROJECT_ID"):
        return _of_gitlab(environment)
    message = (
        "this is no job of GitHub Actions or GitLab CI: neither GITHUB_REPOSITORY nor "
        "CI_PROJECT_ID is set"
    )
    raise InvocationError(message)


def _of_github(environment: Mapping[str, str]) -> Thread:
    repository = environment["GITHUB_REPOSITORY"]
    if not re.fullmatch(r"[\w.-]+/[\w.-]+", repository):
        message = f"GITHUB_REPOSITORY is no owner/name: {repository}"
        raise InvocationError(message)
    api = environment.get("GITHUB_API_URL") or "https://api.github.com"
    token = _need(environment, "GITHUB_TOKEN")
    return GitHubThread(api, repository, _number_of_event(environment), token)


def _number_of_event(environment: Mapping[str, str]) -> int:
    path = Path(_need(environment, "GITHUB_EVENT_PATH"))
    try:
        number = json.loads(read_regular(path))["pull_request"]["number"]
    except (OSError, ValueError, KeyError, TypeError):
        number = None
    if not isinstance(number, int):
        message = f"the event in {path} is none of a pull request"
        raise InvocationError(message)
    return number


def _of_gitlab(environment: Mapping[str, str]) -> Thread:
    project, number = (_need(environment, f"CI_{x}") for x in ("PROJECT_ID", "MERGE_REQUEST_IID"))
    if not (project.isdecimal() and number.isdecimal()):
        message = f"CI_PROJECT_ID and CI_MERGE_REQUEST_IID are no numbers: {project}, {number}"
        raise InvocationError(message)
    api, token = _need(environment, "CI_API_V4_URL"), _need(environment, "GITLAB_TOKEN")
    return GitLabThread(api, project, int(number), token)


def _need(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name)
    if not value:
        message = f"{name} is not set"
        raise InvocationError(message)
    return value
