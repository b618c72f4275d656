"""Many small manifests in folders, as a large repository has them: five files an application."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

KINDS = (
    ("apps/v1", "Deployment"),
    ("v1", "Service"),
    ("v1", "ConfigMap"),
    ("v1", "ServiceAccount"),
    ("networking.k8s.io/v1", "Ingress"),
)
# A fault in each kind: a name that is a number, where every schema wants a string.
FAULT = ("name: app-", "name: 1")

TEMPLATES = {
    "deployment": """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: app-{n}
  namespace: team-{n}
  labels:
    app.kubernetes.io/name: app-{n}
spec:
  replicas: 2
  selector:
    matchLabels:
      app.kubernetes.io/name: app-{n}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: app-{n}
    spec:
      securityContext:
        runAsNonRoot: true
      containers:
        - name: app
          image: registry.example.com/app:1.4.{n}
          args: ["--listen", ":8080"]
          env:
            - name: NUMBER
              value: "{n}"
          ports:
            - name: http
              containerPort: 8080
          resources:
            requests:
              cpu: 100m
              memory: 128Mi
            limits:
              memory: 256Mi
""",
    "service": """\
apiVersion: v1
kind: Service
metadata:
  name: app-{n}
  namespace: team-{n}
spec:
  selector:
    app.kubernetes.io/name: app-{n}
  ports:
    - name: http
      port: 80
      targetPort: http
""",
    "configmap": """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: app-{n}
data:
  key: value-{n}
  text: |
    hello
    world: yes
""",
    "serviceaccount": """\
apiVersion: v1
kind: ServiceAccount
metadata:
  name: app-{n}
automountServiceAccountToken: false
""",
    "ingress": """\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: app-{n}
spec:
  ingressClassName: nginx
  rules:
    - host: app-{n}.example.com
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: app-{n}
                port:
                  name: http
""",
}


def write_manifests(folder: Path, number: int, files_a_fault: int) -> int:
    """Write `number` files, five in a folder, and return how many of them have a fault.

    Args:
        folder: is made.
        number: how many files.
        files_a_fault: one file in so many has a fault, none for 0.
    """
    faults = 0
    for position in range(number):
        application, kind = divmod(position, len(TEMPLATES))
        name, template = list(TEMPLATES.items())[kind]
        text = template.replace("{n}", str(application))
        if files_a_fault and position % files_a_fault == files_a_fault - 1:
            text = text.replace(*FAULT, 1)
            faults += 1
        path = folder / f"app-{application:05}" / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return faults
