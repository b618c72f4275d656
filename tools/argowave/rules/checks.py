"""What `lint` finds without a rule: while it reads, renders and validates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from argowave.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from argowave.finding import Finding

FAMILY: Final = "reading"


@dataclass(frozen=True, slots=True)
class Check:
    """What findings of one name are about."""

    name: str  # stands where that of a rule stands
    summary: str  # one line: what is wrong where it fires
    why: str  # what happens in a cluster, in sentences
    mend: str  # what to do
    source: str  # where the behaviour is documented or written
    severity: Severity = Severity.ERROR  # some findings of an error's check are mere warnings


_ARGOCD: Final = "https://argo-cd.readthedocs.io/en/stable"
_HELM: Final = "https://helm.sh/docs"

CHECKS: Final = (
    Check(
        "application-cycle",
        "an Application applies itself, or one that leads back to it",
        "Argo CD does not mind, but whoever deletes one of them with its finalizer deletes all.",
        "Move what the Application contains out of its own source.",
        f"{_ARGOCD}/operator-manual/cluster-bootstrapping/",
        Severity.WARNING,
    ),
    Check(
        "application-set",
        "an ApplicationSet that Argo CD refuses, or that makes what Argo CD refuses",
        "The controller stops at the fault and says so in the status alone: Applications are not "
        "made, or stay as they were.",
        "Mend the generator, the template or what they read, at the place that the message names.",
        f"{_ARGOCD}/operator-manual/applicationset/",
    ),
    Check(
        "chart",
        "a chart that Helm does not load or render as Argo CD calls it",
        "Argo CD cannot make the manifests: the Application shows a ComparisonError, and nothing "
        "of it is synced.",
        "Mend the template or the metadata that the message names; `helm template` says the same.",
        f"{_HELM}/helm/helm_template/",
    ),
    Check(
        "jsonnet",
        "a Jsonnet file that cannot be evaluated",
        "Argo CD cannot make the manifests: the Application shows a ComparisonError.",
        "Mend the line that the message names.",
        f"{_ARGOCD}/user-guide/jsonnet/",
    ),
    Check(
        "kustomize",
        "a kustomization that cannot be built, or an override that does nothing",
        "Argo CD cannot make the manifests; an override that matches nothing is passed over "
        "without a word.",
        "Mend the kustomization or the Application's kustomize field; `kustomize build` says more.",
        f"{_ARGOCD}/user-guide/kustomize/",
    ),
    Check(
        "lua",
        "a Lua script of Argo CD's settings that does not compile",
        "Argo CD shows the objects of the kind as Unknown or Degraded, or does not run the action.",
        "Mend the line that the message names.",
        f"{_ARGOCD}/operator-manual/health/#custom-health-checks",
    ),
    Check(
        "no-manifest",
        "a source or a file of it that gives nothing to apply",
        "Argo CD passes over it and is content: what was meant to be applied is not.",
        "Mend the path or the file, or remove what applies nothing.",
        f"{_ARGOCD}/user-guide/directory/",
        Severity.WARNING,
    ),
    Check(
        "schema",
        "an object that the schema of its kind refuses",
        "The API server refuses the object, or drops the field that it does not know.",
        "Mend the field; a rendered one comes from the value or line that the finding names.",
        "https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation",
    ),
    Check(
        "source",
        "a source of an Application names what is not there",
        "Argo CD cannot make the manifests: the Application shows a ComparisonError.",
        "Mend the path, the revision or the file name, or add what is missing.",
        f"{_ARGOCD}/user-guide/multiple_sources/",
    ),
    Check(
        "values",
        "values or parameters that Helm cannot read",
        "Argo CD cannot make the manifests: the Application shows a ComparisonError.",
        "Mend the file, the text or the parameter that the message names.",
        f"{_ARGOCD}/user-guide/helm/#values-files",
    ),
    Check(
        "values-schema",
        "values that the chart's values.schema.json refuses",
        "Helm renders nothing of the chart, so the Application shows a ComparisonError.",
        "Mend the value, or the schema where it is the one that is wrong.",
        f"{_HELM}/topics/charts/#schema-files",
    ),
    Check(
        "yaml",
        "a file or document that cannot be read",
        "Argo CD cannot read it either and makes no manifests of the source, or passes over it.",
        "Mend the line that the message names.",
        f"{_ARGOCD}/user-guide/directory/",
    ),
    Check(
        "yaml-ambiguous",
        "a plain value that readers of YAML 1.1 and 1.2 take for different things",
        "Argo CD reads `on`, `010` or `1e3` as a boolean or another number, where the tool that "
        "one has tried it with reads a text, or the other way round.",
        "Quote it.",
        "https://yaml.org/spec/1.2.2/ext/changes/",
        Severity.WARNING,
    ),
)
# whose weight settings do not change: they are about the settings, or of other commands
FIXED: Final = (
    Check(
        "baseline",
        "an entry of the baseline that nothing fits any more",
        "What it passed over is mended; the next such fault would be passed over as well.",
        "Write the baseline anew: `argowave lint --write-baseline`.",
        "docs/adoption.md",
        Severity.WARNING,
    ),
    Check(
        "not-checked",
        "something could not be looked into, and --require-all asks for everything",
        "Whatever is wrong with it shows in the cluster first.",
        "Fetch it, give the schema or the tool that the message names, or leave --require-all out.",
        "docs/ci.md",
    ),
    Check(
        "waiver",
        "a waiver whose day is past, or that covers nothing",
        "It would outlive its reason, and cover the next fault of that kind too.",
        "Mend what it covers, renew it with a reason, or remove it.",
        "docs/settings.md",
    ),
    Check(
        "flow",
        "a flow check fails: something does not arrive, or arrives where it must not",
        "The system that was synced does not do what it is there for.",
        "Look at the object or the address that the finding names.",
        "docs/flow.md",
    ),
    Check(
        "parity",
        "two environments differ where settings do not say that they may",
        "What was tried in one environment is not what the next one gets.",
        "Make them equal, or state the difference with a reason under `parity` in the settings.",
        "docs/settings.md",
    ),
    Check(
        "rehearsal",
        "a rehearsed sync does not come to its end",
        "The same happens in the cluster: the sync fails, or waits until somebody ends it.",
        "Mend the object that the finding names; `argowave plan` shows the order.",
        "docs/argo-cd.md",
    ),
    Check(
        "rendered",
        "a file in rendered/ that `argowave render` did not make, or that was edited since",
        "Argo CD applies it, whatever the values say, and the next rendering overwrites an edit.",
        "Undo the edit, or move the file out of rendered/.",
        "docs/review.md",
    ),
    Check(
        "schema-store",
        "a file of a schema store is not what its lock vouches for",
        "Manifests would be judged by schemas that nobody has reviewed.",
        "Make the file anew: `argowave schemas update`.",
        "docs/schemas.md",
    ),
)
NAMED: Final = (*CHECKS, *FIXED)


def weighed(findings: Iterable[Finding], levels: Mapping[str, str]) -> list[Finding]:
    """Return findings with the weights that settings give to their checks; without those off."""
    stated = {each.name: levels[each.name] for each in CHECKS if each.name in levels}
    if not stated:
        return [*findings]
    return [
        replace(found, severity=Severity(level)) if level else found
        for found in findings
        if (level := stated.get(found.rule, "")) != "off"
    ]
