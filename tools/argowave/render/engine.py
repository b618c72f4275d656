"""jinja2 as templates see it: delimiters, filters, and undefined names that explain themselves."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from jinja2 import BaseLoader, StrictUndefined, Undefined, pass_context
from jinja2.sandbox import SandboxedEnvironment

from argowave.render.scalars import guard_plain_scalars, plain_scalar, printable
from argowave.render.templates import read_text
from argowave.words.nearest import nearest
from argowave.yamlio.write import dump, flow, scalar

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from jinja2 import Environment
    from jinja2.runtime import Context

# what render hands to every template, besides `file`
NAMES: Final = ("env", "names", "arns", "endpoint", "queue_urls")


class Engine(SandboxedEnvironment):
    """jinja2 whose mappings answer with their keys, never with Python's methods."""

    def __init__(self, repository: Path) -> None:
        super().__init__(
            variable_start_string="#{",
            variable_end_string="}#",
            block_start_string="#%",
            block_end_string="%#",
            comment_start_string="#|",
            comment_end_string="|#",
            autoescape=False,
            auto_reload=False,
            cache_size=-1,
            finalize=printable,
            keep_trailing_newline=True,
            loader=_Loader(repository),
            lstrip_blocks=True,
            trim_blocks=True,
            undefined=_Undefined,
        )
        self.filters.update(
            compact_json=_compact_json,
            json=_json,
            plain_scalar=plain_scalar,
            quote=_quote,
            yaml=_yaml,
        )
        self.globals["file"] = _file_reader(repository)
        self.compiled: set[str] = set()  # the paths that its tracebacks can name

    def compile(self, source: Any, name: Any = None, filename: Any = None, *rest: Any) -> Any:  # noqa: ANN401 (jinja2's overloads)
        """Compile a template with its plain scalars guarded."""
        if isinstance(source, str):
            source = guard_plain_scalars(self.parse(source, name, filename))
        self.compiled.add(str(filename))
        return super().compile(source, name, filename, *rest)

    def join_path(self, template: str, parent: str) -> str:
        """Return what `#% include %#` names: a path relative to the template it stands in."""
        return (PurePosixPath(parent).parent / template).as_posix()

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401 (jinja2's signature)
        """Return obj.attribute; a key that is not there says which one was meant."""
        return (
            self._key(obj, attribute) if isinstance(obj, dict) else super().getattr(obj, attribute)
        )

    def getitem(self, obj: Any, argument: Any) -> Any:  # noqa: ANN401 (jinja2's signature)
        """Return obj[argument]."""
        return self._key(obj, argument) if isinstance(obj, dict) else super().getitem(obj, argument)

    def _key(self, obj: dict[str, Any], key: str) -> Any:  # noqa: ANN401 (any value)
        if key in obj:
            return obj[key]
        return self._missing(str(key), list(obj))

    def _missing(self, key: str, known: list[str]) -> Undefined:
        guess = _guess(key, known) or f"there are {', '.join(known)}"
        return self.undefined(hint=f"there is no '{key}' here, {guess}", name=key)


class _Undefined(StrictUndefined):
    """A name that no template knows says which one was meant."""

    @property
    def _undefined_message(self) -> str:
        message: str = super()._undefined_message
        if message != f"{self._undefined_name!r} is undefined":
            return message
        known = [*NAMES, "file"]
        guess = _guess(str(self._undefined_name), known) or f"known are {', '.join(known)}"
        return f"{message}, {guess}"


class _Loader(BaseLoader):
    """What `#% include %#` and `#% import %#` read: files of the repository."""

    def __init__(self, repository: Path) -> None:
        self._repository = repository

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool] | None]:
        """Return the text of a template and its path in the repository."""
        del environment
        return read_text(self._repository, self._repository / template), template, None


def _file_reader(repository: Path) -> Callable[[Context, str], str]:
    @pass_context
    def file(context: Context, name: str) -> str:
        """Return the text of a file beside the template, without its last line break."""
        beside = repository / PurePosixPath(str(context.name)).parent
        return read_text(repository, beside / name).rstrip("\n")

    return file


def _guess(word: str, known: list[str]) -> str | None:
    close = nearest(word, known)
    return f"did you mean {close}?" if close else None


def _quote(value: Any) -> str:  # noqa: ANN401 (one scalar of any type)
    """Return one value as it can stand after `key: `, a string always in double quotes."""
    known = _defined(value)
    if isinstance(known, (dict, list)):
        message = "quote takes one value, not a mapping or a list: add | yaml or | compact_json"
        raise TypeError(message)
    return scalar(known)


def _yaml(value: Any) -> str:  # noqa: ANN401 (any JSON value)
    """Return a block of YAML without its last line break: `| yaml | indent(4)`."""
    return dump(_defined(value)).rstrip("\n")


def _json(value: Any) -> str:  # noqa: ANN401 (any JSON value)
    return flow(_defined(value))


def _compact_json(value: Any) -> str:  # noqa: ANN401 (any JSON value)
    # AWS answers without blanks, and the provider compares text
    return flow(_defined(value), compact=True)


def _defined(value: Any) -> Any:  # noqa: ANN401 (any JSON value)
    """Return `value` as plain JSON data.

    Raises:
        UndefinedError: a name in it is not defined.
        TypeError: it holds something that JSON has no word for.
    """
    if isinstance(value, Undefined):
        return str(value)  # raises what it has to say
    if isinstance(value, dict):
        return {str(key): _defined(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_defined(each) for each in value]
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    message = f"a {type(value).__name__} is no value that YAML knows"
    raise TypeError(message)
