from __future__ import annotations

import json
import os
import pty
import select
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest

import argowave.report
from argowave.promote.writing import restored_on_failure

if TYPE_CHECKING:
    from promote.conftest import Site

SCHEMA = json.loads(
    (Path(argowave.report.__file__).parent / "promotion.schema.json").read_text("utf-8")
)
SHOWN = """environments/staging/versions.yaml
  versions.images.dynamodbAdmin: "aaronshaf/dynamodb-admin:5.3.3" → "aaronshaf/dynamodb-admin:5.3.4"
staging: 1 change in 1 Application
  dynamodb-admin
    ~ Deployment/dynamodb-admin in namespace devopstest
        spec.template.spec.containers[name=dynamodb-admin].image: \
"aaronshaf/dynamodb-admin:5.3.3" → "aaronshaf/dynamodb-admin:5.3.4"
  restarts: Deployment/dynamodb-admin 1 pod restart, one after the other
"""
WRITTEN = [
    " M environments/staging/rendered/.rendered",
    " M environments/staging/rendered/values/dynamodb-admin.yaml",
    " M environments/staging/versions.yaml",
]


def test_a_promotion_copies_the_versions_and_renders(site: Site) -> None:
    code, out, err = site.promote("dev", "staging", "--yes")

    assert code == 0
    assert out.startswith(SHOWN)
    assert err == (
        "promoted dev to staging: 2 files written; commit them in a pull request of their own\n"
    )
    assert site.status() == WRITTEN
    assert site.versions("staging").read_bytes() == site.versions("dev").read_bytes()
    assert main_check(site) == 0


def main_check(site: Site) -> int:
    from argowave.commands import main  # noqa: PLC0415 (as a user would)

    return main(["render", "--check", "--repository", str(site.path)])


def test_a_dry_run_shows_the_same_and_writes_nothing(site: Site) -> None:
    code, out, err = site.promote("dev", "staging", "--dry-run")

    assert (code, err) == (0, "")
    assert out.startswith(SHOWN)
    assert site.status() == []


def test_an_environment_that_was_never_rendered_is_all_new(site: Site) -> None:
    shutil.rmtree(site.path / "environments/staging/rendered")
    code, out, _ = site.promote("dev", "staging", "--yes")

    assert code == 0
    assert "    + Application/pipeline in namespace argocd\n" in out
    assert (site.path / "environments/staging/rendered/apps/root.yaml").is_file()
    assert main_check(site) == 0


def test_what_is_there_already_is_not_promoted(site: Site) -> None:
    assert site.promote("staging", "prod") == (
        0,
        "prod has the versions of staging and is rendered\n",
        "",
    )
    assert site.status() == []


def test_what_the_target_says_in_no_commit_is_not_overwritten(site: Site) -> None:
    site.change("environments/staging/versions.yaml", "sqs: v2.6.0", "sqs: v2.6.1")
    before = site.status()

    assert site.promote("dev", "staging", "--yes") == (
        2,
        "",
        (
            "error: environments/staging/versions.yaml: has changes that are in no commit, and a "
            "promotion would overwrite them\n  commit them, or undo them, then promote\n"
        ),
    )
    assert site.status() == before


def test_an_uncommitted_source_is_promoted_and_noted(site: Site) -> None:
    site.change("environments/dev/versions.yaml", "5.3.4", "5.3.5")
    code, _, err = site.promote("dev", "staging", "--dry-run")

    assert (code, err) == (0, "note: what dev says is in no commit yet\n")


def test_a_rendered_file_that_a_person_edited_is_not_overwritten(site: Site) -> None:
    path = "environments/staging/rendered/values/dynamodb-admin.yaml"
    (site.path / path).write_text((site.path / path).read_text() + "# by hand\n")
    code, out, err = site.promote("dev", "staging", "--yes")

    assert code == 1
    assert f"{path} was edited by hand, and rendering would overwrite that; undo it" in out
    assert err == "refused: staging would have 1 finding; mend them first\n"
    assert site.status() == [f" M {path}"]


def test_a_result_with_findings_is_refused(site: Site) -> None:
    site.change("environments/dev/versions.yaml", "dynamodb-admin:5.3.4", "dynamodb-admin:latest")
    site.commit()
    code, out, err = site.promote("dev", "staging", "--yes")

    assert code == 1
    assert "Deployment/dynamodb-admin $.spec.template.spec.containers[0].image: " in out
    assert "(image-pin, error) [staging/dynamodb-admin]\n" in out
    assert err == "refused: staging would have 1 finding; mend them first\n"
    assert site.status() == []


TEMPLATE = """apiVersion: dynamodb.aws.upbound.io/v1beta2
kind: Table
metadata:
  name: orders-#{ env.versions.charts.keda | replace(".", "-") }#
  annotations: {argocd.argoproj.io/sync-wave: "0"}
spec:
  deletionPolicy: Delete
  providerConfigRef: {name: default}
  forProvider:
    region: eu-central-1
    billingMode: PAY_PER_REQUEST
    hashKey: Id
    attribute: [{name: Id, type: S}]
"""


