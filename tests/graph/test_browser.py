"""What a browser makes of the pictures: text inside its boxes, light and dark, Mermaid drawn."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from argowave.graph import (
    Link,
    Node,
    Picture,
    Role,
    draw_applications,
    draw_pipeline,
    write_mermaid,
    write_svg,
)
from graph.scenes import scene_of
from graph.test_writers import HOSTILE

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# `npm install --prefix ~/.cache/argowave/mermaid mermaid@11` puts it there
MERMAID = Path.home() / ".cache/argowave/mermaid/node_modules/mermaid/dist/mermaid.min.js"
OUTSIDE = """() => [...document.querySelectorAll('.node')].flatMap(node => {
  const box = node.querySelector('rect').getBoundingClientRect();
  return [...node.querySelectorAll('text')].filter(text => {
    const words = text.getBoundingClientRect();
    return words.left < box.left || words.right > box.right
      || words.top < box.top || words.bottom > box.bottom;
  }).map(text => text.textContent);
})"""
COLOUR = "() => getComputedStyle(document.querySelector('svg')).color"
DRAW = """async texts => {
  mermaid.initialize({startOnLoad: false});
  const drawn = [];
  for (const [number, text] of texts.entries()) {
    const {svg} = await mermaid.render(`g${number}`, text);
    document.body.innerHTML = svg;
    drawn.push([document.querySelectorAll('.node').length,
      document.body.querySelectorAll('script').length, document.body.innerText]);
  }
  return drawn;
}"""


def hostile() -> Picture:
    """Return a picture of every hostile name in every role."""
    nodes = tuple(
        Node(f"n{number}", role, text, text, (text,))
        for number, (role, text) in enumerate((role, text) for role in Role for text in HOSTILE)
    )
    links = tuple(
        Link(f"l{number}", "n0", node.id, node.name) for number, node in enumerate(nodes[1:40])
    )
    return Picture(HOSTILE[2], HOSTILE[3], nodes, links)


def pictures() -> list[Picture]:
    with scene_of("dev") as dev, scene_of("prod") as prod:
        return [draw(scene) for scene in (dev, prod) for draw in (draw_applications, draw_pipeline)]


def test_every_text_is_inside_its_box_and_the_ink_is_light_in_the_dark(browser: Browser) -> None:
    for picture in pictures():
        with browser.new_page() as page:
            page.set_content("\n".join(write_svg(picture)))

            assert page.locator(".node").count() == len(picture.nodes)
            assert page.evaluate(OUTSIDE) == []
            colours = []
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                colours.append(page.evaluate(COLOUR))
            assert colours == ["rgb(31, 35, 40)", "rgb(230, 237, 243)"]


def test_no_name_becomes_markup(browser: Browser) -> None:
    with browser.new_page() as page:
        page.on("dialog", lambda dialog: pytest.fail(dialog.message))
        page.set_content("\n".join(write_svg(hostile())))

        assert page.locator("script").count() == 0
        assert page.locator("svg > g.node > text.name").first.text_content() == '"'


def test_mermaid_draws_every_picture_and_no_name_becomes_markup(browser: Browser) -> None:
    if not MERMAID.is_file():
        pytest.skip(f"mermaid is not at {MERMAID}")
    several = [*pictures(), hostile()]
    with browser.new_page() as page:
        page.add_script_tag(path=str(MERMAID))
        drawn = page.evaluate(DRAW, ["\n".join(write_mermaid(each)) for each in several])

    assert [number for number, _, _ in drawn] == [len(each.nodes) for each in several]
    assert {scripts for _, scripts, _ in drawn} == {0}
    assert "<script>alert(1)</script>" in drawn[-1][2]
    assert "wave 5" in drawn[0][2]
