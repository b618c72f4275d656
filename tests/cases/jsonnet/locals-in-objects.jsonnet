{local me = self, local n = 2, a: n, b: {local n = 3, c: n + me.a}}
