"""Run as a process: fetch one chart into a folder. Arguments: folder, repoURL, chart, version."""

from __future__ import annotations

import sys

import helm_python as helm


def fetch(folder: str, repo_url: str, chart: str, version: str) -> None:
    """Fetch a chart archive; a repoURL that is no http URL is an OCI registry, as in Argo CD.

    Raises:
        helm.HelmError: the chart or its repository cannot be reached.
    """
    if repo_url.startswith(("http://", "https://")):
        helm.pull(chart, repo_url=repo_url, version=version, destination=folder)
    else:
        reference = f"oci://{repo_url.removeprefix('oci://').rstrip('/')}/{chart}"
        helm.pull(reference, version=version, destination=folder)


if __name__ == "__main__":
    try:
        fetch(*sys.argv[1:])
    except helm.HelmError as error:
        sys.exit(" ".join(str(error).split()))
