"""An API server, asked as its service account, through kubectl, or at a URL of `kubectl proxy`."""

from __future__ import annotations

import json
import os
import ssl
import subprocess
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from argowave.errors import ProgramError

if TYPE_CHECKING:
    from collections.abc import Mapping

# where Kubernetes puts a pod's token (Kubernetes documentation, "Accessing the API from a Pod")
ACCOUNT = Path("/var/run/secrets/kubernetes.io/serviceaccount")
URL_VARIABLE = "ARGOWAVE_KUBERNETES"  # as --kubernetes
_SECONDS = 10


class ApiServer(Protocol):
    """What answers for a cluster."""

    def get(self, path: str) -> dict[str, Any] | None:
        """Return the object at a path, None where there is none.

        Raises:
            ProgramError: it does not answer, or refuses.
        """


class HttpServer:
    """An API server at a URL."""

    def __init__(self, url: str, account: Path | None = None) -> None:
        """Remember the URL, and the folder of the service account's token where one is needed."""
        self._url = url.rstrip("/")
        self._account = account

    def get(self, path: str) -> dict[str, Any] | None:
        """Return the object at a path, None where there is none."""
        headers, context = {}, None
        if self._account is not None:
            token = (self._account / "token").read_text("utf-8").strip()
            headers = {"Authorization": f"Bearer {token}"}
            context = ssl.create_default_context(cafile=str(self._account / "ca.crt"))
        request = Request(f"{self._url}{path}", headers=headers)  # noqa: S310 (the API server's)
        try:
            with urlopen(request, timeout=_SECONDS, context=context) as answer:  # noqa: S310 (the API server's)
                body: dict[str, Any] = json.load(answer)
                return body
        except HTTPError as error:
            with error:
                if error.code == HTTPStatus.NOT_FOUND:
                    return None
                raise _refused(path, error.code, error.read().decode(errors="replace")) from None
        except (URLError, OSError, ValueError) as error:
            message = f"the API server does not answer {path}: {getattr(error, 'reason', error)}"
            raise ProgramError(message) from None


class KubectlServer:
    """An API server through kubectl and its context."""

    def __init__(self, words: tuple[str, ...]) -> None:
        """Remember the kubectl and the context."""
        self._words = words

    def get(self, path: str) -> dict[str, Any] | None:
        """Return the object at a path, None where there is none."""
        command = [*self._words, "get", "--raw", path]
        try:
            done = subprocess.run(  # noqa: S603 (the kubectl on the PATH)
                command, capture_output=True, text=True, timeout=_SECONDS * 3, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            message = f"kubectl does not answer: {error}"
            raise ProgramError(message) from None
        if done.returncode == 0:
            body: dict[str, Any] = json.loads(done.stdout)
            return body
        if "NotFound" in done.stderr or "could not find the requested resource" in done.stderr:
            return None
        message = f"kubectl get --raw {path}: {done.stderr.strip()}"
        raise ProgramError(message)


def in_cluster(variables: Mapping[str, str]) -> bool:
    """Tell whether this runs in a pod."""
    return bool(variables.get("KUBERNETES_SERVICE_HOST"))


def find_server(wanted: str | None, kubectl: tuple[str, ...] = ()) -> ApiServer | None:
    """Return the API server to ask, None where nobody wants one.

    Args:
        wanted: `kubectl`, a URL such as `kubectl proxy` prints, or None for the variable, or for
            the service account where this runs in a pod.
        kubectl: the words that call kubectl with the context of the environment.
    """
    wanted = wanted or os.environ.get(URL_VARIABLE)
    if wanted == "kubectl":
        return KubectlServer(kubectl)
    if wanted:
        return HttpServer(wanted)
    if in_cluster(os.environ) and (ACCOUNT / "token").is_file():
        host = os.environ["KUBERNETES_SERVICE_HOST"]
        port = os.environ.get("KUBERNETES_SERVICE_PORT", "443")
        shown = f"[{host}]" if ":" in host else host
        return HttpServer(f"https://{shown}:{port}", ACCOUNT)
    return None


def _refused(path: str, code: int, text: str) -> ProgramError:
    """Return the error for a refusal, in the API server's own words."""
    try:
        said = json.loads(text)["message"]
    except (ValueError, KeyError, TypeError):
        said = f"it answers {code}"
    return ProgramError(f"the API server refuses {path}: {said}")
