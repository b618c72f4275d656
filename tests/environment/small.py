"""A repository of one environment and one template, small enough to read at a glance."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

CASES = Path(__file__).parents[1] / "cases/environment"
ENVIRONMENT = """\
aws: {target: localstack, account: "000000000000", region: eu-central-1}
localstack: {service: localstack, port: 4566}
"""
BASE = """\
kubernetesVersion: "1.35"
namespace: devopstest
naming: {project: justtrack, family: devops, stream: events}
"""
VERSIONS = "versions: {argocd: v3.5.1}\n"


@dataclass(frozen=True)
class Repository:
    """A folder to write files into and to read them from."""

    path: Path

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def read(self, name: str) -> str:
        return (self.path / name).read_text()


def build(folder: Path) -> Repository:
    made = Repository(folder)
    made.write("environments/schema.json", (CASES / "schema.json").read_bytes())
    made.write("environments/base.yaml", BASE)
    made.write("environments/dev/environment.yaml", ENVIRONMENT)
    made.write("environments/dev/versions.yaml", VERSIONS)
    made.write("apps/root.yaml", "kind: Root\nname: #{ env.namespace | quote }#\n")
    return made
