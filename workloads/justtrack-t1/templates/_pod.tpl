{{/* How a container finds AWS, whatever it runs: region, endpoint, key. */}}
{{- define "justtrack-t1.awsEnv" -}}
{{- with .root.Values.aws -}}
- name: AWS_REGION
  value: {{ .region | quote }}
- name: CLOUD_AWS_DEFAULTS_REGION
  value: {{ .region | quote }}
{{- with .endpoint }}
- name: CLOUD_AWS_DEFAULTS_ENDPOINT
  value: {{ . | quote }}
{{- end }}
{{- with .credentialsSecret }}
- name: AWS_ACCESS_KEY_ID
  valueFrom:
    secretKeyRef:
      name: {{ . | quote }}
      key: AWS_ACCESS_KEY_ID
- name: AWS_SECRET_ACCESS_KEY
  valueFrom:
    secretKeyRef:
      name: {{ . | quote }}
      key: AWS_SECRET_ACCESS_KEY
{{- end }}
{{- end }}
{{- end }}

{{/* The pod of one component. */}}
{{- define "justtrack-t1.pod" -}}
{{- $component := index .root.Values .component -}}
metadata:
  labels:
    {{- include "justtrack-t1.selectorLabels" . | nindent 4 }}
spec:
  serviceAccountName: {{ include "justtrack-t1.name" . }}
  automountServiceAccountToken: false
  enableServiceLinks: false
  terminationGracePeriodSeconds: {{ $component.terminationGracePeriodSeconds }}
  securityContext:
    runAsNonRoot: true
    runAsUser: {{ .root.Values.runAsUser }}
    runAsGroup: {{ .root.Values.runAsUser }}
    seccompProfile:
      type: RuntimeDefault
  topologySpreadConstraints:
    {{- range $key := list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
    - maxSkew: 1
      topologyKey: {{ $key }}
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels:
          {{- include "justtrack-t1.selectorLabels" $ | nindent 10 }}
      matchLabelKeys: [pod-template-hash]
    {{- end }}
  containers:
    # No ports and no probes: the images document none, and a probe on a port that nobody
    # listens on would restart a healthy pod for ever. A process that ends is restarted.
    - name: {{ .component }}
      image: {{ $component.image | quote }}
      imagePullPolicy: {{ $component.imagePullPolicy }}
      env:
        {{- include "justtrack-t1.awsEnv" . | nindent 8 }}
        # The images create missing topics, queues and tables themselves when their own
        # environment is dev; then they race with Crossplane and hide what is not declared.
        # Older releases of their framework read the first name, newer ones the second.
        - name: DX_AUTO_CREATE
          value: "false"
        - name: RESOURCE_LIFECYCLES_CREATE_ENABLED
          value: "false"
        {{- with .root.Values.environment }}
        # The second word of every name that the images look for; dev unless they are told.
        - name: ENV
          value: {{ . | quote }}
        - name: APP_ENV
          value: {{ . | quote }}
        {{- end }}
        {{- with .root.Values.naming.project }}
        # The other words of those names, as the images' framework reads them.
        - name: APP_PROJECT
          value: {{ . | quote }}
        {{- end }}
        {{- with .root.Values.naming.family }}
        - name: APP_FAMILY
          value: {{ . | quote }}
        {{- end }}
        - name: APP_NAME
          value: {{ .component | quote }}
      {{- with $component.resources }}
      resources:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      securityContext:
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        capabilities:
          drop: [ALL]
      volumeMounts:
        - name: tmp
          mountPath: /tmp
  volumes:
    - name: tmp
      emptyDir: {}
{{- end }}
