"""`argowave doctor`: what this machine has, and what to do about the rest."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from argowave.commands import Exit
from argowave.commands._parser import add_format

if TYPE_CHECKING:
    import argparse

    from argowave.doctor import Probe


_EXAMPLES = """exit codes: 0 render and lint have what they need, 1 they lack something"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `argowave doctor`."""
    parser.epilog = _EXAMPLES
    add_format(parser, ("text", "json"))


def run(arguments: argparse.Namespace) -> Exit:
    """Print every probe; exit 1 when something is missing that render and lint need."""
    from dataclasses import asdict  # noqa: PLC0415 (not for --help)

    from argowave.doctor import probe_all  # noqa: PLC0415 (not for --help)

    probes = probe_all()
    missing = [probe.name for probe in probes if probe.needed and probe.found is None]
    if arguments.format == "json":
        described = {"version": 1, "well": not missing, "probes": list(map(asdict, probes))}
        print(json.dumps(described, indent=2))
    else:
        for probe in probes:
            print(f"{probe.name:<13} {_state(probe)}")
    if missing:
        print(f"render and lint need what is missing: {', '.join(missing)}", file=sys.stderr)
        return Exit.FINDINGS
    return Exit.WELL


def _state(probe: Probe) -> str:
    if probe.found is not None:
        return probe.found
    return f"{'MISSING' if probe.needed else 'not found'}; {probe.remedy}"
