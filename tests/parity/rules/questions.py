"""Questions about Argo CD's rules: boundary cases, and many that are put together by chance.

What is known to be told apart only by faults of a library of Argo CD's is not asked: gobwas/glob
takes `?` for nothing, `***` beside a separator for something, and panics at an empty choice; a
choice that holds a wildcard does not match beside anything else.
"""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Question = dict[str, Any]
    Maker = Callable[[random.Random], Question]

URLS: Final = (
    *("https://git.example.com/a/b.git", "https://GIT.example.com/A/b", "git@git.example.com:a/b"),
    *("git@git.example.com:a/b.git", "ssh://git@git.example.com/a/b", "http://git.example.com/a"),
    *("ssh://git@git.example.com:22/a/b.git", "https://user@git.example.com/a/b", "file:///a/b"),
    *("https://user:p%40@git.example.com/a", "oci://reg.example.com/charts/x", "/a/b", "./a", ""),
    *("reg.example.com/charts", "https://charts.example.com/", " https://git.example.com/a ", "*"),
    *("https://git.example.com/a%20b", "https://git.example.com/a b", "https://git.example.com/ä"),
    *("https://git.example.com:8443/a/b.git", "org-123@github.com:a/b.git", "a:b", "git@host"),
    *("https://[::1]/a", "https://[::1/a", "https://a b/c", "https://x/a?b=c#d", "https://x/%zz"),
    *("https://dev.azure.com/o/p/_git/r", "git@ssh.dev.azure.com:v3/o/p/r", "1http://x/y", "://x"),
    *("https://x:port/y", "https://x:80:80/y", "tcp://x:80:80/y", "https://x/[a]", "https://x/{a}"),
    *("https://u@x@y/a", "git@h:a@b", "https://x/\x7f", 'https://x/^`|<>"\\', "https://x?", "x#a"),
    *("https://x/a'();:,=+$~", "https://x/%41%2f", "mailto:a@b", "http://u:%20@h", "https://%41/"),
    *("https://münchen.example/ß", "https://x/*", "https://x/**", "git@*:a/*", "https://x/a//../c"),
)
SOURCES: Final = (
    *("*", "**", "https://*", "https://**", "https://git.example.com/*", "!", "!*"),
    *("!https://git.example.com/a/*", "!git@git.example.com:a/b", "!!https://git.example.com/a/b"),
    *("https://git.example.com/?/b", "https://git.example.com/{a,b}/*", "git@git.example.com:a/*"),
    *("https://git.example.com/[a-c]/b.git", *URLS),
)
CLUSTERS: Final = ("https://kubernetes.default.svc", "https://a.example", "https://b.example")
SERVERS: Final = (
    *CLUSTERS,
    "*",
    "!*",
    "https://*",
    "!https://a.example",
    "!!https://a.example",
    "!",
)
NAMES: Final = ("in-cluster", "prod-a", "prod-b")
NAMESPACES: Final = ("a", "kube-system", "argocd", "")
GLOBS: Final = (
    *("a", "b", "ab", "*", "?", "{a,b}", "{ab,b}", "[ab]", "[a-c]", "[!a]", "[^a]", "[]", "[", "]"),
    *(
        "{",
        "}",
        ",",
        "!",
        "\\",
        "\\*",
        "\\\\",
        "/",
        "a/b",
        ".",
        "-",
        "[!a-b]",
        "[a-]",
        "[-a]",
        "[]a]",
    ),
    *("[a,b]", "[xa-c]", "[a-cx]", "[b-a]", "^", "$", "(", "|", "é", "[\\]]", "[a\\]", "[*]", " "),
)
TEXTS: Final = (
    "a",
    "b",
    "ab",
    "abc",
    "a/b",
    "c",
    "-",
    "]",
    "[",
    ",",
    "*",
    "\\",
    "é",
    ".",
    "/",
    "x",
)
GROUPS: Final = ("", "apps", "a.b.example", "rbac.authorization.k8s.io", "coordination.k8s.io")
GO_GLOBS: Final = (
    *("*", "?pps", "*.example", "[a-z]pps", "[^a]pps", "[!a]pps", "{apps,x}", "**", "\\apps", "a*"),
    *("[", "a[", "[]", "[a-", "[-a]pps", "*.*", "te?m-*", "[^t]*", "Deploy*", "[DN]*", "[b-a]*"),
)
KINDS: Final = ("Deployment", "Namespace", "ClusterRole", "Event", "Lease")
HOOKS: Final = (
    *("PreSync", "Sync", "PostSync", "SyncFail", "Skip", "PreDelete", "PostDelete", "presync"),
    *("Sync ", " ", "", "garbage", "Never"),
)
HELM_HOOKS: Final = (
    *("pre-install", "pre-upgrade", "post-install", "post-upgrade", "pre-delete", "post-delete"),
    *("crd-install", "test", "pre-rollback", "", " crd-install"),
)
POLICIES: Final = ("HookSucceeded", "HookFailed", "BeforeHookCreation", "", "Never", "hook-failed")
HELM_POLICIES: Final = ("hook-succeeded", "hook-failed", "before-hook-creation", "", "HookFailed")
WAVES: Final = (
    *("0", "1", "-1", "+1", "1.5", "", "x", " 1", "1 ", "01", "1_000", "0x1", "--1", "+", "1\n"),
    *("9223372036854775807", "9223372036854775808", "-9223372036854775808", "\uff11"),
)
OBJECTS: Final = tuple(
    tuple(each.split("/"))
    for each in [
        "Namespace/",
        "NetworkPolicy/networking.k8s.io",
        "ResourceQuota/",
        "LimitRange/",
        "Secret/",
        "SecretList/",
        "PodSecurityPolicy/policy",
        "PodDisruptionBudget/policy",
        "ServiceAccount/",
        "ConfigMap/",
        "Pod/",
        "StorageClass/storage.k8s.io",
        "PersistentVolume/",
        "PersistentVolumeClaim/",
        "Service/",
        "RoleList/",
        "CustomResourceDefinition/apiextensions.k8s.io",
        "ClusterRole/rbac.authorization.k8s.io",
        "ClusterRoleList/",
        "ClusterRoleBinding/rbac.authorization.k8s.io",
        "ClusterRoleBindingList/",
        "Role/rbac.authorization.k8s.io",
        "RoleBinding/rbac.authorization.k8s.io",
        "RoleBindingList/",
        "Service/serving.knative.dev",
        "DaemonSet/apps",
        "ReplicationController/",
        "ReplicaSet/apps",
        "Deployment/apps",
        "HorizontalPodAutoscaler/autoscaling",
        "StatefulSet/apps",
        "Job/batch",
        "CronJob/batch",
        "IngressClass/networking.k8s.io",
        "Ingress/networking.k8s.io",
        "APIService/apiregistration.k8s.io",
        "Queue/sqs.aws.upbound.io",
        "Foo/example.com",
        "Bar/example.com",
        "Namespace/example.com",
        "PriorityClass/scheduling.k8s.io",
        "CustomResourceDefinition/example.com",
    ]
)
MOVED: Final = (
    ("Namespace", ""),
    ("CustomResourceDefinition", "apiextensions.k8s.io"),
    ("Foo", "example.com"),
    ("ConfigMap", ""),
)
FILES: Final = (
    *("Chart.yaml", "MyChart.yaml", "kustomization.yaml", "kustomization.yml", "Kustomization"),
    *("chart.yaml", "Kustomization.yaml", "a.yaml", "sub/Chart.yaml", "sub/kustomization.yaml"),
    *("a.jsonnet", "zChart.yaml", "0kustomization.yaml", "Chart.yml", "OldChart.yaml/a"),
)
CLUSTER_SCOPED: Final = ("Namespace", "ClusterRole", "CustomResourceDefinition", "PriorityClass")


