{named(name):: {metadata: {name: name}}}
