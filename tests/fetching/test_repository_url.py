"""Which paths kustomize takes for repositories."""

from __future__ import annotations

import pytest

from argowave.sources.fetch.repository_url import RepositoryUrl, repository_in


@pytest.mark.parametrize(
    ("text", "url", "path", "revision"),
    [
        ("github.com/org/repo", "https://github.com/org/repo", "", ""),
        ("GitHub.com/org/repo/a/b?ref=v1", "https://github.com/org/repo", "a/b", "v1"),
        ("git@github.com:org/repo//a", "git@github.com:org/repo", "a", ""),
        ("git@github.com/org/repo//a", "git@github.com:org/repo", "a", ""),
        ("ssh://git@github.com/org/repo", "git@github.com:org/repo", "", ""),
        ("git::https://example.org/org/repo.git//a", "https://example.org/org/repo.git", "a", ""),
        ("https://example.org/a/b/c/d?version=x&ref=y", "https://example.org/a/b", "c/d", "y"),
        ("https://example.org/a/b/c.git/d", "https://example.org/a/b/c.git", "d", ""),
        ("https://me@dev.azure.com/o/p/_git/r/d", "https://me@dev.azure.com/o/p/_git/r", "d", ""),
        ("https://u:t@example.org/a/b//c", "https://u:t@example.org/a/b", "c", ""),
        ("me@example.org:a/b.git//c", "me@example.org:a/b.git", "c", ""),
        ("file:///srv/repo//c?ref=v1", "file:///srv/repo", "c", "v1"),
        ("file:///srv/repo", "file:///srv/repo", "", ""),
        ("https://example.org/a/b?ref=%zz", "https://example.org/a/b", "", ""),
    ],
)
def test_a_repository_is_told_from_its_path(text: str, url: str, path: str, revision: str) -> None:
    assert repository_in(text) == RepositoryUrl(url, path, revision, submodules=True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "base",
        "../base",
        "/github.com/org/repo",
        "example.org/org/repo",
        "https://example.org",
        "https://example.org/a.yaml",
        "https://example.org/a/b//../../c",
        "ftp://example.org/org/repo",
        "ext::sh -c x",
        "--upload-pack=x",
    ],
)
def test_the_rest_are_folders(text: str) -> None:
    assert repository_in(text) is None


def test_submodules_can_be_left_out() -> None:
    found = repository_in("https://example.org/a/b?submodules=false")

    assert found == RepositoryUrl("https://example.org/a/b", "", "", submodules=False)
