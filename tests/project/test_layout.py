from __future__ import annotations

import ast
import re
import subprocess
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TRACKED = subprocess.run(
    ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
    cwd=ROOT,
    capture_output=True,
    text=True,
    check=True,
).stdout.splitlines()
FILES = [path for path in TRACKED if (ROOT / path).is_file()]
MODULES = [path for path in FILES if path.startswith("tools/") and path.endswith(".py")]
CASES = ("tests/cases/", "tests/oracle/")
LONGEST = 300
BANNED = {"utils", "helpers", "common", "base", "misc", "core", "manager"}
# library → the only places that may import it
OWNERS = {
    "jinja2": "tools/argowave/render/",
    "helm_python": "tools/argowave/sources/helm/engine.py",
    "_gojsonnet": "tools/argowave/sources/jsonnet/engine.py",
    "_jsonnet": "tools/argowave/sources/jsonnet/engine.py",
    "lupa": "tools/argowave/health/sandbox.py",
    "boto3": "tools/argowave/aws",
}


def imported(path: str) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse((ROOT / path).read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def test_there_is_something_to_look_at() -> None:
    assert len(MODULES) > 50


def test_names_are_plain() -> None:
    for path in FILES:
        if not path.startswith(CASES):
            assert re.fullmatch(r"[A-Za-z0-9._/@+-]+", path), path
            assert not path.endswith(".yml"), path
    for path in MODULES:
        assert path == path.lower(), path
        assert not BANNED & {part.removesuffix(".py") for part in path.split("/")}, path


def test_no_module_is_too_long_and_each_says_what_it_is() -> None:
    for path in MODULES:
        text = (ROOT / path).read_text()
        assert len(text.splitlines()) <= LONGEST, path
        assert ast.get_docstring(ast.parse(text)), path


@pytest.mark.parametrize("library", OWNERS)
def test_a_library_is_imported_in_its_own_place_only(library: str) -> None:
    strangers = [
        path
        for path in MODULES
        if library in imported(path) and not path.startswith(OWNERS[library])
    ]

    assert strangers == []


def test_only_commands_and_reports_print() -> None:
    commands = ("tools/argowave/commands/", "tools/argowave/report/", "tools/operators/make.py")
    for path in MODULES:
        if not path.startswith(commands):
            calls = [
                node
                for node in ast.walk(ast.parse((ROOT / path).read_text()))
                if isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "print"
            ]
            assert calls == [], path


def test_text_files_end_in_one_line_break_and_have_no_trailing_blanks() -> None:
    for path in FILES:
        if path.startswith(CASES) or path == "LICENSE":
            continue
        data = (ROOT / path).read_bytes()
        assert not data or data.endswith(b"\n"), path
        assert b" \n" not in data, path
        assert b"\r" not in data, path


# names that their tools or GitHub want so
CAPITALS = re.compile(r"(README|CONTRIBUTING|CHANGELOG|SECURITY|NOTES)\.(md|txt)|LICENSE|NOTICE")
CAPITALS_OF_TOOLS = re.compile(r"Chart\.yaml|Dockerfile")


def test_names_are_lower_case() -> None:
    for path in FILES:
        if not path.startswith(CASES) and not path.startswith("tools/argowave/schema/store/"):
            *folders, name = path.split("/")
            assert folders == [folder.lower() for folder in folders], path
            if not CAPITALS.fullmatch(name) and not CAPITALS_OF_TOOLS.fullmatch(name):
                assert name == name.lower(), path


class Imports(ast.NodeVisitor):
    """Collects which of argowave's own packages a module imports while it runs."""

    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_If(self, node: ast.If) -> None:
        if not (isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"):
            self.generic_visit(node)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        words = (node.module or "").split(".")
        if words[0] == "argowave":
            self.found |= {words[1]} if len(words) > 1 else {alias.name for alias in node.names}


def imports_of_packages() -> dict[str, set[str]]:
    """Return which of argowave's packages, and of the modules beside them, each imports."""
    graph: dict[str, set[str]] = {}
    for path in MODULES:
        if path.startswith("tools/argowave/"):
            package = path.removeprefix("tools/argowave/").split("/")[0].removesuffix(".py")
            imports = Imports()
            imports.visit(ast.parse((ROOT / path).read_text()))
            graph.setdefault(package, set()).update(imports.found - {package})
    del graph["__init__"]  # gives the public names of all of them, each when it is asked for
    return {name: used & graph.keys() for name, used in graph.items()}


def test_packages_do_not_import_each_other_in_a_circle() -> None:
    graph = imports_of_packages()

    assert len(graph) > 10
    assert list(TopologicalSorter(graph).static_order())  # raises CycleError, which names them


def test_a_package_imports_from_its_own_line_of_the_contributing_page_and_those_above() -> None:
    text = (
        (ROOT / "CONTRIBUTING.md").read_text().split("## Where things are\n")[1].split("\n## ")[0]
    )
    lines = [re.findall(r"`(\w+)`", line) for line in text.splitlines() if line.startswith("- ")]
    floors = {name: floor for floor, names in enumerate(lines) for name in names}
    graph = imports_of_packages()

    assert sorted(name for names in lines for name in names) == sorted(graph)
    assert [
        f"{name} imports {other}"
        for name, used in graph.items()
        for other in used
        if floors[other] > floors[name]
    ] == []


def neighbours(path: str) -> set[str]:
    """Return the modules of its own package that a module names, for types and later too."""
    package = path.rpartition("/")[0].removeprefix("tools/").replace("/", ".")
    found = set()
    for node in ast.walk(ast.parse((ROOT / path).read_text())):
        if isinstance(node, ast.ImportFrom):
            if node.module == package:
                found |= {alias.name for alias in node.names}
            elif (node.module or "").startswith(f"{package}."):
                found.add(str(node.module).removeprefix(f"{package}.").split(".")[0])
    return found


def test_modules_of_a_package_do_not_import_each_other_in_a_circle() -> None:
    packages: dict[str, dict[str, set[str]]] = {}
    for path in MODULES:
        package, _, name = path.removeprefix("tools/argowave/").rpartition("/")
        if package and name != "__init__.py":
            packages.setdefault(package, {})[name.removesuffix(".py")] = neighbours(path)

    assert len(packages) > 50
    for modules in packages.values():
        known = {name: used & modules.keys() for name, used in modules.items()}
        assert list(TopologicalSorter(known).static_order())  # raises CycleError, as above


def test_each_suppression_has_a_code_and_a_reason() -> None:
    mark = re.compile(r"  # (?:fmt: skip # )?(?:noqa|type: ignore)\b")
    codes = r"(?:noqa: [A-Z]+\d+(?:, [A-Z]+\d+)*|type: ignore\[[a-z-]+\] #)"
    reasoned = re.compile(rf"# {codes} (?:# {codes} )?\(.+\)$")
    lines = {
        f"{path}:{number}": line
        for path in FILES
        if path.endswith(".py")
        for number, line in enumerate((ROOT / path).read_text().splitlines(), 1)
        if mark.search(line)
    }

    assert len(lines) > 100
    assert not [place for place, line in lines.items() if not reasoned.search(line)]
