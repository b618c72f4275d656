local pick(n) = if n > 1 then 'many' else if n == 1 then 'one' else null;
{a: pick(0), b: pick(1), c: pick(2), [if false then 'gone']: 1, [null]: 2}
