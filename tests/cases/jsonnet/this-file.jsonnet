[std.thisFile == 'x', std.length(std.thisFile) > 0]
