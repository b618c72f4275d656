"""Plain directories, read by the rules of Argo CD."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from argowave.finding import Severity
from argowave.sources.generate import generate_manifests
from programs_here import needs_kustomize

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from argowave.sources.request import Generated, ManifestRequest

    Ask = Callable[..., ManifestRequest]
    Write = Callable[[dict[str, str]], Path]


def manifest(name: str) -> str:
    return f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}}}\n"


def names(generated: Generated) -> list[str]:
    return [document.body["metadata"]["name"] for document in generated.documents]


def messages(generated: Generated) -> list[str]:
    return [str(finding) for finding in generated.findings]


def test_files_are_read_in_lexical_order_and_only_those_of_the_folder(
    ask: Ask, write: Write
) -> None:
    write(
        {
            "a/b.yaml": manifest("b"),
            "a/a.yml": manifest("a"),
            "a/c.json": '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"}}',
            "a/d.txt": "no manifest",
            "a/deep/e.yaml": manifest("e"),
        }
    )

    assert names(generate_manifests(ask(path="a"))) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("directory", "expected"),
    [
        ({"recurse": True}, ["a", "deep-b", "deep-c", "z"]),
        ({"recurse": True, "exclude": "*b.yaml"}, ["a", "deep-c", "z"]),
        ({"recurse": True, "include": "deep/*"}, ["deep-b", "deep-c"]),
        ({"recurse": True, "include": "{a,z}.yaml"}, ["a", "z"]),
        ({"recurse": True, "exclude": "deep*"}, ["a", "z"]),
        ({"include": "[!z].yaml"}, ["a"]),
        ({"include": "?.yaml", "exclude": "a*"}, ["z"]),
    ],
)
def test_include_and_exclude_match_the_path_from_the_folder(
    ask: Ask, write: Write, directory: dict[str, Any], expected: list[str]
) -> None:
    files = {"a.yaml": "a", "deep/b.yaml": "deep-b", "deep/c.yaml": "deep-c", "z.yaml": "z"}
    write({f"x/{path}": manifest(name) for path, name in files.items()})

    assert names(generate_manifests(ask(path="x", directory=directory))) == expected


@pytest.mark.parametrize(
    ("field", "pattern", "missed", "near"),
    [
        ("include", "{app,web}.yaml", "app.yaml", "apps.yaml"),
        ("exclude", "config.yml", "config.yml", "config.yaml"),
        ("exclude", "exclued/*", "exclued/", "exclude/"),
        ("include", "{app,apps,web}.yaml", "", ""),
        ("include", "{web,wec}.yaml", "", ""),
        ("exclude", "shop-3.yaml", "", ""),
        ("exclude", "wec.yaml", "", ""),
        ("exclude", "{anything,else/*}.yaml", "", ""),
        ("exclude", "exclude/*", "", ""),
        ("exclude", "conf?g.yml", "", ""),
    ],
)
def test_a_pattern_that_misses_a_file_by_a_slip_is_a_warning(  # noqa: PLR0913, PLR0917 (a table)
    ask: Ask, write: Write, field: str, pattern: str, missed: str, near: str
) -> None:
    files = ("apps", "web", "config", "shop-2", "exclude/more")
    write({f"a/{name}.yaml": manifest("a") for name in files})
    generated = generate_manifests(ask(path="a", directory={"recurse": True, field: pattern}))

    message = f"{field} names {missed}, which is not there; did you mean {near}?"
    expected = [f"$.directory.{field}: {message} (source)"] if missed else []
    assert messages(generated) == expected
    assert all(each.severity == Severity.WARNING for each in generated.findings)


def test_a_file_that_is_no_manifest_is_passed_over_and_named(ask: Ask, write: Write) -> None:
    write({"x/values.yaml": "replicas: 1\n", "x/a.yaml": manifest("a")})
    generated = generate_manifests(ask(path="x"))

    assert names(generated) == ["a"]
    assert messages(generated) == [
        "x/values.yaml:1 has no kind, so Argo CD passes over the file (no-manifest)"
    ]
    assert generated.findings[0].severity == "warning"


@pytest.mark.parametrize("name", ["Chart.yaml", "kustomization.yaml", "Kustomization"])
def test_a_folder_with_the_name_of_a_file_that_argo_cd_looks_for_is_named(
    ask: Ask, write: Write, name: str
) -> None:
    write({"x/a.yaml": manifest("a"), f"x/{name}/b.yaml": manifest("b")})
    generated = generate_manifests(ask(path="x"))

    assert names(generated) == ["a"]
    assert messages(generated) == [
        (
            f"x/{name} is a folder, and Argo CD looks for a file: "
            "what is beside it is applied as it stands (no-manifest)"
        )
    ]
    assert generated.findings[0].severity == "warning"


@pytest.mark.parametrize(
    ("options", "what", "name"),
    [
        ({"kustomize": {"namePrefix": "a-"}}, "kustomization", "kustomization.yaml"),
        ({"helm": {"releaseName": "a"}}, "chart", "Chart.yaml"),
    ],
)
def test_a_folder_in_place_of_what_is_asked_for_is_named(
    ask: Ask, write: Write, options: dict[str, Any], what: str, name: str
) -> None:
    write({"x/a.yaml": manifest("a"), f"x/{name}/b.yaml": manifest("b")})
    generated = generate_manifests(ask(path="x", **options))

    assert messages(generated) == [f"the path x holds no {what}: {name} in it is a folder (source)"]


def test_an_object_without_a_kind_after_a_good_one_is_a_finding(ask: Ask, write: Write) -> None:
    write({"x/a.yaml": manifest("a") + "---\nreplicas: 1\n"})

    assert messages(generate_manifests(ask(path="x"))) == [
        "x/a.yaml:5 is no Kubernetes object: it has no kind (yaml)"
    ]


def test_unreadable_yaml_is_a_finding_with_its_line(ask: Ask, write: Write) -> None:
    write({"x/a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: [\n"})
    (finding,) = generate_manifests(ask(path="x")).findings

    assert finding.path == "x/a.yaml"
    assert finding.rule == "yaml"
    assert finding.line is not None


@pytest.mark.parametrize("also", ["", "kind: template\n", "apiVersion: v1\nkind: {{ .Kind }}\n"])
def test_a_file_that_is_no_yaml_and_looks_like_no_manifest_is_passed_over_and_named(
    ask: Ask, write: Write, also: str
) -> None:
    write({"x/a.yaml": manifest("a"), "x/notes.yaml": f"image: {{{{ .Values.image }}}}\n{also}"})
    generated = generate_manifests(ask(path="x"))

    assert names(generated) == ["a"]
    assert messages(generated) == [
        (
            "x/notes.yaml:1 unsupported map key: a mapping; quote it; as the file does not hold "
            "all of apiVersion:, kind:, metadata:, Argo CD passes over it (no-manifest)"
        )
    ]
    assert generated.findings[0].severity == "warning"


def test_a_file_that_is_no_yaml_after_a_good_object_is_a_finding(ask: Ask, write: Write) -> None:
    one = '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}}\n'
    write({"x/a.yaml": f"{one}---\nimage: {{{{ .Values.image }}}}\n"})
    (finding,) = generate_manifests(ask(path="x")).findings

    assert finding.rule == "yaml"
    assert finding.severity == "error"


@pytest.mark.parametrize("name", ["a.yaml", "a.json"])
def test_bytes_that_are_no_utf_8_are_replaced_as_argo_cd_does_and_told(
    ask: Ask, write: Write, tmp_path: Path, name: str
) -> None:
    write({f"x/{name}": ""})
    head = '{"apiVersion": "v1", "kind": "ConfigMap", "metadata":'
    text = f'{head}\n{{"name": "a"}}, "data": {{"é": "b"}}}}'
    (file,) = tmp_path.rglob(f"x/{name}")
    file.write_bytes(text.encode("latin-1"))
    generated = generate_manifests(ask(path="x"))

    message = "is not UTF-8: byte 0xe9; Argo CD reads U+FFFD in its place, save the file as UTF-8"
    assert messages(generated) == [f"x/{name}:2 {message} (source)"]
    assert [finding.severity for finding in generated.findings] == [Severity.WARNING]
    assert [document.body["data"] for document in generated.documents] == [{"\ufffd": "b"}]


@pytest.mark.parametrize("coding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_read_by_its_byte_order_mark(
    ask: Ask, write: Write, tmp_path: Path, coding: str
) -> None:
    write({"x/a.yaml": "", "x/b.json": "", "x/c.yaml": ""})
    json = '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"}}'
    skipped = "# +argocd:skip-file-rendering\n" + manifest("skipped")
    several = f"{manifest('a')}---\n{manifest('b')}"
    for name, text in (("a.yaml", several), ("b.json", json), ("c.yaml", skipped)):
        (file,) = tmp_path.rglob(f"x/{name}")
        file.write_bytes(f"\ufeff{text}".encode(coding))
    generated = generate_manifests(ask(path="x"))

    assert messages(generated) == []
    assert names(generated) == ["a", "b", "c"]


def test_a_file_that_asks_not_to_be_rendered_is_left_out(ask: Ask, write: Write) -> None:
    write(
        {"x/a.yaml": "# +argocd:skip-file-rendering\n" + manifest("a"), "x/b.yaml": manifest("b")}
    )

    assert names(generate_manifests(ask(path="x"))) == ["b"]


def test_several_objects_in_a_json_file_are_refused_as_argo_cd_does(ask: Ask, write: Write) -> None:
    one = '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}}\n'
    write({"x/a.json": f"{one}---\n{one}"})

    assert messages(generate_manifests(ask(path="x"))) == [
        "x/a.json:3 holds several objects; Argo CD takes one in a JSON file (yaml)"
    ]


MEND = "; exclude it, or move it elsewhere (yaml)"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '{"name": "dashboard", "panels": []}',
            (
                "x/a.json:1 has no kind, and Argo CD does not pass over a JSON file, so that "
                f"nothing of the Application is applied (Object 'Kind' is missing){MEND}"
            ),
        ),
        (
            '[{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}}]',
            f"x/a.json:1 is a list, and Argo CD takes one object in a JSON file{MEND}",
        ),
        ("\n", f"x/a.json is empty, and Argo CD refuses an empty JSON file{MEND}"),
        (
            '{\n  "apiVersion": "v1",\n  "kind": "ConfigMap",\n  metadata: {name: a}\n}\n',
            (
                "x/a.json:4 is YAML and no JSON, which its name promises to Argo CD: "
                "Expecting property name enclosed in double quotes (yaml)"
            ),
        ),
    ],
)
def test_a_json_file_is_never_passed_over(ask: Ask, write: Write, text: str, message: str) -> None:
    write({"x/a.json": text, "x/b.yaml": manifest("b")})
    generated = generate_manifests(ask(path="x"))

    assert messages(generated) == [message]
    assert generated.findings[0].severity == "error"


def test_a_json_file_with_a_byte_order_mark_is_read(ask: Ask, write: Write) -> None:
    text = '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}}'
    write({"x/a.json": f"\ufeff{text}"})

    assert names(generate_manifests(ask(path="x"))) == ["a"]


def test_a_path_that_another_revision_may_have_is_named_and_no_fault(ask: Ask) -> None:
    generated = generate_manifests(ask(path="gone", targetRevision="env/prod"))

    assert generated.findings == ()
    assert [f"{entry.what}: {entry.why}" for entry in generated.not_checked] == [
        (
            "gone at revision env/prod: the path is not in this working tree, which may be at "
            "another revision"
        )
    ]
    assert messages(generate_manifests(ask(path="gone", targetRevision="refs/heads/main"))) == [
        "the path gone does not exist (source)"
    ]


def test_a_folder_without_a_manifest_is_a_warning_as_argo_cd_applies_nothing(
    ask: Ask, write: Write
) -> None:
    write({"empty/README.md": "nothing yet"})
    (found,) = generate_manifests(ask(path="empty")).findings

    assert found.message == "the path empty holds no manifest"
    assert found.severity is Severity.WARNING


KUSTOMIZATION = "resources: [a.yaml]\n"
CHART = "apiVersion: v2\nname: web\nversion: 1.0.0\n"
MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"


@pytest.mark.parametrize(
    "files",
    [
        {"v1/a.yaml": MAP},
        {"v1/a.yaml": MAP, "v1/kustomization.yaml": KUSTOMIZATION},
        {"v1/templates/a.yaml": MAP, "v1/Chart.yaml": CHART},
    ],
    ids=["directory", "kustomize", "helm"],
)
def test_nothing_is_applied_of_a_link_to_a_folder(
    ask: Ask, write: Write, tmp_path: Path, files: dict[str, str]
) -> None:
    write(files)
    (tmp_path / "current").symlink_to("v1")
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep/link").symlink_to("../v1")

    for path, target in (("current", "v1"), ("./deep/link/", "../v1")):
        given = generate_manifests(ask(path=path))
        (found,) = given.findings
        shown = path.removeprefix("./").rstrip("/")

        assert given.documents == ()
        assert given.is_empty
        assert found.severity is Severity.WARNING
        assert found.message == (
            f"the path {shown} is a symbolic link to {target}, which Argo CD does not follow "
            "unless the source states helm or kustomize, so it applies nothing; name the folder "
            "itself"
        )


def test_a_folder_is_read_though_a_link_leads_to_one_above_it(
    ask: Ask, write: Write, tmp_path: Path
) -> None:
    write({"v1/web/a.yaml": MAP})
    (tmp_path / "current").symlink_to("v1")

    assert names(generate_manifests(ask(path="current/web"))) == ["a"]


@needs_kustomize
def test_a_link_to_a_folder_is_followed_by_the_tool_that_the_source_states(
    ask: Ask, write: Write, tmp_path: Path
) -> None:
    write({"v1/a.yaml": MAP, "v1/kustomization.yaml": KUSTOMIZATION})
    write({"v2/templates/a.yaml": MAP, "v2/Chart.yaml": CHART})
    for number in (1, 2):
        (tmp_path / f"link{number}").symlink_to(f"v{number}")

    assert names(generate_manifests(ask(path="link1", kustomize={"namePrefix": "x-"}))) == ["x-a"]
    assert names(generate_manifests(ask(path="link2", helm={"releaseName": "x"}))) == ["a"]


def test_a_link_to_a_file_is_read_and_one_to_a_folder_is_not(
    ask: Ask, write: Write, tmp_path: Path
) -> None:
    write({"x/README": "", "y/b.yaml": MAP, "y/c/d.yaml": MAP})
    (tmp_path / "x/a.yaml").symlink_to("../y/b.yaml")
    (tmp_path / "x/c").symlink_to("../y/c")
    (tmp_path / "x/c.yaml").symlink_to("../y/c")
    (tmp_path / "x/gone.yaml").symlink_to("nowhere")

    given = generate_manifests(ask(path="x", directory={"recurse": True}))

    assert names(given) == ["a"]
    assert given.findings == ()


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("gone", "the path gone does not exist (source)"),
        ("a.yaml", "the path a.yaml is no folder (source)"),
        ("/etc", "the path /etc is absolute; give it relative to the repository (source)"),
        ("../x", "../x leaves the repository (source)"),
        ("link", "link is a symbolic link that leaves the repository (source)"),
        (
            "inside",
            (
                "the symbolic link inside/out.yaml leaves the repository, "
                "so Argo CD refuses inside (source)"
            ),
        ),
    ],
)
def test_a_path_that_argo_cd_would_refuse_is_named(
    ask: Ask, write: Write, path: str, expected: str
) -> None:
    root = write({"a.yaml": manifest("a"), "inside/b.yaml": manifest("b")})
    (root / "empty").mkdir()
    (root / "link").symlink_to("/usr")
    (root / "inside" / "out.yaml").symlink_to("/etc/hostname")

    assert messages(generate_manifests(ask(path=path))) == [expected]


REMOTE = "resources: ['https://example.org/install.yaml']\n"


@pytest.mark.parametrize(
    ("files", "entry", "expected"),
    [
        ({"kustomization.yaml": REMOTE}, {}, "kustomize x"),
        ({"Chart.yaml": "", "kustomization.yaml": REMOTE}, {}, "kustomize x"),
        ({"a.yaml": manifest("a")}, {"plugin": {"name": "p"}}, "plugin p of x"),
    ],
)
def test_what_cannot_be_built_here_is_named_as_not_checked(
    ask: Ask, write: Write, files: dict[str, str], entry: dict[str, Any], expected: str
) -> None:
    write({f"x/{name}": text for name, text in files.items()})
    generated = generate_manifests(ask(path="x", **entry))

    assert [found.what for found in generated.not_checked] == [expected]
    assert not generated.documents


def test_a_section_without_content_does_not_decide_the_type(ask: Ask, write: Write) -> None:
    write({"x/a.yaml": manifest("a")})
    generated = generate_manifests(ask(path="x", helm={}, kustomize={}, directory={}))

    assert names(generated) == ["a"]


def test_a_folder_that_is_said_to_be_a_kustomization_has_to_be_one(ask: Ask, write: Write) -> None:
    write({"x/a.yaml": manifest("a")})
    generated = generate_manifests(ask(path="x", kustomize={"namePrefix": "p"}))

    assert messages(generated) == ["the path x holds no kustomization (source)"]


def test_two_types_at_once_are_refused(ask: Ask, write: Write) -> None:
    write({"x/a.yaml": manifest("a")})
    generated = generate_manifests(
        ask(path="x", helm={"releaseName": "a"}, directory={"recurse": True})
    )

    assert messages(generated) == ["the source is Helm and Directory at once (source)"]


def test_the_pieces_of_a_kustomization_are_read(ask: Ask, write: Write) -> None:
    write({"x/kustomization.yaml": REMOTE, "x/bad.yaml": "a: [\n", "x/good.yaml": "kind: Patch\n"})
    generated = generate_manifests(ask(path="x"))

    assert [document.body for document in generated.partial] == [
        {"resources": ["https://example.org/install.yaml"]},
        {"kind": "Patch"},
    ]
    assert [finding.path for finding in generated.findings] == ["x/bad.yaml"]


def test_a_folder_can_override_the_source_that_names_it(ask: Ask, write: Write) -> None:
    write(
        {
            "x/.argocd-source.yaml": "directory: {recurse: true}\npath: elsewhere\n",
            "x/.argocd-source-app.yaml": "directory: {exclude: '*b.yaml'}\n",
            "x/.argocd-source-other.yaml": "directory: {exclude: '*'}\n",
            "x/deep/a.yaml": manifest("a"),
            "x/deep/b.yaml": manifest("b"),
        }
    )

    assert names(generate_manifests(ask(path="x"))) == ["a"]


def test_another_repository_is_named_as_not_checked(ask: Ask) -> None:
    generated = generate_manifests(ask(path="x", local=False))

    assert [entry.what for entry in generated.not_checked] == ["https://example.org/own.git x"]
