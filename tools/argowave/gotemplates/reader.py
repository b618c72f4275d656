"""Statements of a chart's templates → what they read of the values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.gotemplates.calls import CHANGING, call
from argowave.gotemplates.meaning import MADE, NOTHING, is_constant, step, texts, union, walk
from argowave.gotemplates.parsing import parse
from argowave.gotemplates.reads import ANY, Reads
from argowave.gotemplates.tokens import UnreadableTemplateError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from argowave.gotemplates.meaning import Meaning
    from argowave.gotemplates.parsing import Operand, Pipe, Statement

_MOST_CALLS: Final = 5_000  # of named templates with different arguments
_DEEPEST_CALL: Final = 30


class _Scope:
    """Variables, with those of the blocks around."""

    def __init__(self, around: _Scope | None = None) -> None:
        self._around = around
        self._own: dict[str, Meaning] = {}

    def find(self, name: str) -> Meaning:
        if name in self._own or self._around is None:
            return self._own.get(name, NOTHING)
        return self._around.find(name)

    def declare(self, name: str, meaning: Meaning) -> None:
        self._own[name] = meaning

    def assign(self, name: str, meaning: Meaning) -> None:
        if name in self._own:
            self._own[name] |= meaning
        elif self._around is not None:
            self._around.assign(name, meaning)


class Reader:
    """Follows templates and notes what they read."""

    def __init__(
        self,
        reads: Reads,
        defined: Mapping[str, list[list[Statement]]],
        charts: frozenset[tuple[str, ...]],
    ) -> None:
        """Take what is shared by all templates of a chart.

        Args:
            reads: what is noted.
            defined: the bodies of named templates, several where charts use one name.
            charts: the places of all subcharts in the values.
        """
        self._reads = reads
        self._defined = defined
        self._charts = charts
        self._called: dict[tuple[str, Meaning], None] = {}
        self._depth = 0
        self.uses_tpl = False

    def run(self, statements: list[Statement], context: Meaning) -> None:
        """Follow a template that is called with a context."""
        scope = _Scope()
        scope.declare("$", context)
        self._block(statements, context, scope)

    def touch(self, meaning: Meaning) -> None:
        """Note that something is looked at."""
        for atom in meaning:
            if atom[0] == "values":
                self._reads.touch(atom[1])

    def take(self, meaning: Meaning) -> None:
        """Note that something is used as a whole."""
        for atom in meaning:
            if atom[0] in {"values", "root", "subcharts"}:
                self._reads.take(atom[1])
            elif atom[0] == "dict":
                self.take(union(value for _, value in atom[1]))
            elif atom[0] == "list":
                self.take(atom[1])

    def step(self, meaning: Meaning, key: str) -> Meaning:
        """Return what one entry of something may stand for."""
        return step(meaning, key, self._charts)

    def include(self, name: Meaning, context: Meaning) -> Meaning:
        """Follow `include`; a name that is worked out may be any template's."""
        if is_constant(name):
            self._call(texts(name), context)
        elif any(atom[0] != "made" for atom in context) or not context:
            self.take(name)
            self._call(self._defined, context)
        return MADE

    def tpl(self, text: Meaning, context: Meaning) -> Meaning:
        """Follow `tpl`: constants here, values where the chart is read, files not at all."""
        self.uses_tpl = True
        self.take(text)
        for each in texts(text):
            try:
                self.run(parse(each), context)
            except UnreadableTemplateError:
                self._reads.give_up("a text that is given to tpl cannot be read")
        if any(atom[0] == "file" for atom in text):
            self._reads.give_up("a template gives tpl a file or a text that is put together")
        return MADE

    def _call(self, names: Iterable[str], context: Meaning) -> None:
        for name in list(names):
            key = (name, context)
            if key in self._called:
                continue
            if len(self._called) > _MOST_CALLS or self._depth > _DEEPEST_CALL:
                self._reads.give_up("its named templates call each other without an end")
                return
            self._called[key] = None
            self._depth += 1
            for body in self._defined.get(name, ()):
                self.run(body, context)
            self._depth -= 1

    def _block(self, statements: list[Statement], dot: Meaning, scope: _Scope) -> None:
        for statement in statements:
            if statement.kind == "output" and statement.pipe is not None:
                self._output(statement.pipe, dot, scope)
            elif statement.kind == "template":
                pipe = statement.pipe
                context = NOTHING if pipe is None else self._pipe(pipe, dot, scope)
                self._call([statement.name], context)
            elif statement.pipe is not None:
                self._branch(statement, statement.pipe, dot, _Scope(scope))

    def _output(self, pipe: Pipe, dot: Meaning, scope: _Scope) -> None:
        found = self._pipe(pipe, dot, scope)
        if not pipe.variables:
            self.take(found)
            return
        operand = pipe.commands[-1][0] if pipe.commands[-1] else None
        if operand is not None and operand.value in CHANGING and pipe.variables[0].startswith("$_"):
            self.take(found)  # it changes its argument in place, and that is what is used
        self._assign(pipe, pipe.variables[0], found, scope)

    def _assign(self, pipe: Pipe, name: str, meaning: Meaning, scope: _Scope) -> None:
        if pipe.declares:
            scope.declare(name, meaning)
        else:
            scope.assign(name, meaning)

    def _branch(self, statement: Statement, pipe: Pipe, dot: Meaning, scope: _Scope) -> None:
        found = self._pipe(pipe, dot, scope)
        self.touch(found)
        inner = dot
        if statement.kind == "range":
            inner = self.step(found, ANY)
            self.touch(inner)
            *keys, value = pipe.variables or ("",)
            for name in keys:
                self._assign(pipe, name, MADE, scope)
            if value:
                self._assign(pipe, value, inner, scope)
        else:
            inner = found if statement.kind == "with" else dot
            for name in pipe.variables:
                self._assign(pipe, name, found, scope)
        rounds = 2 if statement.kind == "range" else 1  # the second sees what the first assigned
        for _ in range(rounds):
            self._block(statement.body, inner, _Scope(scope))
        self._block(statement.otherwise, dot, _Scope(scope))

    def _pipe(self, pipe: Pipe, dot: Meaning, scope: _Scope) -> Meaning:
        piped: list[Meaning] = []
        for command in pipe.commands:
            piped = [self._command(command, piped, dot, scope)]
        return piped[0] if piped else NOTHING

    def _command(
        self, command: tuple[Operand, ...], piped: list[Meaning], dot: Meaning, scope: _Scope
    ) -> Meaning:
        if not command:
            return union(piped)
        first, *others = command
        arguments = [self._operand(each, dot, scope) for each in others] + piped
        if first.kind == "word":
            if first.value in {"true", "false", "nil"}:
                return NOTHING
            return call(self, first.value, arguments)
        found = self._operand(first, dot, scope)
        for each in arguments:  # of a method: .Files.Get, .Capabilities.APIVersions.Has
            self.take(each)
        return found

    def _operand(self, operand: Operand, dot: Meaning, scope: _Scope) -> Meaning:
        if operand.kind == "text":
            return frozenset([("text", operand.value)])
        if operand.kind == "dot":
            return walk(dot, operand.fields, self._charts)
        if operand.kind == "variable":
            return walk(scope.find(operand.value), operand.fields, self._charts)
        if operand.kind == "group" and operand.group is not None:
            found = self._pipe(operand.group, dot, scope)
            return walk(found, operand.fields, self._charts)
        if operand.kind == "word" and operand.value not in {"true", "false", "nil"}:
            return call(self, operand.value, [])
        return NOTHING
