"""What is broken in the manifests fails in the rehearsal, where and as it would in a cluster."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from argowave.rehearse.rehearsal import Outcome

INFRA = "environments/dev/rendered/infra"
EVENTS = "justtrack-dev-devops-consumer-events"
TOPIC = "justtrack-dev-devops-producer-events"


@dataclass(frozen=True, slots=True)
class Defect:
    """One change of one rendered file, and what the rehearsal says of it."""

    name: str
    path: str  # below infra/
    old: str
    new: str
    subject: str
    message: str


def silent(subject: str = f"TopicSubscription/{EVENTS}") -> tuple[str, str]:
    return subject, "and nothing comes to arn:aws:sqs:eu-central-1:000000000000:"


DEFECTS = (
    Defect(
        "a queue policy for another topic",
        "pipeline/sqs-policy.yaml",
        f"000000000000:{TOPIC}",
        f"000000000000:{TOPIC}-old",
        *silent(),
    ),
    Defect(
        "a queue policy that allows another service",
        "pipeline/sqs-policy.yaml",
        "sns.amazonaws.com",
        "events.amazonaws.com",
        *silent(),
    ),
    Defect(
        "a subscription without the envelope that the consumer unwraps",
        "pipeline/sns-subscription.yaml",
        "rawMessageDelivery: false",
        "rawMessageDelivery: true",
        f"Queue/{EVENTS}",
        "is not wrapped in SNS's envelope",
    ),
    Defect(
        "a subscription of the dead-letter queue",
        "pipeline/sns-subscription.yaml",
        f'endpointRef:\n      name: "{EVENTS}"',
        f'endpointRef:\n      name: "{EVENTS}-dead"',
        *silent(),
    ),
    Defect(
        "a reference to a queue that nobody declares",
        "pipeline/sns-subscription.yaml",
        f'endpointRef:\n      name: "{EVENTS}"',
        'endpointRef:\n      name: "events"',
        f"TopicSubscription/{EVENTS}",
        "stays Degraded: cannot resolve references: mg.Spec.ForProvider.Endpoint: cannot get "
        'referenced resource: Queue.sqs.aws.upbound.io "events" not found',
    ),
    Defect(
        "a dead-letter queue of another account",
        "pipeline/sqs-queue.yaml",
        "sqs:eu-central-1:000000000000",
        "sqs:eu-central-1:111122223333",
        f"Queue/{EVENTS}",
        "stays Degraded: create failed: async create failed: operation error sqs CreateQueue: ",
    ),
    Defect(
        "a table with another key",
        "pipeline/dynamodb-table.yaml",
        '"Id"',
        '"ID"',
        f"Queue/{EVENTS}",
        "ValidationException: The provided key element does not match the schema",
    ),
    Defect(
        "a key that is no attribute",
        "pipeline/dynamodb-table.yaml",
        'hashKey: "Id"',
        'hashKey: "ID"',
        f"Table/{EVENTS}",
        "Unused attributes: ['Id'] all indexes must match a defined attribute. "
        "Unmatched indexes: ['ID']",
    ),
    Defect(
        "an endpoint that leaves a service out",
        "crossplane/config/provider-config.yaml",
        "services: [sns, sqs,",
        "services: [sns,",
        f"Queue/{EVENTS}-dead",
        "lookup sqs.eu-central-1.amazonaws.com: that is real AWS, which a rehearsal never calls",
    ),
    Defect(
        "a provider config of another name",
        "crossplane/config/provider-config.yaml",
        "  name: default",
        "  name: other",
        f"Topic/{TOPIC}",
        "stays Progressing: waiting for the provider to look at it",
    ),
    Defect(
        "a provider's Secret of another name",
        "crossplane/config/localstack-cred.yaml",
        "name: localstack-cred",
        "name: other",
        f"Topic/{TOPIC}",
        'cannot get credentials: cannot get credentials secret: Secret "localstack-cred" not found',
    ),
    Defect(
        "a Service without the port",
        "localstack/service.yaml",
        "port: 4566\n",
        "port: 4567\n",
        f"Topic/{TOPIC}",
        "lookup localstack.devopstest.svc.cluster.local: Service/localstack has no port 4566",
    ),
    Defect(
        "settings that leave endpoint slices out",
        "argocd/argocd-cm.yaml",
        '    - apiGroups:\n        - ""\n      kinds:\n        - Endpoints\n',
        "    - apiGroups: ['', discovery.k8s.io]\n      kinds: [Endpoints, EndpointSlice]\n",
        "EndpointSlice/localstack",
        "is not applied: resource.exclusions of argocd-cm names it",
    ),
    Defect(
        "a kind that no policy activates",
        "crossplane/providers/activation-policy.yaml",
        "    - tables.dynamodb.aws.upbound.io\n",
        "",
        f"Table/{EVENTS}",
        'is not applied: no matches for kind "Table" in group "dynamodb.aws.upbound.io": no '
        "ManagedResourceActivationPolicy activates tables.dynamodb.aws.upbound.io",
    ),
    Defect(
        "credentials of the workloads under another name",
        "localstack/credentials.yaml",
        "name: localstack-credentials",
        "name: credentials",
        "Deployment/justtrack-t1-consumer",
        "AWS_ACCESS_KEY_ID: its Secret, or the key in it, does not exist",
    ),
)


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.name)
def test_a_defect_shows_where_it_would_in_a_cluster(
    repository: Path, rehearse: Callable[..., Outcome], defect: Defect
) -> None:
    path = repository / INFRA / defect.path
    text = path.read_text("utf-8")
    assert defect.old in text
    path.write_text(text.replace(defect.old, defect.new), "utf-8")

    outcome = rehearse()

    assert outcome.arrived is None
    found = [each for each in outcome.findings if each.subject == defect.subject]
    assert [each for each in found if defect.message in each.message], outcome.findings


def test_a_missing_queue_policy_is_named(
    repository: Path, rehearse: Callable[..., Outcome]
) -> None:
    (repository / INFRA / "pipeline" / "sqs-policy.yaml").unlink()

    findings = [str(each) for each in rehearse().findings]

    assert (
        f"{INFRA}/pipeline/sns-subscription.yaml:1 TopicSubscription/{EVENTS} the policy of the "
        f"queue {EVENTS} does not let arn:aws:sns:eu-central-1:000000000000:{TOPIC} send: it has "
        "no policy (flow) [dev/pipeline]"
    ) in findings


def test_a_health_check_that_opens_a_wave_too_early_is_named(
    repository: Path, rehearse: Callable[..., Outcome]
) -> None:
    path = repository / INFRA / "argocd" / "argocd-cm.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace('"*.upbound.io/*":', '"*.elsewhere.io/*":'), "utf-8")

    findings = rehearse().findings

    assert any(
        each.subject == f"Table/{EVENTS}"
        and each.message.startswith(f"wave 1 opened, with Queue/{EVENTS}, although this was no")
        for each in findings
    ), findings


def test_pods_of_a_service_account_that_is_not_there_are_not_created(
    repository: Path, rehearse: Callable[..., Outcome]
) -> None:
    pod = repository / "workloads" / "justtrack-t1" / "templates" / "_pod.tpl"
    text = pod.read_text("utf-8")
    wanted = 'serviceAccountName: {{ include "justtrack-t1.name" . }}'
    assert wanted in text
    pod.write_text(text.replace(wanted, f"{wanted}-x"), "utf-8")
    outcome = rehearse()

    assert outcome.synced is None
    assert any(
        finding.subject == "Deployment/justtrack-t1-consumer"
        and finding.message
        == (
            'pods "justtrack-t1-consumer-" is forbidden: error looking up service account '
            'devopstest/justtrack-t1-consumer-x: serviceaccount "justtrack-t1-consumer-x" not found'
        )
        for finding in outcome.findings
    )


def test_what_is_not_automated_waits_for_a_person_and_says_so(
    repository: Path, rehearse: Callable[..., Outcome]
) -> None:
    path = repository / "environments/dev/rendered/apps/pipeline.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("    automated:\n      prune: true\n      selfHeal: true\n", ""))

    outcome = rehearse()

    assert outcome.synced is None
    (finding,) = outcome.findings
    assert str(finding) == (
        "environments/dev/rendered/apps/pipeline.yaml:1 Application/pipeline is not synced: it "
        "waits for a person, and everything after it with it (rehearsal) [dev/root]"
    )


def test_the_documented_health_of_applications_leaks_and_the_wave_is_named(
    repository: Path, rehearse: Callable[..., Outcome]
) -> None:
    path = repository / INFRA / "argocd" / "argocd-cm.yaml"
    text = path.read_text("utf-8")
    key = "  resource.customizations.health.argoproj.io_Application: |\n"
    before, _, rest = text.partition(key)
    _, _, after = rest.partition("  resource.customizations.health.pkg")
    documented = (
        '    hs = {status = "Progressing", message = ""}\n'
        "    if obj.status ~= nil and obj.status.health ~= nil then\n"
        "      hs.status = obj.status.health.status\n"
        "    end\n    return hs\n"
    )
    path.write_text(f"{before}{key}{documented}  resource.customizations.health.pkg{after}")

    messages = [each.message for each in rehearse().findings]

    assert any("although this was still being synced" in each for each in messages), messages
