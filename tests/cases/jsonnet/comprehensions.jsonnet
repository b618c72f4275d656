{
  made: {
  list: [i * i for i in std.range(1, 6) if i % 2 == 0],
  pairs: [[a, b] for a in [1, 2] for b in ['x', 'y']],
  },
  object: {[k + '-key']: std.length(k) for k in ['a', 'bb']},
}
