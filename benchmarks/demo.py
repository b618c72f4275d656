"""Five defects that no schema can see: what lint says, and what then happens.

python benchmarks/demo.py
"""

from __future__ import annotations

import sys
import textwrap

from reality import judge

from mutations import argocd, pipeline

SHOWN = (
    "policy: another topic",
    "queue: redrive elsewhere",
    "endpoint without sqs",
    "settings: EndpointSlice excluded",
    "topic: unknown provider config",
)


def main() -> None:
    """Show each defect: the finding, then the failure that it predicts."""
    known = {each.name: each for each in [*pipeline.mutations(), *argocd.mutations()]}
    agreed = 0
    for number, name in enumerate(SHOWN, 1):
        verdict = judge(known[name])
        agreed += verdict.found and verdict.fails
        print(f"{number}. {name}, in {', '.join(known[name].files)}")
        for head, words in (("lint", verdict.finding), ("rehearsal", verdict.words)):
            lines = textwrap.wrap(words or "finds nothing", 88)
            print(f"   {head}")
            print(textwrap.indent("\n".join(lines), "     "))
        print(flush=True)
    print(f"{agreed} of {len(SHOWN)} findings came true")
    sys.exit(agreed != len(SHOWN))


if __name__ == "__main__":
    main()
