"""Values of a difference in words: short, and different where they differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diff.conftest import Shop

MANY = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {text: %s}\nlist: %s\n"


def _shown(shop: Shop, before: tuple[str, str], after: tuple[str, str]) -> str:
    shop.write("manifests/web/c.yaml", MANY % before)
    shop.commit()
    shop.write("manifests/web/c.yaml", MANY % after)
    return shop.diff("HEAD")[1].splitlines()[-1].strip()


def test_of_a_long_list_only_what_goes_and_comes_is_shown(shop: Shop) -> None:
    kinds = [f"{{group: apps, kind: Kind{number}}}" for number in range(5)]
    before, after = (f"[{', '.join(each)}]" for each in (kinds, [*kinds[1:], "{kind: New}", "{}"]))

    assert _shown(shop, ("a", before), ("a", after)) == (
        'list: [{"group": "apps", "kind": "Kind0"}, 4 more] → [{"kind": "New"}, {}, 4 more]'
    )


def test_a_long_text_begins_shortly_before_it_differs(shop: Shop) -> None:
    text = "x" * 200

    assert _shown(shop, (f"{text}one", "[]"), (f"{text}two", "[]")) == (
        f'data.text: …{"x" * 20}one" → …{"x" * 20}two"'
    )
