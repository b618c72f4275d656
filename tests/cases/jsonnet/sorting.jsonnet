[std.sort([3, 1, 2]), std.sort([{n: 2}, {n: 1}], function(x) x.n), std.uniq([1, 1, 2]), std.set(['b', 'a', 'b']), std.setUnion([1, 3], [2]), std.reverse([1, 2])]
