import 'gone.libsonnet'
