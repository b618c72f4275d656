from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from argowave.environment import load_environments
from argowave.errors import ToolError
from argowave.render import open_renderer
from argowave.yamlio import Document, read_documents
from argowave.yamlio.write import dump

if TYPE_CHECKING:
    from collections.abc import Mapping

    from environment.small import Repository

CASES = Path(__file__).parents[1] / "cases/render"
INVALID = sorted(CASES.glob("invalid/*.yaml"))
VALID = sorted(CASES.glob("valid/*.yaml"))
# what the templates of the cases print, beside what every small repository has
NOTES = """\
note:
  answer: 42
  half: 0.5
  "yes": true
  none: null
  list: [a, "1", "n"]
  octal: "0644"
  word: plain
  sentence: "a: b"
  items: mine
"""


def files(repository: Repository) -> Mapping[str, str]:
    (environment,) = load_environments(repository.path)
    return open_renderer(repository.path).render(environment).files


def fault(repository: Repository) -> str:
    with pytest.raises(ToolError) as caught:
        files(repository)
    return str(caught.value)


def add_notes(repository: Repository) -> None:
    text = repository.read("environments/dev/environment.yaml")
    repository.write("environments/dev/environment.yaml", text + NOTES)
    repository.write("apps/_part.txt", "part: #{ env.note.answer }#\n")
    repository.write("apps/_broken.txt", "a: 1\nb: #{ nobody }#\n")
    repository.write("apps/_macros.txt", '#% macro pair(k, v) %##{ k }#: "#{ v }#"#% endmacro %#\n')
    repository.write("apps/health/deep.lua", "hs = {}\n\nif true then\n  return hs\nend\n")
    (repository.path.parent / "secret.txt").write_text("secret")
    (repository.path / "apps/link.txt").symlink_to(repository.path.parent / "secret.txt")


def test_there_are_cases() -> None:
    assert len(INVALID) > 25
    assert len(VALID) > 5


@pytest.mark.parametrize("case", INVALID, ids=lambda path: path.stem)
def test_a_template_that_fails_says_where_and_why(case: Path, repository: Repository) -> None:
    text = case.read_text()
    expected = text.partition("\n")[0].removeprefix("# expect: ")
    add_notes(repository)
    repository.write("apps/x.yaml", text)

    assert fault(repository) == expected


@pytest.mark.parametrize("case", VALID, ids=lambda path: path.stem)
def test_a_template_becomes_what_stands_beside_it(case: Path, repository: Repository) -> None:
    add_notes(repository)
    repository.write("apps/x.yaml", case.read_bytes())

    assert files(repository)["apps/x.yaml"] == case.with_suffix(".expected").read_text()


def test_each_folder_of_templates_fills_its_own_of_rendered(repository: Repository) -> None:
    for path in ("infra/a/b/c.yaml", "workloads/values/shop.yaml", "workloads/shop/Chart.yaml"):
        repository.write(path, "a: 1\n")

    assert list(files(repository)) == ["apps/root.yaml", "infra/a/b/c.yaml", "values/shop.yaml"]


def test_a_template_that_says_nothing_makes_no_file(repository: Repository) -> None:
    repository.write(
        "infra/x.yaml", "# only this\n#% if env.aws.target == 'aws' %#\na: 1\n#% endif %#\n---\n"
    )

    assert list(files(repository)) == ["apps/root.yaml"]


def test_line_ends_and_marks_of_other_systems_do_not_reach_the_output(
    repository: Repository,
) -> None:
    repository.write("apps/root.yaml", b"\xef\xbb\xbfkind: Root\r\nname: #{ env.name }#\r\n")

    assert files(repository)["apps/root.yaml"] == (
        "# rendered by argowave from apps/root.yaml; do not edit\nkind: Root\nname: dev\n"
    )


def test_a_secret_s_lines_are_not_in_the_message(repository: Repository) -> None:
    repository.write("apps/x.yaml", "kind: Secret\ndata:\n  password: hunter2: [\n")

    message = fault(repository)
    assert message.startswith("apps/x.yaml:3: renders to invalid YAML, line 4 of the output: ")
    assert "hunter2" not in message


