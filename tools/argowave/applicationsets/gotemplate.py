"""The Go templates of an ApplicationSet (goTemplate: true) → what Argo CD makes of them.

Helm's engine renders them. It has Sprig as Argo CD has it, and differs in this (Render.Replace
and its function map in applicationset/utils/utils.go):

- `normalize` and `slugify` are Argo CD's own: a call of one becomes a call of a named template.
- `fromJson` is Sprig's, which gives any JSON value, and null for what is none; Helm's gives
  mappings only, so the value is put into one.
- `fromYaml` and `fromYamlArray` refuse what Helm's give an error as a value for.
- Helm's own functions are not there, and a template that calls one cannot be parsed.
- Without `missingkey`, a key below one that is missing is nil as well: see missingkeys.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from argowave.applicationsets.faults import Fault
from argowave.applicationsets.missingkeys import as_written, chains
from argowave.applicationsets.texts import mapping_arguments, refused
from argowave.gotemplates.tokens import UnreadableTemplateError, actions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from argowave.applicationsets.missingkeys import Change
    from argowave.gotemplates.tokens import Token
    from argowave.sources.helm.texts import TextFault

# functions of Helm's engine that Sprig and Argo CD do not have (pkg/engine/funcs.go)
_HELM_ONLY: Final = frozenset(
    (
        *("include", "required", "lookup", "getHostByName", "fromJsonArray", "toYamlPretty"),
        *("mustToYaml", "toToml", "mustToToml", "fromToml", "tpl"),
    )
)
_OWN: Final = {
    # SanitizeName
    "normalize": '{{- regexReplaceAll "[^-a-z0-9.]" (lower .) "-" | trunc 253 | trimAll "-." -}}',
    # SlugifyName, and gosimple/slug on what SanitizeName has left of the name
    "slugify": """\
{{- $last := sub (len .) 1 | int }}
{{- $name := "" }}{{ if ge $last 0 }}{{ $name = index . $last }}{{ end }}
{{- $size := 50 }}{{ if gt $last 0 }}{{ $size = index . 0 }}{{ end }}
{{- $smart := true }}{{ if gt $last 1 }}{{ $smart = index . 1 }}{{ end }}
{{- if not (kindIs "bool" $smart) }}{{ fail "slugify: its second argument is no bool" }}{{ end }}
{{- $slug := include "t/templates/_normalize" $name }}
{{- if and (not $smart) (gt (len $slug) $size) }}{{ $slug = trunc $size $slug }}{{ end }}
{{- $slug = regexReplaceAll "[^a-z0-9_-]" $slug "-" }}
{{- $slug = regexReplaceAll "-+" $slug "-" | trimAll "-_" }}
{{- if and $smart (gt $size 0) (gt (len $slug) $size) }}
{{- $whole := regexFind (printf "^.{0,%d}-" $size) $slug }}
{{- $slug = ternary (trunc $size $slug) (trimSuffix "-" $whole) (eq $whole "") }}
{{- end }}
{{- $slug -}}""",
    "fromYaml": """\
{{- $error := dig "Error" "" . }}
{{- if and (eq (len .) 1) (kindIs "string" $error) (regexMatch "^error (unm|conv)" $error) }}
{{- fail $error }}
{{- end }}
{{- . | default dict | toJson -}}""",
    "fromYamlArray": """\
{{- $error := toString (first .) }}
{{- if and (eq (len .) 1) (regexMatch "^error (unm|conv)" $error) }}{{ fail $error }}{{ end }}
{{- . | default list | toJson -}}""",
}
# what a call becomes: a call of something else, and what its value is piped through
_CALLED: Final = {
    "fromJson": (
        'trimSuffix ""',
        ' | printf "{\\"value\\":%s}" | fromJson | dig "value" nil',
    ),
    "slugify": ("list", ' | include "t/templates/_slugify"'),
    "fromYaml": ("fromYaml", ' | include "t/templates/_fromYaml" | mustFromJson'),
    "fromYamlArray": ("fromYamlArray", ' | include "t/templates/_fromYamlArray" | mustFromJson'),
}
_OPTIONS: Final = {
    f"missingkey={value}": value for value in ("default", "invalid", "zero", "error")
}


def missing_key(options: Sequence[str]) -> str:
    """Return what goTemplateOptions say of a missing key: default, zero or error.

    Raises:
        Fault: an option that Go's templates do not have, at which they panic.
    """
    said = "default"
    for option in options:
        if option not in _OPTIONS:
            message = (
                f"goTemplateOptions: Go templates have no option {option}; "
                "they have missingkey=error, =zero and =default"
            )
            raise Fault(message)
        said = _OPTIONS[option]
    return "default" if said == "invalid" else said


def render_go(texts: Sequence[str], data: Sequence[Any], missing: str) -> list[list[str | Fault]]:
    """Return, for each value of `data`, what each text gives or why it gives nothing."""
    from argowave.sources.helm.texts import render_texts  # noqa: PLC0415 (Helm is heavy)

    prepared = [_prepare(text, deep=missing == "default") for text in texts]
    readable = [text for text in prepared if isinstance(text, str)]
    rows = render_texts(readable, data, partials=_OWN, strict=missing == "error")
    arguments = [mapping_arguments(text) for text in texts]
    found = []
    for row, values in zip(rows, data, strict=True):
        given = iter(row)
        made = [each if isinstance(each, Fault) else _checked(next(given)) for each in prepared]
        found.append([_taken(*each, values) for each in zip(made, arguments, strict=True)])
    return found


def _taken(made: str | Fault, fields: tuple[str, ...], data: Mapping[str, Any]) -> str | Fault:
    why = refused(fields, data) if isinstance(made, str) and fields else None
    return made if why is None else Fault(why)


def _checked(given: str | TextFault) -> str | Fault:
    if isinstance(given, str):
        return given
    return Fault(as_written(given.message))


def _prepare(text: str, *, deep: bool) -> str | Fault:
    """Return the text as Helm's engine has to read it."""
    if "{{" not in text:
        return text
    try:
        return _rewrite(text, deep=deep)
    except UnreadableTemplateError:
        return text  # Go's parser says what is wrong
    except Fault as fault:
        return fault


def _rewrite(text: str, *, deep: bool) -> str:
    changes: list[Change] = []
    for tokens in actions(text):
        changes += _calls(tokens)
        if deep:
            changes += chains(tokens)
    for start, end, replacement in sorted(changes, reverse=True):
        text = text[:start] + replacement + text[end:]
    return text


def _calls(tokens: list[Token]) -> Iterator[Change]:
    for number, token in enumerate(tokens):
        if token.kind != "word":
            continue
        if token.value in _HELM_ONLY:
            message = f'function "{token.value}" not defined'
            raise Fault(message)
        if token.value == "normalize":
            yield token.start, token.end, 'include "t/templates/_normalize"'
        elif token.value in _CALLED:
            called, piped = _CALLED[token.value]
            yield token.start, token.end, called
            end = _command_end(tokens, number)
            yield end, end, piped


def _command_end(tokens: list[Token], start: int) -> int:
    """Return where the command that begins with a token ends in the text."""
    depth = 0
    for number in range(start + 1, len(tokens)):
        kind = tokens[number].kind
        if depth == 0 and kind in {"|", "close"}:
            return tokens[number - 1].end
        depth += {"(": 1, "close": -1}.get(kind, 0)
    return tokens[-1].end
