"""The texts that the oracle answers: every scalar alone, in a mapping and in a list, then documents."""

from __future__ import annotations

from typing import Final

SCALARS: Final = (
    *("yes Yes YES no No NO on On ON off Off OFF y Y n N yEs oN true True TRUE tRUE false FALSE").split(),
    *("~ null Null NULL nULL nan inf .inf .Inf .INF +.inf -.inf -.INF .nan .NaN .NAN").split(),
    *("0 1 -1 +1 00 08 0644 0777 -0644 0o17 0O17 -0o7 0o8 0x1F 0X1f -0x1 0x 0b11 0B1 0b2 +0b1").split(),
    *("1_000 1__0 _1 1_ 0_1 0x_1 .1_0 1_0.5 1.5_0 12:30:00 1:30 190:20:30 1e3 1E+3 1e+ e1 1e").split(),
    *("1.5 1.0 1. .5 -.5 +.5 .5e3 0. 0.10 -0 -0.0 1.10 1e21 1e400 -1e400 1e-400 -1.5e-3 0e0").split(),
    *("9007199254740993 9223372036854775807 9223372036854775808 18446744073709551615").split(),
    *("18446744073709551616 -9223372036854775808 -9223372036854775809").split(),
    *("123456789012345678901234 2024-01-01 2024-01-01T00:00:00Z 2024-1-1 = << + - . .. ...").split(),
    *("v1 1.2.3 100m 1Gi 10.0.0.0/8 http://x:80/y a#b a:b 1,000 é ☃ '' \"\" 'it''s' \"yes\"").split(),
    *("'0644' \"1\" '~' \"a\\n\" \"\\x41\" \"\\u00e9\" \"\\/\" [] {} [a,yes] [a,b:c] {a:yes} {\"a\":yes}").split(),
    *("@x `x %x *x &x !foo ! !!str !!null").split(),
    "a # comment", "a b", "yes no", "[a, yes]", "{a: no}", "[1, 0x2, '3', 1e3]", "{a, b}",
    "[a: b]", "!!str 12", "!!str yes", "!!int '12'", "!!int x", "!!float 1", "!!bool 'yes'",
    "!!binary aGk=", "!!binary '%'", "!!timestamp 2024-01-01", "!foo 12", "! 12", "&x 1",
    "|\n  t\n  u\n", "|-\n  yes\n", "|+\n  t\n\n", ">\n  t\n  u\n", ">-\n  a\n\n  b\n", "|2\n   t\n",
    "x\n  y", "1\n  2", "\"x\n  y\"", "'x\n\n  y'", "\t1", "1\t", "? a", "- x",
)  # fmt: skip
DOCUMENTS: Final = (
    "", "\n", "# only a comment\n", "---\n", "--- a\n", "a: 1\n", "a: 1\r\nb: yes\r\n",
    "\ufeffa: 1\n", "a: 1\na: 2\n", "a: 1\nb: {c: 1, c: 2}\n", "1: a\n",
    "1.5: a\n", "1e3: a\n", "true: a\n", "yes: a\n", "~: a\n", "? [x]\n: a\n", "? {x: 1}\n: a\n",
    "0x1f: a\n", "-1: a\n", "18446744073709551615: a\n", ".inf: a\n", "a:\n- b\n- c\n",
    "a:\n  - b\n  -\n  - - c\n", "a:\n\tb: c\n", "a:\n  b: c\n\t\n", "a: b\n  c: d\n", "a\nb: c\n",
    "a: &x 1\nb: *x\n", "a: *x\n", "a: &x [*x]\n", "a: &x {b: 1}\nc: {<<: *x, d: 2}\n",
    "a: &x {b: 1}\nc: {b: 2, <<: *x}\n", "a: &x {b: 1}\nc: {<<: *x, b: 2}\n",
    "a: &x {b: 1}\ny: &y {b: 2, z: 3}\nc: {<<: [*x, *y]}\n", "a: {<<: 1}\n", "a: {'<<': 1}\n",
    "&a a: *a\n", "a: 'b\n", "a: \"b\n", "a: [b\n", "a: {b\n", "a: b: c\n", "- a\nb: c\n",
    "a: |\n  b\n c\n", "a: 1\n...\nb: 2\n", "%YAML 1.1\n---\na: yes\n", "%YAML 1.2\n---\na: yes\n",
    "a: 1\n# c\nb: 2 # d\n", "a:b\n", "a : b\n", "'a': b\n\"c\": d\n", "a:\n  b:\n    c:\n",
    "a: \u2028b\n", "a: \u0085b\n", "a: \u0007\n", "{a: 1,}\n", "[1,]\n", "[,]\n", "{}\n{}\n",
    "a: !!set {x, y}\n", "a: !!omap [x: 1]\n", "!!map {a: 1}\n", "metadata: {name: y}\n",
)  # fmt: skip


def texts() -> tuple[str, ...]:
    """Return every text in the order of the table, none twice."""
    every = [*SCALARS, *(f"k: {s}" for s in SCALARS), *(f"- {s}" for s in SCALARS[:90]), *DOCUMENTS]
    return tuple(dict.fromkeys(every))
