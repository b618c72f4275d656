"""`argowave comment FILE`: a review on a pull or merge request, one comment that is updated."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from argowave.commands import Exit
from argowave.errors import InvocationError, RepositoryError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

_EXAMPLES = """examples:
  argowave comment review/comment.md

It needs GITHUB_TOKEN in a job of GitHub Actions, or GITLAB_TOKEN in one of GitLab CI.

exit codes: 0 posted, 2 could not post"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of `argowave comment`."""
    parser.description = (
        "Post a Markdown file that argowave wrote on the request that this CI job runs for, or "
        "update the comment that is there. It is a command of its own so that no token is near "
        "while a stranger's charts are rendered."
    )
    parser.epilog = _EXAMPLES
    parser.add_argument("file", metavar="FILE", type=Path, help="comment.md of argowave review")


def run(arguments: Namespace) -> Exit:
    """Post it.

    Raises:
        ToolError: the file is none of ours, this is no job for a request, or the host refuses.
    """
    from argowave.forge import find_thread, post  # noqa: PLC0415 (not for --help)
    from argowave.report.markdown import LARGEST, MARK  # noqa: PLC0415 (not for --help)

    path: Path = arguments.file
    try:
        with path.open(encoding="utf-8") as file:
            text = file.read(LARGEST + 1)  # what has no end is not read to its end
    except (OSError, UnicodeDecodeError) as error:
        message = f"cannot be read: {getattr(error, 'strerror', None) or 'it is not UTF-8'}"
        raise RepositoryError(message, path=path) from error
    if not text.startswith(MARK):
        message = f"{path} is no Markdown of argowave: it does not begin with {MARK}"
        raise InvocationError(message)
    if len(text) > LARGEST:
        message = f"{path} has more than {LARGEST} characters, which no comment may have"
        raise InvocationError(message)
    posted = post(find_thread(os.environ), MARK, text)
    print(f"{'posted' if posted.is_new else 'updated'}{f': {posted.url}' if posted.url else ''}")
    return Exit.WELL