def questions(seed: int, count: int) -> Iterator[Question]:
    """Give the boundary cases, and `count` questions of each kind by chance."""
    chance = random.Random(seed)  # noqa: S311 (no secret)
    yield from _boundaries()
    for maker in MAKERS:
        for _ in range(count):
            yield maker(chance)


def _boundaries() -> Iterator[Question]:
    yield from ({"ask": "url", "url": each} for each in URLS)
    yield from ({"ask": "type", "files": [each]} for each in FILES)
    for first in GLOBS:
        for text in dict.fromkeys((first, "a", "b", "-")):
            yield _glob_question(first, text, "/")
    for name, values in _ANNOTATIONS.items():
        for value in values:
            yield {"ask": "hook", "object": _object("Job", "batch", "a", {name: value})}


def _changed(chance: random.Random, url: str) -> str:
    for _ in range(chance.randint(0, 3)):
        at = chance.randint(0, len(url))
        url = url[:at] + chance.choice([*":/@.*?#% []{}!\\aA1-_~^", ".git", "%20"]) + url[at:]
    return url


def _url(chance: random.Random) -> Question:
    return {"ask": "url", "url": _changed(chance, chance.choice(URLS))}


def _source(chance: random.Random) -> Question:
    patterns = [chance.choice(SOURCES) for _ in range(chance.randint(0, 3))]
    url = _changed(chance, chance.choice(URLS))
    return {"ask": "source", "spec": {"sourceRepos": patterns}, "url": url}


