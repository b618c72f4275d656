"""Ask Argo CD and argowave about the same sets: `python -m parity.applicationsets.compare PROGRAM`.

PROGRAM is cmd/applicationsets of tests/parity/argocd, built. Prints every difference and ends with
1 where there is one. `--record` writes what the tests replay: questions with Argo CD's answers.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from parity.applicationsets.judge import agree, answer, asked, of_argo_cd, written
from parity.applicationsets.questions import REPOSITORIES, chosen, thrown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Pair = tuple[dict[str, Any], dict[str, Any]]

ANSWERS: Final = Path(__file__).with_name("answers.jsonl")
GO_MODULE: Final = Path(__file__).parents[1] / "argocd" / "go.mod"
SEED: Final = 7
MANY: Final = 5000
FEW: Final = 100
_LONGEST: Final = 160  # characters of a reason that are recorded


def make_repositories(folder: Path) -> None:
    """Make the git repositories that questions name, each in a folder of its name."""
    for name, files in REPOSITORIES.items():
        (folder / name).mkdir()
        written(files, folder / name)


def ask(program: str, every: Iterable[dict[str, Any]], folder: Path) -> Iterator[Pair]:
    """Give each question with what Argo CD's code answers."""
    listed = list(every)
    whole = [json.dumps(asked(each, folder / each["repository"])) for each in listed]
    ended = subprocess.run(
        [program], input="\n".join(whole), capture_output=True, text=True, check=True
    )
    answers = [of_argo_cd(json.loads(line)) for line in ended.stdout.splitlines()]
    return zip(listed, answers, strict=True)


def differences(pairs: Iterable[Pair], folder: Path) -> Iterator[str]:
    """Give the lines of each question that argowave answers otherwise."""
    for question, expected in pairs:
        found = answer(question, folder / question["repository"])
        if not agree(found, expected):
            shown = (json.dumps(each, ensure_ascii=False) for each in (question, expected, found))
            yield "{}\n  Argo CD:  {}\n  argowave: {}".format(*shown)


def recorded() -> Iterator[Pair]:
    """Give the questions of the recorded file with Argo CD's answers.

    A chosen question is named by its digest, a random one stands there.

    Raises:
        KeyError: a chosen question was changed and not recorded afresh.
    """
    by_digest = {digest(each): each for each in chosen()}
    for line in ANSWERS.read_text("utf-8").splitlines()[1:]:
        entry = json.loads(line)
        question = entry.get("question") or by_digest[entry["digest"]]
        yield question, entry["answer"]


def record(pairs: Iterable[Pair]) -> None:
    """Write the recorded file afresh."""
    digests = {digest(each) for each in chosen()}
    lines = [json.dumps({"argo-cd": version()})]
    for question, given in pairs:
        name = digest(question)
        shown = {"digest": name} if name in digests else {"question": question}
        kept = {"refused": given["refused"][:_LONGEST]} if "refused" in given else given
        lines.append(json.dumps({**shown, "answer": kept}))
    ANSWERS.write_text("\n".join(dict.fromkeys(lines)) + "\n", "utf-8")


def digest(question: dict[str, Any]) -> str:
    """Return a short name of a question."""
    return hashlib.sha256(json.dumps(question, sort_keys=True).encode()).hexdigest()[:12]


def version() -> str:
    """Return which Argo CD the program is built of."""
    required = "github.com/argoproj/argo-cd/v3 "
    lines = (line.strip() for line in GO_MODULE.read_text("utf-8").splitlines())
    return next(line.split()[-1] for line in lines if required in line and "//" not in line)


def main() -> int:
    """Compare, or record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", metavar="PROGRAM")
    parser.add_argument("--record", action="store_true")
    given = parser.parse_args()
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        make_repositories(folder)
        every = [*chosen(), *thrown(SEED, FEW if given.record else MANY)]
        pairs = list(ask(given.program, every, folder))
        if given.record:
            record(pairs)
        found = list(differences(pairs, folder))
    sys.stdout.writelines(f"{each}\n" for each in found)
    refused = sum("refused" in each for _, each in pairs)
    sys.stdout.write(
        f"Argo CD {version()}: {len(found)} differences in {len(pairs)} ApplicationSets, "
        f"of which it refuses {refused}\n"
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
