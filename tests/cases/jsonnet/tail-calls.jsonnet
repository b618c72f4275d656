local count(n, sum) = if n == 0 then sum else count(n - 1, sum + n) tailstrict;
count(10000, 0)
