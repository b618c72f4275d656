{{- define "service.labels" -}}
app.kubernetes.io/name: service
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}
