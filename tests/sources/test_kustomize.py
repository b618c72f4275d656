"""Kustomizations, built by the kustomize that is on the PATH."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from argowave.sources.generate import generate_manifests
from argowave.sources.kustomize.program import find_kustomize
from argowave.sources.kustomize.remotes import Remotes
from argowave.sources.kustomize.search import find_closure
from argowave.sources.request import Charts
from argowave.user_cache.entries import Entries
from programs_here import needs_kustomize

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from argowave.sources.request import Generated, ManifestRequest

    Ask = Callable[..., ManifestRequest]
    Write = Callable[[dict[str, str]], Path]
    Only = Callable[..., None]

DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 1
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: "nginx:1.0"}]}
"""
NAMESPACE = "apiVersion: v1\nkind: Namespace\nmetadata: {name: web}\n"
MISSING = "it is not in the cache; run `argowave fetch`"
NOBODY = (
    "neither an argocd-cm (kustomize.buildOptions) nor an ArgoCD (spec.kustomizeBuildOptions) here"
)
BASE = {
    "base/kustomization.yaml": "resources: [web.yaml]\n",
    "base/web.yaml": DEPLOYMENT,
}
GENERATED = (
    "configMapGenerator: [{name: settings, literals: [a=b]}, {name: set-of, literals: [a=b]}]\n"
)
DELETED = """\
patches:
  - patch: |
      $patch: delete
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: wep}
"""


@pytest.fixture
def kustomize() -> str:
    binary = shutil.which("kustomize")
    if binary is None:
        pytest.skip("kustomize is not on PATH")
    return binary


