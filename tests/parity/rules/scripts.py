"""Health scripts at the edges of what Argo CD takes, and the object that they look at.

Left out is what argowave's Lua is known to do otherwise: how numbers of more than 14 digits, and
those that are none, are printed, escapes such as `\\x41`, and functions that it does not have.
"""

from __future__ import annotations

from typing import Any, Final

OBJECT: Final[dict[str, Any]] = {
    "apiVersion": "v1",
    "kind": "A",
    "metadata": {"name": "a"},
    "number": 3,
    "half": 1.5,
    "list": [1, 2, 3],
    "nulls": [1, None, 2],
    "empty": {},
    "none": None,
    "yes": True,
    "text": "x",
    "words": ["b", "a"],
}
_TABLES: Final = (
    '{status="Healthy"} | {status="healthy"} | {Status="Healthy", MESSAGE="m"} | {status=1} | '
    '{status="Healthy", message=1} | {status="Missing", message="x"} | {message="x"} | {} | nil | '
    '{"Healthy"} | {status="Healthy", "x"} | {status="Healthy", more={1,2}} | "Healthy" | 1 | true '
    '| {status="Healthy", more={1, a=2}} | {status="Healthy", f=print} | {status="Unknown"}'
    ' | {status="Healthy"}, "x" | nil, {status="Healthy"} | {status="Progressing", message=""} | '
    '{status="Healthy", more={[2]=1}} | {status="Healthy"}, {status="Degraded"} | '
    'setmetatable({}, {__index={status="Healthy"}}) | {status="Suspended"}'
)
_VALUES: Final = (
    *("obj.number", "obj.half", "obj.number / 2", "#obj.list", "table.getn(obj.list)", "obj.none"),
    *("#obj.nulls", "next(obj.empty)", "type(obj.list)", "table.concat(obj.list, ',')", "_VERSION"),
    *("type(string)", "type(require)", "type(require('os').time)", "type(require('string'))"),
    *(
        "type(require('table'))",
        "('x'):upper()",
        "string.format('%d', 3)",
        "tostring(pcall(error))",
    ),
    *("string.match('v1.2.3', 'v(%d+)')", "(string.gsub('hello', 'l', 'L'))", "math.floor(3.7)"),
    *("tonumber('0x10')", "tonumber('10', 2)", "tonumber(' 5 ')", "'10' + 5", "1 < '2'", "-5 % 3"),
    *("select('#', 1, 2)", "unpack({1, 2})", "2^10", "0.1", "3.0", "1e100", "10 / 2", "obj.a.b"),
    *("os.date('!%Y-%m-%d', 0)", "table.unpack", "type(bit32)", "rawget(obj, 'text')", "#'\u00e9'"),
    *("string.find('abc', 'b')", "obj.text:len()", "obj.text.x", "table.remove({1, 2})", "1 // 2"),
)
SCRIPTS: Final = (
    *(f"return {each}" for each in _TABLES.split(" | ")),
    *(f'return {{status="Healthy", message=tostring({each})}}' for each in _VALUES),
    'error("x")',
    "error({a=1})",
    "if then",
    'return {status="Healthy"} x',
    'goto done ::done:: return {status="Healthy"}',
    'for i=1,3 do if i==2 then goto continue end ::continue:: end return {status="Healthy"}',
    'table.sort(obj.words) return {status="Healthy", message=table.concat(obj.words, " ")}',
)
