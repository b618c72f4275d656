local unused = error 'never', o = {a: 1, b:: error 'hidden'};
[o.a, (if true then 1 else error 'x'), std.length([error 'x', 2])]
