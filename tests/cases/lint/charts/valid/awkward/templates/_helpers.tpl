{{- define "label" -}}
app: {{ .Chart.Name }}
{{- end }}
