"""Jsonnet files in plain directories, evaluated as Argo CD evaluates them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from argowave.sources.generate import generate_manifests

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from argowave.sources.request import Generated, ManifestRequest

    Ask = Callable[..., ManifestRequest]
    Write = Callable[[dict[str, str]], Path]

CANNOT = "Jsonnet cannot evaluate it:"
OBJECT = "{apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: NAME}, data: {}}"


def made(name: str) -> str:
    return OBJECT.replace("NAME", name)


def names(generated: Generated) -> list[str]:
    return [document.body["metadata"]["name"] for document in generated.documents]


def messages(generated: Generated) -> list[str]:
    return [str(finding) for finding in generated.findings]


def test_an_object_and_an_array_are_taken_and_a_null_is_skipped(ask: Ask, write: Write) -> None:
    write(
        {
            "x/a.jsonnet": made("'a'"),
            "x/b.jsonnet": "[" + made("'b-' + i") + " for i in ['1', '2']]",
            "x/c.jsonnet": "[null, " + made("'c'") + "]",
            "x/d.jsonnet": "null",
            "x/e.libsonnet": "error 'is only imported'",
            "x/f.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: f}\n",
        }
    )
    generated = generate_manifests(ask(path="x"))

    assert messages(generated) == []
    assert names(generated) == ["a", "b-1", "b-2", "c", "f"]
    assert [each.source for each in generated.documents if generated.is_rendered(each)] == [
        "x/a.jsonnet",
        "x/b.jsonnet",
        "x/b.jsonnet",
        "x/c.jsonnet",
    ]


def test_variables_and_arguments_are_texts_or_code_with_argo_cds_own_variables_in_them(
    ask: Ask, write: Write
) -> None:
    write({"x/a.jsonnet": "function(name, count, more='none') " + made("name")[:-3] + BODY})
    jsonnet = {
        "extVars": [
            {"name": "project", "value": "$ARGOCD_APP_PROJECT_NAME"},
            {"name": "pair", "value": "[1, '${ARGOCD_APP_NAMESPACE}']", "code": True},
        ],
        "tlas": [
            {"name": "name", "value": "lost"},
            {"name": "name", "value": "${ARGOCD_APP_NAME}-x"},
            {"name": "count", "value": "1 + 2", "code": True},
        ],
    }
    generated = generate_manifests(ask(path="x", directory={"jsonnet": jsonnet}))

    assert messages(generated) == []
    assert [document.body for document in generated.documents] == [
        {
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": {"name": "app-x"},
            "data": {"count": "3", "more": "none", "project": "team", "pair": "1 ns"},
        }
    ]


BODY = """{
    count: '%d' % count, more: more,
    project: std.extVar('project'), pair: '%d %s' % std.extVar('pair'),
  }
}"""


def test_imports_are_beside_the_file_then_in_libs_the_last_first_then_in_the_folder(
    ask: Ask, write: Write
) -> None:
    write(
        {
            "x/deep/a.jsonnet": (
                "[import 'beside.libsonnet', import 'lib.libsonnet', import 'folder.libsonnet']"
            ),
            "x/deep/beside.libsonnet": made("'beside'"),
            "x/beside.libsonnet": "error 'the nearer one counts'",
            "x/folder.libsonnet": made("importstr '../name.txt'"),
            "name.txt": "folder",
            "one/lib.libsonnet": "error 'the last one counts'",
            "two/lib.libsonnet": "import 'nested/lib.libsonnet'",
            "two/nested/lib.libsonnet": made("'lib'"),
        }
    )
    directory = {"recurse": True, "jsonnet": {"libs": ["one", "/two"]}}
    generated = generate_manifests(ask(path="x", directory=directory))

    assert messages(generated) == []
    assert names(generated) == ["beside", "lib", "folder"]


@pytest.mark.parametrize(
    ("program", "message"),
    [
        (
            "local a =\n  import '../../outside.libsonnet';\na",
            (
                "x/a.jsonnet:2 CANNOT it imports ../outside.libsonnet, which is "
                "outside of the repository (column 3) (jsonnet)"
            ),
        ),
        (
            "importstr '/etc/hostname'",
            (
                "x/a.jsonnet:1 CANNOT it imports /etc/hostname, which is outside "
                "of the repository (column 1) (jsonnet)"
            ),
        ),
        (
            "import 'gone.libsonnet'",
            (
                "x/a.jsonnet:1 CANNOT it imports gone.libsonnet, which is neither "
                "beside it nor in a folder of libs (column 1) (jsonnet)"
            ),
        ),
        (
            "import '.'",
            ("x/a.jsonnet:1 CANNOT it imports x, which is no file (column 1) (jsonnet)"),
        ),
    ],
)
def test_an_import_that_is_not_to_be_had_is_named_with_its_line(
    ask: Ask, write: Write, program: str, message: str
) -> None:
    root = write({"repo/x/a.jsonnet": program, "outside.libsonnet": "{}"}) / "repo"
    generated = generate_manifests(ask(root, path="x"))

    assert messages(generated) == [message.replace("CANNOT", CANNOT)]


def test_a_link_that_leaves_the_repository_is_not_imported(ask: Ask, write: Write) -> None:
    root = write({"repo/x/a.jsonnet": "importstr '../lib/name'", "name": "secret"}) / "repo"
    (root / "lib").mkdir()
    (root / "lib" / "name").symlink_to(root.parent / "name")

    assert messages(generate_manifests(ask(root, path="x"))) == [
        (
            f"x/a.jsonnet:1 {CANNOT} it imports lib/name, which is outside of the "
            "repository (column 1) (jsonnet)"
        )
    ]


def test_a_folder_of_libs_outside_of_the_repository_is_refused(ask: Ask, write: Write) -> None:
    write({"x/a.jsonnet": made("'a'")})
    directory = {"jsonnet": {"libs": ["../libs"]}}

    assert messages(generate_manifests(ask(path="x", directory=directory))) == [
        (
            "x/a.jsonnet Argo CD does not evaluate it: the libs folder ../libs leaves the "
            "repository (jsonnet)"
        )
    ]


@pytest.mark.parametrize(
    ("program", "message"),
    [
        ("{a: 1\n b}", (":2 Jsonnet cannot evaluate it: Expected a comma before next field"
         " (column 2)")),
        ("", ":1 Jsonnet cannot evaluate it: Unexpected end of file (column 1)"),
        ("{a: error 'one\ntwo'}", ":1 Jsonnet cannot evaluate it: one two (column 5)"),
        ("function(ns) {}", " Jsonnet cannot evaluate it: Missing argument: ns"),
        ("std.extVar('b')", (":1 Jsonnet cannot evaluate it: Undefined external variable: b"
         " (column 1)")),
        ("import 'b.libsonnet'", ("b.libsonnet:2 Jsonnet cannot evaluate it: Unknown variable: c"
         " (column 1); x/a.jsonnet imports it")),
        ("local f(x) = f(x) + 1; f(1)", (":1 Jsonnet cannot evaluate it: max stack frames exceeded."
         " (column 14)")),
        ("{}", " it is no Kubernetes object: it has no kind"),
        ("{a: {kind: 'ConfigMap'}}", " it is no Kubernetes object: it has no kind"),
        ("[[{kind: 'ConfigMap'}]]", " entry 0 of the array is an array, not a Kubernetes object"),
        ("[{kind: 'A'}, 'x']", " entry 1 of the array is a text, not a Kubernetes object"),
        ("1", " it is a number, not a Kubernetes object"),
        ("true", " it is true or false, not a Kubernetes object"),
        ("{kind: 'A', a: std.foldl(function(b, i) [b], std.range(1, 300), 1)}",
         " it is nested deeper than 200 levels"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_file_line_and_column(
    ask: Ask, write: Write, program: str, message: str
) -> None:
    write({"x/a.jsonnet": program, "x/b.libsonnet": "\nc"})
    start = "x/" if message.startswith("b.") else "x/a.jsonnet"

    generated = generate_manifests(ask(path="x"))

    assert messages(generated) == [f"{start}{message} (jsonnet)"]
    assert generated.documents == ()


def test_a_folder_may_state_the_variables_itself(ask: Ask, write: Write) -> None:
    write(
        {
            "x/.argocd-source.yaml": "directory: {jsonnet: {tlas: [{name: name, value: theirs}]}}",
            "x/a.jsonnet": f"function(name) {made('name')}",
        }
    )

    assert names(generate_manifests(ask(path="x"))) == ["theirs"]


def test_options_of_jsonnet_make_a_chart_a_plain_directory_and_empty_ones_do_not(
    ask: Ask, write: Write
) -> None:
    write({"x/Chart.yaml": "name: x\nversion: 1.0.0\n", "x/a.jsonnet": made("'a'")})
    stated = {"jsonnet": {"libs": ["x"]}, "exclude": "Chart.yaml"}

    assert names(generate_manifests(ask(path="x", directory=stated))) == ["a"]
    empty = generate_manifests(ask(path="x", directory={"jsonnet": {"libs": []}}))
    assert (empty.rendered, names(empty)) == (True, [])


def test_a_file_with_argo_cds_marker_is_skipped(ask: Ask, write: Write) -> None:
    write({"x/a.jsonnet": "// +argocd:skip-file-rendering\nerror ''", "x/b.jsonnet": made("'b'")})

    assert names(generate_manifests(ask(path="x"))) == ["b"]


def test_a_program_without_end_costs_its_own_file(
    ask: Ask, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARGOWAVE_BOUND_SECONDS", "1")
    endless = "std.foldl(function(a, b) a + b, std.range(1, 100000000), 0)"
    write({"x/a.jsonnet": endless, "x/b.jsonnet": made("'b'")})
    generated = generate_manifests(ask(path="x"))

    assert names(generated) == ["b"]
    assert messages(generated) == [
        (
            "x/a.jsonnet was not evaluated to its end: it takes more than 1 s "
            "(ARGOWAVE_BOUND_SECONDS) (jsonnet)"
        )
    ]


def test_a_program_that_wants_too_much_memory_costs_its_own_file(
    ask: Ask, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARGOWAVE_BOUND_MEGABYTES", "300")
    write({"x/a.jsonnet": "local f(s) = f(s + s) tailstrict; f('aaaaaaaaaa')"})

    (message,) = messages(generate_manifests(ask(path="x")))
    assert message == (
        "x/a.jsonnet was not evaluated to its end: it takes more than 300 MB of memory "
        "(ARGOWAVE_BOUND_MEGABYTES) (jsonnet)"
    )


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=JSON)
def test_what_a_program_says_comes_out_as_it_is(ask: Ask, write: Write, data: object) -> None:
    body = {"kind": "ConfigMap", "metadata": {"name": "a"}, "data": data}
    write({"x/a.jsonnet": json.dumps(body)})
    generated = generate_manifests(ask(path="x"))

    assert messages(generated) == []
    assert [document.body for document in generated.documents] == [body]


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    data=st.binary()
    | st.lists(
        st.sampled_from(
            [b"{", b"}", b"[", b"]", b"local a = ", b"a", b";", b"import 'a.jsonnet'", b"'", b"\n",
             b"$", b"self", b"1", b":", b",", b"error", b"\x00", b"\xff", b"|||", b"for", b"null"]
        )
    ).map(b"".join)
)  # fmt: skip
def test_any_bytes_give_objects_or_a_finding_of_the_file(
    ask: Ask, tmp_path: Path, data: bytes
) -> None:
    folder = tmp_path / "x"
    folder.mkdir(exist_ok=True)
    (folder / "a.jsonnet").write_bytes(data)
    generated = generate_manifests(ask(path="x"))

    assert {each.path for each in generated.findings} <= {"x/a.jsonnet", ""}
    assert generated.findings or generated.documents