@pytest.fixture
def only(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Only:
    """Leaves nothing on the PATH but the programs that are named."""

    def narrow(*names: str) -> None:
        folder = tmp_path_factory.mktemp("path")
        for name in names:
            found = shutil.which(name)
            if found is None:
                pytest.skip(f"{name} is not on PATH")
            (folder / name).symlink_to(found)
        monkeypatch.setenv("PATH", str(folder))

    return narrow


def bodies(generated: Generated) -> list[Any]:
    assert generated.findings == ()
    assert generated.not_checked == ()
    return [document.body for document in generated.documents]


def messages(generated: Generated) -> list[str]:
    return [str(found) for found in generated.findings]


@needs_kustomize
def test_an_overlay_is_built_and_each_object_names_the_file_it_comes_from(
    ask: Ask, write: Write
) -> None:
    write(
        {
            **BASE,
            "over/kustomization.yaml": "resources: [../base]\nnamePrefix: x-\n"
            "configMapGenerator: [{name: made, literals: [a=b]}]\n",
        }
    )
    generated = generate_manifests(ask(path="over"))

    assert [body["metadata"] for body in bodies(generated)] == [
        {"name": "x-made-4h2mbtbbt6"},
        {"name": "x-web"},
    ]
    assert [document.source for document in generated.documents] == [
        "over/kustomization.yaml",
        "base/web.yaml",
    ]
    assert generated.rendered
    assert [piece.source for piece in generated.partial] == [
        "over/kustomization.yaml",
        "base/kustomization.yaml",
        "base/web.yaml",
    ]


@needs_kustomize
def test_origins_that_the_kustomization_asks_for_stay(ask: Ask, write: Write) -> None:
    write(
        {
            **BASE,
            "base/kustomization.yaml": "resources: [web.yaml]\nbuildMetadata: [originAnnotations]",
        }
    )

    (body,) = bodies(generate_manifests(ask(path="base")))

    assert body["metadata"]["annotations"] == {"config.kubernetes.io/origin": "path: web.yaml\n"}


@pytest.mark.usefixtures("kustomize")
def test_what_an_application_overrides_is_applied_as_argo_cd_does(ask: Ask, write: Write) -> None:
    write(
        {
            **BASE,
            "part/kustomization.yaml": "apiVersion: kustomize.config.k8s.io/v1alpha1\n"
            "kind: Component\npatches:\n"
            "- target: {kind: Deployment}\n"
            "  patch: '- {op: add, path: /spec/paused, value: true}'\n",
        }
    )
    request = ask(
        path="base",
        kustomize={
            "namePrefix": "a-",
            "nameSuffix": "-z",
            "images": ["nginx=example.org/nginx:$ARGOCD_APP_NAME"],
            "replicas": [{"name": "web", "count": "3"}],
            "commonLabels": {"team": "$ARGOCD_APP_PROJECT_NAME"},
            "labelWithoutSelector": True,
            "labelIncludeTemplates": True,
            "commonAnnotations": {"as-is": "$ARGOCD_APP_NAME"},
            "namespace": "there",
            "patches": [
                {"target": {"kind": "Deployment"}, "patch": "- {op: remove, path: /spec/selector}"}
            ],
            "components": ["../part", "../nowhere"],
            "ignoreMissingComponents": True,
        },
    )
    (body,) = bodies(generate_manifests(request))

    assert body["metadata"] == {
        "name": "a-web-z",
        "namespace": "there",
        "labels": {"team": "team"},
        "annotations": {"as-is": "$ARGOCD_APP_NAME"},
    }
    assert body["spec"] == {
        "replicas": 3,
        "paused": True,
        "template": {
            "metadata": {
                "labels": {"app": "web", "team": "team"},
                "annotations": {"as-is": "$ARGOCD_APP_NAME"},
            },
            "spec": {"containers": [{"name": "web", "image": "example.org/nginx:app"}]},
        },
    }


@pytest.mark.usefixtures("kustomize")
def test_a_common_label_that_is_there_needs_force(ask: Ask, write: Write) -> None:
    write({**BASE, "base/kustomization.yaml": "resources: [web.yaml]\ncommonLabels: {team: old}\n"})
    plain = ask(path="base", kustomize={"commonLabels": {"team": "new"}})
    forced = ask(
        path="base", kustomize={"commonLabels": {"team": "new"}, "forceCommonLabels": True}
    )

    assert messages(generate_manifests(plain)) == [
        (
            "$.kustomize.commonLabels.team: base/kustomization.yaml cannot be built with it: "
            "label team already in kustomization file. Use --force to override. (kustomize)"
        )
    ]
    assert bodies(generate_manifests(forced))[0]["metadata"]["labels"] == {"team": "new"}


PATCH = "- {op: add, path: /metadata/labels, value: {a: b}}"
UNFIT = "- {op: remove, path: /spec/nothing}"


@pytest.mark.usefixtures("kustomize")
@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"replicas": [{"name": "web", "count": 1}, {"name": "b", "count": "x"}]}, "replicas[1]"),
        ({"images": ["nginx=nginx:2", "bad", "a=b"], "namePrefix": "a-"}, "images[1]"),
        ({"namespace": "a", "patches": [{"path": "missing.yaml"}]}, "patches[0]"),
        (
            {
                "images": ["nginx=nginx:2"],
                "patches": [
                    {"target": {"kind": "Deployment"}, "patch": text}
                    for text in (PATCH, PATCH, UNFIT, PATCH)
                ],
            },
            "patches[2]",
        ),
        ({"namePrefix": "a-", "components": ["../part", "../missing"]}, "components[1]"),
        ({"components": ["../part", "../../../outside"]}, "components[1]"),
    ],
)
def test_what_an_application_overrides_wrongly_is_named_and_not_the_kustomization(
    ask: Ask, write: Write, options: dict[str, Any], field: str
) -> None:
    part = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nnameSuffix: -b\n"
    write({**BASE, "part/kustomization.yaml": part})

    (found,) = generate_manifests(ask(path="base", kustomize=options)).findings

    assert (found.path, found.pointer) == ("", f"$.kustomize.{field}"), found.message


@pytest.mark.usefixtures("kustomize")
def test_a_kustomization_that_is_wrong_without_the_application_too_is_named(
    ask: Ask, write: Write
) -> None:
    write({**BASE, "base/kustomization.yaml": "resource: [web.yaml]\n"})
    request = ask(path="base", kustomize={"namePrefix": "a-", "images": ["nginx=nginx:2"]})

    assert [each.path for each in generate_manifests(request).findings] == [
        "base/kustomization.yaml"
    ]


