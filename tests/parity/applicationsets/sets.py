"""Random ApplicationSets, most of which Argo CD takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from random import Random

_NAMES: Final = ("web", "Team_One", "x.y", "Über", "a b", "1", "", "<&>", "prod", "null", "true")
_NUMBERS: Final = (0, 1, -2, 2.5, 1000000, 12345678901234, 1e21, 1e-7, True, False, None)
_KEYS: Final = ("env", "a", "values", "path", "x.y", "labels", "server", "metadata")
_GO: Final = (
    *("{{ .name }}", "{{ .missing }}", "{{ .a | toJson }}", "{{ .labels | toJson }}", "plain"),
    *("{{ .path | toJson }}", "{{ .path.basename }}", "{{ .metadata | toJson }}", "{{ .server }}"),
    *("{{ .values | toJson }}", "{{ . | toJson }}", '{{ default "d" .env }}', "{{ .a }}"),
    *("{{ if .env }}{{ .env }}{{ end }}", "{{ .a.b }}", "{{ .values.a }}", "{{ .pre.path.path }}"),
)
_FAST: Final = (
    *("{{name}}", "{{ name }}", "{{path}}", "{{path.basename}}", "{{path[0]}}", "{{path[1]}}"),
    *("{{values.a}}", "{{a}}", "{{missing}}", "{{metadata.labels.env}}", "{{a}}-{{env}}"),
    *("{{x.y}}", "{{a.b}}", "{{a.b.0}}", "{{pre.path}}", "{{server}}", "{{nameNormalized}}"),
)
_FOLDERS: Final = ("apps/*", "*", "apps/*/*", "infra/*", "apps/web", "apps/?eb", "apps/[w]*")
_FILES: Final = ("**/config.json", "clusters/*.yaml", "clusters/a.yaml", "docs/n*.yaml", "nothing")


@dataclass(frozen=True, slots=True)
class Sets:
    """Makes specs of one kind of templates."""

    random: Random
    go: bool

    def spec(self) -> dict[str, Any]:
        """Return a spec."""
        generators = [self._generator(0) for _ in range(self.random.choice((1, 1, 2)))]
        spec = {"goTemplate": self.go, "generators": generators, "template": self._template()}
        if self.go and self._is(0.3):
            spec["goTemplateOptions"] = [f"missingkey={self.random.choice(('error', 'zero'))}"]
        if self._is(0.2):
            spec["syncPolicy"] = {"preserveResourcesOnDeletion": self._is(0.5)}
        return spec

    def _is(self, probability: float) -> bool:
        return self.random.random() < probability

    def _said(self) -> str:
        return self.random.choice(_GO if self.go else _FAST)

    def _value(self, depth: int = 0) -> Any:  # noqa: ANN401 (any JSON value)
        if not self.go or depth > 1 or self._is(0.5):
            return self.random.choice(_NAMES)
        if self._is(0.4):
            return self.random.choice(_NUMBERS)
        size = range(self.random.randint(0, 2))
        if self._is(0.5):
            return [self._value(depth + 1) for _ in size]
        return {self.random.choice(("a", "b", "x.y")): self._value(depth + 1) for _ in size}

    def _element(self, number: int) -> dict[str, Any]:
        element: dict[str, Any] = {
            "name": f"app-{number}" if self._is(0.8) else self.random.choice(_NAMES)
        }
        for key in self.random.sample(_KEYS, self.random.randint(0, 3)):
            texts = {"a": self.random.choice(_NAMES)}
            element[key] = texts if key == "values" and not self.go else self._value()
        return element

    def _generator(self, depth: int) -> dict[str, Any]:
        chance = self.random.random()
        if depth < 2 and chance < 0.35 - depth * 0.15:
            made = self._composed(depth)
        elif chance < 0.6:
            size = range(self.random.randint(0, 3))
            made = {"list": {"elements": [self._element(each) for each in size]}}
        elif chance < 0.9:
            made = {"git": self._git()}
        else:
            made = {"clusters": {"values": {"a": self._said()}}}
        if self._is(0.1):
            made["selector"] = {"matchLabels": {"env": self.random.choice(_NAMES)}}
        if depth == 0 and self._is(0.15):
            next(iter(made.values()))["template"] = self._own()
        return made

    def _composed(self, depth: int) -> dict[str, Any]:
        inner = [self._generator(depth + 1) for _ in range(2)]
        if self._is(0.5):
            return {"matrix": {"generators": inner}}
        keys = self.random.choice((["name"], ["name"], ["name", "env"], ["server"], ["path"]))
        return {"merge": {"mergeKeys": keys, "generators": inner}}

    def _git(self) -> dict[str, Any]:
        kind, patterns = self.random.choice((("directories", _FOLDERS), ("files", _FILES)))
        paths = [
            {"path": self.random.choice(patterns), "exclude": self._is(0.2)}
            for _ in range(self.random.randint(1, 2))
        ]
        made: dict[str, Any] = {kind: paths}
        if self._is(0.2):
            made["pathParamPrefix"] = self.random.choice(("pre", "p.q", "values", "path"))
        if self._is(0.4):
            made["values"] = {"a": self._said(), "b": self._said()}
        return made

    def _template(self) -> dict[str, Any]:
        name = "name" if self._is(0.7) else "path.basename"
        source = {"repoURL": "https://git.example.com/shops", "path": self._said()}
        helm = {"values": f"a: {self._said()}\n", "valuesObject": {"k": self._said(), "n": None}}
        metadata = {
            "name": f"{{{{ .{name} }}}}" if self.go else f"{{{{{name}}}}}",
            "annotations": {"said": self._said()},
            "labels": {"l": self._said()},
        }
        return {
            "metadata": metadata,
            "spec": {
                "project": "default",
                "destination": {"server": self._said(), "namespace": self._said()},
                "source": {**source, "helm": helm} if self._is(0.4) else source,
            },
        }

    def _own(self) -> dict[str, Any]:
        helm = {"valuesObject": {"own": self._said()}, "valueFiles": ["own.yaml"]}
        return {
            "metadata": {"labels": {"own": self._said()}, "finalizers": ["example.com/own"]},
            "spec": {
                "project": "",
                "destination": {"namespace": self._said()},
                "source": {"repoURL": "", "path": self._said(), "helm": helm},
            },
        }
