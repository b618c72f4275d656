{
  yaml: std.manifestYamlDoc({a: [1, 'x', {b: null}], 'on': true, t: 'a\nb\n'}),
  stream: std.manifestYamlStream([{a: 1}, [2]]),
  json: std.manifestJsonEx({b: [1, {}], a: []}, '  '),
  ini: std.manifestIni({main: {a: 1}, sections: {s: {x: ['p', 'q']}}}),
  toml: std.manifestTomlEx({a: {b: 1}, c: ['x']}, '  '),
  python: std.manifestPython({a: true, b: null}),
  xml: std.manifestXmlJsonml(['a', {href: 'x'}, 'b']),
}
