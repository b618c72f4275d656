"""literal-secret: a Secret whose value stands in Git."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.rules.rule import Rule, Undecided, at, show
from argowave.rules.safety._literals import literals

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from argowave.finding import Finding
    from argowave.resources import Resource
    from argowave.rules.scene import Scene


def check(scene: Scene) -> Iterator[Finding | Undecided]:
    """Give a finding for each value of a Secret that is no known dummy."""
    for secret in scene.inventory.of_kind("", "Secret"):
        for path, text in literals(secret):
            if not secret.manifest.rendered or _is_written(scene.repository, secret, text):
                yield at(
                    secret,
                    path,
                    "the value stands in Git, where everybody who reads the repository has it for "
                    "ever; keep it outside (ExternalSecret, SealedSecret, SOPS), and change it",
                )
            else:
                what = f"{secret.subject} {show(path)}"
                yield Undecided(what, "the chart works the value out, or brings it along")


def _is_written(repository: Path, secret: Resource, text: str) -> bool:
    """Tell whether what a chart rendered stands as it is in a file that took part."""
    application = secret.application
    if application is None:
        return True
    files = [secret.manifest.document.source, *application.files]
    wanted = text.strip().splitlines()[0].encode()
    if wanted in application.manifest.document.text:
        return True
    return any(wanted in _bytes(repository / name) for name in files)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # a chart that is not in the repository
        return b""


RULE = Rule(
    name="literal-secret",
    summary="a Secret's value stands in Git",
    why=(
        "Everybody who can read the repository, its clones, its backups or Argo CD's cache has "
        "it, and no later commit takes it back. base64 hides nothing."
    ),
    mend=(
        "Let something in the cluster fetch it (External Secrets, a CSI driver) or decrypt it "
        "(Sealed Secrets, SOPS), and change the value: it is known."
    ),
    source="https://argo-cd.readthedocs.io/en/stable/operator-manual/secret-management/",
    check=check,
)
