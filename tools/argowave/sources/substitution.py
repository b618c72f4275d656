"""Argo CD's build variables in a source: `$ARGOCD_APP_NAME` → the Application's name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from argowave.sources.request import ManifestRequest

# Go's os.Expand: ${name}, one of the shell's special characters, or a name
_VARIABLE = re.compile(r"\$(?:\{([^}]*)\}|([*#$@!?0-9-])|([A-Za-z_][A-Za-z0-9_]*))")


def substitute(text: str, variables: Mapping[str, str]) -> str:
    """Return `text` with variables replaced as Argo CD does (Env.Envsubst, types.go).

    `$$` gives `$`, and a variable that Argo CD does not know gives nothing.
    """
    if "$" not in text:
        return text

    def value(match: re.Match[str]) -> str:
        name = match[1] or match[2] or match[3] or ""
        return "$" if name == "$" else variables.get(name, "")

    return _VARIABLE.sub(value, text)


def build_variables(request: ManifestRequest) -> dict[str, str]:
    """Return Argo CD's build environment, as far as it is known without a checkout (newEnv).

    The revision's own variables are left out, so they are replaced by nothing.
    """
    return {
        "ARGOCD_APP_NAME": request.application,
        "ARGOCD_APP_NAMESPACE": request.namespace,
        "ARGOCD_APP_PROJECT_NAME": request.project,
        "ARGOCD_APP_SOURCE_REPO_URL": request.source.repo_url,
        "ARGOCD_APP_SOURCE_PATH": request.source.path,
        "ARGOCD_APP_SOURCE_TARGET_REVISION": request.source.target_revision,
    }
