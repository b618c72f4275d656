from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from json_schemas import read

if TYPE_CHECKING:
    from pathlib import Path

    from diff.conftest import Shop


def test_an_unchanged_tree_has_no_change(shop: Shop) -> None:
    assert shop.diff() == (0, "root: no change\n", "")


def test_a_changed_field_is_shown_with_what_it_does(shop: Shop) -> None:
    path = "manifests/web/web.yaml"
    shop.write(path, (shop.path / path).read_text().replace("web:1", "web:2"))

    assert shop.diff() == (
        0,
        (
            "root: 1 change in 1 Application\n"
            "  web\n"
            "    ~ Deployment/web in namespace shop\n"
            "        spec.template.spec.containers[name=web].image: "
            '"web:1" → "web:2"\n'
            "  restarts: Deployment/web 2 pods restart, one after the other\n"
        ),
        "",
    )


def test_a_branch_is_compared_with_where_it_left_main(shop: Shop) -> None:
    shop.git("switch", "--quiet", "--create", "topic")
    shop.write("manifests/web/more.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n")
    shop.commit()
    shop.git("switch", "--quiet", "main")
    shop.write("manifests/web/other.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\n")
    shop.commit()
    shop.git("switch", "--quiet", "topic")
    _, out, _ = shop.diff()

    assert [line for line in out.splitlines() if line.startswith("    ")] == [
        "    + ConfigMap/a in namespace shop"
    ]


def test_two_revisions_are_compared_and_the_working_tree_does_not_count(shop: Shop) -> None:
    first = shop.git("rev-parse", "HEAD")
    shop.write("manifests/web/more.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n")
    second = shop.commit()
    shop.write("manifests/web/dirt.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: d}\n")
    before = shop.git("status", "--porcelain")

    assert shop.diff(second, first)[1].splitlines()[2:4] == [
        "    - ConfigMap/a in namespace shop",
        "  deletes: ConfigMap/a is deleted",
    ]
    assert shop.git("status", "--porcelain") == before


def test_a_table_that_goes_has_to_be_accepted(shop: Shop) -> None:
    (shop.path / "manifests/data/data.yaml").write_text(TOPIC)
    code, out, err = shop.diff()

    assert code == 1
    assert (
        "  destroys data: Table/orders is deleted, and the Table orders with everything in it\n"
    ) in out
    assert err == (
        "not accepted: root Table/orders; if it is meant, --accept 'root Table/orders'\n"
    )
    assert shop.diff("--accept", "root Table/orders")[0] == 0


@pytest.mark.parametrize(
    "word", ["foo", "", "root ", "Table/orders", "root Table/", "root /x", " a/b"]
)
def test_what_is_no_object_of_an_environment_cannot_be_accepted(shop: Shop, word: str) -> None:
    with pytest.raises(SystemExit) as ended:
        shop.diff("--accept", word)

    assert ended.value.code == 2
    said = f"argument --accept: {word!r} is no ENV Kind/name, such as 'prod Table/orders'\n"
    assert shop.capsys.readouterr().err.endswith(said)


def test_what_accepts_nothing_is_noted(shop: Shop) -> None:
    (shop.path / "manifests/data/data.yaml").write_text(TOPIC)
    slip, meant = "root Table/oders", "root Table/orders"
    note = f"note: --accept '{slip}' accepts nothing: no such change destroys data or hangs\n"
    code, _, err = shop.diff("--accept", slip)

    assert (code, err) == (1, f"{note}not accepted: {meant}; if it is meant, --accept '{meant}'\n")
    assert shop.diff("--accept", slip, "--accept", meant)[::2] == (0, note)


def test_a_commit_can_accept_it(shop: Shop) -> None:
    shop.git("switch", "--quiet", "--create", "topic")
    (shop.path / "manifests/data/data.yaml").write_text(TOPIC)
    shop.commit("orders are kept elsewhere\n\nArgowave-Accept: root Table/orders")

    code, out, _ = shop.diff()
    assert code == 0
    assert "with everything in it (accepted)\n" in out


TOPIC = """apiVersion: sns.aws.upbound.io/v1beta1
kind: Topic
metadata: {name: orders}
spec: {forProvider: {region: eu-central-1}}
"""


def test_an_application_under_a_new_name_is_a_rename(shop: Shop) -> None:
    shop.git("mv", "apps/web.yaml", "apps/site.yaml")
    shop.add_application("site", "manifests/web")
    code, out, _ = shop.diff()

    assert code == 0
    assert "  Application/web is Application/site now\n" in out
    assert "Deployment/web" not in out


