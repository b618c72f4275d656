"""A subscription that AWS refuses: of a FIFO queue, to a topic that is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FIFO = """
apiVersion: sqs.aws.upbound.io/v1beta1
kind: Queue
metadata:
  name: orders
spec:
  forProvider:
    region: eu-central-1
    name: orders.fifo
    fifoQueue: true
    policy: >-
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
      "Principal":{"Service":"sns.amazonaws.com"},"Action":"sqs:SendMessage",
      "Resource":"arn:aws:sqs:eu-central-1:000000000000:orders.fifo"}]}
---
apiVersion: sns.aws.upbound.io/v1beta1
kind: TopicSubscription
metadata:
  name: orders
  annotations: {argocd.argoproj.io/sync-wave: "2"}
spec:
  forProvider:
    region: eu-central-1
    protocol: sqs
    topicArnRef: {name: justtrack-dev-devops-producer-events}
    endpointRef: {name: orders}
"""


def add_fifo(repository: Path) -> None:
    """Add it to the pipeline of dev."""
    place = repository / "environments" / "dev" / "rendered" / "infra" / "pipeline"
    (place / "orders.yaml").write_text(FIFO, "utf-8")
