"""A case file: manifests, or a small repository, and what one rule must say of it.

Comments at the top direct it:

    # expect: <the finding as it is printed, without rule and Application>
    # undecided: <what>: <why>
    # kubernetes: 1.36
    # aws: localstack
    # addresses: none

`# file: BRANCH:PATH` starts a file of a branch; the rest is the commit that @HEAD@ stands for.
A file without `# file: PATH` lines is what the Application `case` of namespace `case` applies,
its lines counted as they stand. With such lines each starts a file of a repository, in which
root.yaml is the root Application's and https://git.example.com/case.git means the repository.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from argowave.lint import Ground
from argowave.rules import Scene, judge
from argowave.rules.registry import load_rules
from argowave.schema import open_store
from argowave.sources.request import Charts
from git_repositories import git

if TYPE_CHECKING:
    from pathlib import Path

    from argowave.rules import Rule, Verdict

URL = "https://git.example.com/case.git"
ROOT = f"""apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {{name: case, namespace: argocd}}
spec:
  project: default
  source: {{repoURL: {URL}, path: case, targetRevision: v1.0.0}}
  destination: {{server: https://kubernetes.default.svc, namespace: case}}
  syncPolicy: {{automated: {{prune: true, selfHeal: true}}, syncOptions: [CreateNamespace=true]}}
"""
SINGLE = "case/case.yaml"
DIRECTIVE = re.compile(r"^# (expect|undecided|kubernetes|aws|addresses): (.*)$", re.MULTILINE)
SECTION = re.compile(r"^# file: (\S+)\n", re.MULTILINE)
STORE = open_store()
DATED = {f"GIT_{who}_DATE": "2026-01-02T03:04:05Z" for who in ("AUTHOR", "COMMITTER")}
ADDRESSES = {"none": False, "published": True, "?": None}


@dataclass(frozen=True, slots=True)
class Case:
    """One case file, read."""

    rule: str
    files: dict[str, str]
    expected: tuple[str, ...]
    undecided: tuple[str, ...]
    kubernetes_version: str
    aws_target: str | None
    publishes_addresses: bool | None = None


def read_case(path: Path) -> Case:
    text = path.read_text()
    said: dict[str, list[str]] = {}
    for word, value in DIRECTIVE.findall(text):
        said.setdefault(word, []).append(value)
    pieces = SECTION.split(text)
    files = dict(zip(pieces[1::2], pieces[2::2], strict=True))
    if not files:
        files = {"root.yaml": ROOT, SINGLE: text}
    return Case(
        rule=path.parents[1].name,
        files=files,
        expected=tuple(said.get("expect", ())),
        undecided=tuple(said.get("undecided", ())),
        kubernetes_version=said.get("kubernetes", ["1.36"])[0],
        aws_target=said.get("aws", [None])[0],
        publishes_addresses=ADDRESSES[said.get("addresses", ["?"])[0]],
    )


def judge_case(case: Case, folder: Path) -> Verdict:
    """Write the case's repository into `folder` and return what its rule says of it."""
    write_case(case, folder)
    return judge(scene_of(folder, case), [rule_called(case.rule)], {})


def rule_called(name: str) -> Rule:
    (rule,) = (each for each in load_rules() if each.name == name)
    return rule


def write_case(case: Case, folder: Path) -> None:
    plain = {name: text for name, text in case.files.items() if ":" not in name}
    _write(plain, folder)
    branches: dict[str, dict[str, str]] = {}
    for name in case.files.keys() - plain.keys():
        branch, _, path = name.partition(":")
        branches.setdefault(branch, {})[path] = case.files[name]
    if branches:
        git(folder, "init", "--quiet", "--initial-branch", "main")
        head = _commit(folder)
        for branch, files in branches.items():
            git(folder, "switch", "--quiet", "--orphan", branch)
            _write({name: text.replace("@HEAD@", head) for name, text in files.items()}, folder)
            _commit(folder)
            git(folder, "switch", "--quiet", "main")


def _write(files: dict[str, str], folder: Path) -> None:
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)


def _commit(folder: Path) -> str:
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "x", variables=DATED)
    return git(folder, "rev-parse", "HEAD")


def scene_of(folder: Path, case: Case) -> Scene:
    ground = Ground(folder, (URL,), Charts(cache=folder / "cache"), processes=1)
    plot = ground.root(folder / "root.yaml", case.kubernetes_version)
    tree = plot.load()
    assert tree.all_findings == (), [str(each) for each in tree.all_findings]
    addresses = case.publishes_addresses
    return Scene(folder, tree, STORE, case.aws_target, publishes_addresses=addresses)


def shown(verdict: Verdict) -> list[str]:
    """Return the findings as case files write them."""
    return sorted(
        re.sub(r" \([a-z-]+\)( \[[^\]]*\])?$", "", str(finding)).removeprefix("case/")
        for finding in verdict.findings
    )


def shown_undecided(verdict: Verdict) -> list[str]:
    """Return what is undecided as case files write it."""
    return sorted(f"{undecided.what}: {undecided.why}" for _, undecided in verdict.undecided)
