"""Pipes that do not block, as Node gives them to what it starts, lose nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

COMMAND = [sys.executable, "-m", "argowave"]
FIRST = b"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"
SECOND = b"---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nspec: {}\n"


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    """Give both ends of a pipe that do not block."""
    ends = os.pipe()
    for each in ends:
        os.set_blocking(each, False)
    yield ends
    for each in ends:
        try:
            os.close(each)
        except OSError:
            continue  # closed by the test


def test_what_is_longer_than_the_pipe_is_written_to_its_end(pipe: tuple[int, int]) -> None:
    reader, writer = pipe
    command = [*COMMAND, "schemas", "list", "--format", "json"]
    process = subprocess.Popen(command, stdout=writer, stderr=subprocess.PIPE)
    os.close(writer)
    time.sleep(1.5)  # nobody reads, so that the pipe is full
    os.set_blocking(reader, True)
    with os.fdopen(os.dup(reader), "rb") as file:
        out = file.read()
    _, err = process.communicate(timeout=30)

    assert (process.returncode, err.endswith(b"Kubernetes 1.36\n")) == (0, True)
    assert len(out) > 1 << 16
    assert len(json.loads(out)["kinds"]) > 500


def test_what_comes_bit_by_bit_is_read_to_its_end(pipe: tuple[int, int]) -> None:
    reader, writer = pipe
    process = subprocess.Popen([*COMMAND, "validate"], stdin=reader, stdout=subprocess.PIPE)
    for each in (FIRST, SECOND):
        time.sleep(1)
        os.write(writer, each)
    os.close(writer)
    out, _ = process.communicate(timeout=30)

    assert process.returncode == 1
    assert out == b"stdin:8 - ConfigMap a is invalid: $.spec: unknown field\n"
