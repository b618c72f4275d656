local a = std.range(0, 9);
[a[2:5], a[:3], a[7:], a[::3], a[-2:], 'hello'[1:3], std.slice(a, 0, 5, 2), std.member(a, 3), std.count(a, 1)]
