"""`argowave flow ENV`: whether the running pipeline is as declared and carries an event."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from argowave.commands import Exit
from argowave.commands._parser import add_format
from argowave.commands._repository import add_repository
from argowave.errors import InvocationError, RepositoryError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from pathlib import Path

    from argowave.aws import Target
    from argowave.environment import Environment
    from argowave.flows import Declared, Scene
    from argowave.kubernetes import ApiServer


_EXAMPLES = """examples:
  argowave flow dev --endpoint http://localhost:4566
  argowave flow dev --endpoint http://localhost:4566 --kubernetes kubectl
  argowave flow prod --allow-aws

exit codes: 0 every check is well, 1 one is not, 2 could not run"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of `argowave flow`."""
    parser.epilog = _EXAMPLES
    parser.add_argument("environment", metavar="ENV", nargs="?", help="what is declared, and where")
    add_repository(parser)
    parser.add_argument(
        "--check", action="append", default=[], metavar="NAME", help="only this check; repeatable"
    )
    parser.add_argument(
        "--timeout",
        type=float,
        default=60,
        metavar="SECONDS",
        help="that a check may wait for what takes its time (default: 60)",
    )
    add_format(parser, ("text", "json", "junit"), dest="output")
    _add_aws(parser)
    _add_cluster(parser)


def _add_aws(parser: ArgumentParser) -> None:
    group = parser.add_argument_group("AWS", "Otherwise the usual variables: AWS_ENDPOINT_URL, …")
    group.add_argument("--endpoint", metavar="URL", help="LocalStack's, as seen from here")
    group.add_argument("--region", help="(default: the environment's)")
    group.add_argument(
        "--allow-aws",
        action="store_true",
        help="ask real AWS, where the environment is on real AWS",
    )
    publish = group.add_mutually_exclusive_group()
    publish.add_argument(
        "--publish",
        dest="publishes",
        action="store_true",
        default=None,
        help="send an event of its own (default: as the environment says)",
    )
    publish.add_argument(
        "--observe", dest="publishes", action="store_false", help="watch the real traffic instead"
    )


def _add_cluster(parser: ArgumentParser) -> None:
    group = parser.add_argument_group("cluster")
    group.add_argument(
        "--kubernetes",
        metavar="kubectl|URL",
        help="ask the API server too, through kubectl or at the URL of `kubectl proxy`; "
        "in a pod it is asked anyway",
    )
    group.add_argument(
        "--from-cluster",
        action="store_true",
        help="what is declared is read from the cluster instead of the repository",
    )
    group.add_argument(
        "--scope",
        choices=("Cluster", "Namespaced"),
        help="with --from-cluster: of the managed resources (default: both)",
    )
    group.add_argument("--namespace", default="", help="of the workloads, with --from-cluster")
    group.add_argument(
        "--prefix", default="", help="with --from-cluster: only resources with such names"
    )
    group.add_argument("--admin-url", default="", metavar="URL", help="DynamoDB Admin's page")
    group.add_argument(
        "--closed-url", default="", metavar="URL", help="a page that must refuse us with 403"
    )


def run(arguments: Namespace) -> Exit:
    """Look at the pipeline and report.

    Raises:
        ToolError: nobody answers, or nothing is declared that could be looked at.
    """
    from argowave.flows import Status, run_checks  # noqa: PLC0415 (heavy)
    from argowave.flows.registry import find_checks  # noqa: PLC0415 (heavy)
    from argowave.report.flow import Progress, write  # noqa: PLC0415 (heavy)

    checks = find_checks(arguments.check)
    scene = _from_cluster(arguments) if arguments.from_cluster else _from_repository(arguments)
    progress = Progress(sys.stderr)
    results = []
    try:
        for result in run_checks(scene, checks, arguments.timeout, progress.show):
            progress.clear()
            results.append(result)
            if arguments.output == "text":
                write("text", sys.stdout, [result])
    finally:
        progress.clear()
    if arguments.output == "text":
        write("summary", sys.stdout, results)
    else:
        write(arguments.output, sys.stdout, results)
    if all(result.status is Status.SKIPPED for result in results):
        message = "nothing was looked at: every check was skipped"
        raise RepositoryError(message, hint="an empty run proves nothing, so it fails")
    failed = any(result.status is Status.FAILED for result in results)
    return Exit.FINDINGS if failed else Exit.WELL


