from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from argowave.environment import environment_names, load_environments
from argowave.errors import EnvironmentFileError, InvocationError, RepositoryError, ToolError
from environment.small import CASES, ENVIRONMENT, VERSIONS

if TYPE_CHECKING:
    from environment.small import Repository

FILES = {
    "base": "environments/base.yaml",
    "versions": "environments/dev/versions.yaml",
    "environment": "environments/dev/environment.yaml",
}
INVALID = sorted(CASES.glob("invalid/*/*.yaml"))
VALID = sorted(CASES.glob("valid/*.yaml"))


def fault(repository: Repository) -> str:
    with pytest.raises(ToolError) as caught:
        load_environments(repository.path)
    return str(caught.value)


def test_there_are_cases() -> None:
    assert len(INVALID) > 30
    assert len(VALID) > 1


@pytest.mark.parametrize("case", INVALID, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_fault_says_where_what_and_why(case: Path, repository: Repository) -> None:
    text = case.read_text()
    expected = text.partition("\n")[0].removeprefix("# expect: ").replace("\\n", "\n")
    repository.write(FILES[case.parent.name], text)

    assert fault(repository) == expected


def test_a_pattern_that_python_would_try_for_ever_is_told_at_once(repository: Repository) -> None:
    schema = json.loads(repository.read("environments/schema.json"))
    schema["properties"]["namespace"] = {"type": "string", "pattern": "^(a+)+$"}
    repository.write("environments/schema.json", json.dumps(schema))
    base = repository.read("environments/base.yaml")
    text = base.replace("namespace: devopstest", f"namespace: {'a' * 60}b")
    repository.write("environments/base.yaml", text)

    said = 'is "{}b", which does not match ^(a+)+$'.format("a" * 60)
    assert fault(repository) == f"environments/base.yaml:2: $.namespace: {said}"


@pytest.mark.parametrize("case", VALID, ids=lambda path: path.stem)
def test_what_the_schema_allows_is_loaded(case: Path, repository: Repository) -> None:
    repository.write(FILES["environment"], case.read_text())

    assert [each.name for each in load_environments(repository.path)] == ["dev"]


def test_the_environment_goes_before_the_base_key_by_key(repository: Repository) -> None:
    repository.write(FILES["environment"], (CASES / "valid/replaces-and-merges.yaml").read_text())

    (dev,) = load_environments(repository.path)

    assert dev.values["naming"] == {"project": "justtrack", "family": "devops", "stream": "orders"}
    assert dev.values["versions"] == {"argocd": "v3.5.1"}
    assert dev.kubernetes_version == "1.35"


def test_every_fault_of_every_environment_is_told_and_each_only_once(
    repository: Repository,
) -> None:
    repository.write("environments/base.yaml", "namspace: a\nnaming: {}\n")
    repository.write("environments/prod/environment.yaml", ENVIRONMENT.replace("aws:", "awss:"))
    repository.write("environments/prod/versions.yaml", VERSIONS)
    repository.write("environments/qa/environment.yaml", "- a\n")

    lines = fault(repository).splitlines()

    assert lines[0] == "11 faults in environments/"
    unknown = "environments/base.yaml:1: $.namspace: unknown key, did you mean namespace?"
    assert lines.count(unknown) == 1
    assert "environments/prod/environment.yaml:1: $.awss: unknown key, did you mean aws?" in lines
    assert "environments/qa/environment.yaml:1: holds no mapping" in lines
    assert "environments/qa/versions.yaml: does not exist" in lines


def test_an_environment_that_does_not_exist_lists_those_that_do(repository: Repository) -> None:
    with pytest.raises(InvocationError) as caught:
        load_environments(repository.path, ["dve"])

    assert str(caught.value) == (
        "environment 'dve' does not exist, did you mean 'dev'? (environments: dev)"
    )


@pytest.mark.parametrize("name", ["", ".", "..", "dev/", "../environments/dev", "/"])
def test_an_environment_is_a_name_and_no_path(name: str, repository: Repository) -> None:
    with pytest.raises(InvocationError, match=r"does not exist.*\(environments: dev\)"):
        load_environments(repository.path, [name])


def test_only_the_named_environments_are_read(repository: Repository) -> None:
    repository.write("environments/prod/environment.yaml", "- broken\n")

    assert [each.name for each in load_environments(repository.path, ["dev", "dev"])] == ["dev"]
    assert environment_names(repository.path) == ["dev", "prod"]


def test_a_folder_that_lost_its_environment_yaml_is_no_silence(repository: Repository) -> None:
    repository.write("environments/qa/versions.yaml", VERSIONS)

    assert fault(repository) == (
        "environments/qa/environment.yaml: does not exist\n"
        "  every environment has an environment.yaml"
    )
    with pytest.raises(InvocationError, match=r"environments/qa has no environment.yaml"):
        load_environments(repository.path, ["qa"])


def test_files_and_hidden_folders_beside_the_environments_are_nobody_s_business(
    repository: Repository,
) -> None:
    repository.write("environments/README.md", "hello\n")
    repository.write("environments/.cache/x", "hello\n")

    assert [each.name for each in load_environments(repository.path)] == ["dev"]


@pytest.mark.parametrize("name", ["Dev", "de_v", "-dev", "dev-", "dev.eu", "d\u00e9v", "de v"])
def test_a_name_that_no_resource_could_carry_is_refused(name: str, repository: Repository) -> None:
    (repository.path / "environments/dev").rename(repository.path / "environments" / name)

    assert fault(repository) == (
        f"environments/{name}: is no name for an environment: small letters, digits and - make one"
    )


def test_a_missing_base_is_named(repository: Repository) -> None:
    (repository.path / "environments/base.yaml").unlink()

    assert fault(repository) == (
        "environments/base.yaml: does not exist\n  it says what all environments share"
    )


@pytest.mark.parametrize("file", FILES.values())
def test_a_link_out_of_the_repository_is_refused(file: str, repository: Repository) -> None:
    outside = repository.path.parent / "outside.yaml"
    outside.write_text(VERSIONS)
    path = repository.path / file
    path.unlink()
    path.symlink_to(outside)

    assert fault(repository) == f"{file}: is a link that leaves the repository"


@pytest.mark.parametrize("target", ["environment.yaml", "nowhere.yaml"])
def test_a_link_that_leads_nowhere_is_told(target: str, repository: Repository) -> None:
    path = repository.path / FILES["environment"]
    path.unlink()
    path.symlink_to(target)

    assert fault(repository).startswith(FILES["environment"])


def test_an_environment_that_is_a_link_out_of_the_repository_is_refused(
    repository: Repository,
) -> None:
    folder = repository.path / "environments/dev"
    outside = folder.rename(repository.path.parent / "outside")
    folder.symlink_to(outside)

    assert "environments/dev/versions.yaml: is a link that leaves the repository" in fault(
        repository
    )


def test_a_folder_in_the_place_of_a_file_is_told(repository: Repository) -> None:
    (repository.path / FILES["versions"]).unlink()
    (repository.path / FILES["versions"]).mkdir()

    assert fault(repository) == f"{FILES['versions']}: cannot be read: Is a directory"


def test_a_file_that_is_not_utf8_is_refused(repository: Repository) -> None:
    repository.write(FILES["versions"], b"versions: {}\nnote: \xff\n")

    assert fault(repository) == f"{FILES['versions']}:2: is not UTF-8: byte 0xff"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"{\n  oops\n}", ":2: is no JSON: Expecting property name enclosed in double quotes"),
        (b"[]", ": is no JSON Schema: an object is expected"),
        (b'{"type": "mapping"}', ": is no JSON Schema: "),
        (b"\xff", ": cannot be read: 'utf-8' codec can't decode byte 0xff"),
        (b"[" * 100_000, ": "),
    ],
    ids=["json", "list", "schema", "utf8", "deep"],
)
def test_a_schema_that_is_none_is_told(data: bytes, message: str, repository: Repository) -> None:
    repository.write("environments/schema.json", data)

    assert fault(repository).startswith(f"environments/schema.json{message}")