@pytest.mark.usefixtures("kustomize")
def test_a_replica_count_that_is_no_number_is_refused(ask: Ask, write: Write) -> None:
    write(BASE)
    request = ask(path="base", kustomize={"replicas": [{"name": "web", "count": "many"}]})

    assert messages(generate_manifests(request)) == [
        (
            "$.kustomize.replicas[0]: base/kustomization.yaml cannot be built with it: "
            "the replica count 'many' is no number (kustomize)"
        )
    ]


@pytest.mark.usefixtures("kustomize")
def test_a_patch_of_the_application_for_what_is_not_there_is_a_warning(
    ask: Ask, write: Write
) -> None:
    write(BASE)
    patch = "- op: add\n  path: /metadata/labels\n  value: {a: b}\n"
    targets = [
        {"kind": "Deployment", "name": "web"},
        {"kind": "Deployment", "name": "wep"},
        {"kind": "Service", "name": "web"},
        {"kind": "Deployment", "name": "wep.*"},
        {"kind": "Service"},
    ]
    options = {"patches": [{"target": each, "patch": patch} for each in targets]}
    generated = generate_manifests(ask(path="base", kustomize=options))

    there = "which is not there, so that it changes nothing"
    assert messages(generated) == [
        (
            f"$.kustomize.patches[1].target: the patch is for Deployment/wep, {there}; "
            "did you mean web? (kustomize)"
        ),
        f"$.kustomize.patches[2].target: the patch is for Service/web, {there} (kustomize)",
    ]
    assert {each.severity for each in generated.findings} == {"warning"}
    write({"base/web.yaml": f"{DEPLOYMENT}---\n{DEPLOYMENT.replace('web', 'wep')}"})
    write({"base/kustomization.yaml": f"{BASE['base/kustomization.yaml']}{DELETED}"})
    assert not messages(generate_manifests(ask(path="base", kustomize=options)))


@pytest.mark.usefixtures("kustomize")
def test_a_name_that_got_something_around_it_is_there_and_half_a_name_is_not(
    ask: Ask, write: Write
) -> None:
    patch = '[{"op": "add", "path": "/metadata/labels", "value": {"a": "b"}}]'
    names = ("web", "shop-web", "web-eu", "shop-web-eu", "we", "web-e", "op-web", "shop-wbe")
    targets = "".join(
        f"- {{target: {{kind: Deployment, name: {each}}}, patch: '{patch}'}}\n" for each in names
    )
    write({**BASE, "mid/kustomization.yaml": "resources: [../base]\nnamePrefix: shop-\n"})
    write({"top/kustomization.yaml": f"resources: [../mid]\nnameSuffix: -eu\npatches:\n{targets}"})
    missing = ("we", "web-e", "op-web", "shop-wbe")
    later = ("web-eu", "shop-web-eu")
    generated = generate_manifests(ask(path="top"))

    assert [each.message.split(",")[0] for each in generated.findings] == [
        f"the patch is for Deployment/{each}" for each in (*later, *missing)
    ]
    assert "after it is patched, so that it changes nothing; write web" in (
        generated.findings[1].message
    )
    assert "did you mean shop-web" in generated.findings[-1].message
    write({"top/kustomization.yaml": "resources: [../mid]\nnameSuffix: -eu\n"})
    wanted = [{"target": {"kind": "Deployment", "name": each}, "patch": patch} for each in names]
    options = {"patches": wanted}
    generated = generate_manifests(ask(path="top", kustomize=options))
    assert [each.message.split(",")[0] for each in generated.findings] == [
        f"the patch is for Deployment/{each}" for each in missing
    ]


@pytest.mark.usefixtures("kustomize")
def test_a_patch_for_another_group_or_version_is_a_warning(ask: Ask, write: Write) -> None:
    patch = '[{"op": "add", "path": "/metadata/labels", "value": {"a": "b"}}]'
    wanted = ("group: apps", "version: v1.*", "group: app", "group: apps, version: v1beta1")
    targets = "".join(
        f"- {{target: {{{each}, kind: Deployment, name: web}}, patch: '{patch}'}}\n"
        for each in wanted
    )
    write({**BASE, "top/kustomization.yaml": f"resources: [../base]\npatches:\n{targets}"})
    ending = "and that is of apps/v1, so that it changes nothing"

    assert [each.message for each in generate_manifests(ask(path="top")).findings] == [
        f"the patch is for Deployment/web of app/*, {ending}",
        f"the patch is for Deployment/web of apps/v1beta1, {ending}",
    ]


