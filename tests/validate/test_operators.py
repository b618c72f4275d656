"""Kinds of operators: the cluster may have another release than the one that schemas are of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from argowave.commands import main
from argowave.validate import Status, Validator
from validate.judging import judge, said

if TYPE_CHECKING:
    from pathlib import Path

CERTIFICATE = """apiVersion: cert-manager.io/v1
kind: Certificate
metadata: {name: web, namespace: web}
spec:
  secretName: web
  issuerRef: {name: ca}
"""
POOL = """apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: {name: a}
spec: {addresses: [10.0.0.0/24]}
"""
NODES = """apiVersion: karpenter.sh/v1
kind: NodePool
metadata: {name: a}
spec:
  disruption: DISRUPTION
  template:
    spec:
      nodeClassRef: {group: karpenter.k8s.aws, kind: EC2NodeClass, name: a}
      requirements: [{key: kubernetes.io/arch, operator: In, values: [arm64]}]
"""
APPLICATION = """apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: web, namespace: argocd}
spec:
  project: web
  source: {repoURL: https://git.example.com/case.git, path: web, targetRevision: main}
  destination: {server: https://kubernetes.default.svc, namespace: web}
"""
CRD = """apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: certificates.cert-manager.io}
spec:
  group: cert-manager.io
  names: {kind: Certificate, plural: certificates}
  scope: Namespaced
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              properties:
                later: {type: string}
                secretName: {type: string}
                issuerRef: {type: object, properties: {name: {type: string}}}
"""


def test_a_manifest_that_is_right_is_valid(validator: Validator) -> None:
    assert judge(validator, CERTIFICATE).status is Status.VALID


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("  secretNmae: web\n", 'unknown field, did you mean "secretName"?'),
        (
            "  dnsNames: web\n",
            'is a string ("web"), the schema wants a list; did you mean ["web"]?',
        ),
    ],
)
def test_what_no_release_takes_is_an_error_with_the_release(
    validator: Validator, more: str, message: str
) -> None:
    result = judge(validator, CERTIFICATE + more)

    assert result.status is Status.INVALID
    assert said(result) == [(f"{message}; as of cert-manager v1.21.2", False)]


def test_what_is_required_is_missed(validator: Validator) -> None:
    result = judge(validator, CERTIFICATE.replace("  secretName: web\n", ""))

    assert result.status is Status.INVALID
    assert said(result) == [
        ("required field secretName is missing; as of cert-manager v1.21.2", False)
    ]


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("  somethingLater: 1\n", "unknown field"),
        (
            "  privateKey: {algorithm: DSA}\n",
            (
                'is a string ("DSA"), the schema allows "RSA", "ECDSA", "Ed25519", '
                'did you mean "ECDSA"?'
            ),
        ),
    ],
)
def test_what_a_later_release_may_take_is_doubtful(
    validator: Validator, more: str, message: str
) -> None:
    result = judge(validator, CERTIFICATE + more)

    assert result.status is Status.VALID
    assert said(result) == [(f"{message}; as of cert-manager v1.21.2", True)]


def test_a_composition_as_an_older_crossplane_takes_it_is_doubtful(validator: Validator) -> None:
    composition = (
        "apiVersion: apiextensions.crossplane.io/v1\nkind: Composition\nmetadata: {name: a}\n"
        "spec:\n  compositeTypeRef: {apiVersion: example.org/v1, kind: XBucket}\n"
        "  resources: [{name: bucket, base: {}}]\n"
    )
    result = judge(validator, composition)

    assert result.status is Status.VALID
    assert said(result) == [
        ("required field pipeline is missing; as of crossplane v2.3.4", True),
        ("unknown field; as of crossplane v2.3.4", True),
    ]


@pytest.mark.parametrize(
    ("more", "meant", "status"),
    [
        ("dnsName: web", "dnsNames", Status.VALID),
        ("dnsName: [web]", "dnsNames", Status.INVALID),
        ("issuerRefs: [{name: ca}]", "issuerRef", Status.VALID),
        ("issuerRefs: {name: ca}", "issuerRef", Status.INVALID),
    ],
)
def test_what_has_become_a_list_or_ceased_to_be_one_may_be_of_another_release(
    validator: Validator, more: str, meant: str, status: Status
) -> None:
    result = judge(validator, f"{CERTIFICATE}  {more}\n")
    message = f'unknown field, did you mean "{meant}"?; as of cert-manager v1.21.2'

    assert result.status is status
    assert said(result) == [(message, status is Status.VALID)]


def test_a_name_with_another_number_is_no_slip(validator: Validator) -> None:
    text = f"{CERTIFICATE}  keystores: {{pkcs11: {{create: true}}}}\n"
    unknown = 'unknown field, did you mean "pkcs12"?; as of cert-manager v1.21.2'

    assert said(judge(validator, text)) == [(unknown, True)]


@pytest.mark.parametrize("disruption", ["{budgets: [{nodes: 10%}]}", "{consolidateAfter: 1m}"])
def test_what_a_later_release_does_not_require_is_not_missed(
    validator: Validator, disruption: str
) -> None:
    text = NODES.replace("DISRUPTION", disruption)

    assert said(judge(validator, text)) == []


def test_what_is_required_may_have_another_field_in_its_place(validator: Validator) -> None:
    result = judge(validator, POOL.replace("addresses: [", "ranges: ["))

    assert result.status is Status.VALID
    assert said(result) == [
        ("required field addresses is missing; as of metallb v0.16.2", True),
        ("unknown field; as of metallb v0.16.2", True),
    ]


def test_a_status_is_doubtful_as_the_api_server_drops_it(validator: Validator) -> None:
    result = judge(validator, f"{CERTIFICATE}status: {{revision: one}}\n")

    assert result.status is Status.VALID
    assert said(result) == [
        ('is a string ("one"), the schema wants an integer; as of cert-manager v1.21.2', True)
    ]


def test_what_a_sealed_secret_has_unsealed_is_not_shown(validator: Validator) -> None:
    text = """apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: a}
