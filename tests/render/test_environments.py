from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from argowave.environment import load_environments
from argowave.errors import EnvironmentFileError, InvocationError, RepositoryError, ToolError

if TYPE_CHECKING:
    from render.conftest import Repository


def fault(repository: Repository) -> str:
    with pytest.raises(ToolError) as caught:
        load_environments(repository.path)
    return str(caught.value)


def test_names_follow_from_the_environment_alone(repository: Repository) -> None:
    (dev,) = load_environments(repository.path)

    assert dev.names == {
        "topic": "justtrack-dev-devops-producer-events",
        "queue": "justtrack-dev-devops-consumer-events",
        "dead_letter_queue": "justtrack-dev-devops-consumer-events-dead",
        "table": "justtrack-dev-devops-consumer-events",
    }
    assert dev.arns["queue"] == f"arn:aws:sqs:eu-central-1:000000000000:{dev.names['queue']}"
    assert dev.endpoint == "http://localstack.devopstest.svc.cluster.local:4566"


def test_the_environment_goes_before_the_base_key_by_key(repository: Repository) -> None:
    repository.write("environments/dev/versions.yaml", "naming: {stream: orders}\n")

    (dev,) = load_environments(repository.path)

    assert dev.values["naming"] == {"project": "justtrack", "family": "devops", "stream": "orders"}


def test_an_unknown_key_says_which_one_was_meant(repository: Repository) -> None:
    repository.write("environments/base.yaml", "namspace: a\nnaming: {}\n")

    lines = fault(repository).splitlines()

    assert lines[0] == "2 faults in environments/"
    assert "environments/dev/environment.yaml:1: $: namespace is missing" in lines
    unknown = "$.namspace: unknown key namspace, did you mean namespace?"
    assert f"environments/base.yaml:1: {unknown}" in lines


def test_a_wrong_word_names_the_allowed_ones_and_the_field_s_meaning(
    repository: Repository,
) -> None:
    repository.write("environments/dev/environment.yaml", "aws:\n  target: localstak\n")

    assert fault(repository) == (
        'environments/dev/environment.yaml:2: $.aws.target: is "localstak", one of localstack, '
        "aws is wanted, did you mean localstack?\n  Where to."
    )


def test_a_wrong_type_names_both_types(repository: Repository) -> None:
    repository.write("environments/dev/versions.yaml", "namespace: 5\n")

    assert fault(repository) == (
        "environments/dev/versions.yaml:1: $.namespace: is 5, the schema wants a string\n"
        "  Where the workloads run."
    )


def test_a_key_in_the_wrong_file_is_sent_to_the_right_one(repository: Repository) -> None:
    repository.write("environments/dev/versions.yaml", "aws: {target: aws}\n")

    assert fault(repository) == (
        "environments/dev/versions.yaml:1: "
        "$.aws: aws belongs in environment.yaml of the environment"
    )


def test_an_environment_that_does_not_exist_lists_those_that_do(repository: Repository) -> None:
    with pytest.raises(InvocationError) as caught:
        load_environments(repository.path, ["dve"])

    assert str(caught.value) == (
        "environment 'dve' does not exist, did you mean 'dev'? (environments: dev)"
    )


def test_a_folder_without_environment_yaml_is_named(repository: Repository) -> None:
    repository.write("environments/empty/versions.yaml", "")

    with pytest.raises(InvocationError, match=r"environments/empty has no environment.yaml"):
        load_environments(repository.path, ["empty"])


def test_a_missing_file_is_named(repository: Repository) -> None:
    (repository.path / "environments/dev/versions.yaml").unlink()

    with pytest.raises(RepositoryError) as caught:
        load_environments(repository.path)

    assert str(caught.value) == (
        "environments/dev/versions.yaml: does not exist\n  every environment has a versions.yaml"
    )


def test_a_link_out_of_the_repository_is_refused(repository: Repository) -> None:
    outside = repository.path.parent / "outside.yaml"
    outside.write_text("versions: {}\n")
    path = repository.path / "environments/dev/versions.yaml"
    path.unlink()
    path.symlink_to(outside)

    assert fault(repository) == (
        "environments/dev/versions.yaml: is a link that leaves the repository"
    )


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"a: \xff\n", "versions.yaml:1: is not UTF-8: byte 0xff"),
        (b"- a\n", "versions.yaml:1: holds no mapping"),
        (b"a: 1\n---\nb: 2\n", "versions.yaml:3: holds more than one document"),
        (b"note: 1\nnote: 2\n", 'versions.yaml:2: key "note" stands twice, here and in line 1'),
    ],
)
def test_a_file_that_is_no_mapping_is_refused(
    data: bytes, message: str, repository: Repository
) -> None:
    repository.write("environments/dev/versions.yaml", data)

    with pytest.raises(EnvironmentFileError) as caught:
        load_environments(repository.path)

    assert str(caught.value) == f"environments/dev/{message}"


def test_a_repository_without_environments_says_where_to_run(repository: Repository) -> None:
    with pytest.raises(RepositoryError, match=r"run argowave in the folder that holds"):
        load_environments(repository.path / "apps")
