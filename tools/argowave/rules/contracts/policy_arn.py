"""policy-arn: a policy names another region, account or name than the resource it means has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.cloud import clouds_of, parse_arn, place_of_arn
from argowave.policy import Policy, PolicyFault, read_policy
from argowave.rules.contracts._policies import attached_policies
from argowave.rules.rule import Rule, Undecided, at, place
from argowave.words.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.cloud import Clouds, Made, Place
    from argowave.finding import Finding
    from argowave.rules.contracts._policies import Attached
    from argowave.rules.scene import Scene


def check(scene: Scene) -> Iterator[Finding | Undecided]:
    """Give a finding for each ARN in a policy that misses what it means."""
    clouds = clouds_of(scene.inventory)
    for attached in attached_policies(scene):
        policy = read_policy(attached.text)
        if isinstance(policy, PolicyFault):
            message = f"AWS refuses this policy: {policy.message}"
            yield at(attached.holder, attached.path, message)
            continue
        for what, values in _listed(policy):
            yield from _check(clouds, attached, what, values)


def _listed(policy: Policy) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give (element, values) for every list of a policy that may hold ARNs."""
    for statement in policy.statements:
        yield "NotResource" if statement.not_resource else "Resource", statement.resources
        for _, key, values in statement.conditions:
            yield key, values


def _check(
    clouds: Clouds, attached: Attached, what: str, values: tuple[str, ...]
) -> Iterator[Finding | Undecided]:
    for value in values:
        arn = parse_arn(value)
        named = place_of_arn(arn) if arn else None
        if named is None:
            continue
        owner = attached.owner
        if what == "Resource" and owner is not None and _is_other(named, owner):
            yield at(attached.holder, attached.path, _other(value, owner))
            continue
        meaning = clouds.meaning(named)
        if meaning.near is not None and not _has_right_one(meaning.near, values):
            yield at(attached.holder, attached.path, _near(what, named, meaning.near))
        elif meaning.is_missing:
            yield at(attached.holder, attached.path, _missing(clouds, what, named))
        elif meaning.doubt:
            yield Undecided(f"{attached.holder.subject} → {value}", meaning.doubt)


def _is_other(named: Place, owner: Made) -> bool:
    """Tell whether a policy's Resource is not what the policy belongs to."""
    mine = owner.place
    return named.service == mine.service and bool(mine.name) and named.name != mine.name


def _other(value: str, owner: Made) -> str:
    mine = owner.arn or owner.place
    return (
        f"Resource names {value}, and the policy belongs to {place(owner.resource)}, which is "
        f"{mine}; the statement never applies"
    )


def _has_right_one(near: Made, values: tuple[str, ...]) -> bool:
    """Tell whether the resource of the tree is in the same list: then the other one is meant."""
    return near.arn is not None and str(near.arn) in values


def _near(what: str, named: Place, near: Made) -> str:
    mine, differing = near.place, []
    if mine.region and named.region != mine.region:
        differing.append(("region", named.region, mine.region))
    if mine.account and named.account != mine.account:
        differing.append(("account", named.account, mine.account))
    names = " and ".join(f"{word} {stated}" for word, stated, _ in differing)
    right = " and ".join(f"{word} {own}" for word, _, own in differing)
    return f"{what} names {names}, and {place(near.resource)} is in {right}"


def _missing(clouds: Clouds, what: str, named: Place) -> str:
    names = sorted({each.place.name for each in clouds.by_service[named.service]})
    near = nearest(named.name, names)
    said = f"{what} names the {named}, which nothing makes"
    return f"{said}; did you mean {near}?" if near else f"{said}; add it or mend the ARN"


RULE = Rule(
    name="policy-arn",
    summary="a policy names another region, account or name than the resource it means has",
    why=(
        "AWS accepts any ARN in a policy. One that means nothing makes its statement apply to "
        "nothing: everything is Ready, Synced and Healthy, and messages are never delivered."
    ),
    mend="Correct the ARN: arn:aws:SERVICE:REGION:ACCOUNT:NAME of the resource that is meant.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html",
    check=check,
)