def test_an_object_in_another_application_has_moved(shop: Shop) -> None:
    shop.git("mv", "manifests/web/web.yaml", "manifests/data/web.yaml")
    shop.write("manifests/web/other.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\n")
    _, out, _ = shop.diff()

    assert "    > Deployment/web in namespace shop, from Application/web\n" in out
    assert "    - Deployment" not in out


def test_a_secret_is_never_shown(shop: Shop) -> None:
    text = "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {password: %s}\n"
    shop.write("manifests/web/secret.yaml", text % "first-value")
    shop.commit()
    shop.write("manifests/web/secret.yaml", text % "second-value")

    for form in ("text", "json", "markdown"):
        _, out, _ = shop.diff("HEAD", "--format", form)
        assert "password" in out
        assert "-value" not in out


def test_what_an_application_ignores_is_no_change(shop: Shop) -> None:
    path = "apps/web.yaml"
    ignored = "[{group: apps, kind: Deployment, jsonPointers: [/spec/replicas]}]"
    text = (shop.path / path).read_text()
    shop.write(path, f"{text}  ignoreDifferences: {ignored}\n")
    shop.commit()
    web = shop.path / "manifests/web/web.yaml"
    web.write_text(web.read_text().replace("replicas: 2", "replicas: 3"))

    assert shop.diff("HEAD")[1] == "root: no change\n"


def test_json_has_every_change_and_effect(shop: Shop) -> None:
    (shop.path / "manifests/data/data.yaml").write_text(TOPIC)
    (environment,) = read("diff", shop.diff("--format", "json")[1])["environments"]

    assert [(each["how"], each["kind"], each["name"]) for each in environment["changes"]] == [
        ("removed", "Table", "orders"), ("added", "Topic", "orders"),
    ]  # fmt: skip
    assert environment["effects"][0]["weight"] == "destroys data"
    assert environment["effects"][0]["accepted"] is False


def test_a_revision_that_is_not_there_is_named(shop: Shop) -> None:
    code, _, err = shop.diff("nowhere")

    assert code == 2
    assert err == (
        "error: there is no revision nowhere in this repository\n"
        "  run `git fetch` first, or name another revision\n"
    )


def test_a_shallow_clone_is_told_what_to_do(
    shop: Shop, tmp_path_factory: pytest.TempPathFactory
) -> None:
    shop.commit("another")
    first = shop.git("rev-parse", "HEAD^")
    clone = tmp_path_factory.mktemp("clone") / "shop"
    shop.git("clone", "--quiet", "--depth=1", f"file://{shop.path}", str(clone))
    shallow = type(shop)(clone, shop.capsys)
    code, _, err = shallow.diff(first)

    assert code == 2
    assert err.endswith("  the clone is shallow: run `git fetch --unshallow` first\n")


def test_a_folder_without_git_is_told_so(
    shop: Shop, tmp_path_factory: pytest.TempPathFactory
) -> None:
    bare = type(shop)(tmp_path_factory.mktemp("bare"), shop.capsys)
    code, _, err = bare.diff()

    assert code == 2
    assert "is in no git repository, so there is nothing to compare with" in err


def test_charts_are_rendered_by_the_helm_that_is_named(shop: Shop) -> None:
    helm = shop.path.parent / "helm"
    helm.write_text(
        "#!/bin/sh\necho 'apiVersion: v1'; echo 'kind: ConfigMap'; echo 'metadata: {name: ours}'\n"
    )
    helm.chmod(0o755)
    shop.write("manifests/web/Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.0.0\n")
    _, out, _ = shop.diff("--helm", str(helm))

    assert "    + ConfigMap/ours in namespace shop\n" in out


def test_a_root_outside_of_the_repository_is_refused(shop: Shop, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.yaml"

    assert shop.diff("--root", str(elsewhere)) == (
        2,
        "",
        (
            f"error: {elsewhere}: is outside the repository {shop.path}\n"
            "  name its folder with --repository\n"
        ),
    )


def test_a_root_that_is_in_neither_state_is_no_unchanged_one(shop: Shop) -> None:
    missing = shop.path / "rot.yaml"

    assert shop.diff("--root", str(missing)) == (
        2,
        "",
        f"error: {missing}: the root Application is in neither state\n",
    )


def test_a_root_and_environments_cannot_both_be_named(shop: Shop) -> None:
    assert shop.diff("--env", "dev") == (
        2,
        "",
        "error: --root and environments cannot be given together\n",
    )
