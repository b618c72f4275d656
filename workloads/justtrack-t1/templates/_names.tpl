{{/* The name of everything that belongs to one component. A release name has at most 53
characters, so that this fits into a label. */}}
{{- define "justtrack-t1.name" -}}
{{ .root.Release.Name }}-{{ .component }}
{{- end }}

{{/* What selects a component's pods; it can never change. */}}
{{- define "justtrack-t1.selectorLabels" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- define "justtrack-t1.labels" -}}
{{ include "justtrack-t1.selectorLabels" . }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version }}
{{- end }}

{{/* The rules that let the check read the managed resources of one API group's flavour. */}}
{{- define "justtrack-t1.managedResources" -}}
- apiGroups: [sns.{{ . }}]
  resources: [topics, topicsubscriptions]
  verbs: [get, list]
- apiGroups: [sqs.{{ . }}]
  resources: [queues, queuepolicies]
  verbs: [get, list]
- apiGroups: [dynamodb.{{ . }}]
  resources: [tables]
  verbs: [get, list]
{{- end }}
