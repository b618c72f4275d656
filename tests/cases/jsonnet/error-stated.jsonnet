{a: error 'the port is ' + 80}