@pytest.mark.parametrize("name", [".hidden.yaml", ".git/x.yaml", "x.yaml~", "x.yaxml", "x.txt"])
def test_what_editors_leave_behind_is_no_template(name: str, repository: Repository) -> None:
    repository.write(f"apps/{name}", "- no manifest\n")

    assert list(files(repository)) == ["apps/root.yaml"]


@pytest.mark.parametrize("twin", ["root.yml", "Root.yaml"])
def test_two_templates_that_make_one_file_are_both_named(twin: str, repository: Repository) -> None:
    repository.write(f"apps/{twin}", "kind: Root\n")

    message = fault(repository)
    assert "apps/root.yaml" in message
    assert f"apps/{twin}" in message
    assert message.endswith("rename one of the two")


def test_a_template_whose_name_cannot_be_shown_is_refused(repository: Repository) -> None:
    repository.write("apps/a\nb.yaml", "kind: A\n")

    assert fault(repository) == "'apps/a\\nb.yaml': has a name that cannot be shown"


def test_a_template_that_is_a_link_out_of_the_repository_is_refused(
    repository: Repository,
) -> None:
    outside = repository.path.parent / "outside.yaml"
    outside.write_text("kind: A\n")
    (repository.path / "apps/a.yaml").symlink_to(outside)

    assert fault(repository) == "apps/a.yaml: is a link that leaves the repository"


def test_a_template_that_is_not_utf8_is_refused(repository: Repository) -> None:
    repository.write("apps/x.yaml", b"a: 1\nb: \xff\n")

    assert fault(repository) == "apps/x.yaml:2: is not UTF-8: byte 0xff"


def test_a_link_to_nowhere_is_told(repository: Repository) -> None:
    (repository.path / "apps/x.yaml").symlink_to("nowhere.yaml")

    assert fault(repository) == "apps/x.yaml: is a link to nowhere"


def test_a_repository_without_templates_is_refused(repository: Repository) -> None:
    (repository.path / "apps/root.yaml").unlink()

    assert "holds no template: apps, infra, workloads/values are empty or missing" in fault(
        repository
    )


ODD = st.text(alphabet=st.characters(codec="utf-8"), max_size=40)


@example(text="\n")
@given(text=ODD)
@settings(max_examples=60, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
def test_any_text_survives_every_filter(text: str, repository: Repository) -> None:
    document = render_note(
        repository,
        text,
        "quoted: #{ env.note | quote }#\n"
        "json: #{ {'a': [env.note]} | json }#\n"
        "text: #{ {'a': env.note} | compact_json | quote }#\n"
        "block:\n  #{ {'a': env.note, 'b': [env.note]} | yaml | indent(2) }#\n",
    )

    assert document["quoted"] == text
    assert document["json"] == {"a": [text]}
    assert document["block"] == {"a": text, "b": [text]}


@given(text=st.one_of(ODD, st.from_regex(r"[-+0-9.eExobn~yYTtrue:# ]{1,8}", fullmatch=True)))
@settings(max_examples=100, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
def test_text_without_quotes_is_itself_or_refused(text: str, repository: Repository) -> None:
    template = "key: #{ env.note }#\nlist:\n  - #{ env.note }#\n"
    try:
        document = render_note(repository, text, template)
    except ToolError as error:
        document, complaint = {}, str(error)
    else:
        complaint = ""

    wanted = "would be something else without quotes: add | quote"
    assert wanted in complaint or document == {"key": text, "list": [text]}


def render_note(repository: Repository, text: str, template: str) -> dict[str, Any]:
    repository.write("environments/base.yaml", dump({
        "namespace": "a", "naming": {"project": "a", "family": "b", "stream": "c"}, "note": text,
    }))  # fmt: skip
    repository.write("apps/root.yaml", template)
    (document,) = read_documents(files(repository)["apps/root.yaml"].encode(), "x")
    assert isinstance(document, Document)
    body: dict[str, Any] = document.body
    return body
