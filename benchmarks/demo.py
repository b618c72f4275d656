"""Five defects: what `argowave lint` says of each, and how it would have failed.

    python benchmarks/demo.py

Needs what `./nox -s flow` needs.
"""

from __future__ import annotations

import textwrap

from reality import catalogue, judge

SHOWN = (
    "policy: another topic",
    "subscription: topicArnRef to nothing",
    "table: hash key unknown",
    "provider config: another secret",
    "justtrack-t1 values: another family",
)


def main() -> None:
    """Lint and rehearse each, and print both answers."""
    every = {each.name: each for each in catalogue()}
    for number, name in enumerate(SHOWN, start=1):
        verdict = judge(every[name])
        print(f"{number}. {name}, in {', '.join(every[name].files)}")
        show("lint says at once", verdict.lint)
        show("the rehearsal shows", verdict.rehearsal)
        print(flush=True)


def show(title: str, lines: tuple[str, ...]) -> None:
    """Print the last of some lines, which says most, under a title."""
    *rest, last = lines or ("nothing",)
    more = f" (and {len(rest)} more)" if rest else ""
    print(f"   {title}:")
    print(textwrap.indent(textwrap.fill(f"{last}{more}", 92), "      "))


if __name__ == "__main__":
    main()
