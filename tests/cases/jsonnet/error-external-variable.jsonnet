std.extVar('region')
