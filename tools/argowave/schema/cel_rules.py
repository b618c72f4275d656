"""What a CEL rule says about the fields of `self`, as far as it is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Path = tuple[str, ...]  # the fields from `self` on
Scalar = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Has:
    """has(self.a.b)."""

    path: Path


@dataclass(frozen=True, slots=True)
class Compare:
    """self.a == 'x', self.a < 3; the literal stands on the right."""

    path: Path
    operator: str
    value: Scalar


@dataclass(frozen=True, slots=True)
class Size:
    """size(self.a) > 0."""

    path: Path
    operator: str
    value: Scalar


@dataclass(frozen=True, slots=True)
class Contains:
    """'x' in self.a."""

    path: Path
    value: Scalar


@dataclass(frozen=True, slots=True)
class OneOf:
    """self.a in ['x', 'y']."""

    path: Path
    values: tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class Matches:
    """self.a.matches('re'), startsWith, endsWith, contains: a pattern found anywhere in it."""

    path: Path
    pattern: str


@dataclass(frozen=True, slots=True)
class Always:
    """The words true and false."""

    value: bool


@dataclass(frozen=True, slots=True)
class Not:
    """!rule."""

    of: Rule


@dataclass(frozen=True, slots=True)
class Joined:
    """rule && rule, rule || rule."""

    operator: Literal["&&", "||"]
    parts: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """[rule, rule].filter(x, x == true).size() == 1: how many hold."""

    rules: tuple[Rule, ...]
    operator: str
    value: Scalar


@dataclass(frozen=True, slots=True)
class Choice:
    """rule ? rule : rule."""

    condition: Rule
    then: Rule
    otherwise: Rule


Rule = Has | Compare | Size | Contains | OneOf | Matches | Always | Not | Joined | Choice | Count
