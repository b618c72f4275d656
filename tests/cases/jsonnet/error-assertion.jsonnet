{assert self.n > 5 : 'n has to be above five', n: 3}
