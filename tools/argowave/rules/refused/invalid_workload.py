"""invalid-workload: a workload, its autoscaler or its budget, that the API server refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.references.pods import POD_SPECS
from argowave.rules.refused._part import Part, not_negative, one_of
from argowave.rules.refused._rollout import of_amount, of_daemon_set, of_deployment
from argowave.rules.refused._scheduling import of_selector
from argowave.rules.rule import Rule
from argowave.times.cron import descriptor_fault, fields_fault
from argowave.times.time_zones import did_you_mean_zone, is_time_zone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.rules.scene import Scene

_LASTING: Final = ("Deployment", "DaemonSet", "ReplicaSet", "StatefulSet", "ReplicationController")
_ENDING: Final = ("Job", "CronJob")
_COUNTS: Final = (
    *("replicas", "revisionHistoryLimit", "minReadySeconds", "parallelism", "completions"),
    *("backoffLimit", "ttlSecondsAfterFinished", "startingDeadlineSeconds"),
    *("successfulJobsHistoryLimit", "failedJobsHistoryLimit"),
)


def check(scene: Scene) -> Iterator[Finding]:
    """Give everything that is refused of each workload, beside its pods."""
    for (group, kind), path in POD_SPECS.items():
        if kind in _LASTING or kind in _ENDING:
            for resource in scene.inventory.of_kind(group, kind):
                yield from _of_restarts(Part.of(resource, *path))
                yield from not_negative(Part.of(resource, "spec"), _COUNTS)
    of_kind = scene.inventory.of_kind
    for resource in of_kind("apps", "Deployment"):
        yield from of_deployment(Part.of(resource, "spec"))
    for resource in of_kind("apps", "DaemonSet"):
        yield from of_daemon_set(Part.of(resource, "spec"))
    for resource in of_kind("apps", *_LASTING):
        yield from of_selector(Part.of(resource, "spec", "selector"))
    yield from _of_jobs(scene)
    for resource in of_kind("autoscaling", "HorizontalPodAutoscaler"):
        yield from _of_autoscaler(Part.of(resource, "spec"))
    for resource in of_kind("policy", "PodDisruptionBudget"):
        yield from _of_budget(Part.of(resource, "spec"))


def _of_restarts(pod: Part) -> Iterator[Finding]:
    policy, kind = pod.text("restartPolicy"), pod.resource.kind
    if kind in _LASTING and policy not in ("", "Always"):
        yield pod.refused(f"the restartPolicy {policy} of a {kind}: it is Always", "restartPolicy")
    elif kind in _ENDING and policy not in ("OnFailure", "Never"):
        if policy:
            message = f"the restartPolicy {policy} of a {kind}: it is OnFailure or Never"
            yield pod.refused(message, "restartPolicy")
        elif pod.body and pod.is_whole:
            yield pod.refused(f"a {kind} without restartPolicy OnFailure or Never")


def _of_jobs(scene: Scene) -> Iterator[Finding]:
    for resource in scene.inventory.of_kind("batch", "Job"):
        job = Part.of(resource, "spec")
        if job.has("parallelism"):  # without it one completion is assumed (SetDefaults_Job)
            yield from _of_completions(job)
    for resource in scene.inventory.of_kind("batch", "CronJob"):
        spec = Part.of(resource, "spec")
        schedule = spec.body.get("schedule")
        if isinstance(schedule, str) and (fault := _schedule_fault(schedule)):
            yield spec.refused(f"the schedule {schedule}: {fault}", "schedule")
        zone = spec.body.get("timeZone")
        if isinstance(zone, str) and (fault := _zone_fault(zone)):
            yield spec.refused(f"the timeZone {zone}: {fault}", "timeZone")
        job = Part.of(resource, "spec", "jobTemplate", "spec")
        yield from not_negative(job, _COUNTS)
        yield from _of_completions(job)


def _schedule_fault(schedule: str) -> str:
    """Say why a schedule is refused (validateScheduleFormat in pkg/apis/batch/validation)."""
    if "TZ" in schedule:
        return "a time zone stands in timeZone, and not in the schedule"
    return descriptor_fault(schedule) if schedule.startswith("@") else fields_fault(schedule)


def _zone_fault(zone: str) -> str:
    """Say why a time zone is refused (validateTimeZone in pkg/apis/batch/validation)."""
    if not zone or zone.lower() == "local":
        return "it has to be one of the IANA Time Zone Database, such as UTC"
    if is_time_zone(zone):
        return ""
    return f"the IANA Time Zone Database has none of that name{did_you_mean_zone(zone)}"


def _of_completions(job: Part) -> Iterator[Finding]:
    if job.text("completionMode") == "Indexed" and not job.has("completions"):
        yield job.refused("the completionMode Indexed without completions", "completionMode")


def _of_autoscaler(spec: Part) -> Iterator[Finding]:
    least, most = spec.number("minReplicas"), spec.number("maxReplicas")
    if least is not None and least < 0:
        yield spec.refused(f"the minReplicas {least}: it is 1 or more", "minReplicas")
    if most is not None and most < 1:
        yield spec.refused(f"the maxReplicas {most}: it is 1 or more", "maxReplicas")
    elif least is not None and most is not None and least > most:
        message = f"the minReplicas {least}: the maxReplicas are {most}{spec.where('maxReplicas')}"
        yield spec.refused(message, "minReplicas")


def _of_budget(spec: Part) -> Iterator[Finding]:
    yield from one_of(spec, "a budget", ("minAvailable", "maxUnavailable"), missing=False)
    for field in ("minAvailable", "maxUnavailable"):
        yield from of_amount(spec, field)
    yield from of_selector(spec.part("selector"))


RULE = Rule(
    name="invalid-workload",
    summary="a workload, its autoscaler or its budget with values that do not go together",
    why=(
        "A Job that restarts always, a schedule with hour 25, more replicas at least than at most: "
        "schemas take all of it, and the API server refuses it when the sync applies it."
    ),
    mend="Do what the message says.",
    source="https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/",
    check=check,
)
