"""The Python API, by the example of its page, and packages that bring rules."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import argowave

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/python.md").read_text()
READING, RULE = re.findall(r"^```python\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
CASE = ROOT / "tests/cases/lint/repositories/valid/chart"
POINT = "team-label = acme_rules:RULE"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A sound repository with one Deployment, which has no label team."""
    return Path(shutil.copytree(CASE, tmp_path / "repository"))


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder of packages with acme-rules 1.0, which has the rule of the page."""
    folder = tmp_path / "site"
    install(folder, RULE)
    return folder


def install(
    site: Path, code: str, points: str = POINT, name: str = "acme-rules", module: str = "acme_rules"
) -> None:
    """Put a package where Python finds it, as pip would."""
    info = site / f"{name.replace('-', '_')}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[argowave.rules]\n{points}\n")
    (info / "RECORD").write_text(f"{module}.py,,\n")
    (site / f"{module}.py").write_text(code)


def run(site: Path, *arguments: str, code: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *(["-c", code] if code else ["-m", "argowave"]), *arguments]
    paths = os.pathsep.join((str(ROOT / "tools"), str(site)))
    environment = {**os.environ, "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def lint(site: Path, repository: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    root = str(repository / "root.yaml")
    place = ("--repository", str(repository), "--root", root, "--no-cache")
    return run(site, "lint", *place, *arguments)


def test_the_pages_program_walks_this_repository(tmp_path: Path) -> None:
    done = run(tmp_path, code=READING.replace('"."', repr(str(ROOT))))

    assert done.returncode == 0, done.stderr
    assert "dev justtrack-t1 Deployment/justtrack-t1-consumer\n" in done.stdout


def test_the_pages_rule_is_found_and_run(site: Path, repository: Path) -> None:
    done = lint(site, repository)

    assert done.returncode == 1, done.stderr
    (line,) = [line for line in done.stdout.splitlines() if "(team-label, error)" in line]
    assert "$.metadata.labels: no label team; add it (team-label, error)" in line


def test_the_pages_rule_runs_alone(repository: Path) -> None:
    names: dict[str, argowave.Rule] = {}
    exec(compile(RULE, "rule", "exec"), names)  # noqa: S102 (the page's own code)
    opened = argowave.open_repository(repository, root=repository / "root.yaml")
    found = opened.check(names["RULE"])

    assert {finding.rule for finding in found} == {"team-label"}
    assert opened.lint() == []
    assert [f.rule for f in opened.lint(rules=[names["RULE"]])] == ["team-label"] * len(found)


def test_a_package_that_pip_installs_brings_its_rule(repository: Path, tmp_path: Path) -> None:
    pytest.importorskip("pip")
    pytest.importorskip("hatchling")
    package = tmp_path / "package"
    package.mkdir()
    (project,) = re.findall(r"^```toml\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
    build = '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n\n'
    (package / "pyproject.toml").write_text(build + project)
    (package / "acme_rules.py").write_text(RULE)
    site = tmp_path / "site"
    options = ("--no-deps", "--no-build-isolation", "--no-index", "--quiet", "--target", str(site))
    subprocess.run([sys.executable, "-m", "pip", "install", *options, str(package)], check=True)

    assert "(team-label, error)" in lint(site, repository).stdout


def test_lists_and_explanations_say_where_a_rule_comes_from(site: Path) -> None:
    listed = run(site, "rules", "list").stdout
    described = json.loads(run(site, "rules", "list", "--format", "json").stdout)["rules"]
    packages = {rule["name"]: rule["package"] for rule in described}

    assert (
        "team-label               error    a Deployment does not say whose it is [acme-rules 1.0]\n"
        in re.sub(r"team-label +", f"{'team-label':25}", listed)
    )
    assert packages["team-label"] == "acme-rules 1.0"
    assert packages["image-pin"] == "argowave"
    assert "(acme-rules 1.0, error)" in run(site, "rules", "explain", "team-label").stdout


def test_a_rule_of_a_package_is_weighed_and_waived(site: Path, repository: Path) -> None:
    settings = repository / "argowave.toml"
    before = settings.read_text() if settings.is_file() else ""
    settings.write_text(f'rules = {{"team-label" = "off"}}\n{before}')
    assert lint(site, repository).returncode == 0

    waiver = "waivers = [{rule = 'team-label', reason = 'later', until = 2999-01-01}]\n"
    settings.write_text(f"{waiver}{before}")
    assert "waived: " in lint(site, repository).stdout


BROKEN = 'def check(scene):\n    return {}["key"]\n'
NONE = "def check(scene):\n    yield 1\n"
LINE = (
    "import dataclasses\ndef check(scene):\n    yield argowave.Finding('a', 'b', '', '', 'c', '')\n"
)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (BROKEN, "{site}/acme_rules.py:{line}: {rule} failed: KeyError: 'key'\n{off}"),
        (
            "def check(scene):\n    raise SystemExit(0)\n",
            "{site}/acme_rules.py:{line}: {rule} failed: SystemExit: 0\n{off}",
        ),
        (
            "import json\ndef check(scene):\n    json.loads('x')\n",
            (
                "{site}/acme_rules.py:{line}: {rule} failed: JSONDecodeError: Expecting value: "
                "line 1 column 1 (char 0)\n{off}"
            ),
        ),
        (
            "class Outcome(BaseException): pass\ndef check(scene):\n    raise Outcome('x')\n",
            "{site}/acme_rules.py:{line}: {rule} failed: Outcome: x\n{off}",
        ),
        (NONE, "{rule} gave int, not Finding or Undecided\n"),
        (LINE, "{rule} gave a finding whose line is 'b'\n"),
        (LINE.replace("'b'", "0"), "{rule} gave a finding whose line is 0\n"),
        (
            LINE.replace("'b'", "1").replace("'')", "'', origins=(1,))"),
            "{rule} gave a finding whose origins is (1,)\n",
        ),
    ],
)
def test_a_rule_that_fails_is_an_error_that_names_it(
    site: Path, repository: Path, code: str, expected: str
) -> None:
    text = re.sub(r"def check.*?\n\n\n", f"{code}\n\n", RULE, flags=re.DOTALL)
    (site / "acme_rules.py").write_text(text)
    line = next(n for n, each in enumerate(text.splitlines(), 1) if "def check" in each) + 1
    done = lint(site, repository)

    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == "error: " + expected.format(
        site=site,
        line=line,
        rule="the rule team-label of the package acme-rules 1.0",
        off="  mend acme-rules 1.0, or uninstall it; "
        'team-label = "off" below [rules] in argowave.toml leaves it out\n',
    )


def test_what_a_rule_prints_is_no_part_of_the_answer(site: Path, repository: Path) -> None:
    loud = RULE.replace("def check(scene):\n", "def check(scene):\n    print('looking')\n")
    (site / "acme_rules.py").write_text(f"print('loaded')\n{loud}")
    done = lint(site, repository, "--format", "json")

    assert [each["rule"] for each in json.loads(done.stdout)["findings"]] == ["team-label"]
    assert done.stderr == "loaded\nlooking\n"


def test_what_a_rule_begins_is_not_asked(site: Path, repository: Path) -> None:
    (site / "acme_rules.py").write_text(RULE.replace("check=check", "check=check, begin=1"))
    done = lint(site, repository)

    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("class Outcome(BaseException): pass\nraise Outcome\n", "cannot be loaded: Outcome"),
        ("import nowhere\n", "cannot be loaded: ModuleNotFoundError: No module named 'nowhere'"),
        ("x = 1 +\n", "cannot be loaded: SyntaxError: invalid syntax (acme_rules.py, line 1)"),
        ("OTHER = 1\n", "cannot be loaded: AttributeError: "),
        ("RULE = 1\n", "is no argowave.Rule but int"),
        ("RULE = [None]\n", "is no argowave.Rule but NoneType"),
        (RULE.replace('"team-label"', '"Team label"'), "has a rule with the name 'Team label'; "),
        (RULE.replace('"Add the label team."', "None"), "has a rule whose mend is no text"),
        (
            RULE.replace("check=check", "check=1"),
            "has a rule, team-label, whose check is no function",
        ),
    ],
)
def test_an_entry_point_that_is_no_rule_is_an_error_that_names_the_package(
    site: Path, repository: Path, code: str, expected: str
) -> None:
    (site / "acme_rules.py").write_text(code)
    done = lint(site, repository)

    assert done.returncode == 2
    named = "team-label = acme_rules:RULE of the package acme-rules 1.0"
    assert f"{named} {expected}" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_name_that_is_taken_is_refused(site: Path, repository: Path) -> None:
    install(site, RULE, "x = other:RULE", "other", "other")
    assert lint(site, repository).stderr == (
        "error: the rule team-label is in both acme-rules 1.0 and other 1.0\n"
        "  uninstall one of them\n"
    )

    (site / "other.py").write_text(RULE.replace("team-label", "image-pin"))
    assert "the rule image-pin of the package other 1.0 is argowave's own" in (
        lint(site, repository).stderr
    )


def test_several_rules_may_stand_in_one_entry_point(site: Path) -> None:
    code = f"{RULE}\nimport dataclasses\nRULE = [RULE, dataclasses.replace(RULE, name='other')]\n"
    (site / "acme_rules.py").write_text(code)
    listed = run(site, "rules", "list").stdout

    assert re.findall(r"^(\S+) .* \[acme-rules 1\.0\]$", listed, re.MULTILINE) == [
        "other",
        "team-label",
    ]


def test_an_import_imports_nothing_else() -> None:
    code = (
        "import sys; before = set(sys.modules); import argowave\n"
        "print(sorted(set(sys.modules) - before)); print(argowave.Finding.__module__)\n"
        "print([n for n in sys.modules if n.startswith('argowave.')])\n"
    )

    assert run(ROOT / "tools", code=code).stdout == (
        "['__future__', 'argowave']\nargowave.finding\n"
        "['argowave.words', 'argowave.words.credentials', 'argowave.finding']\n"
    )


def test_every_public_name_is_there_and_on_the_page() -> None:
    for name in argowave.__all__:
        assert hasattr(argowave, name)
        assert name == "__version__" or re.search(rf"`{name}`", PAGE), name
    assert dir(argowave) == sorted(argowave.__all__)
    with pytest.raises(AttributeError, match="module 'argowave' has no attribute 'nothing'"):
        _ = argowave.nothing


def test_what_is_remembered_is_not_shown_once_a_package_has_changed(
    site: Path, repository: Path, tmp_path: Path
) -> None:
    root = str(repository / "root.yaml")
    place = ("lint", "--repository", str(repository), "--root", root)
    cache = ("--cache-dir", str(tmp_path / "cache"))
    assert "(team-label, error)" in run(site, *place, *cache).stdout

    (site / "acme_rules.py").write_text(RULE.replace("add it", "do add it"))
    (site / "acme_rules-1.0.dist-info/RECORD").write_text("acme_rules.py,sha256=x,1\n")
    assert "do add it (team-label, error)" in run(site, *place, *cache).stdout
    shutil.rmtree(site)
    assert "(team-label, error)" not in run(site, *place, *cache).stdout


def test_what_is_shown_of_a_tree_is_short(repository: Path) -> None:
    (tree,) = argowave.open_repository(repository).trees()
    manifest = tree.applications[-1].manifests[0]

    assert repr(tree) == "<Tree repository, Applications: 1>"
    assert repr(tree.applications[0]) == "<Application root, manifests: 1>"
    assert len(repr(manifest)) < 300


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(argowave.ToolError, match="is no folder"):
        argowave.open_repository(tmp_path / "missing")
