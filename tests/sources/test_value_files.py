from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from argowave.sources.helm.value_files import UnreachableError, ValueFileError, ValueFileResolver
from argowave.sources.request import Charts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[[dict[str, str]], Path]

FILES = ("shared/all.yaml", "chart/a.yaml", "chart/b.yaml", "chart/deep/c.yaml", "chart/.d.yaml")

MISSING = "it is not in the cache; run `argowave fetch`"


@pytest.fixture
def resolver(write: Write) -> ValueFileResolver:
    root = write(dict.fromkeys(FILES, ""))
    (root / "chart" / "out.yml").symlink_to("/etc/hostname")
    variables = {"ARGOCD_APP_NAME": "a"}
    refs, foreign = frozenset({"values"}), frozenset({"foreign"})
    return ValueFileResolver(root, root / "chart", refs, foreign, variables, Charts(root / "cache"))


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["b.yaml", "a.yaml"], ["chart/b.yaml", "chart/a.yaml"]),
        (["/shared/all.yaml"], ["shared/all.yaml"]),
        (["../shared/all.yaml"], ["shared/all.yaml"]),
        (["$values/shared/all.yaml"], ["shared/all.yaml"]),
        (["$ARGOCD_APP_NAME.yaml"], ["chart/a.yaml"]),
        (["*.yaml"], ["chart/.d.yaml", "chart/a.yaml", "chart/b.yaml"]),
        (
            ["**/*.yaml"],
            ["chart/.d.yaml", "chart/a.yaml", "chart/b.yaml", "chart/deep/c.yaml"],
        ),
        (["[ab].yaml", "a.yaml"], ["chart/b.yaml", "chart/a.yaml"]),
        (["[^a].yaml"], ["chart/b.yaml"]),
        (["a.yaml", "a.yaml"], ["chart/a.yaml"]),
        (["gone.yaml", "none-*.yaml", "b.yaml"], ["chart/b.yaml"]),
    ],
)
def test_files_are_found_in_the_order_in_which_helm_merges_them(
    resolver: ValueFileResolver, names: list[str], expected: list[str]
) -> None:
    found = resolver.value_files(tuple(names), ignore_missing=True)

    assert [path.relative_to(resolver.repository).as_posix() for path in found] == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("gone.yaml", "the value file gone.yaml does not exist"),
        ("deep", "the value file deep is a folder"),
        ("none-*.yaml", "the pattern none-*.yaml in valueFiles matches no file"),
        (
            "../../x.yaml",
            "the value file ../../x.yaml cannot be used: ../../x.yaml leaves the repository",
        ),
        (
            "out.yml",
            (
                "the value file out.yml cannot be used: "
                "out.yml is a symbolic link that leaves the repository"
            ),
        ),
        ("*.yml", "chart/out.yml, which *.yml matches, leaves the repository"),
    ],
)
def test_a_file_that_argo_cd_would_refuse_is_named(
    resolver: ValueFileResolver, name: str, expected: str
) -> None:
    with pytest.raises(ValueFileError) as raised:
        resolver.value_files((name,), ignore_missing=False)

    assert str(raised.value) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "https://x.org/a.yaml",
            f"the value file https://x.org/a.yaml is fetched from the network: {MISSING}",
        ),
        (
            "secrets://a.yaml",
            (
                "the value file secrets://a.yaml has the scheme secrets, which a plugin of Helm "
                "reads where helm.valuesFileSchemes of argocd-cm allows it"
            ),
        ),
        ("$foreign/a.yaml", "the value file $foreign/a.yaml is in another repository"),
    ],
)
def test_a_file_that_is_elsewhere_is_not_guessed(
    resolver: ValueFileResolver, name: str, expected: str
) -> None:
    with pytest.raises(UnreachableError) as raised:
        resolver.value_files((name,), ignore_missing=True)

    assert str(raised.value) == expected
