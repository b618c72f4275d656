"""Write answers.jsonl afresh: what the API server's own validation says of every object."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from oracle.validation.changes import CHANGES
from oracle.validation.documents import documents

HERE = Path(__file__).parent


def main() -> None:
    """Ask the Go program about every object and write the table, one answer a line."""
    asked = list(documents(CHANGES))
    text = "\n---\n".join(json.dumps(body) for _, body in asked)
    answered = subprocess.run(
        ["go", "run", ".", "/dev/stdin"],
        cwd=HERE,
        input=text,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    rows = []
    for (name, _), line in zip(asked, answered.splitlines(), strict=True):
        answer = json.loads(line)
        said = [*(answer["faults"] or ()), *filter(None, [answer.get("error")])]
        faults = [each for each in said if not _is_of_the_request(each)]
        rows.append(json.dumps({"name": name, "faults": faults}, ensure_ascii=True))
    (HERE / "answers.jsonl").write_text("\n".join(rows) + "\n")


def _is_of_the_request(fault: str) -> bool:
    return fault.startswith("metadata.uid") or "disallowed by cluster policy" in fault


if __name__ == "__main__":
    main()
