"""`argowave completion SHELL`: a script with which a shell completes commands and options."""

from __future__ import annotations

import argparse
import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from argowave.commands import COMMANDS, Exit, build_parser

if TYPE_CHECKING:
    from collections.abc import Iterator

_EXAMPLES: Final = """examples:
  source <(argowave completion bash)                                in ~/.bashrc
  argowave completion zsh > "${fpath[1]}/_argowave"                 once
  argowave completion fish > ~/.config/fish/completions/argowave.fish   once"""
_BASH: Final = """\
_argowave() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} command=${{COMP_WORDS[1]}} words=
  local before=${{COMP_WORDS[COMP_CWORD-1]}}
  # --option=value is three words
  if [ "$word" = = ]; then word=
  elif [ "$before" = = ]; then before=${{COMP_WORDS[COMP_CWORD-2]}}; fi
  if [ "$COMP_CWORD" -eq 1 ]; then
    case "$word" in -*) words="{top}" ;; *) words={commands} ;; esac
  else
    case "$command $before" in
{values}
      *) case "$command $word" in
{options}
      esac ;;
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}}
complete -o default -F _argowave argowave
"""
_ZSH: Final = """\
#compdef argowave
_argowave() {{
  local -a commands found
  commands=({commands})
  local word=$words[CURRENT] before=$words[CURRENT-1]
  if (( CURRENT == 2 )); then
    if [[ $word == -* ]]; then compadd -- {top}; else _describe command commands; fi
    return
  fi
  if [[ $word == --*=* ]]; then before=${{word%%=*}} word=${{word#*=}}; compset -P '*='; fi
  case "$words[2] $before" in
{values}
    *) case "$words[2] $word" in
{options}
    esac ;;
  esac
  if (( $#found )); then compadd -- $found; else _files; fi
}}
if [ "$funcstack[1]" = _argowave ]; then _argowave "$@"; else compdef _argowave argowave; fi
"""
_HELP: Final = "help"  # no command of its own: another way to write --help
_FIRST: Final = {**COMMANDS, _HELP: "say what argowave or one of its commands takes"}
_TOP: Final = {"--help": "say what argowave takes", "--version": "print the version"}


@dataclass(frozen=True, slots=True)
class _Option:
    """One option of a command, or its first word where only some are possible."""

    names: tuple[str, ...]  # the command's own name for its first word
    about: str
    values: tuple[str, ...]  # that it takes, () for any
    takes_value: bool


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `argowave completion`."""
    parser.epilog = _EXAMPLES
    parser.add_argument("shell", choices=("bash", "zsh", "fish"))


def run(arguments: argparse.Namespace) -> Exit:
    """Print the script."""
    known = {name: (*_options(name),) for name in COMMANDS}
    known[_HELP] = (_Option((_HELP,), _FIRST[_HELP], (*COMMANDS,), takes_value=True),)
    if arguments.shell == "fish":
        print("\n".join(_fish(known)))
        return Exit.WELL
    is_bash = arguments.shell == "bash"
    put = 'words="{}"' if is_bash else "found=({})"
    values, options = [], []
    for command, each in known.items():
        for option in each:
            if option.values:
                names = "|".join(f'"{command} {name}"' for name in option.names)
                values.append(f"      {names}) {put.format(' '.join(option.values))} ;;")
        if listed := " ".join(name for option in each for name in option.names if name[0] == "-"):
            options.append(f'        "{command} -"*) {put.format(listed)} ;;')
    described = (
        f'"{" ".join(_FIRST)}"'
        if is_bash
        else " ".join(shlex.quote(f"{name}:{about}") for name, about in _FIRST.items())
    )
    text = (_BASH if is_bash else _ZSH).format(
        commands=described, top=" ".join(_TOP), values="\n".join(values), options="\n".join(options)
    )
    print(text, end="")
    return Exit.WELL


def _options(command: str) -> Iterator[_Option]:
    """Give the options of a command, as its parser knows them."""
    parser = build_parser(command)
    (commands,) = (
        each
        for each in parser._actions  # noqa: SLF001 (argparse shows them nowhere else)
        if isinstance(each, argparse._SubParsersAction)  # noqa: SLF001 (as above)
    )
    yield from _declared(commands.choices[command], command)


def _declared(parser: argparse.ArgumentParser, command: str) -> Iterator[_Option]:
    """Give what a parser declares, and each of those below it that it does not declare itself."""
    known: set[str] = set()
    for action in parser._actions:  # noqa: SLF001 (as above)
        known.update(action.option_strings)
        if action.help is argparse.SUPPRESS:
            continue
        values = tuple(map(str, action.choices or ()))
        about = (action.help or "").replace("%%", "%")
        if action.option_strings:
            names = tuple(each for each in action.option_strings if _is_usual(each))
            yield _Option(names, about, values, action.nargs != 0)
        elif values:
            yield _Option((command,), about, values, takes_value=True)
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 (as above)
            for below in action.choices.values():
                for option in _declared(below, command):
                    if option.names[0] not in {*known, command}:
                        known.update(option.names)
                        yield option


def _is_usual(name: str) -> bool:
    """Tell whether an option is spelt as most are, and not as kubeconform's."""
    return name.startswith("--") or len(name) == len("-n")


def _fish(known: dict[str, tuple[_Option, ...]]) -> Iterator[str]:
    for name, about in _TOP.items():
        where = "__fish_use_subcommand"
        yield f"complete -c argowave -n {where} -l {name[2:]} -d {shlex.quote(about)}"
    for name, about in _FIRST.items():
        yield f"complete -c argowave -f -n __fish_use_subcommand -a {name} -d {shlex.quote(about)}"
    for command, options in known.items():
        for option in options:
            words = [
                f"-{'l' if name.startswith('--') else 's'} {name.lstrip('-')}"
                for name in option.names
                if name != command
            ]
            if option.values:
                words.append(f"-x -a {shlex.quote(' '.join(option.values))}")
            elif option.takes_value:
                words.append("-r")
            where = shlex.quote(f"__fish_seen_subcommand_from {command}")
            yield f"complete -c argowave -n {where} {' '.join(words)} -d {_fish_text(option.about)}"


def _fish_text(text: str) -> str:
    """Return a text in quotes as fish reads them, where two quotes in a row mean nothing."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
