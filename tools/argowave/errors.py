"""Why a command could not run.

A wrong manifest is a value (`argowave.finding.Finding`), collected and reported; the
errors here end the command with exit code 2.

```
ToolError
├── InvocationError       the command line asks for something impossible
├── RepositoryError       a file or folder is missing, unreadable or leaves the repository
├── YamlError             a document that Kubernetes could not read
├── EnvironmentFileError  environments/ says something that its schema does not allow
├── TemplateError         a template under apps/, infra/ or workloads/ cannot be rendered
├── ChartError            a Helm chart cannot be loaded or rendered
├── BaselineError         a file of findings that were there before is missing or damaged
├── SchemaError           the schema store, or a CRD given to it, is not usable
├── RuleError             a rule of another package cannot be loaded or fails
├── LuaError              a health script does not compile or run
├── ProgramError          another program is missing, fails or does not answer
├── AwsError              AWS, or what stands in for it, refuses a call or cannot be reached
├── ForgeError            GitHub or GitLab refuses a call or cannot be reached
└── OutputError           a file cannot be written
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class ToolError(Exception):
    """A command cannot go on.

    Args:
        message: what is wrong, one sentence, naming every culprit.
        path: the file or folder at fault, as the user would type it.
        line: 1-based line in `path`.
        hint: what to do about it, one sentence.
    """

    def __init__(
        self,
        message: str,
        *,
        path: Path | str | None = None,
        line: int | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.path = path if path is None or isinstance(path, str) else path.as_posix()
        self.line = line
        self.hint = hint

    def __str__(self) -> str:
        """Return `path:line: message`, and the hint on a line of its own."""
        place = "" if self.path is None else f"{self.path}: "
        if self.path is not None and self.line is not None:
            place = f"{self.path}:{self.line}: "
        hint = "" if self.hint is None else f"\n  {self.hint}"
        return f"{place}{self.message}{hint}"


class InvocationError(ToolError):
    """The command line asks for something impossible."""


class RepositoryError(ToolError):
    """A file or folder is missing, unreadable, or leaves the repository."""


class YamlError(ToolError):
    """A document that Kubernetes could not read."""


class EnvironmentFileError(ToolError):
    """A file under environments/ says something that its schema does not allow."""


class TemplateError(ToolError):
    """A template cannot be rendered, or renders to something that is no manifest."""


class ChartError(ToolError):
    """A Helm chart cannot be loaded or rendered."""


class BaselineError(ToolError):
    """A file of findings that were there before is missing, damaged or of another version."""


class SchemaError(ToolError):
    """The schema store, or a CRD given to it, is not usable."""


class RuleError(ToolError):
    """A rule of another package cannot be loaded, or fails."""


class LuaError(ToolError):
    """A health script does not compile or run."""


class ProgramError(ToolError):
    """Another program is missing, fails, or does not answer in time."""


class ForgeError(ToolError):
    """GitHub or GitLab refuses a call, or cannot be reached."""


class OutputError(ToolError):
    """A file cannot be written."""


class AwsError(ToolError):
    """AWS, or what stands in for it, refuses a call or cannot be reached.

    Args:
        call: service and operation, as AWS names them: sns CreateTopic.
        code: AWS's error code; "" where there was no answer.
        reason: what the answer, or the connection, said.
    """

    def __init__(self, call: str, code: str, reason: str, *, hint: str | None = None) -> None:
        super().__init__(f"{call}: {f'{code}: ' if code else ''}{reason}", hint=hint)
        self.call = call
        self.code = code
        self.reason = reason