def test_a_schema_that_demands_less_than_names_need_is_told(repository: Repository) -> None:
    repository.write("environments/schema.json", "{}")
    repository.write("environments/base.yaml", "naming: {project: a}\nnamespace: a\n")

    with pytest.raises(EnvironmentFileError, match=r"names cannot be derived: .*'family'"):
        load_environments(repository.path)


def test_a_fault_that_only_the_fast_validator_sees_is_told_in_its_words(
    repository: Repository,
) -> None:
    # Python's $ also matches before a line break at the end, the other's does not
    repository.write(
        FILES["environment"], ENVIRONMENT.replace('"000000000000"', '"000000000000\\n"')
    )

    assert "environments/dev/environment.yaml:1: $.aws.account: " in fault(repository)


def test_a_repository_without_environments_says_where_to_run(repository: Repository) -> None:
    with pytest.raises(RepositoryError, match=r"run in the folder that holds"):
        load_environments(repository.path / "apps")
    with pytest.raises(RepositoryError, match=r"run in the folder that holds"):
        load_environments(Path("/nowhere"))


def test_a_repository_without_any_environment_is_told(repository: Repository) -> None:
    (repository.path / FILES["environment"]).unlink()
    (repository.path / FILES["versions"]).unlink()

    assert "holds no environment: no folder in it has an environment.yaml" in fault(repository)
