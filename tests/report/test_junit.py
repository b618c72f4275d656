from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Callable


def parse(text: str) -> ET.Element:
    assert text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n')
    return ET.fromstring(text.encode())  # noqa: S314 (written just now)


def counts(element: ET.Element) -> tuple[int, ...]:
    return tuple(int(element.attrib[key]) for key in ("tests", "failures", "errors", "skipped"))


def test_each_file_is_a_suite_and_each_manifest_a_case(written: Callable[..., str]) -> None:
    root = parse(written("junit", manifests=True))
    suites = {suite.attrib["name"]: counts(suite) for suite in root}

    assert suites == {
        "a.yaml": (2, 1, 0, 0),
        "b.yaml": (1, 0, 1, 0),
        "c.yaml": (2, 0, 1, 1),
        "not checked": (4, 0, 0, 4),
    }
    assert counts(root) == tuple(map(sum, zip(*suites.values(), strict=True)))


def test_a_case_is_named_as_in_kubeconform_and_has_its_place(written: Callable[..., str]) -> None:
    case = parse(written("junit", manifests=True)).findall(".//testcase")[1]

    assert case.attrib == {
        "name": "shop/web", "classname": "Service@v1", "time": "0", "file": "a.yaml", "line": "7",
    }  # fmt: skip
    assert (
        case[0].attrib["message"] == "a.yaml:9 Service/web $.spec.ports[0].port: is wrong (schema)"
    )
    assert "<tag> & #hash" in (case[0].text or "")


def test_what_xml_cannot_hold_is_replaced(written: Callable[..., str]) -> None:
    for manifests in (True, False):
        text = written("junit", manifests=manifests)

        assert "\x00" not in text
        assert "\x1b" not in text
        parse(text)


def test_a_warning_is_no_failure(written: Callable[..., str]) -> None:
    root = parse(written("junit", manifests=False))
    outcomes = [case[0].tag for case in root.findall(".//testcase")]

    assert outcomes == ["failure", "skipped", "failure", *["skipped"] * 4]
