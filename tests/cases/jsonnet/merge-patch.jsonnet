std.mergePatch({a: 1, b: {c: 2, d: 3}}, {a: null, b: {c: 9}, e: [1]})
