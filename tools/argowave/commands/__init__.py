"""The command line: one command a file, listed here in the order in which they are used."""

from __future__ import annotations

import contextlib
import errno
import importlib
import os
import sys
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from argowave import __version__
from argowave.commands._parser import CommandParser, refuse_misplaced
from argowave.commands._repository import settle_repository
from argowave.errors import ToolError
from argowave.files.meanwhile import telling_of_changes
from argowave.process.descriptors import ADVICE, ensure_room_for_files
from argowave.process.streams import let_go_of_streams, settle_streams
from argowave.scarcity import what_is_scarce
from argowave.words.credentials import harmless

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence


# a full disk, a used up quota, a limit of a file's size, a broken disk
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
_CIRCLE = "Symlink loop from "
_QUOTE = "'"
_LONGEST = 4000  # characters of a line of an error
_NO_FILES = (errno.EMFILE, errno.ENFILE)  # of this process, of the whole system


class Exit(IntEnum):
    """What an exit code means, for every command."""

    WELL = 0
    FINDINGS = 1
    COULD_NOT_RUN = 2
    INTERRUPTED = 130  # 128 + SIGINT, as shells report it
    UNREAD = 141  # 128 + SIGPIPE, likewise: whoever read standard output has gone, as `head` does


# name → the line that `argowave --help` shows; the module is argowave.commands.<name>
COMMANDS = {
    "render": "write environments/<env>/rendered/ from the templates",
    "lint": "check everything that Argo CD would apply",
    "fetch": "fetch charts and repositories from elsewhere, and lock what they are",
    "validate": "validate manifests in files, folders or stdin against their schemas",
    "diff": "compare two states: what changes in each environment, and what that does",
    "promote": "give one environment the versions of another one, after showing what that does",
    "parity": "compare environments: what differs though nothing says that it may",
    "upgrade": "show what breaks with newer versions of Kubernetes, Argo CD or CRDs, per object",
    "projects": "show what AppProjects permit and nothing needs, and the tightest ones",
    "report": "write everything about every environment into one HTML file to look at",
    "review": "lint and diff in one run, as the files that GitHub, GitLab and others show",
    "comment": "post a review on a pull or merge request, or update the one that is there",
    "tree": "show every Application and every manifest that Argo CD would apply for it",
    "manifests": "print the manifests of Applications as Argo CD would apply them",
    "plan": "show what Argo CD will do, wave by wave, and what each wave waits for",
    "graph": "draw the Applications in waves, or the pipeline: Mermaid, Graphviz or SVG",
    "explain": "say what is known about a rule, a manifest, or two that have to do with each other",
    "rules": "list the rules of lint, or explain one",
    "schemas": "list, verify and extend the schema store",
    "bootstrap": "print or run the commands that bring a cluster up",
    "rehearse": "bring an environment up on an emulator, in Argo CD's order",
    "flow": "check that a running pipeline is as declared and carries an event",
    "doctor": "show what this machine has and what is missing",
    "completion": "print a script with which bash, zsh or fish completes commands and options",
}


class Command(Protocol):
    """What a module under argowave.commands offers."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command's arguments on `parser`."""

    def run(self, arguments: argparse.Namespace) -> Exit:
        """Do the work; findings are printed, a ToolError is raised when it cannot be done."""


def main(argv: Sequence[str]) -> int:
    """Run one command and return its exit code.

    Only the chosen command's module is imported, so that `--help` stays instant.
    """
    settle_streams()
    try:
        try:
            return _answer(argv)
        finally:
            sys.stdout.flush()  # what is left of it, while a full disk can still be told
    except SystemExit:  # of argparse, which says nothing of a stream that is full
        let_go_of_streams()
        raise
    except BrokenPipeError:
        let_go_of_streams()
        return Exit.UNREAD
    except (OSError, UnicodeEncodeError, MemoryError, RuntimeError) as error:
        said = what_is_scarce(error) or _what_is_wrong(error)
        if not said:
            raise
        with contextlib.suppress(OSError):  # where it is standard error that is full
            print(f"error: {_harmless(said)}", file=sys.stderr)
        let_go_of_streams()
    return Exit.COULD_NOT_RUN


