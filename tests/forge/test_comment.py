from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from argowave.commands import Exit, main
from argowave.report.markdown import LARGEST, MARK
from forge.hosts import COMMENT, ISSUE, NOTES, TOKEN, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forge.hosts import Host

UNSAFE = "is no https:// address, and a token is not sent to any other"


@pytest.fixture
def host() -> Iterator[Host]:
    with serving() as host:
        yield host


@pytest.fixture
def review(tmp_path: Path) -> Path:
    path = tmp_path / "comment.md"
    path.write_text(f"{MARK}\n## argowave: no finding\n")
    return path


@pytest.fixture
def _on_github(host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    event = tmp_path / "event.json"
    event.write_text(json.dumps({"pull_request": {"number": 7}}))
    monkeypatch.delenv("CI_PROJECT_ID", raising=False)
    monkeypatch.setenv("GITHUB_REPOSITORY", "team/shop")
    monkeypatch.setenv("GITHUB_API_URL", host.url)
    monkeypatch.setenv("GITHUB_EVENT_PATH", str(event))
    monkeypatch.setenv("GITHUB_TOKEN", TOKEN)


@pytest.fixture
def _on_gitlab(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_REPOSITORY", raising=False)
    monkeypatch.setenv("CI_API_V4_URL", host.url)
    monkeypatch.setenv("CI_PROJECT_ID", "12")
    monkeypatch.setenv("CI_MERGE_REQUEST_IID", "7")
    monkeypatch.setenv("GITLAB_TOKEN", TOKEN)


@pytest.mark.usefixtures("_on_github")
def test_a_review_is_posted_once_and_updated_from_then_on(
    host: Host, review: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    host.add("what do you think?", author_association="MEMBER")
    assert main(["comment", str(review)]) == Exit.WELL
    review.write_text(f"{MARK}\n## argowave: 1 error\n")
    assert main(["comment", str(review)]) == Exit.WELL

    assert [each["body"] for each in host.comments] == ["what do you think?", review.read_text()]
    assert host.calls == [f"GET {ISSUE}", f"POST {ISSUE}", f"GET {ISSUE}", f"PATCH {COMMENT}2"]
    assert capsys.readouterr().out == (
        "posted: https://example.com/2\nupdated: https://example.com/2\n"
    )


@pytest.mark.usefixtures("_on_github")
def test_our_comment_is_found_behind_a_hundred_others(host: Host, review: Path) -> None:
    for number in range(150):
        host.add(f"{number}", author_association="NONE", user={"type": "User"})
    host.add(MARK, user={"type": "Bot"})

    assert main(["comment", str(review)]) == Exit.WELL

    assert host.calls == [f"GET {ISSUE}", f"GET {ISSUE}", f"PATCH {COMMENT}151"]


@pytest.mark.usefixtures("_on_github")
def test_a_strangers_comment_that_looks_like_ours_is_left_alone(host: Host, review: Path) -> None:
    host.add(f"{MARK}\nall is well!", author_association="NONE", user={"type": "User"})
    host.add(f"{MARK}\nall is well!", author_association="CONTRIBUTOR", user=None)

    assert main(["comment", str(review)]) == Exit.WELL

    assert host.calls[-1] == f"POST {ISSUE}"
    assert host.comments[0]["body"] == f"{MARK}\nall is well!"


@pytest.mark.usefixtures("_on_gitlab")
def test_on_gitlab_it_is_a_note_and_only_our_own_is_changed(
    host: Host, review: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    host.add(f"{MARK}\nall is well!", author={"id": 4})
    for _ in range(2):
        assert main(["comment", str(review)]) == Exit.WELL

    assert [call for call in host.calls if call != "GET /user"] == [
        *(f"GET {NOTES}", f"POST {NOTES}", f"GET {NOTES}", f"PUT {NOTES}/2")
    ]
    assert capsys.readouterr().out == "posted\nupdated\n"


@pytest.mark.usefixtures("_on_github")
@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_token_that_only_reads_is_named_and_never_shown(
    host: Host, review: Path, capsys: pytest.CaptureFixture[str], status: int
) -> None:
    host.status = status
    assert main(["comment", str(review)]) == Exit.COULD_NOT_RUN

    error = capsys.readouterr().err
    assert error.startswith(f"error: GET {host.url}{ISSUE}?per_page=100&page=1: {status} ")
    assert error.endswith(
        ": no, thanks\n  the token may not write comments: "
        "a job of a fork's pull request has one that only reads\n"
    )
    assert TOKEN not in error


@pytest.mark.usefixtures("_on_github")
def test_a_redirection_does_not_take_the_token_along(host: Host, review: Path) -> None:
    host.status = 302

    assert main(["comment", str(review)]) == Exit.COULD_NOT_RUN
    assert host.calls == [f"GET {ISSUE}"]


@pytest.mark.usefixtures("_on_github")
@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("GITHUB_TOKEN=", "GITHUB_TOKEN is not set"),
        ("GITHUB_REPOSITORY=a/b/../c", "GITHUB_REPOSITORY is no owner/name: a/b/../c"),
        ("GITHUB_API_URL=http://a.b", f"http://a.b {UNSAFE}"),
    ],
)
def test_what_is_missing_or_unsafe_is_said(
    review: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    setting: str,
    message: str,
) -> None:
    monkeypatch.setenv(*setting.split("=", 1))

    assert main(["comment", str(review)]) == Exit.COULD_NOT_RUN
    assert capsys.readouterr().err == f"error: {message}\n"


@pytest.mark.usefixtures("_on_github")
@pytest.mark.parametrize("odd", [{"a": 1}, [1], [{}], "x", [{"id": 1, "user": 3}]])
def test_what_is_no_such_api_is_said(
    host: Host, review: Path, capsys: pytest.CaptureFixture[str], odd: object
) -> None:
    host.odd = odd

    assert main(["comment", str(review)]) == Exit.COULD_NOT_RUN
    assert capsys.readouterr().err == (
        "error: the host answers with something else than its API documents: is it one?\n"
    )


@pytest.mark.usefixtures("_on_github")
def test_nobody_answers(
    review: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GITHUB_API_URL", "http://127.0.0.1:1")

    assert main(["comment", str(review)]) == Exit.COULD_NOT_RUN
    assert "nobody answers" in capsys.readouterr().err


@pytest.mark.usefixtures("_on_github")
def test_an_event_that_is_no_pull_request_is_refused(
    review: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "event.json").write_text("[]")

    assert main(["comment", str(review)]) == Exit.COULD_NOT_RUN
    assert capsys.readouterr().err.endswith("event.json is none of a pull request\n")


@pytest.mark.usefixtures("_on_github")
def test_an_event_without_end_is_refused(
    review: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GITHUB_EVENT_PATH", "/dev/zero")

    assert main(["comment", str(review)]) == Exit.COULD_NOT_RUN
    assert capsys.readouterr().err.endswith("the event in /dev/zero is none of a pull request\n")


def test_outside_of_a_job_there_is_nowhere_to_post(
    review: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("GITHUB_REPOSITORY", "CI_PROJECT_ID"):
        monkeypatch.delenv(name, raising=False)

    assert main(["comment", str(review)]) == Exit.COULD_NOT_RUN
    assert capsys.readouterr().err == (
        "error: this is no job of GitHub Actions or GitLab CI: "
        "neither GITHUB_REPOSITORY nor CI_PROJECT_ID is set\n"
    )


def test_a_file_without_end_is_not_read_to_its_end(capsys: pytest.CaptureFixture[str]) -> None:
    if not Path("/dev/zero").is_char_device():
        pytest.skip("no /dev/zero here")

    assert main(["comment", "/dev/zero"]) == Exit.COULD_NOT_RUN
    assert "error: /dev/zero is no Markdown of argowave" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("hello", "is no Markdown of argowave: it does not begin with <!-- argowave -->"),
        (MARK + "x" * LARGEST, "has more than 65536 characters, which no comment may have"),
    ],
)
def test_only_what_argowave_wrote_and_what_fits_is_posted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, message: str
) -> None:
    path = tmp_path / "comment.md"
    path.write_text(text)

    assert main(["comment", str(path)]) == Exit.COULD_NOT_RUN
    assert capsys.readouterr().err == f"error: {path} {message}\n"
