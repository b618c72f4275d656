['a' + 1, "it's", 'tab\tquote"', @'back\slash', 'x' + [1, {a: 2}], 'abc'[1], 'ab' < 'b']
