"""A word on the command line that is the name of nothing here → what to say of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from argowave.errors import InvocationError
from argowave.words.listing import first_few
from argowave.words.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

_SHOWN: Final = 8  # names in one line


def unknown_name(repository: Path, name: str, known: Sequence[str] = ()) -> InvocationError:
    """Return what to say of a word in a repository without environments/.

    Args:
        repository: absolute.
        name: the word.
        known: the names of the trees that were discovered.
    """
    if Path(name).exists():
        message = "is a path, where the name of an environment was expected"
        hint = f"argowave validate {name} checks manifests in files and folders"
        if Path(name).is_dir():
            hint += f"; --repository {name} names a repository"
        else:
            hint += f"; --root {name} starts from the root Application in it"
        return InvocationError(message, path=name, hint=hint)
    lacks = "has no environments/"
    if (repository / "environments").is_dir():
        lacks = "has an environments/ that is not for `argowave render`"
    message = f"there is no environment {name!r}: {repository.as_posix()} {lacks}"
    hint = "without a name, every Application in the repository is looked at"
    if len(known) > 1:
        message = f"there is neither an environment nor an Argo CD instance {name!r}"
        near = nearest(name, known)
        hint = f"did you mean {near}?" if near else f"there is: {first_few(known, _SHOWN)}"
    return InvocationError(message, hint=hint)