@pytest.mark.usefixtures("kustomize")
@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("kind: Deploymet, name: web", "web, which is not there, {}; did you mean Deployment?"),
        (
            "kind: Deployment, labelSelector: app=wep",
            " with app=wep, and none has these labels, {}",
        ),
        (
            "kind: Deployment, name: web, namespace: sohp",
            "/web in namespace sohp, where none is, {}",
        ),
        ("kind: Deployment, labelSelector: app=web", ""),
        ("kind: Deployment, labelSelector: app in (web)", ""),
        ("kind: Deployment, labelSelector: team", ""),
        ("kind: Deployment, labelSelector: 'app=web, team=shop'", ""),
        (
            "kind: Deployment, name: web, namespace: shop",
            "/web in namespace shop, where it gets after it is patched, {}",
        ),
        ("kind: Deployment, name: web, namespace: default", ""),
        ("kind: Service", ""),
        ("kind: Namespace, name: web", ""),
        ("kind: Namespace, name: wep", "Namespace/wep, which is not there, {}"),
    ],
)
def test_what_a_patch_selects_by_more_than_its_name_has_to_be_there(
    ask: Ask, write: Write, target: str, why: str
) -> None:
    patch = '[{"op": "add", "path": "/metadata/annotations", "value": {"a": "b"}}]'
    labelled = "resources: [web.yaml]\ncommonLabels: {team: shop, app: web}\n"
    write(
        {
            "base/kustomization.yaml": labelled,
            "base/web.yaml": f"{DEPLOYMENT}---\n{NAMESPACE}",
            "top/kustomization.yaml": (
                "resources: [../base]\nnamespace: shop\n"
                f"patches:\n- {{target: {{{target}}}, patch: '{patch}'}}\n"
            ),
        }
    )
    found = [each.message for each in generate_manifests(ask(path="top")).findings]

    ending = why.format("so that it changes nothing")
    assert all(each.endswith(ending) for each in found)
    assert len(found) == bool(why)


@pytest.mark.usefixtures("kustomize")
def test_an_image_of_the_application_that_nothing_runs_is_a_warning(ask: Ask, write: Write) -> None:
    write(BASE)
    images = [
        "nginx:2",
        "nginx=acme/other:2",
        "acme/other:3",
        "acme/none:2",
        "acme/.*:2",
        "ngnix:2",
    ]
    generated = generate_manifests(ask(path="base", kustomize={"images": images}))
    nothing = "so that this changes nothing"

    assert messages(generated) == [
        f"$.kustomize.images[3]: nothing here has the image acme/none, {nothing} (kustomize)",
        f"$.kustomize.images[5]: nothing here has the image ngnix, {nothing} (kustomize)",
    ]


@pytest.mark.usefixtures("kustomize")
def test_a_hash_is_part_of_no_other_name(ask: Ask, write: Write) -> None:
    patch = '[{"op": "add", "path": "/data/b", "value": "c"}]'
    targets = "".join(
        f"- {{target: {{kind: ConfigMap, name: {each}}}, patch: '{patch}'}}\n"
        for each in ("settings", "set")
    )
    write({"top/kustomization.yaml": f"{GENERATED}patches:\n{targets}"})

    assert [each.pointer for each in generate_manifests(ask(path="top")).findings] == [
        "$.patches[1].target"
    ]


@pytest.mark.usefixtures("kustomize")
def test_a_generator_that_merges_into_nothing_is_told_in_the_same_words_in_each_run(
    ask: Ask, write: Write
) -> None:
    merging = "configMapGenerator: [{name: wbe, behavior: merge, literals: [a=b]}]\n"
    write({"base/kustomization.yaml": merging})
    (found,) = generate_manifests(ask(path="base")).findings

    assert found.message.endswith(
        "merging from a generator: ConfigMap/wbe does not exist; cannot merge or replace"
    )