def _from_repository(arguments: Namespace) -> Scene:
    from argowave.aws import Aws  # noqa: PLC0415 (heavy)
    from argowave.environment import load_environments  # noqa: PLC0415 (heavy)
    from argowave.flows import Scene  # noqa: PLC0415 (heavy)

    if not arguments.environment:
        message = "name an environment, or read what is declared with --from-cluster"
        raise InvocationError(message)
    repository = arguments.repository.resolve()
    (environment,) = load_environments(repository, [arguments.environment])
    stated = environment.values.get("check") or {}
    publishes = arguments.publishes
    return Scene(
        aws=Aws(_target(arguments, environment)),
        declared=_declared(repository, environment.name),
        publishes=bool(stated.get("publish")) if publishes is None else publishes,
        server=_server(arguments, environment),
        namespace=str(environment.values["namespace"]),
        scopes=(str(environment.values["managedResources"]["scope"]),),
        admin_url=arguments.admin_url,
        closed_url=arguments.closed_url,
    )


def _from_cluster(arguments: Namespace) -> Scene:
    from argowave.aws import Aws, read_target  # noqa: PLC0415 (heavy)
    from argowave.flows import Scene, from_objects  # noqa: PLC0415 (heavy)
    from argowave.kubernetes import FLAVOURS, find_server, list_managed  # noqa: PLC0415 (heavy)

    server = find_server(arguments.kubernetes, ("kubectl",))
    if server is None:
        message = "--from-cluster needs a cluster: this is no pod"
        raise InvocationError(message, hint="say how to ask it: --kubernetes kubectl")
    target = read_target(os.environ, endpoint=arguments.endpoint, region=arguments.region)
    if _is_real(target) and not arguments.allow_aws:
        message = "no endpoint is stated, so this would ask real AWS"
        raise InvocationError(message, hint="pass --endpoint URL, or --allow-aws if that is meant")
    scopes = (arguments.scope,) if arguments.scope else tuple(FLAVOURS)
    declared = [
        each
        for each in from_objects(list_managed(server, arguments.namespace, scopes))
        if each.object_name.startswith(arguments.prefix)
    ]
    return Scene(
        aws=Aws(target),
        declared=tuple(declared),
        publishes=bool(arguments.publishes),
        server=server,
        scopes=scopes,
        namespace=arguments.namespace,
        admin_url=arguments.admin_url,
        closed_url=arguments.closed_url,
    )


def _declared(repository: Path, environment: str) -> tuple[Declared, ...]:
    from argowave.flows import from_inventory  # noqa: PLC0415 (heavy)
    from argowave.flows.inventory import read_inventory  # noqa: PLC0415 (heavy)

    return from_inventory(read_inventory(repository, environment), environment)


def _target(arguments: Namespace, environment: Environment) -> Target:
    """Return where to ask.

    Raises:
        InvocationError: real AWS would be asked and is not meant, or LocalStack's URL is missing.
    """
    from argowave.aws import Key, Target, read_target  # noqa: PLC0415 (heavy)

    aws = environment.values["aws"]
    region = arguments.region or str(aws["region"])
    target = read_target(os.environ, endpoint=arguments.endpoint, region=region)
    if aws["target"] == "aws":
        if _is_real(target) and not arguments.allow_aws:
            message = f"{environment.name} is on real AWS, which is asked only with --allow-aws"
            raise InvocationError(message, hint="it only looks, unless --publish is given too")
        return target
    if _is_real(target):
        message = f"{environment.name} is on LocalStack, and nobody says where that is"
        hint = "pass --endpoint http://localhost:4566, or set AWS_ENDPOINT_URL"
        raise InvocationError(message, hint=hint)
    return target if target.key else Target(target.region, target.endpoint, Key("test", "test"))


def _is_real(target: Target) -> bool:
    return target.endpoint is None or "amazonaws.com" in target.endpoint


def _server(arguments: Namespace, environment: Environment) -> ApiServer | None:
    from argowave.kubernetes import find_server  # noqa: PLC0415 (heavy)

    words: tuple[str, ...] = ()
    if arguments.kubernetes == "kubectl":
        from argowave.bootstrap.kubectl import choose_kubectl  # noqa: PLC0415 (heavy)

        chosen = choose_kubectl(environment.values["cluster"]["contexts"])
        words = (chosen.path, "--context", chosen.context)
    return find_server(arguments.kubernetes, words)
