from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from argowave.cloud import Place, clouds_of
from references.graphs import scene_with

if TYPE_CHECKING:
    from pathlib import Path

    from argowave.cloud import Clouds

CONFIG = """
apiVersion: aws.upbound.io/v1beta1
kind: ProviderConfig
metadata: {{name: default}}
spec: {spec}
---
"""
EMULATOR = (
    '{endpoint: {url: {static: "http://localstack.example.com:4566"}}, credentials: '
    "{secretRef: {name: key, namespace: case, key: ini}}, skip_credentials_validation: SKIP}"
)
TOPIC = """
apiVersion: sns.aws.upbound.io/v1beta1
kind: Topic
metadata: {name: events}
spec: {forProvider: {region: eu-central-1}}
---
"""
QUEUE = """
apiVersion: sqs.aws.upbound.io/v1beta1
kind: Queue
metadata: {name: queue, annotations: {crossplane.io/external-name: "%s"}}
spec: {forProvider: {region: eu-central-1}}
---
"""
KEY = """
apiVersion: v1
kind: Secret
metadata: {name: key}
stringData: {ini: "[default]\\naws_access_key_id = %s\\n"}
"""
URL = "https://sqs.eu-central-1.amazonaws.com/111122223333/jobs"


def clouds(manifests: str, folder: Path) -> Clouds:
    return clouds_of(scene_with(manifests, folder).inventory)


@pytest.mark.parametrize(
    ("spec", "rest", "account"),
    [
        (EMULATOR.replace("SKIP", "true"), "", "000000000000"),
        (EMULATOR.replace("SKIP", "false"), "", ""),
        (EMULATOR.replace("SKIP", "false"), KEY % "test", "000000000000"),
        (EMULATOR.replace("SKIP", "true"), KEY % "123456789012", "123456789012"),
        ('{assumeRoleChain: [{roleARN: "arn:aws:iam::1:role/a"}]}', "", ""),
        (
            '{assumeRoleChain: [{roleARN: x}, {roleARN: "arn:aws:iam::444455556666:role/a"}]}',
            "",
            "444455556666",
        ),
        (
            '{credentials: {webIdentity: {roleARN: "arn:aws:iam::444455556666:role/a"}}}',
            "",
            "444455556666",
        ),
        ("{}", QUEUE % URL, "111122223333"),
        ("{}", QUEUE % URL + (QUEUE % URL.replace("1111", "9999")).replace("queue,", "q,"), ""),
        ("{}", "", ""),
        ("[strange]", "", ""),
    ],
)
def test_the_account_comes_from_the_provider_config_or_from_external_names(
    spec: str, rest: str, account: str, tmp_path: Path
) -> None:
    found = clouds(CONFIG.format(spec=spec) + TOPIC + rest, tmp_path)

    assert found.by_name["sns", "events"][0].place.account == account


def test_names_and_arns_are_those_that_the_provider_makes(tmp_path: Path) -> None:
    table = """
apiVersion: dynamodb.aws.upbound.io/v1beta2
kind: Table
metadata: {name: table, annotations: {crossplane.io/external-name: items}}
spec: {initProvider: {region: eu-west-1}, forProvider: {region: eu-central-1}}
"""
    found = clouds(CONFIG.format(spec="{}") + TOPIC + QUEUE % URL + table, tmp_path)

    assert sorted(str(each.arn) for each in found.made) == [
        "arn:aws:dynamodb:eu-central-1:111122223333:table/items",
        "arn:aws:sns:eu-central-1:111122223333:events",
        "arn:aws:sqs:eu-central-1:111122223333:jobs",
    ]


@pytest.mark.parametrize(
    ("place", "meaning"),
    [
        (Place("sqs", "eu-central-1", "111122223333", "jobs"), "target"),
        (Place("sqs", "", "", "jobs"), "target"),
        (Place("sqs", "eu-west-1", "111122223333", "jobs"), "near"),
        (Place("sqs", "eu-central-1", "999988887777", "jobs"), "near"),
        (Place("sqs", "eu-central-1", "111122223333", "mails"), "missing"),
        (
            Place("sqs", "eu-west-1", "111122223333", "mails"),
            "the tree makes no Queue in eu-west-1 of account 111122223333",
        ),
        (
            Place("sqs", "eu-central-1", "999988887777", "mails"),
            "the tree makes no Queue in eu-central-1 of account 999988887777",
        ),
        (Place("dynamodb", "eu-central-1", "111122223333", "items"), ""),
    ],
)
def test_a_place_means_one_of_the_tree_one_that_is_missing_or_nobody_knows(
    place: Place, meaning: str, tmp_path: Path
) -> None:
    found = clouds(QUEUE % URL, tmp_path).meaning(place)

    if meaning == "target":
        assert found.target is not None
    elif meaning == "near":
        assert found.near is not None
    else:
        assert (found.is_missing, found.doubt) == (
            meaning == "missing",
            "" if meaning == "missing" else meaning,
        )


def test_a_queue_without_a_name_gets_one_from_aws_that_nobody_knows(tmp_path: Path) -> None:
    found = clouds(QUEUE % "", tmp_path)
    doubt = found.meaning(Place("sqs", "eu-central-1", "111122223333", "jobs")).doubt

    assert found.made[0].arn is None
    assert doubt == "the tree makes a Queue whose name AWS gives it"
