"""What charts make up at each rendering is no change that anybody made."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diff.conftest import Shop

CREDENTIALS = """\
apiVersion: v1
kind: Secret
metadata: {name: made}
stringData:
  user: %s
  password: {{ randAlphaNum 20 }}
"""
RENAMED = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: web-{{ randAlphaNum 12 | lower }}}
data: {a: b}
"""
HIDDEN = "a chart makes it up anew at each rendering, so that it is not shown (never-same)"


def add_chart(shop: Shop, **templates: str) -> None:
    shop.add_application("chart")
    shop.write("manifests/chart/Chart.yaml", "apiVersion: v2\nname: chart\nversion: 1.0.0\n")
    for name, text in templates.items():
        shop.write(f"manifests/chart/templates/{name}.yaml", text)
    shop.commit()


def test_a_password_that_a_chart_makes_up_is_no_change(shop: Shop) -> None:
    add_chart(shop, secret=CREDENTIALS % "a")
    shop.write("manifests/chart/values.yaml", "unread: 1\n")
    code, out, _ = shop.diff()

    assert code == 0
    assert out == (
        f"root: no change\n  not compared: Secret/made $.stringData.password: {HIDDEN}\n"
    )


def test_what_somebody_changed_beside_it_is_shown(shop: Shop) -> None:
    add_chart(shop, secret=CREDENTIALS % "a")
    shop.write("manifests/chart/templates/secret.yaml", CREDENTIALS % "b")
    _, out, _ = shop.diff()

    assert (
        "    ~ Secret/made in namespace shop\n        stringData.user: (not shown) → (not shown)\n"
        in out
    )
    assert "stringData.password:" not in out.partition("not compared")[0]
    assert f"not compared: Secret/made $.stringData.password: {HIDDEN}\n" in out


def test_a_password_that_is_made_up_only_now_is_a_change(shop: Shop) -> None:
    add_chart(shop, secret=CREDENTIALS.replace("{{ randAlphaNum 20 }}", "stated") % "a")
    shop.write("manifests/chart/templates/secret.yaml", CREDENTIALS % "a")
    _, out, _ = shop.diff()

    assert "        stringData.password: (not shown) → (not shown)\n" in out
    assert "never-same" not in out


def test_an_object_with_a_name_that_is_made_up_neither_goes_nor_comes(shop: Shop) -> None:
    add_chart(shop, config=RENAMED)
    shop.write("manifests/chart/values.yaml", "unread: 1\n")
    _, out, _ = shop.diff()

    assert out == (
        "root: no change\n"
        f"  not compared: ConfigMap of manifests/chart/templates/config.yaml: {HIDDEN}\n"
    )


def test_an_object_more_of_such_names_is_a_change(shop: Shop) -> None:
    add_chart(shop, config=RENAMED)
    shop.write("manifests/chart/templates/config.yaml", f"{RENAMED}---\n{RENAMED}")
    _, out, _ = shop.diff()

    assert "root: 3 changes in 1 Application\n" in out
