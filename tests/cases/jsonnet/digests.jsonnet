[std.md5('a'), std.sha1('a'), std.sha256('a'), std.sha512('a'), std.sha3('a'), std.base64('a\u00e9'), std.base64Decode('YQ=='), std.base64DecodeBytes('YQ==')]
