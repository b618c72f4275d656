from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from argowave.finding import Finding
from argowave.graph import draw_pipeline, findings_on
from argowave.graph.model import Role
from graph.scenes import scene_of
from references.graphs import scene_with
from references.test_clouds import CLOUD

if TYPE_CHECKING:
    from pathlib import Path

    from argowave.graph import Picture


def arrows(picture: Picture) -> list[str]:
    """Return every link: Kind/name -label-> Kind/name."""
    subjects = {node.id: node.subject for node in picture.nodes}
    found = []
    for link in picture.links:
        line, head = ("..", "..>") if link.dashed else ("--", "-->")
        line = f"{line}{link.label}{head if link.directed else line}"
        found.append(f"{subjects[link.source]} {line} {subjects[link.target]}")
    return sorted(found)


def test_dev_is_drawn_from_producer_to_table_with_what_stands_around_it() -> None:
    with scene_of("dev") as scene:
        picture = draw_pipeline(scene)
    own = "justtrack-dev-devops"

    assert arrows(picture) == [
        f"Deployment/dynamodb-admin --looks at--> Table/{own}-consumer-events",
        f"Deployment/justtrack-t1-consumer --uses--> Table/{own}-consumer-events",
        f"Deployment/justtrack-t1-producer --publishes--> Topic/{own}-producer-events",
        "Ingress/dynamodb-admin ----> Deployment/dynamodb-admin",
        "Ingress/localstack ----> Service/localstack",
        f"Queue/{own}-consumer-events --is read by--> Deployment/justtrack-t1-consumer",
        f"Queue/{own}-consumer-events ..after 5 receives..> Queue/{own}-consumer-events-dead",
        f"QueuePolicy/{own}-consumer-events --applies to--> Queue/{own}-consumer-events",
        f"Topic/{own}-producer-events --subscription--> Queue/{own}-consumer-events",
    ]


def test_an_ingress_says_its_host_and_who_may_come() -> None:
    with scene_of("staging") as scene:
        picture = draw_pipeline(scene)
    notes = {node.subject: node.notes for node in picture.nodes}

    assert notes["Ingress/dynamodb-admin"] == ("dynamodb.staging.domain.tld", "from 10.20.0.0/16")
    assert notes["Service/localstack"] == ("at 10.20.0.15",)


def test_prod_has_a_scaler_and_no_emulator() -> None:
    with scene_of("prod") as scene:
        picture = draw_pipeline(scene)
    queue = "Queue/justtrack-prod-devops-consumer-events"

    assert f"{queue} ..is measured..> ScaledObject/justtrack-t1-consumer" in arrows(picture)
    assert {node.role for node in picture.nodes} == {
        *(Role.WORKLOAD, Role.SCALER, Role.TOPIC, Role.QUEUE, Role.TABLE, Role.POLICY)
    }


NAMES = """
apiVersion: sns.aws.m.upbound.io/v1beta1
kind: Topic
metadata: {name: paid}
spec: {forProvider: {region: eu-west-1}}
---
apiVersion: sns.aws.m.upbound.io/v1beta1
kind: TopicSubscription
metadata: {name: paid-to-mails}
spec:
  forProvider:
    region: eu-west-1
    protocol: sqs
    topicArnRef: {name: paid}
    endpointRef: {name: mails}
---
"""
QUEUE = """
apiVersion: sqs.aws.m.upbound.io/v1beta1
kind: Queue
metadata: {name: mails}
spec: {forProvider: {region: eu-west-1, name: mails}}
---
"""
SETTINGS = """
apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
data: {queue: "https://sqs.eu-west-1.amazonaws.com/123456789012/mails"}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: mailer}
spec:
  template:
    metadata: {labels: {app: mailer}}
    spec: {containers: [{name: mailer, envFrom: [{configMapRef: {name: settings}}]}]}
---
"""


def test_a_queue_that_only_a_config_map_names_is_read_by_who_reads_the_config_map(
    tmp_path: Path,
) -> None:
    picture = draw_pipeline(scene_with(NAMES + QUEUE + SETTINGS, tmp_path))

    assert arrows(picture) == [
        "Queue/mails --is read by--> StatefulSet/mailer",
        "Topic/paid --subscription--> Queue/mails",
    ]


def test_a_queue_that_nothing_feeds_has_a_line_without_a_direction(tmp_path: Path) -> None:
    picture = draw_pipeline(scene_with(QUEUE + SETTINGS, tmp_path))

    assert arrows(picture) == ["StatefulSet/mailer --uses-- Queue/mails"]


def test_a_workload_without_any_of_this_is_counted(tmp_path: Path) -> None:
    picture = draw_pipeline(scene_with(SETTINGS, tmp_path))

    assert picture.nodes == ()
    assert picture.description == (
        "Workloads, what they use in the cloud, and where requests come in "
        "(workloads without any of this, left out: 1)."
    )