def _answer(argv: Sequence[str]) -> Exit:
    if argv[:1] == ["help"]:
        about = argv[2:] if argv[1:2] == ["help"] else argv[1:]
        argv = [*about, "--help"]
    chosen = next((word for word in argv if not word.startswith("-")), None)
    try:
        parser = build_parser(chosen)
        refuse_misplaced(parser, argv)
        arguments = parser.parse_args(argv)
        ensure_room_for_files()
        settle_repository(arguments)
        with telling_of_changes(getattr(arguments, "repository", None)):
            return cast("Exit", arguments.run(arguments))
    except ToolError as error:
        print(f"error: {_harmless(str(error))}", file=sys.stderr)
        return Exit.COULD_NOT_RUN
    except ImportError as error:
        from argowave.commands._missing import describe_missing  # noqa: PLC0415 (rarely)

        if not (said := describe_missing(error, chosen or "")):
            raise
        print(f"error: {_harmless(said)}", file=sys.stderr)
        return Exit.COULD_NOT_RUN
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return Exit.INTERRUPTED


def _what_is_wrong(error: Exception) -> str:
    """Return what to say of an error that no command expects, "" where that is a fault of ours."""
    if isinstance(error, UnicodeEncodeError):
        if error.encoding == "utf-8":
            return ""
        what = f"the locale has no file called {error.object!r}: its encoding is {error.encoding}"
        return f"{what}\n  set LC_ALL=C.UTF-8, or PYTHONUTF8=1"
    if isinstance(error, RuntimeError) and str(error).startswith(_CIRCLE):  # pathlib of 3.11, 3.12
        return f"{str(error).removeprefix(_CIRCLE).strip(_QUOTE)}: {os.strerror(errno.ELOOP)}"
    return _what_is_wrong_outside(error) if isinstance(error, OSError) else ""


def _what_is_wrong_outside(error: OSError) -> str:
    if error.errno in _NO_ROOM:
        return f"the output cannot be written: {error.strerror}"
    has_few = error.errno in _NO_FILES
    if has_few or error.filename is not None:
        place = "" if error.filename is None else f"{error.filename}: "
        return f"{place}{error.strerror}" + (f"\n  {ADVICE}" if has_few else "")
    try:
        Path.cwd()
    except OSError:
        return "the folder that argowave was started in is gone\n  change to one that is there"
    return ""


def _harmless(text: str) -> str:
    """Return `text` without credentials, and what would steer a terminal as escapes.

    A line may hold what somebody typed, or what a server said, however long that is.
    """
    text = "\n".join(
        line if len(line) <= _LONGEST else f"{line[:_LONGEST]}… ({len(line)} characters)"
        for line in harmless(text).split("\n")
    )
    return "".join(
        char if char.isprintable() or char in "\n\t" else char.encode("unicode_escape").decode()
        for char in text
    )


def build_parser(chosen: str | None) -> argparse.ArgumentParser:
    """Return the parser with every command named and only `chosen` filled in."""
    parser = CommandParser(
        prog="argowave",
        description="Renders an Argo CD repository and checks everything Argo CD would apply.",
        epilog="argowave help COMMAND says what one takes; exit codes: 0 well, 1 findings, 2 could "
        "not run",
    )
    parser.add_argument("--version", action="version", version=f"argowave {__version__}")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, summary in COMMANDS.items():
        sentence = f"{summary[0].upper()}{summary[1:]}."
        subparser = subparsers.add_parser(name, help=summary, description=sentence)
        if name == chosen:
            command = cast("Command", importlib.import_module(f"argowave.commands.{name}"))
            command.add_arguments(subparser)
            subparser.set_defaults(run=command.run)
    return parser
