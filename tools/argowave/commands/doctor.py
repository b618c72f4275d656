"""`argowave doctor`: what this machine has, and what to do about the rest."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from argowave.commands import Exit

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `argowave doctor`."""
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(arguments: argparse.Namespace) -> Exit:
    """Print every probe; exit 1 when something is missing that render and lint need."""
    from dataclasses import asdict  # noqa: PLC0415 (not for --help)

    from argowave.doctor import probe  # noqa: PLC0415 (not for --help)

    probes = list(probe())
    if arguments.format == "json":
        print(json.dumps([asdict(each) for each in probes], indent=2))
    else:
        for each in probes:
            state = each.found or f"{'MISSING' if each.needed else 'not found'}: {each.remedy}"
            print(f"{each.name:<13} {state}")
    missing = any(each.needed and each.found is None for each in probes)
    return Exit.FINDINGS if missing else Exit.WELL
