[1 == 1.0, [1, 2] < [1, 3], {a: 1} == {a: 1}, 'a' != 'b', std.equals([{}], [{}]), std.type({}), std.isArray([]), !true || false, std.xor(true, false)]