spec: {encryptedData: {a: AgB}, template: {data: {pin: 4711}}}
"""
    result = judge(validator, text)

    assert said(result) == [
        ("is an integer, the schema wants a string; as of sealed-secrets v0.36.0", False)
    ]


def test_lint_warns_of_what_is_doubtful_and_says_which_release_it_took(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = lint(tmp_path, capsys, {"web/c.yaml": f"{CERTIFICATE}  later: x\n"})

    assert (
        "web/c.yaml:7 Certificate/web $.spec.later: unknown field; as of cert-manager v1.21.2 "
        "(schema, warning)"
    ) in out
    assert (
        "  nothing here defines the kinds of cert-manager v1.21.2, which were taken as in those "
        "releases\n"
    ) in out


def test_of_many_operators_the_summary_names_the_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kinds = {
        "bitnami.com/v1alpha1": "SealedSecret",
        "cert-manager.io/v1": "Certificate",
        "cilium.io/v2": "CiliumNetworkPolicy",
        "kyverno.io/v1": "ClusterPolicy",
        "traefik.io/v1alpha1": "Middleware",
    }
    text = "apiVersion: {}\nkind: {}\nmetadata: {{name: a}}\nspec: {{}}\n"
    files = {f"web/{kind}.yaml": text.format(group, kind) for group, kind in kinds.items()}

    out = lint(tmp_path, capsys, files)

    assert (
        "  nothing here defines the kinds of cert-manager v1.21.2, cilium v1.20.2, kyverno v1.19.1 "
        "and 2 more operators, which were taken as in those releases\n"
    ) in out


def test_a_definition_in_the_repository_goes_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {"web/c.yaml": f"{CERTIFICATE}  later: x\n", "web/crd.yaml": CRD}

    out = lint(tmp_path, capsys, files)

    assert "unknown field" not in out
    assert "nothing here defines" not in out


def lint(folder: Path, capsys: pytest.CaptureFixture[str], files: dict[str, str]) -> str:
    for name, text in {"root.yaml": APPLICATION, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    main(["lint", "--repository", str(folder), "--no-cache"])
    return capsys.readouterr().out
