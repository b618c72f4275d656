['\u00e9', 'grün', '\ud83d\ude00', '日本語', std.length('日本語'), std.codepoint('é'), std.char(8364)]