@pytest.mark.usefixtures("kustomize")
def test_what_kustomize_warns_of_is_no_part_of_why_it_refuses(ask: Ask, write: Write) -> None:
    write({**BASE, "top/kustomization.yaml": "bases: [../base]\nnamePrefix: [a]\n"})

    (message,) = messages(generate_manifests(ask(path="top")))
    assert "Warning" not in message
    assert message.startswith("top/kustomization.yaml invalid Kustomization: ")


@pytest.mark.usefixtures("kustomize")
def test_what_a_file_of_overrides_says_wrongly_is_no_field_of_the_application(
    ask: Ask, write: Write
) -> None:
    write({**BASE, "base/.argocd-source.yaml": "kustomize: {replicas: [{name: a, count: x}]}\n"})

    assert messages(generate_manifests(ask(path="base"))) == [
        "base/kustomization.yaml the replica count 'x' is no number (kustomize)"
    ]


def test_kubectl_builds_what_no_application_changes(ask: Ask, write: Write, only: Only) -> None:
    only("kubectl")
    write(BASE)
    patch = {"target": {"kind": "Deployment"}, "patch": "- {op: remove, path: /spec/selector}"}
    patched = generate_manifests(ask(path="base", kustomize={"patches": [patch]}))
    changed = generate_manifests(ask(path="base", kustomize={"namePrefix": "a-"}))

    assert "selector" not in bodies(patched)[0]["spec"]
    assert [(each.what, each.why) for each in changed.not_checked] == [
        (
            "kustomize base",
            "the Application changes it with `kustomize edit`, which kubectl has not",
        )
    ]
    assert len(changed.partial) == 2


def test_without_kustomize_and_kubectl_it_is_named(ask: Ask, write: Write, only: Only) -> None:
    only()
    write(BASE)
    generated = generate_manifests(ask(path="base"))

    assert generated.documents == ()
    assert [(each.what, each.why) for each in generated.not_checked] == [
        ("kustomize base", "neither kustomize nor kubectl is on the PATH")
    ]


@pytest.mark.parametrize(
    ("entry", "named"),
    [
        ("https://example.org/install.yaml", "https://example.org/install.yaml"),
        ("github.com/org/repo//base?ref=v1", "github.com/org/repo//base?ref=v1"),
        ("git@github.com:org/repo", "git@github.com:org/repo"),
        ("ssh://git@example.org/org/repo?ref=v1", "ssh://git@example.org/org/repo?ref=v1"),
    ],
)
def test_a_remote_base_is_named_and_not_fetched(
    ask: Ask, write: Write, entry: str, named: str
) -> None:
    write(
        {
            "over/kustomization.yaml": "resources: [../base]\n",
            "base/kustomization.yaml": f"resources: ['{entry}']\n",
        }
    )
    generated = generate_manifests(ask(path="over"))

    assert generated.findings == ()
    assert [(each.what, each.why) for each in generated.not_checked] == [
        ("kustomize over", f"it takes {named} from the network: {MISSING}")
    ]
    read = [document.source for document in generated.partial]
    assert read == ["over/kustomization.yaml", "base/kustomization.yaml"]


def test_a_remote_patch_is_named_too(ask: Ask, write: Write) -> None:
    write({**BASE, "base/kustomization.yaml": "patches: [{path: 'HTTPS://example.org/p.yaml'}]\n"})

    (entry,) = generate_manifests(ask(path="base")).not_checked

    assert entry.why == f"it takes HTTPS://example.org/p.yaml from the network: {MISSING}"


