"""Every command that writes JSON has a published schema, and keeps to it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest

from argowave.commands import COMMANDS, build_parser, main
from json_schemas import NAMES, read, schema_named

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
HERE = ("--repository", str(ROOT))
# command → its schema
SCHEMAS = {
    "diff": "diff",
    "doctor": "doctor",
    "flow": "flow",
    "lint": "report",
    "parity": "report",
    "plan": "plan",
    "projects": "projects",
    "promote": "promotion",
    "rehearse": "rehearsal",
    "rules": "rules",
    "schemas": "kinds",
    "tree": "tree",
    "upgrade": "upgrade",
    "validate": "report",
}


def choices(parser: argparse.ArgumentParser) -> Iterator[str]:
    """Give every choice of every option, of a command's own commands too."""
    for action in parser._actions:  # noqa: SLF001 (argparse offers nothing else)
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 (as above)
            for below in action.choices.values():
                yield from choices(below)
        elif action.choices:
            yield from map(str, action.choices)


def test_every_command_that_writes_json_has_a_schema() -> None:
    writing = set()
    for name in COMMANDS:
        parser = build_parser(name)
        (commands,) = (
            action.choices
            for action in parser._actions  # noqa: SLF001 (as above)
            if isinstance(action, argparse._SubParsersAction)  # noqa: SLF001 (as above)
        )
        if "json" in choices(commands[name]):
            writing.add(name)

    assert writing == set(SCHEMAS)
    assert set(SCHEMAS.values()) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_one_and_has_a_version(name: str) -> None:
    schema = schema_named(name)

    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["properties"]["version"] == {"const": 1}
    assert "version" in schema["required"]
    assert schema["additionalProperties"] is False


@pytest.mark.parametrize(
    "words",
    [
        ("diff", "HEAD", "HEAD", "--format", "json", *HERE),
        ("doctor", "--format", "json"),
        ("lint", "dev", "--output", "json", *HERE),
        ("parity", "--output", "json", *HERE),
        ("plan", "dev", "--format", "json", *HERE),
        ("rules", "list", "--format", "json"),
        ("schemas", "list", "--format", "json"),
        ("tree", "dev", "--format", "json", *HERE),
    ],
    ids=lambda words: words[0],
)
def test_a_command_keeps_to_its_schema(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    main(words)

    assert read(SCHEMAS[words[0]], capsys.readouterr().out)["version"] == 1
