"""`argowave rules`: every rule of lint, and why one of them matters."""

from __future__ import annotations

import sys
import textwrap
from itertools import groupby
from typing import TYPE_CHECKING

from argowave.commands import Exit
from argowave.commands._parser import add_format

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator

    from argowave.rules import Rule
    from argowave.rules.checks import Check


_EXAMPLES = """examples:
  argowave rules list
  argowave rules explain wave-gate"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `argowave rules`."""
    parser.epilog = _EXAMPLES
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    lists = actions.add_parser(
        "list", help="list the rules, one a line", description="List the rules, one a line."
    )
    add_format(lists, ("text", "json", "markdown"))
    explain = actions.add_parser(
        "explain",
        help="say why a rule matters and how to mend",
        description="Say why a rule matters and how to mend what it finds.",
    )
    explain.add_argument("name", metavar="RULE", help="its name, as a finding ends with it")


def run(arguments: argparse.Namespace) -> Exit:
    """List the rules or explain one."""
    from argowave.rules.registry import all_named, find_named  # noqa: PLC0415 (not for --help)

    if arguments.action == "explain":
        print(explanation(find_named(arguments.name)))
        return Exit.WELL
    rules = tuple(all_named().values())
    if arguments.format == "json":
        import json  # noqa: PLC0415 (one format)

        described = [_described(rule) for rule in rules]
        print(json.dumps({"version": 1, "rules": described}, indent=2))
    elif arguments.format == "markdown":
        print("\n".join(_tables(rules)))
    else:
        width = max(len(rule.name) for rule in rules)
        for rule in rules:
            print(f"{rule.name:{width}}  {rule.severity.value:7}  {rule.summary}{_from(rule)}")
    print(f"{len(rules)} rules", file=sys.stderr)
    return Exit.WELL


def _from(rule: Rule | Check) -> str:
    """Return the package that brings a rule, "" for argowave's own."""
    from argowave.rules.registry import OWN, package_of  # noqa: PLC0415 (not for --help)

    package = package_of(rule)
    return "" if package == OWN else f" [{package}]"


def _tables(rules: Iterable[Rule | Check]) -> Iterator[str]:
    """Give a page of Markdown: a table for each family."""
    from argowave.rules.registry import family_of  # noqa: PLC0415 (not for --help)

    yield "# Rules"
    yield ""
    yield "What `argowave lint` finds; `argowave rules explain RULE` says more."
    yield "The first ones are found while it reads, renders and validates, the others by rules."
    yield "The weight is that of the gravest finding: what is less certain is a mere warning."
    for family, members in groupby(rules, key=family_of):
        yield f"\n## {family.capitalize()}\n"
        yield "| rule | weight | fires when |"
        yield "| --- | --- | --- |"
        for rule in members:
            yield f"| `{rule.name}` | {rule.severity.value} | {rule.summary} |"


def explanation(rule: Rule | Check) -> str:
    """Return everything that there is to say about a rule."""
    from argowave.rules.checks import FIXED  # noqa: PLC0415 (not for --help)
    from argowave.rules.registry import family_of  # noqa: PLC0415 (as above)

    levels = (
        "",
        f'change its weight: {rule.name} = "warning", or "off", below [rules] in argowave.toml',
    )
    return "\n".join(
        (
            f"{rule.name} ({family_of(rule)}, {rule.severity.value})",
            textwrap.fill(f"{rule.summary}.", 100),
            "",
            textwrap.fill(f"why: {rule.why}", 100),
            textwrap.fill(f"mend: {rule.mend}", 100),
            f"source: {rule.source}",
            *(() if rule in FIXED else levels),
        )
    )


def _described(rule: Rule | Check) -> dict[str, str]:
    from argowave.rules.registry import family_of, package_of  # noqa: PLC0415 (not for --help)

    return {
        "name": rule.name,
        "family": family_of(rule),
        "package": package_of(rule),
        "severity": rule.severity.value,
        "summary": rule.summary,
        "why": rule.why,
        "mend": rule.mend,
        "source": rule.source,
    }
