"""Bytes of a file → UTF-8, by the byte order mark that they begin with.

Source for the behaviour: Argo CD opens the files of a directory source with OpenFile of
github.com/TomOnTime/utfutil, and yamlReaderSetInput's readers of go.yaml.in/yaml look for the
mark themselves, which is how Helm and kustomize come to read UTF-16. Without a mark, all of them
take UTF-8.
"""

from __future__ import annotations

import codecs
from typing import Final

_MARKS: Final = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_WIDTH: Final = 2  # bytes of a mark


def as_utf8(data: bytes) -> bytes:
    """Return the same text in UTF-8; what has no mark of UTF-16 is returned as it is."""
    coding = _MARKS.get(data[:_WIDTH])
    if coding is None:
        return data
    return data[_WIDTH:].decode(coding, "replace").encode()
