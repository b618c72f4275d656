"""Deployments and Jobs of a cluster → processes, and back: what runs is what their status says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from argowave.kubernetes import URL_VARIABLE
from argowave.rehearse.emulator import HOST, free_port
from argowave.rehearse.images import Program, find_program
from argowave.rehearse.process import Process
from argowave.rehearse.variables import read_variables

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from argowave.rehearse.cluster import Cluster, LiveObject
    from argowave.rehearse.network import Network
    from argowave.resources import Key

GRACE = 3.0  # seconds; a pod's own terminationGracePeriodSeconds would be up to a minute
_BACKOFF = 0.5  # seconds until a process that ended is started again; kubelet takes 10 and more
_SETTLED = 0.3  # seconds that a process has to run to count as available


@dataclass(slots=True)
class _Pod:
    """One container's process, and what became of it so far."""

    process: Process
    started: float
    restarts: int = 0
    ended: float | None = None


@dataclass(slots=True)
class _Runs:
    """What runs for one Deployment or Job."""

    live: LiveObject
    pods: list[_Pod] = field(default_factory=list)
    complaint: str = ""  # what its variables lack
    blocked: bool = False  # whether kubelet would not even start it


class Workloads:
    """Starts what Deployments and Jobs ask for and starts it again when it ends."""

    def __init__(
        self,
        cluster: Cluster,
        network: Network,
        extra: Mapping[str, str],
        url_for: Callable[[str, str], str],
    ) -> None:
        """Remember the cluster.

        Args:
            cluster: whose Deployments and Jobs are run.
            network: decides where the URLs in their variables lead.
            extra: what Kubernetes itself adds to every container's variables.
            url_for: where the API server answers a service account, by namespace and name.
        """
        self._cluster = cluster
        self._network = network
        self._extra = dict(extra)
        self._url_for = url_for
        self._runs: dict[Key, _Runs] = {}
        self.not_run: dict[str, str] = {}  # subject → why nothing runs for it
        self.urls: dict[str, str] = {}  # name of a web page → where it is

    def step(self, now: float) -> None:
        """Start what is new, start again what ended, and write down how they do."""
        for live in self._cluster:
            match live.key.group, live.key.kind:
                case "apps", "Deployment":
                    self._deployment(live, now)
                case "batch", "Job":
                    self._job(live, now)

    def processes(self, component: str = "") -> list[Process]:
        """Return what runs, of Deployments whose name ends with `component`."""
        return [
            pod.process
            for key, runs in self._runs.items()
            if key.name.endswith(component)
            for pod in runs.pods
        ]

    def said(self, key: Key) -> str:
        """Return what a Deployment's or a Job's process complained about, or said last."""
        runs = self._runs.get(key)
        pods = runs.pods if runs is not None else []
        return "; ".join(_complaints(pod.process) for pod in pods) or "nothing runs"

    def pods(self, namespace: str) -> list[dict[str, Any]]:
        """Return the pods of a namespace as the API server lists them."""
        found = []
        for key, runs in self._runs.items():
            if key.namespace != namespace:
                continue
            owner = "Job" if key.kind == "Job" else "ReplicaSet"
            for number, pod in enumerate(runs.pods):
                runs_still = pod.process.exit_code is None
                metadata = {
                    "name": f"{key.name}-{number}",
                    "namespace": namespace,
                    "ownerReferences": [{"kind": owner, "name": key.name}],
                }
                phase = "Running" if runs_still else "Failed"
                found.append({"metadata": metadata, "status": {"phase": phase}})
        return found

    def restarts(self) -> dict[str, tuple[int, str]]:
        """Return, for each Deployment that did not keep running, how often and its last words."""
        found = {}
        for key, runs in self._runs.items():
            count = 0 if key.kind == "Job" else sum(pod.restarts for pod in runs.pods)
            if count:
                words = next((pod.process.last_words for pod in runs.pods if pod.restarts), "")
                found[f"{key.kind}/{key.name}"] = (count, words)
        return found

    def stop(self) -> None:
        """End everything: first all are asked, then each is waited for."""
        everything = self.processes()
        for process in everything:
            process.terminate()
        for process in everything:
            process.stop(GRACE)
        self._runs.clear()

    def _deployment(self, live: LiveObject, now: float) -> None:
        runs = self._runs_of(live)
        wanted = self._replicas(live)
        while len(runs.pods) < wanted:
            process = self._start(live, runs)
            if process is None:
                # what nothing stands in for is taken for running; it is named as not run
                count = 0 if runs.blocked else wanted
                live.body["status"] = {"availableReplicas": count, "lastWords": runs.complaint}
                return
            runs.pods.append(_Pod(process, now))
        for pod in runs.pods:
            self._keep_running(live, runs, pod, now)
        available = [
            pod
            for pod in runs.pods
            if pod.process.exit_code is None and now - pod.started >= _SETTLED
        ]
        ended = [pod for pod in runs.pods if pod.restarts or pod.process.exit_code is not None]
        words = ended[0].process.last_words if ended else ""
        live.body["status"] = {"availableReplicas": len(available), "lastWords": words}
        if live.body["spec"].get("replicas") is None:
            live.body["spec"]["replicas"] = wanted

    def _runs_of(self, live: LiveObject) -> _Runs:
        """Return what runs for an object; one that was deleted and created again starts anew."""
        runs = self._runs.get(live.key)
        if runs is None or runs.live is not live:
            runs = self._runs[live.key] = _Runs(live)
        return runs

    def _keep_running(self, live: LiveObject, runs: _Runs, pod: _Pod, now: float) -> None:
        if pod.process.exit_code is None:
            return
        if pod.ended is None:
            pod.ended = now
        if now - pod.ended >= _BACKOFF:
            process = self._start(live, runs)
            if process is not None:
                pod.process.stop(0)
                pod.process, pod.started, pod.ended = process, now, None
                pod.restarts += 1

    def _job(self, live: LiveObject, now: float) -> None:
        runs = self._runs_of(live)
        if live.conditions:
            return
        if not runs.pods:
            process = self._start(live, runs)
            if process is None:
                if not runs.blocked:
                    live.set_conditions({"type": "Complete", "status": "True"})
                return
            runs.pods.append(_Pod(process, now))
        pod = runs.pods[0]
        code = pod.process.exit_code
        if code == 0:
            live.set_conditions({"type": "Complete", "status": "True"})
        elif code is not None:
            if pod.restarts < live.body["spec"].get("backoffLimit", 6):
                self._keep_running(live, runs, pod, now)
                return
            message = f"ended with {code}: {_complaints(pod.process)}"
            live.set_conditions({"type": "Failed", "status": "True", "message": message})

    def _replicas(self, live: LiveObject) -> int:
        """Return how many pods there shall be; what KEDA scales starts with its minimum."""
        stated = live.resource.spec.get("replicas")
        for scaler in self._cluster.of_kind("keda.sh", "ScaledObject"):
            target = scaler.body.get("spec", {}).get("scaleTargetRef", {}).get("name")
            if target == live.key.name and scaler.key.namespace == live.key.namespace:
                return max(1, int(scaler.body["spec"].get("minReplicaCount", 0)))
        return 1 if stated is None else int(stated)

    def _start(self, live: LiveObject, runs: _Runs) -> Process | None:
        account, namespace = _account(live), live.key.namespace
        known = self._cluster.get("", "ServiceAccount", namespace, account)
        if known is None and account != "default":
            # in the words of Kubernetes' admission plugin ServiceAccount
            runs.complaint = (
                f'pods "{live.key.name}-" is forbidden: error looking up service account '
                f'{namespace}/{account}: serviceaccount "{account}" not found'
            )
            runs.blocked = True
            return None
        container = _container(live)
        image = str(container.get("image", ""))
        program = find_program(image, container.get("command") or [], container.get("args") or [])
        if isinstance(program, str):
            self.not_run[live.resource.subject] = program
            return None
        stated = read_variables(
            container.get("env") or [], live.key.namespace, self._cluster, self._network
        )
        runs.complaint, runs.blocked = stated.complaint, stated.blocked
        if stated.blocked:
            return None
        variables = {**self._extra, **self._api_server(live), **stated.values}
        if program.port:
            variables |= self._listen(live, program)
        return Process(live.key.name, program.command, variables)

    def _api_server(self, live: LiveObject) -> dict[str, str]:
        """Return how a pod finds the API server, where it gets a token for it."""
        pod = live.body.get("spec", {}).get("template", {}).get("spec", {})
        if not pod.get("automountServiceAccountToken", True):
            return {}
        return {URL_VARIABLE: self._url_for(live.key.namespace, _account(live))}

    def _listen(self, live: LiveObject, program: Program) -> dict[str, str]:
        port = free_port()
        self.urls[live.key.name] = f"http://{HOST}:{port}"
        return {program.port: str(port), "HOST": HOST}

    def complaints(self) -> dict[str, str]:
        """Return, for each workload that is not set up as it needs, why."""
        return {
            f"{key.kind}/{key.name}": runs.complaint
            for key, runs in self._runs.items()
            if runs.complaint
        }


def _complaints(process: Process) -> str:
    """Return the findings that a process printed, or its last words."""
    found = [line for line in process.output if "(flow)" in line]
    return "; ".join(found) or process.last_words


def _account(live: LiveObject) -> str:
    pod = live.body.get("spec", {}).get("template", {}).get("spec", {})
    return str(pod.get("serviceAccountName") or "default")


def _container(live: LiveObject) -> dict[str, Any]:
    pod = live.body.get("spec", {}).get("template", {}).get("spec", {})
    containers = pod.get("containers") or [{}]
    first: dict[str, Any] = containers[0]
    return first
