local add(a, b=10) = a + b, twice(f) = function(x) f(f(x));
[add(1), add(b=1, a=2), twice(add)(1), (function(x, y=x * 2) y)(3)]
