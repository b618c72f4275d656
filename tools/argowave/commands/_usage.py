"""A command line that nobody understands → the usage of what was meant, and what comes nearest."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_ALONE = ("--help", "--version", "-h")  # what may stand before a command


class CommandParser(argparse.ArgumentParser):
    """Refuses itself what it does not know, so that the usage shown is the command's own."""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:  # noqa: ANN401 (as argparse has it)
        """Parse, and refuse what is left over."""
        found, left = super().parse_known_args(args, namespace)
        option = next((each for each in left if each.startswith("-")), None)
        if option is not None:
            name = option.partition("=")[0]
            self.error(
                f"there is no option {name}{did_you_mean(name, self._option_string_actions)}"
            )
        return found, left


def refuse_unknown(
    parser: argparse.ArgumentParser, argv: Sequence[str], commands: Iterable[str]
) -> None:
    """End with the usage where the first words are no command.

    Raises:
        SystemExit: they are none.
    """
    for word in argv:
        if word in commands:
            return
        if not word.startswith("-"):
            parser.error(f"there is no command {word!r}{did_you_mean(word, commands)}")
        if any(each.startswith(word) for each in _ALONE):  # argparse takes the beginning of one
            return
        near = did_you_mean(word, _ALONE)
        parser.error(f"{word} stands before a command{near or '; options stand after it'}")


def natural_number(text: str) -> int:
    """Return a number of 1 or more.

    Raises:
        ArgumentTypeError: it is none.
    """
    if not text.isascii() or not text.isdecimal() or not int(text):
        message = f"{text!r} is no number of 1 or more"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return what to add to a complaint about a word, "" where nothing is near."""
    import difflib  # noqa: PLC0415 (only for a misspelt word)

    near = difflib.get_close_matches(word, list(known), 1)
    return f"; did you mean {near[0]}?" if near else ""
