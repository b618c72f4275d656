"""Ask Argo CD's own code and argowave the same questions: `python -m parity.rules.compare PROGRAM`.

PROGRAM is cmd/rules of tests/parity/argocd, built. Prints every difference and ends with 1 where
there is one. `--record` writes what the tests replay: a part of the questions with the answers.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from parity.rules.judge import answer
from parity.rules.questions import questions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Pair = tuple[dict[str, Any], Any]

ANSWERS: Final = Path(__file__).with_name("answers.jsonl")
VERSION: Final = "v3.5.1"
SEED: Final = 7
MANY: Final = 3000
FEW: Final = 40


def ask(program: str, asked: Iterable[dict[str, Any]]) -> list[Any]:
    """Return what Argo CD's code answers, one JSON value a question."""
    lines = "".join(f"{json.dumps(each)}\n" for each in asked)
    ended = subprocess.run([program], input=lines, capture_output=True, text=True, check=True)
    return [json.loads(each) for each in ended.stdout.splitlines()]


def differences(pairs: Iterable[Pair]) -> Iterator[str]:
    """Give a line for each question that argowave answers otherwise."""
    for asked, expected in pairs:
        found = answer(asked)
        if found != expected:
            yield f"{json.dumps(asked)}\n  Argo CD:  {expected}\n  argowave: {found}"


def recorded() -> Iterator[Pair]:
    """Give the questions of the recorded file with Argo CD's answers."""
    for line in ANSWERS.read_text("utf-8").splitlines():
        asked = json.loads(line)
        yield asked, asked.pop("answer")


def record(program: str) -> None:
    """Write the recorded file afresh."""
    asked = list(questions(SEED, FEW))
    lines = [
        json.dumps({**each, "answer": given}, ensure_ascii=True)
        for each, given in zip(asked, ask(program, asked), strict=True)
    ]
    ANSWERS.write_text("\n".join(dict.fromkeys(lines)) + "\n", "utf-8")


def main() -> int:
    """Compare, or record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", metavar="PROGRAM")
    parser.add_argument("--record", action="store_true")
    given = parser.parse_args()
    if given.record:
        record(given.program)
        return 0
    asked = list(questions(SEED, MANY))
    found = list(differences(zip(asked, ask(given.program, asked), strict=True)))
    sys.stdout.writelines(f"{each}\n" for each in found)
    counts = Counter(each["ask"] for each in asked)
    shown = ", ".join(f"{count} {ask}" for ask, count in counts.items())
    sys.stdout.write(
        f"Argo CD {VERSION}: {len(found)} differences in {len(asked)} questions ({shown})\n"
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
