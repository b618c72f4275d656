{assert self.n > 0 : 'n is too small', n: 3} + {assert self.n < 10, m: 1}
