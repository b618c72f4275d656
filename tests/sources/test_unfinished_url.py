from __future__ import annotations

import pytest

from argowave.sources.unfinished_url import is_unfinished


@pytest.mark.parametrize(
    "url",
    [
        "GIT_REPOSITORY",
        "${repo_url}",
        "https://github.com/<organisation>/apps",
        "https://github.com/your-org/apps",
        "cnoe://apps",
    ],
)
def test_what_names_no_repository_is_to_be_filled_in(url: str) -> None:
    assert is_unfinished(url)


@pytest.mark.parametrize(
    "url",
    [
        "ghcr.io",
        "oci://ghcr.io",
        "git@github.com:team/apps.git",
        "{{url}}",
        "https://host/apps",
        "",
    ],
)
def test_a_repository_a_registry_or_a_parameter_is_not(url: str) -> None:
    assert not is_unfinished(url)
