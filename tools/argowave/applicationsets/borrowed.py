"""Value files of a set's template that begin with the ref of no source.

Argo CD refuses each Application then (GetRefSources in util/argo/argo.go and the repo server's
runManifestGenAsync), whatever the generators give.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from argowave.applicationsets.elements import mappings
from argowave.words.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from argowave.applicationsets.given import Path


def borrowed_from_nowhere(
    spec: Mapping[str, Any], entry: Mapping[str, Any]
) -> Iterator[tuple[Path, str]]:
    """Give path and message for each file of a ref that is not there, once for each source.

    Nothing is said where a patch, or the template of a generator, may bring the source.
    """
    sources = _sources(spec)
    refs = [str(each["ref"]) for each in sources if each.get("ref")]
    if any("{{" in ref for ref in refs) or spec.get("templatePatch") or "template" in str(entry):
        return
    for number, source in enumerate(sources):
        helm = source.get("helm")
        files = helm.get("valueFiles") if isinstance(helm, dict) else None
        for index, file in enumerate(files if isinstance(files, list) else []):
            name, slash, _ = str(file).partition("/")
            if slash and name[:1] == "$" and "{{" not in name and name[1:] not in refs:
                has = ", ".join(f"${each}" for each in refs) or "no source has one"
                message = (
                    f"{name} is the ref of no source, so that Argo CD refuses each Application; "
                    f"refs: {has}{did_you_mean(name[1:], refs)}"
                )
                yield ("template", "spec", "sources", number, "helm", "valueFiles", index), message
                break


def _sources(spec: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the template's sources; an entry that is no mapping is the schema's to name."""
    template = spec.get("template")
    made = template.get("spec") if isinstance(template, dict) else None
    listed = made.get("sources") if isinstance(made, dict) else None
    found = mappings(listed)
    return found if isinstance(listed, list) and len(found) == len(listed) else []
