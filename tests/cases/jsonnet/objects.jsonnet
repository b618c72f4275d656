local o = {b: 1, a:: 2, c: null};
[std.objectFields(o), std.objectFieldsAll(o), std.objectValues(o), std.objectHas(o, 'a'), 'a' in o, std.mapWithKey(function(k, v) k, o), std.prune(o), std.get(o, 'x', 'd'), std.objectRemoveKey(o, 'b')]
