{{- define "check" }}
{{- fail "never" }}
{{- end }}
