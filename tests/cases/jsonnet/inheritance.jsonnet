local base = {name: 'base', greet: 'I am ' + self.name, list: [1], nested: {a: 1, b: 2}};
base + {name: 'child', list+: [2], nested+: {b: 3}, whole: super.greet}
