"""The report of this repository in a real browser."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from page.reports import report_on

if TYPE_CHECKING:
    from page.reports import Show

ROOT = Path(__file__).parents[2]
VIEWS = ("overview", "order", "pipeline", "applications", "findings", "changes")
RELOADS = 10


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", VIEWS)
def test_a_view_is_accessible_and_complains_of_nothing(
    show: Show, ours: Path, view: str, scheme: str
) -> None:
    shown = show(ours, is_dark=scheme == "dark")

    page = shown.go(f"dev/{view}")
    judged = Axe().run(page)

    assert judged.violations_count == 0, judged.generate_report()
    assert shown.complaints == []
    assert shown.requests == [f"{ours.as_uri()}"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_details_of_an_object_are_accessible(show: Show, ours: Path, scheme: str) -> None:
    shown = show(ours, is_dark=scheme == "dark")
    page = shown.go("dev/findings")
    page.locator("main .finding a").first.click()
    page.locator("#detail h2").wait_for()

    judged = Axe().run(page)

    assert judged.violations_count == 0, judged.generate_report()
    assert shown.complaints == []


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_fits_a_narrow_screen(show: Show, ours: Path, view: str) -> None:
    page = show(ours, width=390).go(f"dev/{view}")

    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_every_environment_is_on_the_first_page_with_what_is_wrong(show: Show, ours: Path) -> None:
    page = show(ours).go("")
    cards = page.locator("section.environment")

    assert cards.locator("h3").all_inner_texts() == ["dev", "prod", "staging"]
    verdicts = cards.locator(".verdict").all_inner_texts()
    assert verdicts[1:] == ["no findings", "no findings"]
    assert "error" in verdicts[0]


def test_the_order_shows_waves_from_left_to_right_and_what_they_wait_for(
    show: Show, ours: Path
) -> None:
    page = show(ours).go("dev/order")

    waves = [each.replace("\u2212", "-") for each in page.locator(".column h4").all_inner_texts()]
    assert waves[:4] == ["wave -2", "wave -1", "wave 0", "wave 1"]
    assert page.locator(".gate").nth(2).inner_text().startswith("Healthy")
    after = page.locator("li.card", has=page.get_by_role("link", name="pipeline", exact=True))
    assert "after AppProject/infrastructure, Application/" in after.inner_text()


def test_the_pipeline_goes_from_producer_to_table_and_bears_its_findings(
    show: Show, ours: Path
) -> None:
    page = show(ours).go("dev/pipeline")
    boxes = page.locator("svg .box")

    labels = [box.get_attribute("aria-label") or "" for box in boxes.all()]
    assert {label.partition("/")[0] for label in labels} >= {
        "Deployment",
        "Topic",
        "Queue",
        "Table",
    }
    assert page.locator("svg .mark").count() >= 1
    assert "eu-west-1" in page.locator(".finding .message").first.inner_text()


def test_changes_begin_with_what_they_destroy(show: Show, ours: Path) -> None:
    page = show(ours).go("dev/changes")

    assert page.locator(".effect h4").first.inner_text().startswith("Destroys data")
    assert page.locator(".effect.error li").inner_text().startswith("Queue/")
    changed = page.locator(".change", has_text="QueuePolicy/")
    assert changed.locator("td.before").inner_text() != changed.locator("td.after").inner_text()
    assert page.locator(".change .badge").all_inner_texts().count("removed") == 1
    shown = show(ours).go("prod/changes")
    assert shown.get_by_text("prod stays as it is.").is_visible()


def test_keys_are_explained_in_a_dialog(show: Show, ours: Path) -> None:
    shown = show(ours)
    page = shown.go("dev/overview")

    page.keyboard.press("?")
    dialog = page.get_by_role("dialog")
    judged = Axe().run(page)
    dialog.get_by_role("button", name="Close").click()

    assert judged.violations_count == 0, judged.generate_report()
    assert not dialog.is_visible()
    assert shown.complaints == []


def test_search_narrows_every_view(show: Show, ours: Path) -> None:
    shown = show(ours)
    page = shown.go("dev/applications")
    search = page.get_by_role("searchbox")

    search.fill("Table consumer-events")
    assert page.locator(".row .kind").all_inner_texts() == ["Application", "Application", "Table"]
    shown.go("dev/order")
    assert page.locator(".stack > .card .name").all_inner_texts() == ["pipeline"]
    search.fill("nothing of that name")
    assert page.get_by_text("Nothing matches").is_visible()
    search.fill("")
    assert page.locator(".stack > .card").count() > 8


def test_filters_show_what_has_findings(show: Show, ours: Path) -> None:
    page = show(ours).go("dev/applications")

    page.get_by_role("button", name="With findings").click()

    assert page.evaluate("document.activeElement.textContent") == "With findings"
    names = page.locator(".row .name").all_inner_texts()
    assert names[:2] == ["root", "pipeline"]
    assert all("events" in name for name in names[2:])


def test_every_object_has_its_manifest_one_click_away(show: Show, ours: Path) -> None:
    page = show(ours).go("dev/applications")

    page.locator(".row", has_text="localstack-cred").first.click()

    text = page.locator("#detail pre").inner_text()
    assert "kind: Secret" in text
    assert "++++++++" in text


def test_a_click_counts_though_the_page_moves_meanwhile(show: Show, ours: Path) -> None:
    page = show(ours).go("dev/applications")
    page.locator(".row", has_text="localstack-cred").first.hover()

    page.mouse.down()
    page.evaluate("window.dispatchEvent(new Event('scroll'))")
    page.mouse.up()

    assert "kind: Secret" in page.locator("#detail pre").inner_text()


def test_the_whole_report_works_with_the_keyboard(show: Show, ours: Path) -> None:
    page = show(ours).go("dev/overview")
    press = page.keyboard.press

    press("4")
    page.get_by_role("tree").focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "Enter"):
        press(key)
    page.locator("#detail h2").wait_for()
    assert page.evaluate("document.activeElement.id") == "detail-title"
    press("Escape")
    page.locator("#detail").wait_for(state="hidden")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "tree"
    press("Home")
    rows = page.get_by_role("treeitem").count()
    press("ArrowLeft")
    assert page.get_by_role("treeitem").count() == 1 < rows
    press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    page.keyboard.type("table")
    press("Escape")
    assert page.get_by_role("searchbox").input_value() == ""


def test_environments_change_with_brackets_and_the_view_stays(show: Show, ours: Path) -> None:
    shown = show(ours)
    page = shown.go("dev/order")

    page.keyboard.press("]")

    shown.wait("prod/order")
    assert page.locator(".environments [aria-current]").get_attribute("href") == "#/prod/order"


def test_the_switch_wins_over_what_the_system_prefers(show: Show, ours: Path) -> None:
    page = show(ours, is_dark=True).go("dev/overview")
    paper = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(paper)

    page.locator(".theme").click()

    assert page.locator(".theme").inner_text() == "Light"
    assert page.evaluate(paper) != dark
    for _ in range(RELOADS):  # a process that is new may not see yet what the old one stored
        page.reload()
        if page.locator(".theme").inner_text() == "Light":
            break
    assert page.locator(".theme").inner_text() == "Light"


def test_a_page_that_is_only_looked_at_stores_no_choice(show: Show, ours: Path) -> None:
    page = show(ours).go("dev/overview")

    assert page.locator(".theme").inner_text() == "Auto"
    assert page.evaluate("localStorage.length") == 0


def test_on_paper_there_is_everything_and_nothing_to_press(show: Show, ours: Path) -> None:
    page = show(ours).go("dev/applications")
    page.emulate_media(media="print")

    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")

    assert page.get_by_role("treeitem").count() == page.evaluate(
        "JSON.parse(document.getElementById('document').textContent).environments[0].objects.length"
    )
    assert not page.get_by_role("searchbox").is_visible()


def test_of_a_long_tree_only_what_is_in_sight_is_made(show: Show, small: Path) -> None:
    accounts = "---\n".join(
        f"apiVersion: v1\nkind: ServiceAccount\nmetadata: {{name: account-{number}}}\n"
        for number in range(500)
    )
    (small / "objects" / "accounts.yaml").write_text(accounts)
    page = show(report_on(small)).go("root/applications")
    page.get_by_role("button", name="Unfold all").click()
    rows = page.get_by_role("treeitem")

    assert page.get_by_role("status").inner_text() == "502 rows"
    assert rows.count() < 80
    page.get_by_role("tree").focus()
    page.keyboard.press("End")
    assert rows.last.locator(".name").inner_text() == "account-499"
    assert page.locator(".row.active .name").inner_text() == "account-499"


def test_without_a_browser_the_tests_that_need_one_are_skipped_by_name() -> None:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-rs", "-k", "switch"]

    done = subprocess.run(
        [*command, __file__],
        env={**os.environ, "CHROME_BIN": "/nowhere/chromium"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0
    assert "no Chromium: /nowhere/chromium (or set CHROME_BIN)" in done.stdout
    assert "1 skipped" in done.stdout