@needs_kustomize
@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "resources:\n- web.yaml\n- missing.yaml\n",
            "base/kustomization.yaml:3 $.resources[1]: missing.yaml does not exist (kustomize)",
        ),
        (
            "resources: [web.yaml]\npatches:\n- path: ../../outside.yaml\n",
            (
                "base/kustomization.yaml:3 $.patches[0].path: "
                "../../outside.yaml leaves the repository (kustomize)"
            ),
        ),
        (
            "resources: [/etc]\n",
            "base/kustomization.yaml:1 $.resources[0]: /etc leaves the repository (kustomize)",
        ),
        (
            "configMapGenerator: [{name: a, files: [key=../../../etc/passwd]}]\n",
            (
                "base/kustomization.yaml:1 $.configMapGenerator[0].files[0]: "
                "../../../etc/passwd leaves the repository (kustomize)"
            ),
        ),
        (
            "resources: [web.yaml]\nresources: [web.yaml]\n",
            'base/kustomization.yaml:2 key "resources" stands twice, here and in line 1 (yaml)',
        ),
        (
            "resource: [web.yaml]\n",
            (
                'base/kustomization.yaml invalid Kustomization: json: unknown field "resource" '
                "(kustomize)"
            ),
        ),
        (
            "resources: [../base]\n",
            (
                "base/kustomization.yaml accumulating resources: accumulation err='accumulating "
                "resources from '../base': 'base' must resolve to a file': cycle detected: "
                "candidate root 'base' contains visited root 'base' (kustomize)"
            ),
        ),
        (
            "configMapGenerator: [{name: a, files: [../elsewhere.txt]}]\n",
            (
                "base/kustomization.yaml loading KV pairs: file sources: [../elsewhere.txt]: "
                "security; file 'elsewhere.txt' is not in or below 'base' (kustomize)"
            ),
        ),
    ],
)
def test_a_wrong_kustomization_is_a_finding(
    ask: Ask, write: Write, text: str, message: str
) -> None:
    write({**BASE, "base/kustomization.yaml": text, "elsewhere.txt": "x"})

    assert messages(generate_manifests(ask(path="base"))) == [message]


@needs_kustomize
def test_a_link_out_of_the_repository_is_not_followed(
    ask: Ask, write: Write, tmp_path_factory: pytest.TempPathFactory
) -> None:
    secret = tmp_path_factory.mktemp("outside") / "secret"
    secret.write_text("word")
    folder = write(
        {
            "over/kustomization.yaml": "resources: [../base]\n",
            "base/kustomization.yaml": "configMapGenerator: [{name: a, files: [secret]}]\n",
        }
    )
    (folder / "base" / "secret").symlink_to(secret)

    assert messages(generate_manifests(ask(path="over"))) == [
        (
            "base/kustomization.yaml:1 $.configMapGenerator[0].files[0]: "
            "secret leaves the repository (kustomize)"
        )
    ]


@needs_kustomize
def test_links_inside_the_repository_are_followed_as_kustomize_does(ask: Ask, write: Write) -> None:
    folder = write({**BASE, "over/kustomization.yaml": "resources: [linked]\n"})
    (folder / "over" / "linked").symlink_to("../base")

    assert len(bodies(generate_manifests(ask(path="over")))) == 1


@needs_kustomize
def test_build_options_of_argo_cd_are_passed_on(ask: Ask, write: Write) -> None:
    write(
        {
            "over/kustomization.yaml": (
                "configMapGenerator: [{name: a, files: [../elsewhere.txt]}]\n"
            ),
            "elsewhere.txt": "x",
        }
    )
    request = ask(path="over")
    free = replace(request, kustomize_build_options="--load-restrictor LoadRestrictionsNone")

    assert bodies(generate_manifests(free))[0]["data"] == {"elsewhere.txt": "x"}


@needs_kustomize
def test_programs_of_the_repository_are_never_run(ask: Ask, write: Write) -> None:
    folder = write(
        {
            **BASE,
            "base/kustomization.yaml": "resources: [web.yaml]\ntransformers: [run.yaml]\n",
            "base/run.yaml": "apiVersion: v1\nkind: Ran\nmetadata:\n  name: a\n  annotations:\n"
            "    config.kubernetes.io/function: |\n      exec: {path: ./run.sh}\n",
            "base/run.sh": '#!/bin/sh\ntouch "$0.ran"\ncat\n',
        }
    )
    (folder / "base" / "run.sh").chmod(0o755)
    options = "--enable-alpha-plugins --enable-exec"
    request = replace(ask(path="base"), kustomize_build_options=options)

    assert [each.why for each in generate_manifests(request).not_checked] == [
        f"it needs {options} of kustomize.buildOptions, which runs programs"
    ]


