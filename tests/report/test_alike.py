"""Findings that one edit mends stand in one line of text."""

from __future__ import annotations

import io
from dataclasses import replace

from argowave.finding import Finding
from argowave.report import Summary, writer
from argowave.report.markdown import findings_in_words
from argowave.report.text import write_findings


def _finding(subject: str, application: str | None, message: str = "is wrong") -> Finding:
    return Finding(
        path="apps.yaml",
        line=15,
        subject=subject,
        pointer="$.spec.project",
        message=message,
        rule="a-rule",
        application=application,
    )


def _lines(*findings: Finding) -> list[str]:
    stream = io.StringIO()
    write_findings(stream, findings)
    return stream.getvalue().splitlines()


def test_objects_of_one_place_stand_in_one_line_with_their_number() -> None:
    made = [_finding(f"Application/{name}", f"prod/{name}") for name in "abcde"]
    (line,) = _lines(*made)
    assert line.startswith("apps.yaml:15 Application/a and 4 more $.spec.project: is wrong")
    assert line.endswith("(a-rule, error) [prod/a, prod/b, prod/c and 2 more]")


def test_one_object_in_several_applications_is_not_counted_twice() -> None:
    findings = _finding("Application/a", "dev/a"), _finding("Application/a", "prod/a")
    assert _lines(*findings) == [
        "apps.yaml:15 Application/a $.spec.project: is wrong (a-rule, error) [dev/a, prod/a]"
    ]


def test_what_differs_in_its_words_keeps_its_own_line() -> None:
    findings = _finding("Application/a", None), _finding("Application/b", None, "is odd")
    assert _lines(*findings) == [
        "apps.yaml:15 Application/a $.spec.project: is wrong (a-rule, error)",
        "apps.yaml:15 Application/b $.spec.project: is odd (a-rule, error)",
    ]


def test_one_slip_in_a_base_is_one_line_for_the_namespaces_of_all_overlays() -> None:
    message = "reads ConfigMap/a in namespace {}, which nothing applies"
    names = ("dev", "prod", "stage", "test")
    findings = [_finding("Deployment/a", f"x/{each}", message.format(each)) for each in names]

    (line,) = _lines(*findings)

    assert line == (
        "apps.yaml:15 Deployment/a $.spec.project: reads ConfigMap/a in namespaces dev, prod, "
        "stage and 1 more, which nothing applies (a-rule, error) [x/dev, x/prod, x/stage and 1 "
        "more]"
    )


def test_one_namespace_and_two_that_differ_in_more_stand_as_they_are() -> None:
    messages = [
        "no pod of namespace dev has the labels a=b",
        "no pod of namespace prod has the labels a=c",
        "goes into namespace dev, which nothing makes",
        "goes into namespace prod, which nothing makes",
        "no grant of namespace dev permits what is in namespace prod",
        "no grant of namespace prod permits what is in namespace dev",
    ]

    assert len(_lines(*(_finding("Service/a", None, each) for each in messages))) == len(messages)


def test_what_a_template_names_after_each_of_its_objects_is_one_line_with_all_names() -> None:
    message = "AppProject/x does not permit Namespace/{}, which CreateNamespace=true makes"
    made = [_finding(f"Application/{each}", None, message.format(each)) for each in "abcde"]

    (line,) = _lines(*made)

    assert line == (
        "apps.yaml:15 Application/a and 4 more $.spec.project: AppProject/x does not permit "
        "Namespace/a, Namespace/b, Namespace/c and 2 more, which CreateNamespace=true makes "
        "(a-rule, error)"
    )


def test_a_namespace_that_a_template_names_is_said_with_those_of_its_other_objects() -> None:
    message = "the Application goes to namespace shop-{}, which AppProject/x does not permit"
    made = [_finding(f"Application/{each}", None, message.format(each)) for each in ("a", "b")]

    (line,) = _lines(*made)

    assert "goes to namespaces shop-a, shop-b, which AppProject/x does not permit" in line


def test_a_name_that_is_a_part_of_a_path_too_is_one_of_the_objects_only() -> None:
    message = "no container of Deployment/{} (web/base/all.yaml) has a port named htp"
    made = [_finding(f"Service/{each}", None, message.format(each)) for each in ("dev-web", "web")]

    (line,) = _lines(*made)

    assert "Service/dev-web and 1 more $.spec.project: no container of Deployment/dev-web, " in line
    assert "Deployment/web (web/base/all.yaml) has a port named htp" in line


def test_a_name_that_a_message_has_twice_stays_as_the_first_one_has_it() -> None:
    message = "there is {0} here and {0} there"
    made = [_finding(f"Application/{each}", None, message.format(each)) for each in ("aa", "bb")]

    (line,) = _lines(*made)

    assert "Application/aa and 1 more $.spec.project: there is aa here and aa there" in line


def test_messages_that_differ_in_two_names_or_in_the_place_of_one_keep_their_lines() -> None:
    messages = [
        "reads Secret/a of Application/b",
        "reads Secret/c of Application/d",
        "Service/a (a.yaml:1) has no port",
        "Service/a (b.yaml:1) has no port",
    ]

    assert len(_lines(*(_finding("Deployment/x", None, each) for each in messages))) == 4


def test_names_without_a_line_may_be_of_two_places_and_keep_their_lines() -> None:
    found = [
        replace(_finding(f"Deployment/{each}", None, f"mounts Secret/{each}"), line=None)
        for each in ("a", "b")
    ]

    assert len(_lines(*found)) == 2


def test_many_applications_that_lead_to_one_object_are_counted() -> None:
    led = ", ".join(f"dev/set: list[{number}] a, b" for number in range(5))
    (line,) = _lines(_finding("ApplicationSet/a", led))

    assert line.endswith(
        "[dev/set: list[0] a, b, dev/set: list[1] a, b, dev/set: list[2] a, b and 2 more]"
    )


def test_annotations_and_the_heading_of_a_comment_count_what_one_edit_mends_once() -> None:
    made = [_finding(f"Application/{name}", f"prod/{name}") for name in "abcde"]
    stream = io.StringIO()
    writer("github").write(stream, made, Summary(1, 5))
    annotation, _ = stream.getvalue().splitlines()

    assert annotation == (
        "::error file=apps.yaml,title=a-rule,line=15::Application/a and 4 more $.spec.project: "
        "is wrong"
    )
    assert findings_in_words(made) == "1 error"
