from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from argowave.commands import main
from argowave.page.model import FORMAT, Document
from argowave.page.write import SCRIPTS, STYLES, embed, page
from page.reports import report_on

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).parents[2]
FILES = ROOT / "tools" / "argowave" / "page" / "files"
LONGEST = 300


def document(text: str) -> Document:
    return Document(FORMAT, "argowave", text, "", 0, {}, (), (text,), ())


@given(st.text())
def test_no_text_leaves_the_document(text: str) -> None:
    assert not set(embed(document(text))) & set("<>&\u2028\u2029")
    assert page(document(text)).count("</script>") == 2


def test_two_reports_of_the_same_repository_are_the_same(small: Path) -> None:
    first = report_on(small).read_bytes()

    assert report_on(small).read_bytes() == first


def test_a_report_is_written_over_and_nothing_else(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = report_on(small)
    report_on(small)
    path.write_text("something of somebody's")

    code = main(["report", "-o", str(path), "--repository", str(small), "--root", str(small / "root.yaml")])  # fmt: skip # noqa: E501 (one command)

    assert code == 2
    assert capsys.readouterr().err == (
        f"error: {path}: is there already and no report, so it is not written over\n"
        "  name another file with --output\n"
    )
    assert path.read_text() == "something of somebody's"


def test_a_report_goes_to_standard_output(small: Path, tmp_path: Path) -> None:
    path = report_on(small)
    words = ("report", "-o", "-", "--repository", str(small), "--root", str(small / "root.yaml"))
    done = subprocess.run(
        [sys.executable, "-m", "argowave", *words],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT / "tools")},
        capture_output=True,
        check=True,
    )

    assert done.stdout == path.read_bytes()
    assert done.stderr.startswith(b"-: ")
    assert list(tmp_path.glob("-")) == []


def test_a_report_that_cannot_be_written_leaves_nothing(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = small.parent / "missing" / "report.html"

    code = main(["report", "-o", str(path), "--repository", str(small), "--root", str(small / "root.yaml")])  # fmt: skip # noqa: E501 (one command)

    assert code == 2
    assert capsys.readouterr().err == (
        f"error: {path}: the report cannot be written: No such file or directory\n"
    )
    assert sorted(each.name for each in small.parent.iterdir()) == ["small"]


def test_findings_do_not_fail_a_report(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (small / "objects" / "one.yaml").write_text(
        "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: one}\nwrong: 1\n"
    )
    capsys.readouterr()

    path = report_on(small)

    assert capsys.readouterr().out == f"{path}: root: 2 Applications, 1 error, 3 warnings\n"


def test_the_files_of_the_page_are_those_that_are_put_together() -> None:
    there = {path.name for path in FILES.iterdir()}

    assert there == {"page.html", *SCRIPTS, *STYLES}
    for name in there:
        assert len((FILES / name).read_text("utf-8").splitlines()) <= LONGEST, name


def test_the_page_names_no_address_that_could_be_asked() -> None:
    for path in FILES.iterdir():
        text = path.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "://" not in text, path
        for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
            assert word not in text, path


def test_the_wheel_holds_the_page(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel"]
    subprocess.run(
        [*command, "--directory", str(tmp_path)], cwd=ROOT, check=True, capture_output=True
    )

    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert {f"argowave/page/files/{name}" for name in ("page.html", *SCRIPTS, *STYLES)} <= names