def _destination(chance: random.Random) -> Question:
    said = {
        "server": SERVERS,
        "name": (*NAMES, "*", "prod-*", "!prod-*", "!in-cluster", "!"),
        "namespace": (
            *NAMESPACES,
            "*",
            "kube-*",
            "!kube-*",
            "!a",
            "!",
            "!*",
            "[a-c]",
            "{a,argocd}",
        ),
    }
    return {
        "ask": "destination",
        "spec": {"destinations": [_entry(chance, said) for _ in range(chance.randint(0, 3))]},
        "server": chance.choice(CLUSTERS),
        "name": chance.choice(NAMES),
        "namespace": chance.choice(NAMESPACES),
    }


def _entry(chance: random.Random, said: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """Return some of the fields, each with one of its values."""
    return {key: chance.choice(values) for key, values in said.items() if chance.random() < 0.75}


def _kind(chance: random.Random) -> Question:
    said: dict[str, tuple[str, ...]] = {"group": (*GROUPS, *GO_GLOBS), "kind": (*KINDS, *GO_GLOBS)}
    spec = {}
    for field in ("clusterResource", "namespaceResource"):
        if field.startswith("c"):
            said["name"] = ("a", "team-a", *GO_GLOBS)
        else:
            said.pop("name", None)
        for color in ("White", "Black"):
            if chance.choice([True, False]):
                listed = [_entry(chance, said) for _ in range(chance.randint(0, 3))]
                spec[f"{field}{color}list"] = listed
    return {
        "ask": "kind",
        "spec": spec,
        "group": chance.choice(GROUPS),
        "kind": chance.choice(KINDS),
        "name": chance.choice(["a", "team-a"]),
        "namespaced": chance.choice([True, False]),
    }


def _excluded(chance: random.Random) -> Question:
    def listed() -> str:
        said = {
            "apiGroups": (*GROUPS, "*", "*.io", "{apps,a.b.example}", "!apps"),
            "kinds": (*KINDS, "*", "E*"),
            "clusters": (*CLUSTERS, "*", "https://a*"),
        }
        entries = [_entry(chance, said) for _ in range(chance.randint(0, 3))]
        return json.dumps([{key: [value] for key, value in each.items()} for each in entries])

    settings = {"resource.exclusions": listed()}
    if chance.choice([True, False]):
        settings["resource.inclusions"] = listed()
    return {
        "ask": "excluded",
        "settings": settings,
        "group": chance.choice(GROUPS),
        "kind": chance.choice(KINDS),
        "server": chance.choice(CLUSTERS),
    }


def _glob(chance: random.Random) -> Question:
    pattern = "".join(chance.choice(GLOBS) for _ in range(chance.randint(1, 5)))
    text = "".join(chance.choice(TEXTS) for _ in range(chance.randint(1, 3)))
    return _glob_question(pattern, text, chance.choice(["", "/"]))


def _glob_question(pattern: str, text: str, separators: str) -> Question:
    for fault in ("***", "{}", "{,"):
        pattern = pattern.replace(fault, "a")
    while pattern.endswith(("{", ",")):
        pattern = pattern[:-1]
    return {"ask": "glob", "pattern": pattern, "text": text, "separators": separators}


_HOOK: Final = "argocd.argoproj.io/hook"
_ANNOTATIONS: Final = {
    _HOOK: HOOKS,
    f"{_HOOK}-delete-policy": POLICIES,
    "helm.sh/hook": HELM_HOOKS,
    "helm.sh/hook-delete-policy": HELM_POLICIES,
    "argocd.argoproj.io/sync-wave": WAVES,
    "helm.sh/hook-weight": WAVES,
}


def _object(
    kind: str, group: str, name: str, annotations: dict[str, str], namespace: str = ""
) -> dict[str, Any]:
    metadata: dict[str, Any] = {"name": name, "annotations": annotations}
    if namespace:
        metadata["namespace"] = namespace
    version = f"{group}/v1" if group else "v1"
    return {"apiVersion": version, "kind": kind, "metadata": metadata}


def _hook(chance: random.Random) -> Question:
    annotations = {}
    for name, values in _ANNOTATIONS.items():
        if chance.choice([True, False]):
            count = 1 if values is WAVES else chance.randint(1, 3)
            annotations[name] = ",".join(chance.choice(values) for _ in range(count))
    return {"ask": "hook", "object": _object("Job", "batch", "a", annotations)}


def _order(chance: random.Random) -> Question:
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    for number in range(chance.randint(1, 9)):
        kind, group = chance.choice(chance.choice([OBJECTS, MOVED]))
        # objects of one kind and name stand in no order of Argo CD's
        name = chance.choice("abc") if kind == "Namespace" else f"{chance.randint(0, 99)}-{number}"
        namespace = "" if kind in CLUSTER_SCOPED else chance.choice(["", "a", "b", "c"])
        made = _object(kind, group, name, _placing(chance), namespace)
        if kind == "CustomResourceDefinition":
            names = {"kind": chance.choice(["Foo", "Bar"])}
            made["spec"] = {"group": "example.com", "names": names}
        found.setdefault((kind, group, name), made)
    return {
        "ask": "order",
        "objects": list(found.values()),
        "namespace": chance.choice("ad"),
        "prune": chance.randint(0, 4) == 0,
    }


def _placing(chance: random.Random) -> dict[str, str]:
    annotations = {}
    if chance.choice([True, False]):
        wave = chance.choice(["-2", "-1", "0", "1", "2", "10", "x"])
        annotations["argocd.argoproj.io/sync-wave"] = wave
    if chance.randint(0, 3) == 0:
        annotations[_HOOK] = chance.choice([*HOOKS, "PreSync,Sync", "PostSync,SyncFail"])
    if chance.randint(0, 9) == 0:
        annotations["helm.sh/hook"] = chance.choice(HELM_HOOKS)
    return annotations


def _type(chance: random.Random) -> Question:
    return {"ask": "type", "files": chance.sample(FILES, chance.randint(0, 4))}


MAKERS: Final[tuple[Maker, ...]] = (
    _url,
    _source,
    _destination,
    _kind,
    _excluded,
    _glob,
    _hook,
    _order,
    _type,
)
