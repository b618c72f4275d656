"""A small repository with one environment, built for each test."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

ENVIRONMENT = """\
aws: {target: localstack, account: "000000000000", region: eu-central-1}
localstack: {service: localstack, port: 4566}
"""
BASE = """\
kubernetesVersion: "1.35"
namespace: devopstest
naming: {project: justtrack, family: devops, stream: events}
"""
ANY = {"type": "object"}
SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["namespace", "naming", "aws"],
    "properties": {
        "kubernetesVersion": {"type": "string", "description": "The cluster's version."},
        "namespace": {"type": "string", "description": "Where the workloads run."},
        "naming": ANY,
        "aws": {
            "x-file": "environment",
            "type": "object",
            "properties": {"target": {"enum": ["localstack", "aws"], "description": "Where to."}},
        },
        "localstack": {**ANY, "x-file": "environment"},
        "versions": {**ANY, "x-file": "versions"},
        "note": {},
    },
}


@dataclass(frozen=True)
class Repository:
    path: Path

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def read(self, name: str) -> str:
        return (self.path / name).read_text()


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "repository")
    made.write("environments/schema.json", json.dumps(SCHEMA))
    made.write("environments/base.yaml", BASE)
    made.write("environments/dev/environment.yaml", ENVIRONMENT)
    made.write("environments/dev/versions.yaml", "versions: {}\n")
    made.write("apps/root.yaml", "kind: Root\nname: #{ env.namespace | quote }#\n")
    return made