def test_data_that_would_be_destroyed_has_to_be_accepted(site: Site) -> None:
    (site.path / "infra/pipeline/orders.yaml").write_text(TEMPLATE)
    main_render(site)
    site.change("environments/dev/versions.yaml", "keda: 2.20.2", "keda: 2.20.1")
    main_render(site)
    site.commit()
    code, _, err = site.promote("dev", "staging", "--yes")

    assert code == 1
    assert err == (
        "refused: staging Table/orders-2-20-2 is not accepted; if it is meant, "
        "--accept 'staging Table/orders-2-20-2'\n"
    )
    assert site.status() == []
    assert (
        site.promote("dev", "staging", "--yes", "--accept", "staging Table/orders-2-20-2")[0] == 0
    )
    assert " M environments/staging/rendered/infra/pipeline/orders.yaml" in site.status()


def main_render(site: Site) -> None:
    from argowave.commands import main  # noqa: PLC0415 (as a user would)

    assert main(["render", "--repository", str(site.path)]) == 0
    site.capsys.readouterr()


def test_without_a_terminal_nobody_is_asked(site: Site) -> None:
    done = subprocess.run(
        site.command("dev", "staging"),
        env=site.environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert done.stdout.startswith(SHOWN)
    assert done.stderr == (
        "error: nobody can be asked: standard input is no terminal\n"
        "  --yes promotes without asking, --dry-run only shows\n"
    )
    assert site.status() == []


# a process that is alone with its terminal, so that Ctrl-C reaches it, also where tests are run in
# the background, where a shell has it ignored
OWN_TERMINAL = """
import fcntl, os, signal, sys, termios
signal.signal(signal.SIGINT, signal.SIG_DFL)
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.argv[1], sys.argv[1:])
"""


@pytest.mark.parametrize(
    ("typed", "code", "written"),
    [(b"y\n", 0, WRITTEN), (b"n\n", 2, []), (b"\n", 2, []), (b"\x04", 2, []), (b"\x03", 130, [])],
)
def test_somebody_at_a_terminal_is_asked(
    site: Site, typed: bytes, code: int, written: list[str]
) -> None:
    """Ctrl-C and Ctrl-D are typed as a person would."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", OWN_TERMINAL, *site.command("dev", "staging")]
    with subprocess.Popen(
        command,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=site.environment(),
        start_new_session=True,
    ) as process:
        os.close(theirs)
        said = b""
        while b"[y/N] " not in said:
            assert select.select([ours], [], [], 60)[0], said
            said += os.read(ours, 4096)
        os.write(ours, typed)
        exit_code = process.wait(60)
    os.close(ours)

    assert exit_code == code
    assert b"Promote dev to staging? [y/N] " in said
    assert site.status() == written


def test_json_fits_its_published_schema(site: Site) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    report = json.loads(site.promote("dev", "staging", "--dry-run", "--format", "json")[1])
    nothing = json.loads(site.promote("staging", "prod", "--format", "json")[1])

    jsonschema.validate(report, SCHEMA)
    jsonschema.validate(nothing, SCHEMA)
    assert report["versions"] == [
        {
            "path": "$.versions.images.dynamodbAdmin",
            "before": "aaronshaf/dynamodb-admin:5.3.3",
            "after": "aaronshaf/dynamodb-admin:5.3.4",
        }
    ]
    assert [each["kind"] for each in report["environment"]["changes"]] == ["Deployment"]
    assert (nothing["files"], nothing["environment"]) == ([], None)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("dev", "dev"), "error: dev cannot be promoted to itself\n"),
        (
            ("dev", "stagin"),
            (
                "error: environment 'stagin' does not exist, did you mean 'staging'? "
                "(environments: dev, prod, staging)\n"
            ),
        ),
    ],
)
def test_environments_that_cannot_be_promoted_are_named(
    site: Site, words: tuple[str, str], message: str
) -> None:
    assert site.promote(*words) == (2, "", message)


def test_a_versions_file_that_is_a_link_is_not_written_through(site: Site) -> None:
    site.versions("staging").unlink()
    site.versions("staging").symlink_to("../dev/versions.yaml")
    code, _, err = site.promote("dev", "staging", "--yes")

    assert code == 2
    assert "environments/staging/versions.yaml: is a link" in err
    assert site.versions("staging").is_symlink()


def test_a_file_that_cannot_be_written_leaves_everything_as_it_was(site: Site) -> None:
    (site.path / "environments/staging/.argowave-promote-versions.yaml.part").mkdir()
    code, _, err = site.promote("dev", "staging", "--yes")

    assert code == 2
    assert err == (
        f"error: {site.path}/environments/staging/.argowave-promote-versions.yaml.part: "
        "cannot be written: Is a directory; nothing was changed\n"
    )
    assert site.status() == []


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError, SystemExit])
def test_what_is_interrupted_is_put_back(tmp_path: Path, error: type[BaseException]) -> None:
    kept, added, gone = (tmp_path / name for name in ("kept", "more/added", "gone"))
    kept.write_text("before")
    gone.write_text("before")

    def change() -> None:
        kept.write_text("after")
        added.parent.mkdir()
        added.write_text("after")
        gone.unlink()
        (tmp_path / ".argowave-new-x.part").write_text("half")
        raise error

    with pytest.raises(error), restored_on_failure([kept, added, gone], tmp_path):
        change()

    assert sorted(path.name for path in tmp_path.iterdir()) == ["gone", "kept"]
    assert (kept.read_text(), gone.read_text()) == ("before", "before")
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
