"""Write answers.jsonl afresh: what sigs.k8s.io/yaml says of every case."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from cases import texts  # type: ignore[attr-defined] # (beside it; mypy finds tests/cases)

HERE = Path(__file__).parent


def main() -> None:
    """Ask the Go program about every text and write the table, one answer a line."""
    asked = texts()
    lines = "".join(json.dumps(text) + "\n" for text in asked)
    answered = subprocess.run(
        ["go", "run", "."],
        cwd=HERE,
        input=lines,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    rows = [
        json.dumps({"text": text, **json.loads(answer)}, ensure_ascii=True)
        for text, answer in zip(asked, answered.splitlines(), strict=True)
    ]
    (HERE / "answers.jsonl").write_text("\n".join(rows) + "\n")


if __name__ == "__main__":
    main()
