"""What Helm made of a chart in an earlier run, where everything that it depends on is the same."""

from __future__ import annotations

import json
import zlib
from functools import lru_cache, partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from argowave import __version__
from argowave.plugins import installed_version
from argowave.secret import names_secret
from argowave.sources.helm.asking import install_chart
from argowave.sources.helm.content import content_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from argowave.user_cache.answers import Answers

    Install = Callable[..., dict[str, Any]]

_FORMAT: Final = "1"  # of what is kept; another one makes everything afresh
_QUICKLY: Final = 1  # zlib's level: most of a rendering is repetition


def remembering(folder: Path | None) -> Install:
    """Return what asks Helm as `install_chart` does, and remembers what it says below a folder.

    Nothing is remembered where there is no folder, of a chart that does not render, and of one
    that makes a Secret.
    """
    return install_chart if folder is None else partial(_install, _opened(folder))


def _install(
    answers: Answers,
    chart: Path,
    values: Mapping[str, Any] | None,
    options: Mapping[str, Any],
    *,
    crds: bool,
) -> dict[str, Any]:
    content = None if values is None else content_of(chart)
    if content is None:
        return install_chart(chart, values, options, crds=crds)
    asked = (__version__, _FORMAT, _library(), content.digest, values, options, crds)
    name = sha256(json.dumps(asked).encode("utf-8", "surrogatepass")).digest()
    known = answers.read(name)
    if known is not None:
        found: dict[str, Any] = json.loads(zlib.decompress(known))
        return found
    said = install_chart(chart, values, options, crds=crds)
    if not said["refused"] and not _has_secret(said) and content.is_unchanged():
        answers.write(name, zlib.compress(json.dumps(said).encode(), _QUICKLY))
    return said


def _has_secret(said: Mapping[str, Any]) -> bool:
    return any(names_secret(text.encode()) for text in said["texts"].values())


@lru_cache(maxsize=1)
def _library() -> str:
    return installed_version("helm-python-sdk")


@lru_cache(maxsize=4)
def _opened(folder: Path) -> Answers:
    from argowave.user_cache.answers import Answers  # noqa: PLC0415 (SQLite is not for every command)

    return Answers(folder / "helm")
