"""What kustomize or kubectl says when it refuses → one line, with the repository's paths."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

# klog: E1125 19:27:42.983432 1417 run.go:72] "command failed" err="…", or several lines in err=<…>
_LOGGED: Final = re.compile(
    r'^E\d{4} .*? err=(?:"((?:[^"\\]|\\.)*)"|<(.*?)\n >)', re.DOTALL | re.MULTILINE
)
# `# Warning: 'bases' is deprecated. …`, which is said of every build and is no reason to refuse it
_WARNED: Final = re.compile(r"^# Warning: .*\n?", re.MULTILINE)
# Go's own way to write a value: its addresses are others in each run
_GENERATOR: Final = re.compile(r"from generator &\{[^{}]*\}")
_OBJECT: Final = re.compile(
    r'id resid\.ResId\{Gvk:resid\.Gvk\{[^{}]*Kind:"([^"]*)"[^{}]*\}, Name:"([^"]*)"[^{}]*\}'
)
# no resource matches strategic merge patch "Deployment.v1.apps/web.[noNs]": no matches for Id …
_NO_TARGET: Final = re.compile(
    r'no resource matches strategic merge patch "([^."]+)\.[^"/]*/([^"]+)\.\[?[^".]*\]?"'
)
# replicas of nothing: resource with name web does not match a config with the following GVK […]
_NO_REPLICAS: Final = re.compile(
    r"resource with name (\S+) does not match a config with the following GVK \[.*\]"
)
_COMPONENT: Final = re.compile(r"expected kind != 'Component' for path '([^']+)'")


def readable(text: str, root: Path) -> str:
    """Return what kustomize said on one line, with paths as the repository has them."""
    if match := _LOGGED.search(text):  # as kubectl says it
        text = re.sub(r"\\(.)", _unescaped, match[1]) if match[1] else match[2]
    said = text.partition("\nUsage:")[0]  # which follows what is wrong with an edit
    said = _WARNED.sub("", said) or said
    words = " ".join(said.split()).removeprefix("Error: ").removeprefix("error: ")
    words = _OBJECT.sub(r"\1/\2", _GENERATOR.sub("from a generator", words))
    if match := _NO_TARGET.search(words):
        words = f"a patch is for {match[1]}/{match[2]}, and nothing of that kind and name is here"
    elif match := _NO_REPLICAS.search(words):
        named = f"no Deployment or StatefulSet here is called {match[1]}"
        words = f"{named}, for which the replicas are"
    elif match := _COMPONENT.search(words):
        words = f"{match[1]} is a Component: list it under `components`, not under `resources`"
    return re.sub(rf"{re.escape(str(root))}/?", "", words) or "kustomize failed and said nothing"


def _unescaped(match: re.Match[str]) -> str:
    return " " if match[1] in "nt" else match[1]
