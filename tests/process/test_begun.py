from __future__ import annotations

import threading
from importlib.metadata import PackageNotFoundError, distributions
from pathlib import Path

import pytest

from argowave.plugins import installed_version
from argowave.process.begun import Begun


def test_work_is_done_while_something_else_is() -> None:
    started, may_end = threading.Event(), threading.Event()

    def work() -> str:
        started.set()
        assert may_end.wait(10)
        return "done"

    begun = Begun(work)
    assert started.wait(10)
    may_end.set()

    assert begun.result() == begun.result() == "done"


def test_what_goes_wrong_is_raised_where_the_result_is_asked_for() -> None:
    def work() -> str:
        return Path("not-here").read_text("utf-8")

    begun = Begun(work)

    with pytest.raises(FileNotFoundError, match="not-here"):
        begun.result()


def test_versions_are_those_that_importlib_knows() -> None:
    known = {each.metadata["Name"]: each.version for each in distributions()}

    assert "helm-python-sdk" in known
    assert {name: installed_version(name) for name in known} == known


def test_a_package_that_is_not_there_has_no_version() -> None:
    with pytest.raises(PackageNotFoundError, match="no-such-package"):
        installed_version("no-such-package")