@needs_kustomize
def test_a_plugin_is_named_where_no_settings_say_whether_argo_cd_runs_it(
    ask: Ask, write: Write
) -> None:
    write(
        {
            **BASE,
            "base/kustomization.yaml": "resources: [web.yaml]\ngenerators: [secrets.yaml]\n",
            "base/secrets.yaml": "apiVersion: viaduct.ai/v1\nkind: ksops\nmetadata:\n  name: a\n"
            "  annotations:\n    config.kubernetes.io/function: |\n      exec: {path: ksops}\n",
        }
    )

    assert [each.why for each in generate_manifests(ask(path="base")).not_checked] == [
        f"it runs the plugin ksops, and {NOBODY} says --enable-alpha-plugins"
    ]


@needs_kustomize
def test_a_chart_is_inflated_only_where_argo_cd_would(ask: Ask, write: Write) -> None:
    write(
        {
            **BASE,
            "base/kustomization.yaml": "helmCharts: [{name: c, repo: 'https://example.org'}]\n",
        }
    )

    assert [each.why for each in generate_manifests(ask(path="base")).not_checked] == [
        f"it inflates a chart, and {NOBODY} says --enable-helm"
    ]


@needs_kustomize
def test_with_enable_helm_a_chart_at_hand_is_inflated_and_another_one_named(
    ask: Ask, write: Write
) -> None:
    helm = shutil.which("helm")
    if helm is None or subprocess.run([helm, "version", "-c"], check=False).returncode:
        pytest.skip("no helm on PATH is one that kustomize takes")
    write(
        {
            "x/kustomization.yaml": "helmCharts: [{name: c, releaseName: r}]\n",
            "x/charts/c/Chart.yaml": "apiVersion: v2\nname: c\nversion: 1.0.0\n",
            "x/charts/c/values.yaml": "",
            "x/charts/c/templates/a.yaml": "apiVersion: v1\nkind: ConfigMap\n"
            "metadata: {name: '{{ .Release.Name }}'}\n"
            "data: {version: '{{ .Capabilities.KubeVersion.Version }}'}\n",
            "y/kustomization.yaml": "helmCharts: [{name: d, repo: 'https://example.org'}]\n",
        }
    )
    here = replace(ask(path="x"), kustomize_build_options="--enable-helm")
    there = replace(ask(path="y"), kustomize_build_options="--enable-helm")

    assert bodies(generate_manifests(here))[0]["data"] == {"version": "v1.36.0"}
    assert [each.why for each in generate_manifests(there).not_checked] == [
        "it takes chart d * from the network: it is not in the cache; run `argowave fetch`"
    ]


@needs_kustomize
def test_a_result_is_kept_by_content_and_a_damaged_one_is_made_again(
    ask: Ask, write: Write
) -> None:
    folder = write(BASE)
    plain = ask(path="base")
    request = replace(plain, charts=replace(plain.charts, results=folder / "results"))
    first = generate_manifests(request)
    (entry,) = (folder / "results" / "kustomize").iterdir()
    kept = entry.read_bytes()
    entry.write_bytes(kept[:-10])

    assert generate_manifests(request) == first
    assert entry.read_bytes() == kept
    (folder / "base" / "web.yaml").write_text(DEPLOYMENT.replace("1.0", "2.0"), "utf-8")
    assert generate_manifests(request) != first
    assert len(list((folder / "results" / "kustomize").iterdir())) == 2


@needs_kustomize
@pytest.mark.parametrize("manifest", ["kind: Secret", "kind: 'Secret'", "'kind': Secret"])
def test_what_holds_a_secret_is_built_each_time_and_kept_nowhere(
    manifest: str, ask: Ask, write: Write
) -> None:
    secret = f"apiVersion: v1\n{manifest}\nmetadata: {{name: a}}\nstringData: {{word: hush}}\n"
    folder = write({"base/kustomization.yaml": "resources: [a.yaml]\n", "base/a.yaml": secret})
    plain = ask(path="base")
    request = replace(plain, charts=replace(plain.charts, results=folder / "results"))

    assert generate_manifests(request) == generate_manifests(request)
    assert generate_manifests(request).documents[0].body["stringData"] == {"word": "hush"}
    assert not (folder / "results").exists()


