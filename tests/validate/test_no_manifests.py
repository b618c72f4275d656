"""A folder of charts' values given to `validate`: which option it wants."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from argowave.commands import Exit, main

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(("number", "is_told"), [(2, False), (3, True)])
def test_several_files_without_a_kind_are_told_what_passes_over_them(
    number: int, *, is_told: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for each in range(number):
        (tmp_path / f"values-{each}.yaml").write_text("replicas: 1\n", "utf-8")
    hint = (
        f"{number} files hold what has no kind; --manifests-only passes over values, parts of "
        "charts and the like\n"
    )

    assert main(["validate", str(tmp_path)]) == Exit.FINDINGS
    assert capsys.readouterr().err.endswith(hint) == is_told
    main(["validate", "--manifests-only", str(tmp_path)])
    assert hint not in capsys.readouterr().err
