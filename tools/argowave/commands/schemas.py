"""`argowave schemas`: what the store holds, whether it is whole, and how it grows."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from argowave.commands import Exit
from argowave.commands._parser import add_format
from argowave.errors import SchemaError
from argowave.kubernetes_version import DEFAULT_VERSION, resolve_version

if TYPE_CHECKING:
    import argparse


_EXAMPLES = """examples:
  argowave schemas list --kubernetes-version 1.36
  argowave schemas add crds/   into schemas/, where lint looks too
  argowave schemas verify

exit codes: 0 well, 1 a file is not what the lock says, 2 could not run"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `argowave schemas`."""
    parser.epilog = _EXAMPLES
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    lists = actions.add_parser(
        "list", help="list the kinds of a store", description="List the kinds of a store."
    )
    lists.add_argument(
        "--kubernetes-version",
        default=DEFAULT_VERSION,
        metavar="VERSION",
        help=f"default: {DEFAULT_VERSION}",
    )
    add_format(lists, ("text", "json"))
    add = actions.add_parser(
        "add",
        help="turn CRDs into schemas of a store",
        description="Turn CRDs into schemas: structure only, one file a group, version and kind.",
    )
    add.add_argument("inputs", metavar="FILE|FOLDER|URL", nargs="+", help="with definitions (CRDs)")
    add.add_argument(
        "--source",
        metavar="TEXT",
        help="recorded as origin instead of the path; {path} is filled in",
    )
    update = actions.add_parser(
        "update",
        help="make Kubernetes' own kinds afresh",
        description="Make Kubernetes' own kinds afresh from the data of kubernetes-validate.",
    )
    update.add_argument("--data", type=Path, help="the folder kubernetes-json-schema of that data")
    update.add_argument(
        "--checkouts",
        type=Path,
        metavar="FOLDER",
        help="make the kinds of CRDs afresh too, from the repositories in FOLDER, as NAME@TAG",
    )
    verify = actions.add_parser(
        "verify",
        help="compare a store with its lock file",
        description="Compare a store with its lock file.",
    )
    for each in (lists, add, update, verify):
        default = "schemas in this folder" if each is add else "those that argowave ships"
        each.add_argument("--store", type=Path, help=f"the store's folder (default: {default})")


def run(arguments: argparse.Namespace) -> Exit:
    """Do what was asked of the store."""
    actions = {"list": _list, "add": _add, "update": _update, "verify": _verify}
    return actions[arguments.action](arguments)


def _folders(arguments: argparse.Namespace) -> list[Path]:
    """Return the store that is named, or those that argowave ships."""
    from argowave.schema.definitions import BUILT_IN, OPERATORS  # noqa: PLC0415 (not for --help)

    store: Path | None = arguments.store
    return [BUILT_IN, OPERATORS] if store is None else [store]


def _list(arguments: argparse.Namespace) -> Exit:
    import json  # noqa: PLC0415 (not for --help)

    from argowave.schema import open_store  # noqa: PLC0415 (not for --help)

    store = open_store(() if arguments.store is None else (arguments.store,))
    version = resolve_version(arguments.kubernetes_version, store.kubernetes_versions)
    kinds = store.entries(version)
    if not kinds:
        message = "holds no schema"
        hint = "make some with `argowave schemas add`"
        raise SchemaError(message, path=arguments.store, hint=hint)
    if arguments.format == "json":
        described = [
            {"apiVersion": each.api_version, "kind": each.kind, "source": each.source}
            for each in kinds
        ]
        print(json.dumps({"version": 1, "kinds": described}, indent=2))
    else:
        print("\n".join(f"{each.api_version} {each.kind}" for each in kinds))
    print(f"{len(kinds)} kinds, Kubernetes {version}", file=sys.stderr)
    return Exit.WELL


def _add(arguments: argparse.Namespace) -> Exit:
    from argowave.schema.adding import add_crds, read_inputs  # noqa: PLC0415 (not for --help)
    from argowave.schema.own import FOLDER  # noqa: PLC0415 (not for --help)

    folder = arguments.store or Path(FOLDER)
    made = add_crds(folder, read_inputs(arguments.inputs, arguments.source))
    print("\n".join(sorted(made.kinds)))
    passed_over = len(made.passed_over)
    rest = f", {passed_over} files without a CRD passed over" if passed_over else ""
    print(f"{len(made.kinds)} schemas in {folder}{rest}", file=sys.stderr)
    return Exit.WELL


def _update(arguments: argparse.Namespace) -> Exit:
    from argowave.schema.adding import update  # noqa: PLC0415 (not for --help)
    from argowave.schema.kubernetes import find_data  # noqa: PLC0415 (not for --help)

    folder = _folders(arguments)[0]
    files = update(folder, arguments.data or find_data(), arguments.checkouts)
    print(f"{files} files made afresh in {folder}", file=sys.stderr)
    return Exit.WELL


def _verify(arguments: argparse.Namespace) -> Exit:
    from argowave.schema.verifying import verify  # noqa: PLC0415 (not for --help)

    verdicts = [verify(folder) for folder in _folders(arguments)]
    files = sum(number for number, _ in verdicts)
    findings = [finding for _, found in verdicts for finding in found]
    for finding in findings:
        print(finding)
    print(f"{files} files, {len(findings)} findings", file=sys.stderr)
    if not files:
        return Exit.COULD_NOT_RUN
    return Exit.FINDINGS if findings else Exit.WELL
