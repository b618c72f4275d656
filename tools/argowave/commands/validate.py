"""`argowave validate PATH…`: manifests in files, folders or stdin against their schemas."""

from __future__ import annotations

import sys
from argparse import BooleanOptionalAction
from collections import Counter
from io import TextIOWrapper
from typing import TYPE_CHECKING

from argowave.commands import Exit
from argowave.commands._parser import add_format, positive
from argowave.errors import InvocationError, RepositoryError
from argowave.report import FORMATS, Summary, writer
from argowave.report.summary import count

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _ArgumentGroup
    from collections.abc import Sequence

    from argowave.validate.checked import Checked
    from argowave.validate.files import Settings

STDIN = "stdin"


_FEW = 2  # files without a kind, which may well be slips
_EXAMPLES = """examples:
  argowave validate manifests/
  helm template chart/ | argowave validate --summary

exit codes: 0 valid, 1 something is invalid or cannot be read, 2 could not run, or there was
nothing to validate"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare kubeconform's options; its spelling with one dash works as well."""
    parser.epilog = _EXAMPLES
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="files and folders; - or nothing reads standard input",
    )
    group = parser.add_argument_group("what is validated, and against what")
    _add_choice(group)
    _add_schemas(group)
    _add_files(group)
    _add_report_arguments(parser)


def _add_choice(group: _ArgumentGroup) -> None:
    """Declare which manifests are validated."""
    listed = "comma-separated, each Kind or group/version/Kind; repeatable"
    for name, what in (("skip", "kinds to leave out"), ("reject", "kinds that are an error")):
        group.add_argument(
            f"--{name}",
            f"-{name}",
            action="append",
            default=[],
            metavar="KINDS",
            help=f"{what}; {listed}",
        )
    group.add_argument(
        "--ignore-missing-schemas",
        "-ignore-missing-schemas",
        action="store_true",
        help="skip a manifest whose kind has no schema; the summary still names the kind",
    )
    group.add_argument(
        "--manifests-only",
        action="store_true",
        help="skip what is no manifest, such as values, templates of charts, patches of "
        "kustomizations and what SOPS encrypts; for a hook that is given every YAML file",
    )


def _add_schemas(group: _ArgumentGroup) -> None:
    """Declare what manifests are validated against, and how."""
    group.add_argument(
        "--strict",
        "-strict",
        action=BooleanOptionalAction,
        default=True,
        help="refuse unknown fields and duplicate keys (default: on)",
    )
    group.add_argument(
        "--kubernetes-version",
        "-kubernetes-version",
        default="master",
        metavar="VERSION",
        help="such as 1.36 or 1.36.1; master (default) is the newest in the store",
    )
    group.add_argument(
        "--schema-location",
        "-schema-location",
        action="append",
        default=[],
        metavar="LOCATION",
        help="a further place of schemas, a folder or a kubeconform template; repeatable",
    )


def _add_files(group: _ArgumentGroup) -> None:
    """Declare which files are left out."""
    group.add_argument(
        "--ignore-filename-pattern",
        "-ignore-filename-pattern",
        action="append",
        default=[],
        metavar="REGEX",
        help="leave out files whose path has a match; repeatable",
    )


def _add_report_arguments(parser: ArgumentParser) -> None:
    group = parser.add_argument_group("what is shown")
    add_format(group, FORMATS, dest="output", names=("--output", "-output", "--format"))
    group.add_argument(
        "--summary", "-summary", action="store_true", help="end text with the counts, on stdout"
    )
    group.add_argument(
        "--verbose", "-verbose", action="store_true", help="show valid and skipped manifests too"
    )
    group.add_argument(
        "-n",
        type=positive,
        default=0,
        metavar="NUMBER",
        dest="processes",
        help="processes that share the work (default: one a core, for many files)",
    )


