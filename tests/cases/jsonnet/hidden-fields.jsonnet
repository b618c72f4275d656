{shown: self.secret + 1, secret:: 41, forced::: 1, inner: {x:: 1, y: $.shown}} + {secret+: 1}
