{a: {b: {c: $.d, e: self.c}}, d: 4, f: self.a.b.e}