BUILDER = """#!/bin/sh
echo built >> {log}
echo "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: a}}"
{more}
"""


def test_a_build_is_repeated_for_another_binary_and_for_nothing_else(
    ask: Ask, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(BASE)
    log, program = tmp_path / "log", tmp_path / "bin" / "kustomize"
    program.parent.mkdir()
    monkeypatch.setenv("PATH", str(program.parent), prepend=":")
    plain = ask(path="base")
    request = replace(plain, charts=replace(plain.charts, results=folder / "results"))
    built = []
    for more in ("", "", "# another version", "# another_version"):
        if not program.exists() or more:
            program.write_text(BUILDER.format(log=log, more=more))
            program.chmod(0o755)
            os.utime(program, (0, 0))  # as `cp -p` and an image's layers leave them
        find_kustomize.cache_clear()
        generate_manifests(request)
        built.append(log.read_text().count("built"))
    find_kustomize.cache_clear()

    assert built == [1, 1, 2, 3]


def test_a_file_that_changes_during_a_build_leaves_nothing_behind(
    ask: Ask, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(BASE)
    program = tmp_path / "bin" / "kustomize"
    program.parent.mkdir()
    more = f"echo '# later' >> {folder}/base/web.yaml"
    program.write_text(BUILDER.format(log=tmp_path / "log", more=more))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent), prepend=":")
    find_kustomize.cache_clear()
    plain = ask(path="base")
    generate_manifests(replace(plain, charts=replace(plain.charts, results=folder / "results")))
    find_kustomize.cache_clear()

    assert not (folder / "results").exists()


def test_a_cache_that_cannot_be_written_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    cache = Entries(tmp_path / "file" / "below")

    assert not cache.write("key", b"value")
    assert cache.read("key") is None


_NAMES = st.sampled_from(
    [
        "a.yaml",
        "sub",
        "sub/loop",
        "loop",
        "..",
        "../..",
        "/",
        "/etc/passwd",
        "a\0b",
        "k=a.yaml",
        "",
        "~",
    ]
)
_VALUES = st.recursive(
    _NAMES | st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda each: (
        st.lists(each, max_size=3)
        | st.dictionaries(
            st.sampled_from(["path", "files", "envs", "env", "patch"]), each, max_size=3
        )
    ),
    max_leaves=8,
)


@settings(
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    body=st.dictionaries(
        st.sampled_from(
            [
                "resources",
                "components",
                "patches",
                "generators",
                "transformers",
                "replacements",
                "crds",
                "kind",
                "configMapGenerator",
                "openapi",
                "helmCharts",
                "helmGlobals",
            ]
        ),
        _VALUES,
    )
)
def test_whatever_a_kustomization_says_nothing_outside_the_repository_is_taken(
    body: dict[str, Any], tmp_path: Path
) -> None:
    folder = tmp_path / "repository" / "x"
    (folder / "sub").mkdir(parents=True, exist_ok=True)
    (tmp_path / "a.yaml").write_text("outside")
    (folder / "a.yaml").write_text("kind: A\n")
    for link, target in (("loop", "loop"), ("sub/loop", "."), ("sub/out", "../../../a.yaml")):
        if not (folder / link).is_symlink():
            (folder / link).symlink_to(target)
    (folder / "kustomization.yaml").write_text(json.dumps(body))

    closure = find_closure(
        tmp_path / "repository", folder, Remotes(Charts(tmp_path / "cache"), inflates=True)
    )

    assert not any(path.startswith(("..", "/")) for path in closure.files)
    assert not any(path.startswith(("..", "/")) for path in closure.links.values())


def test_nothing_is_left_behind(
    ask: Ask, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    staged = tmp_path / "staged"
    staged.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(staged))
    write(BASE)
    generate_manifests(ask(path="base"))

    assert list(staged.iterdir()) == []
