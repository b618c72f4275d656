"""`argowave parity`: what differs between environments though nothing says that it may."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from argowave.commands import Exit
from argowave.commands._parser import add_format
from argowave.commands._plots import add_charts, add_named_environments, ground_of
from argowave.commands._repository import add_repository
from argowave.errors import InvocationError, RepositoryError
from argowave.kubernetes_version import DEFAULT_VERSION
from argowave.report import FORMATS

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from argowave.finding import Finding
    from argowave.parity import Parity
    from argowave.parity.stand_in import Workshop
    from argowave.settings import Settings
    from argowave.tree import Tree

_EXAMPLES = """examples:
  argowave parity                            all, compared with the first one
  argowave parity --env staging --env prod   prod, compared with staging
  argowave parity --root clusters/a/root.yaml --root clusters/b/root.yaml

A key of environments/ may differ where environments/schema.json gives it `x-differs`, with the
reason; so may what stands in environment.yaml or versions.yaml only. Anything else may where
[[tool.argowave.parity]] says so: subject, field and reason.

exit codes: 0 alike but for what may differ, 1 findings, 2 could not run"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of `argowave parity`."""
    parser.description = (
        "Compare what Argo CD would apply in one environment with another one: an object that "
        "only one has, or a field that differs, is a finding unless something says that it may."
    )
    parser.epilog = _EXAMPLES
    add_named_environments(parser, "compare this one, with the first that is named")
    parser.add_argument(
        "--root",
        action="append",
        default=[],
        type=Path,
        dest="roots",
        metavar="FILE",
        help="compare the trees of root Applications instead of environments/; repeatable",
    )
    parser.add_argument(
        "--kubernetes-version",
        default="",
        metavar="VERSION",
        help="with --root: what the clusters are (default: kubernetes-version of the settings, "
        f"or {DEFAULT_VERSION})",
    )
    add_format(parser, FORMATS, dest="output")
    add_repository(parser)
    add_charts(parser)


def run(arguments: Namespace) -> Exit:
    """Compare and report.

    Raises:
        ToolError: an environment is wrong, or there is nothing to compare.
    """
    from argowave.finding import gather  # noqa: PLC0415 (not for --help)
    from argowave.parity import check_parity, check_roots  # noqa: PLC0415 (as above)
    from argowave.settings import load_settings  # noqa: PLC0415 (as above)

    if arguments.roots and arguments.environments:
        message = "--root and --env cannot be given together"
        raise InvocationError(message)
    settings = load_settings(arguments.repository.resolve())
    workshop = _workshop(arguments, settings)
    if arguments.roots:
        parity = check_roots(workshop, _trees(arguments, workshop), settings)
    else:
        parity = check_parity(workshop, arguments.environments, settings)
    findings = gather(parity.findings)
    _report(arguments.output, parity, findings)
    if not parity.objects:
        message = "nothing was compared: there is no manifest below the root Applications"
        raise RepositoryError(message, hint="an empty run proves nothing, so it fails")
    return Exit.FINDINGS if findings else Exit.WELL


def _workshop(arguments: Namespace, settings: Settings) -> Workshop:
    from argowave.parity.stand_in import Workshop  # noqa: PLC0415 (not for --help)
    from argowave.render import open_renderer  # noqa: PLC0415 (as above)
    from argowave.schema import open_store, with_own_store  # noqa: PLC0415 (as above)
    from argowave.tree.remotes import git_remotes  # noqa: PLC0415 (as above)

    repository: Path = arguments.repository.resolve()
    if not arguments.roots:  # says what is missing before templates are looked for
        _require_environments(repository)
    return Workshop(
        repository=repository,
        ground=replace(
            ground_of(arguments, settings),
            repositories=(*settings.repositories, *git_remotes(repository)),
        ),
        store=open_store(with_own_store(repository, settings.schema_locations)),
        renderer=None if arguments.roots else open_renderer(repository),
    )


def _require_environments(repository: Path) -> None:
    from argowave.environment import environment_names  # noqa: PLC0415 (not for --help)

    if not (repository / "environments").is_dir():
        message = "without environments/ parity compares root Applications, and none is named"
        hint = "name two or more: --root a/root.yaml --root b/root.yaml"
        raise InvocationError(message, hint=hint)
    environment_names(repository)


def _trees(arguments: Namespace, workshop: Workshop) -> dict[str, Tree]:
    paths: list[Path] = arguments.roots
    stems = [path.stem for path in paths]
    if len(set(stems)) < len(stems):
        stems = [path.resolve().parent.name for path in paths]
    if len(set(stems)) < len(stems):
        message = "the root Applications need files, or folders, of different names"
        raise InvocationError(message)
    version: str = arguments.kubernetes_version
    return {
        name: workshop.ground.root(path, version).load()
        for name, path in zip(stems, paths, strict=True)
    }


def _report(output: str, parity: Parity, findings: list[Finding]) -> None:
    from argowave.report import Summary, writer  # noqa: PLC0415 (not for --help)
    from argowave.report.summary import count  # noqa: PLC0415 (as above)
    from argowave.report.text import write_findings  # noqa: PLC0415 (as above)

    subjects = {found.subject for found in findings if found.subject}
    valid = max(parity.objects - len(subjects), 0)
    summary = Summary(files=0, valid=valid, invalid=len(subjects), not_checked=parity.not_compared)
    if output != "text":
        writer(output).write(sys.stdout, findings, summary)
        return
    write_findings(sys.stdout, findings)
    for gap in summary.gaps():
        print(gap)
    others = ", ".join(parity.names[1:])
    print(
        f"{count(parity.objects, 'object')} of {others} compared with {parity.names[0]}: "
        f"{count(len(findings), 'finding')}"
    )
