{library: (import 'library.libsonnet').named('x'), text: importstr 'text.txt', bytes: importbin 'text.txt'}
