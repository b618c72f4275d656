"""`argowave review [BASE]`: lint and diff in one run, as the files that code hosts read."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path
from typing import TYPE_CHECKING, Final

from argowave.commands import Exit
from argowave.commands._baseline import add_baseline
from argowave.commands._cache import add_cache
from argowave.commands._plots import add_ground, add_named_environments
from argowave.commands._states import add_accept, note_unused
from argowave.errors import OutputError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from argowave.commands.lint import Examined

# file → the format of `argowave lint` in it
FILES: Final = {
    "argowave.sarif": "sarif",
    "argowave.json": "json",
    "code-quality.json": "gitlab",
    "junit.xml": "junit",
}
COMMENT: Final = "comment.md"
_EXAMPLES: Final = """examples:
  argowave review --into review               what the branch changes
  argowave review origin/main --into review   what has changed since a revision

exit codes: 0 well, 1 findings or what nobody accepted, 2 could not run"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of `argowave review`."""
    from argowave.commands.lint import add_demands  # noqa: PLC0415 (one command at a time)

    parser.description = (
        "Lint every environment and compare it with BASE, once, and write what each place "
        "shows: comment.md for a pull request, argowave.sarif, argowave.json, junit.xml, and "
        "code-quality.json for GitLab."
    )
    parser.epilog = _EXAMPLES
    parser.add_argument(
        "base",
        metavar="BASE",
        nargs="?",
        help="a revision (default: where the branch left the default branch)",
    )
    parser.add_argument(
        "--into", type=Path, required=True, metavar="FOLDER", help="where the files go"
    )
    add_demands(parser)
    add_named_environments(parser)
    add_accept(parser)
    add_baseline(parser)
    add_ground(parser)
    add_cache(parser)


def run(arguments: Namespace) -> Exit:
    """Look, compare and write.

    Raises:
        ToolError: either cannot be done, or the files cannot be written.
    """
    from argowave.commands.diff import compare, refuse  # noqa: PLC0415 (not for --help)
    from argowave.commands.lint import examine  # noqa: PLC0415 (not for --help)
    from argowave.report.markdown import findings_in_words  # noqa: PLC0415 (not for --help)
    from argowave.report.review import review_comment  # noqa: PLC0415 (not for --help)
    from argowave.report.summary import count  # noqa: PLC0415 (not for --help)

    diffs, accepted = compare(arguments)
    examined = examine(arguments)
    examined.refuse_if_empty()
    comment = review_comment(diffs, accepted, examined.findings, examined.summary)
    texts = {COMMENT: comment, **{name: _text(examined, each) for name, each in FILES.items()}}
    _write(arguments.into, texts)
    changes = count(sum(len(diff.changes) for diff in diffs), "change")
    print(f"{arguments.into}: {findings_in_words(examined.findings)}, {changes}")
    note_unused(arguments.accept, diffs)
    is_refused = refuse(diffs, accepted)
    return Exit.FINDINGS if is_refused or examined.has_errors else Exit.WELL


def _text(examined: Examined, form: str) -> str:
    from argowave.report import writer  # noqa: PLC0415 (not for --help)

    stream = io.StringIO()
    writer(form).write(stream, examined.findings, examined.summary)
    return stream.getvalue()


def _write(folder: Path, texts: dict[str, str]) -> None:
    """Write every file under a temporary name, and rename all of them at the end.

    Raises:
        OutputError: the folder or a file cannot be written.
    """
    made = {folder / name: folder / f".{name}.part" for name in texts}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, temporary in made.items():
            temporary.unlink(missing_ok=True)  # a link, which somebody has put there, say
            with temporary.open("x", encoding="utf-8", errors="backslashreplace") as file:
                file.write(texts[path.name])
        for path, temporary in made.items():
            temporary.replace(path)
    except OSError as error:
        message = f"cannot be written: {error.strerror}"
        raise OutputError(message, path=folder) from error
    finally:
        with contextlib.suppress(OSError):  # the folder may be none
            for temporary in made.values():
                temporary.unlink(missing_ok=True)
