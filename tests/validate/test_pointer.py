from __future__ import annotations

import pytest

from argowave.validate.pointer import json_pointer, show_pointer


@pytest.mark.parametrize(
    ("pointer", "shown", "rfc_6901"),
    [
        ((), "$", ""),
        (("spec", "ports", 0, "port"), "$.spec.ports[0].port", "/spec/ports/0/port"),
        (("metadata", "a.b/c"), "$.metadata['a.b/c']", "/metadata/a.b~1c"),
        (("data", "it's"), "$.data['it\\'s']", "/data/it's"),
        (("data", 'a"b', "~"), "$.data['a\"b']['~']", '/data/a"b/~0'),
        (("data", "0"), "$.data['0']", "/data/0"),
        (("x-y", "line\nbreak"), "$.x-y['line\\nbreak']", "/x-y/line\nbreak"),
        (("", 3), "$[''][3]", "//3"),
    ],
)
def test_a_place_is_shown_in_one_notation(
    pointer: tuple[str | int, ...], shown: str, rfc_6901: str
) -> None:
    assert show_pointer(pointer) == shown
    assert json_pointer(pointer) == rfc_6901