def run(arguments: Namespace) -> Exit:
    """Validate and report; see docs/kubeconform.md for where kubeconform differs."""
    from argowave.validate.files import Settings  # noqa: PLC0415 (not for --help)

    lists_all = arguments.verbose or arguments.output in {"junit", "tap"}
    settings = Settings(
        arguments.kubernetes_version,
        tuple(arguments.schema_location),
        strict=arguments.strict,
        ignore_missing_schemas=arguments.ignore_missing_schemas,
        skip=tuple(arguments.skip),
        reject=tuple(arguments.reject),
        keep_valid=lists_all,
        manifests_only=arguments.manifests_only,
    )
    files, unlisted, checked = _check(arguments, settings)
    summary = summarise(files, unlisted, checked)
    shown = checked if lists_all else [one for one in checked if one.status in {"invalid", "error"}]
    _report(arguments, shown, summary)
    if not summary.checked and not arguments.manifests_only:
        named = arguments.paths not in ([], ["-"])
        hint = "an empty run proves nothing, so it fails"
        if not named:
            hint = "name files or folders, or pipe manifests in: argowave validate FOLDER"
        raise RepositoryError(_nothing(summary, STDIN if not named else ""), hint=hint)
    return Exit.FINDINGS if summary.invalid or summary.errors else Exit.WELL


def _check(arguments: Namespace, settings: Settings) -> tuple[int, int, list[Checked]]:
    """Return how many files there are, the valid manifests not listed, and all the others."""
    from argowave.process.cores import available_cores  # noqa: PLC0415 (not for --help)
    from argowave.validate.spread import check_paths, check_text  # noqa: PLC0415 (as above)

    if "-" not in arguments.paths and arguments.paths:
        cores = arguments.processes if arguments.processes > 0 else available_cores()
        chosen = _manifests_of if arguments.manifests_only else list
        ignored = arguments.ignore_filename_pattern
        return check_paths(arguments.paths, ignored, settings, cores, chosen)
    if len(arguments.paths) > 1:
        message = "- is standard input and cannot be given together with other paths"
        raise InvocationError(message)
    if sys.stdin.isatty():
        message = "there is nothing to validate: no PATH is given and standard input is a terminal"
        raise InvocationError(message, hint="name files or folders, or pipe manifests in")
    return 1, *check_text(sys.stdin.buffer.read(), STDIN, settings)


def _manifests_of(files: list[str]) -> list[str]:
    from argowave.sources.kustomize.pieces import without_pieces  # noqa: PLC0415 (one option's)
    from argowave.validate.manifests_only import without_parts_of_charts  # noqa: PLC0415 (as above)

    return without_pieces(without_parts_of_charts(files))


def summarise(files: int, unlisted: int, checked: Sequence[Checked]) -> Summary:
    """Return the counts of a run.

    Args:
        files: how many files were read.
        unlisted: how many valid manifests are not in `checked`.
        checked: all the others.
    """
    counts = Counter(manifest.status.value for manifest in checked)
    missing = Counter(one.missing_schema for one in checked if one.missing_schema)
    return Summary(
        files,
        valid=unlisted + counts["valid"],
        invalid=counts["invalid"],
        errors=counts["error"],
        skipped=counts["skipped"],
        empty=counts["empty"],
        missing_schemas=tuple(sorted(missing.items())),
    )


def _report(arguments: Namespace, checked: Sequence[Checked], summary: Summary) -> None:
    findings = [finding for manifest in checked for finding in manifest.findings()]
    if isinstance(sys.stdout, TextIOWrapper):
        # a file name may hold bytes that are no text
        sys.stdout.reconfigure(errors="backslashreplace")
    if arguments.output != "text":
        writer(arguments.output).write(sys.stdout, findings, summary, checked)
        return
    from argowave.report.text import write_manifests, write_summary  # noqa: PLC0415 (one format)

    write_manifests(sys.stdout, checked)
    # as in kubeconform the counts are part of the answer only where they are asked for
    write_summary(sys.stdout if arguments.summary else sys.stderr, summary)
    strange = {one.source for one in checked if one.status == "error" and not one.kind}
    if len(strange) > _FEW and not arguments.manifests_only:
        words = f"{len(strange)} files hold what has no kind; --manifests-only passes over values,"
        print(f"{words} parts of charts and the like", file=sys.stderr)


def _nothing(summary: Summary, source: str) -> str:
    if summary.skipped:
        return f"nothing was checked: every manifest was skipped ({summary})"
    if source:
        return "nothing was checked: no manifest in standard input"
    return f"nothing was checked: no manifest in {count(summary.files, 'file')}"
