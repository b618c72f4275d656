from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from argowave.finding import Finding
from argowave.page.describe import Index
from page.reports import commit, report_on

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from page.reports import Show

HUSHED = """apiVersion: v1
kind: Secret
metadata:
  name: keys
  annotations:
    kubectl.kubernetes.io/last-applied-configuration: '{"stringData": {"key": "HUSH-1"}}'
data: {other: SFVTSC0y}
stringData: {key: HUSH-1}
"""
HUSHED_AS_A_WHOLE = """apiVersion: v1
kind: Secret
metadata: {name: wrong}
stringData: HUSH-3
"""
TAG = "</script><script>window.hit = 1</script>"
IMAGE = "<img src=x onerror='window.hit = 2'>"
HOSTILE = f"""apiVersion: v1
kind: ConfigMap
metadata:
  name: "{IMAGE}"
  annotations:
    note: "{TAG}"
data:
  "{TAG}": "<!-- {IMAGE} &amp; \\u2028\\u2029"
"{IMAGE}": a field that no schema knows
"""


def document_of(path: Path) -> Any:  # noqa: ANN401 (JSON)
    text = path.read_text("utf-8")
    (data,) = re.findall(r'<script type="application/json" id="document">(.*?)</script>', text)
    return json.loads(data)


def test_objects_stages_and_applications_name_each_other_by_number(small: Path) -> None:
    (small / "objects" / "one.yaml").write_text(
        "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: one}\n"
    )

    document = document_of(report_on(small))

    (environment,) = document["environments"]
    root, child = environment["applications"]
    assert (root["name"], root["parent"], child["name"], child["parent"]) == (
        "root",
        -1,
        "child",
        0,
    )
    names = [each["name"] for each in environment["objects"]]
    assert [names[each] for each in environment["by_hand"]] == ["root"]
    assert [names[each] for each in root["objects"]] == ["child"]
    (stage,) = child["stages"]
    assert [names[each] for each in stage["objects"]] == ["one"]
    one = environment["objects"][stage["objects"][0]]
    assert (one["file"], one["line"], one["namespace"]) == ("objects/one.yaml", 1, "team")
    assert document["yamls"][one["yaml"]] == (
        "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: one\n  namespace: team\n"
    )


def test_a_finding_names_its_objects(small: Path) -> None:
    (small / "objects" / "one.yaml").write_text(
        "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: one}\nwrong: 1\n"
    )

    document = document_of(report_on(small))

    (finding,) = [each for each in document["findings"] if each["pointer"] == "$.wrong"]
    ((environment, number),) = finding["objects"]
    assert document["environments"][environment]["objects"][number]["name"] == "one"
    assert finding["environments"] == [0]


def test_a_finding_without_an_application_is_about_the_environment_of_its_file() -> None:
    here = Finding("environments/dev/rendered/a.yaml", 1, "", "", "a", "yaml")
    shared = Finding("infra/argocd/health/a.lua", 1, "", "", "b", "lua")
    index = Index({"dev": 0, "prod": 1})

    assert index.entry(here).environments == (0,)
    assert index.entry(shared).environments == ()


def test_no_value_of_a_secret_is_in_the_file(small: Path) -> None:
    (small / "objects" / "keys.yaml").write_text(HUSHED)
    (small / "objects" / "wrong.yaml").write_text(HUSHED_AS_A_WHOLE)

    text = report_on(small).read_text("utf-8")

    assert "++++++++" in text
    for value in ("HUSH", "SFVTSC0y"):
        assert value not in text


def test_changes_say_before_and_after_and_hide_secrets(small: Path) -> None:
    account = small / "objects" / "one.yaml"
    secret = small / "objects" / "keys.yaml"
    account.write_text("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\ndata: {a: '1'}\n")
    secret.write_text(HUSHED)
    commit(small)
    account.write_text(account.read_text().replace("'1'", "two"))
    secret.write_text(secret.read_text().replace("HUSH-1", "HUSH-4"))

    path = report_on(small, "--base", "HEAD")

    changes = document_of(path)["environments"][0]["changes"]
    by_name = {each["name"]: each for each in changes["changes"]}
    assert by_name["one"]["how"] == "changed"
    assert by_name["one"]["fields"] == [{"path": "$.data.a", "before": '"1"', "after": '"two"'}]
    assert {"path": "$.stringData.key", "before": '"(not shown)"', "after": '"(not shown)"'} in (
        by_name["keys"]["fields"]
    )
    assert "HUSH" not in path.read_text("utf-8")


def test_dates_and_long_numbers_are_shown_as_they_stand(small: Path) -> None:
    (small / "objects" / "one.yaml").write_text(
        "apiVersion: example.org/v1\nkind: Odd\nmetadata: {name: one}\n"
        "spec: {day: 2027-01-31, long: 1234567890123456789}\n"
    )

    document = document_of(report_on(small))

    (text,) = [each for each in document["yamls"] if "kind: Odd" in each]
    assert "day: " in text
    assert "2027-01-31" in text
    assert "long: 1234567890123456789\n" in text


def test_what_manifests_say_is_never_markup(small: Path, show: Show) -> None:
    (small / "objects" / "hostile.yaml").write_text(HOSTILE)
    path = report_on(small)
    shown = show(path)

    page = shown.go("root/applications")

    for view in ("overview", "order", "pipeline", "applications", "findings"):
        shown.go(f"root/{view}")
        assert page.evaluate("window.hit") is None
        assert page.locator("img").count() == 0
        assert page.evaluate("document.scripts.length") == 2
    page.locator(".finding a").first.click()
    assert page.locator("#detail h2").inner_text() == IMAGE
    text = page.locator("#detail pre").inner_text()
    assert TAG in text
    assert page.locator(".finding .message", has_text=IMAGE).count() > 0
    assert shown.complaints == []
    assert shown.requests == [path.as_uri()]


def test_a_script_that_gets_in_all_the_same_is_not_run(small: Path, show: Show) -> None:
    shown = show(report_on(small))
    page = shown.go("root/overview")

    page.evaluate("""() => {
      const added = document.createElement("script");
      added.textContent = "window.hit = 1";
      document.body.append(added);
      document.body.insertAdjacentHTML("beforeend", "<img src=x onerror='window.hit = 2'>");
    }""")
    page.wait_for_timeout(200)

    assert page.evaluate("window.hit") is None
    assert any("Content Security Policy" in each for each in shown.complaints)


def test_texts_that_no_encoding_holds_are_kept(small: Path) -> None:
    (small / "objects" / "one.yaml").write_text(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\n"
        'data: {a: "\\uD83D \\u0000 \\u202e"}\n'
    )

    assert document_of(report_on(small))["environments"][0]["name"] == "root"


def test_nothing_to_report_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from argowave.commands import main  # noqa: PLC0415 (this test alone expects it to fail)

    code = main(["report", "--repository", str(tmp_path), "--output", str(tmp_path / "a.html")])

    assert code == 2
    assert capsys.readouterr().err.startswith("error: ")
    assert not (tmp_path / "a.html").exists()
