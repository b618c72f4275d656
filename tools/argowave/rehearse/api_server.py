"""The API server, as far as a pod may read it: lists of objects, and RBAC that decides who may.

It answers on loopback for one service account each below `/as/NAMESPACE/NAME`, where a real one
would tell them apart by their tokens.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

from argowave.rehearse.crossplane import plural
from argowave.rehearse.emulator import HOST
from argowave.rehearse.rights import may_list

if TYPE_CHECKING:
    from argowave.rehearse.cluster import Cluster, LiveObject
    from argowave.rehearse.workloads import Workloads

_UNKNOWN = "the server could not find the requested resource"
Answer = tuple[HTTPStatus, dict[str, Any]]


class ApiServerStandIn:
    """Serves what is in a cluster until it is stopped."""

    def __init__(self, cluster: Cluster) -> None:
        """Start on a free port of loopback."""
        self._cluster = cluster
        self.workloads: Workloads | None = None  # whose pods are listed, once there are any
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                code, body = stand_in.answer(self.path)
                data = json.dumps(body).encode()
                self.send_response(code)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer((HOST, 0), Handler)
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def url_for(self, namespace: str, account: str) -> str:
        """Return the URL at which a service account asks."""
        return f"http://{HOST}:{self._server.server_address[1]}/as/{namespace}/{account}"

    def stop(self) -> None:
        """Stop answering."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(1)

    def answer(self, path: str) -> Answer:
        """Return the answer to one request."""
        match path.strip("/").split("/"):
            case ["as", _, _, "apis", group]:
                return self._group(group)
            case ["as", _, _, "apis", group, version]:
                return self._resources(group, version)
            case ["as", space, account, "apis", group, _, name]:
                return self._list(space, account, group, name, "")
            case ["as", space, account, "apis", group, _, "namespaces", within, name]:
                return self._list(space, account, group, name, within)
            case ["as", space, account, "api", "v1", "namespaces", within, "pods"]:
                return self._list(space, account, "", "pods", within)
        return _failure(HTTPStatus.NOT_FOUND, _UNKNOWN)

    def _group(self, group: str) -> Answer:
        versions = sorted({_version(each) for each in self._of_group(group)})
        if not versions:
            return _failure(HTTPStatus.NOT_FOUND, _UNKNOWN)
        preferred = {"groupVersion": f"{group}/{versions[-1]}", "version": versions[-1]}
        return HTTPStatus.OK, {"kind": "APIGroup", "name": group, "preferredVersion": preferred}

    def _resources(self, group: str, version: str) -> Answer:
        kinds = {each.key.kind for each in self._of_group(group) if _version(each) == version}
        listed = [{"name": plural(kind), "kind": kind} for kind in sorted(kinds)]
        return HTTPStatus.OK, {"kind": "APIResourceList", "resources": listed}

    def _list(self, space: str, account: str, group: str, name: str, within: str) -> Answer:
        if not may_list(self._cluster, (space, account), group, name, within):
            scope = f'in the namespace "{within}"' if within else "at the cluster scope"
            message = (
                f'{name}.{group} is forbidden: User "system:serviceaccount:{space}:{account}" '
                f'cannot list resource "{name}" in API group "{group}" {scope}'
            )
            return _failure(HTTPStatus.FORBIDDEN, message)
        if name == "pods":
            items = self.workloads.pods(within) if self.workloads is not None else []
        else:
            items = [
                each.body
                for each in self._of_group(group)
                if plural(each.key.kind) == name and each.key.namespace == within
            ]
        return HTTPStatus.OK, {"kind": "List", "items": items}

    def _of_group(self, group: str) -> list[LiveObject]:
        return [each for each in self._cluster if each.key.group == group]


def _version(live: LiveObject) -> str:
    return str(live.body.get("apiVersion", "")).rpartition("/")[2]


def _failure(code: HTTPStatus, message: str) -> Answer:
    return code, {"kind": "Status", "status": "Failure", "message": message, "code": code.value}
