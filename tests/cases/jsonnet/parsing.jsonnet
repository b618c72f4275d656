[std.parseJson('{"a": [1, 1.5, "x"]}'), std.parseYaml('a: [1, yes]\nb: |\n  x\n'), std.parseYaml('--- 1\n--- 2'), std.parseInt('-12'), std.parseHex('ff'), std.parseOctal('755')]
