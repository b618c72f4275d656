import 'broken.libsonnet'
