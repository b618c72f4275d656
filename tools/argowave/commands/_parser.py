"""How the command line answers words that it does not know: with what comes nearest."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from argowave.words.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

_BEFORE = ("--help", "--version", "-h")  # what may stand before a command


class _Help(argparse.HelpFormatter):
    """Wraps text at the terminal's width, by paragraphs, and leaves examples as they are."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        parts = text.strip("\n").split("\n\n")
        return "\n\n".join(
            part if "\n  " in part else super(_Help, self)._fill_text(part, width, indent)
            for part in parts
        )


class CommandParser(argparse.ArgumentParser):
    """Like argparse's own, but an unknown option is answered by the command it was given to."""

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 (as argparse declares it)
        """Declare a parser, as argparse does it."""
        options.setdefault("formatter_class", _Help)
        super().__init__(*arguments, **options)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:  # noqa: ANN401 (as argparse declares it)
        """Refuse what is left over here, where the usage is the command's and not the top's."""
        parsed, unknown = super().parse_known_args(args, namespace)
        if unknown:
            options = [word.partition("=")[0] for word in unknown if word.startswith("-")]
            hint = did_you_mean(options[0], self._option_string_actions) if options else ""
            self.error(f"unrecognized arguments: {' '.join(unknown)}{hint}")
        return parsed, unknown

    def _get_values(self, action: argparse.Action, arg_strings: list[str]) -> Any:  # noqa: ANN401 (as argparse declares it)
        if action.option_strings and action.nargs is None and arg_strings == ["--"]:
            # --option=--, of which Python 3.11 and 3.12 make an empty list, whatever the type
            self.error(f"argument {'/'.join(action.option_strings)}: expected one argument")
        return super()._get_values(action, arg_strings)

    def _check_value(self, action: argparse.Action, value: Any) -> None:  # noqa: ANN401 (as argparse declares it)
        names = action.choices
        if isinstance(action, argparse._SubParsersAction) and names and value not in names:  # noqa: SLF001 (it has no public name)
            self.error(f"there is no command {value!r}{did_you_mean(str(value), names)}")
        super()._check_value(action, value)


def refuse_misplaced(parser: argparse.ArgumentParser, argv: Sequence[str]) -> None:
    """End with the usage where an option of a command stands before it.

    Raises:
        SystemExit: one does.
    """
    word = argv[0] if argv else ""
    if word.startswith("-") and not any(each.startswith(word) for each in _BEFORE):
        near = did_you_mean(word, _BEFORE) or "; a command's options stand after it"
        parser.error(f"unrecognized arguments: {word}{near}")


def positive(text: str) -> int:
    """Read a number of processes.

    Raises:
        argparse.ArgumentTypeError: `text` is no whole number from 1 on.
    """
    if not (text.isascii() and text.isdigit() and int(text)):
        message = f"{text!r} is no whole number from 1 on"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def add_format(
    parser: argparse._ActionsContainer,
    formats: Sequence[str],
    *,
    dest: str = "format",
    names: Sequence[str] = ("--format", "--output"),
) -> None:
    """Declare --format, of which the first one is the default; --output is the same.

    Args:
        parser: the command's, or a group of its options.
        formats: what can be written.
        dest: the name of what was chosen.
        names: how the option is written.
    """
    first, *others = formats
    parser.add_argument(
        *names,
        dest=dest,
        choices=tuple(formats),
        default=first,
        metavar="FORMAT",
        help=f"{first} (default), {', '.join(others)}",
    )