def test_a_subscription_to_nothing_leads_to_what_is_missing(tmp_path: Path) -> None:
    picture = draw_pipeline(scene_with(NAMES, tmp_path))

    assert arrows(picture) == ["Topic/paid --subscription--> Queue/mails in namespace case"]
    [missing] = [node for node in picture.nodes if node.role is Role.MISSING]
    assert (missing.notes, missing.origins) == (("not in the tree",), ())


def test_a_subscription_to_a_topic_of_somebody_else_is_a_box_of_its_own(tmp_path: Path) -> None:
    elsewhere = NAMES.partition("---")[2].replace(
        "topicArnRef: {name: paid}", "topicArn: arn:aws:sns:eu-west-1:123456789012:paid"
    )
    picture = draw_pipeline(scene_with(elsewhere + QUEUE, tmp_path))

    assert arrows(picture) == ["TopicSubscription/paid-to-mails --refers to--> Queue/mails"]


def test_a_queue_that_a_workload_names_and_nobody_makes_is_missing(tmp_path: Path) -> None:
    workload = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: mailer}
spec:
  template:
    metadata: {labels: {app: mailer}}
    spec:
      containers:
        - name: mailer
          env:
            - {name: INBOX, value: "http://localstack.example.com:4566/000000000000/nowhere"}
"""
    picture = draw_pipeline(scene_with(CLOUD + workload, tmp_path))

    assert arrows(picture) == [
        "Deployment/mailer --uses--> the SQS queue nowhere of account 000000000000"
    ]


def test_an_ingress_without_a_source_range_says_so_and_its_service_goes_into_the_deployment(
    tmp_path: Path,
) -> None:
    picture = draw_pipeline(
        scene_with(
            """
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web}
spec:
  rules: [{http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web}}}]}}]
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec: {template: {metadata: {labels: {app: web}}, spec: {containers: []}}}
""",
            tmp_path,
        )
    )
    [deployment, ingress] = picture.nodes

    assert arrows(picture) == ["Ingress/web ----> Deployment/web"]
    assert ingress.notes == ("every host", "from anywhere, as far as it says")
    assert [each.subject for each in deployment.origins] == ["Deployment/web", "Service/web"]


@pytest.mark.parametrize(
    ("subject", "pointer", "place"),
    [
        ("TopicSubscription/paid-to-mails", "", "l0"),
        ("TopicSubscription/paid-to-mails", "$.spec.forProvider.topicArnRef", "l0"),
        ("Topic/paid", "$.spec.forProvider.region", "n0"),
        ("Topic/other", "", None),
    ],
)
def test_a_finding_hangs_on_the_node_or_the_link_that_it_is_about(
    tmp_path: Path, subject: str, pointer: str, place: str | None
) -> None:
    scene = scene_with(NAMES, tmp_path)
    picture = draw_pipeline(scene)
    application = picture.nodes[0].origins[0].application
    finding = Finding("a.yaml", 1, subject, pointer, "wrong", "rule", application=application)

    found, rest = findings_on(picture, [finding])

    assert found == ({place: [finding]} if place else {})
    assert rest == ([] if place else [finding])


CLUSTERS = """\
apiVersion: v1
kind: Secret
metadata:
  name: west
  namespace: argocd
  labels: {argocd.argoproj.io/secret-type: cluster}
stringData: {name: west, server: "https://west.example.com"}
"""
TO_A_CLUSTER = """\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {{name: "{name}", namespace: argocd}}
spec:
  project: default
  source: {{repoURL: https://git.example.com/case.git, path: shop}}
  destination: {{server: "{server}", namespace: "{namespace}"}}
"""
SHOP = """\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web}
spec:
  rules:
    - host: shop.example.com
      http:
        paths:
          - {path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}
"""


def test_what_has_one_name_on_two_clusters_or_in_two_namespaces_is_told_apart(
    tmp_path: Path,
) -> None:
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop/ingress.yaml").write_text(SHOP)
    places = [
        ("a", "https://kubernetes.default.svc", "shop"),
        ("b", "https://west.example.com", "shop"),
        ("c", "https://west.example.com", "shop-2"),
    ]
    applications = [
        TO_A_CLUSTER.format(name=name, server=server, namespace=namespace)
        for name, server, namespace in places
    ]
    picture = draw_pipeline(scene_with("---\n".join([CLUSTERS, *applications]), tmp_path))
    notes = sorted(node.notes[:2] for node in picture.nodes if node.role is Role.ENTRY)
    targets = [link.target for link in picture.links]

    assert notes == [
        ("in shop", "on in-cluster"),
        ("in shop", "on west"),
        ("in shop-2", "on west"),
    ]
    assert len(set(targets)) == len(places)  # a Service that is missing is another one for each
