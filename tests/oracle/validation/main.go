// Reads YAML documents, and prints what the API server's own validation says of each when it is created.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	genericapirequest "k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	core "k8s.io/kubernetes/pkg/apis/core"
	_ "k8s.io/kubernetes/pkg/apis/apps/install"
	_ "k8s.io/kubernetes/pkg/apis/autoscaling/install"
	_ "k8s.io/kubernetes/pkg/apis/batch/install"
	_ "k8s.io/kubernetes/pkg/apis/core/install"
	_ "k8s.io/kubernetes/pkg/apis/networking/install"
	_ "k8s.io/kubernetes/pkg/apis/policy/install"
	_ "k8s.io/kubernetes/pkg/apis/rbac/install"
	_ "k8s.io/kubernetes/pkg/apis/scheduling/install"
	"k8s.io/kubernetes/pkg/registry/apps/daemonset"
	"k8s.io/kubernetes/pkg/registry/apps/deployment"
	"k8s.io/kubernetes/pkg/registry/apps/replicaset"
	"k8s.io/kubernetes/pkg/registry/apps/statefulset"
	"k8s.io/kubernetes/pkg/registry/autoscaling/horizontalpodautoscaler"
	"k8s.io/kubernetes/pkg/registry/batch/cronjob"
	"k8s.io/kubernetes/pkg/registry/batch/job"
	"k8s.io/kubernetes/pkg/registry/core/configmap"
	"k8s.io/kubernetes/pkg/registry/core/limitrange"
	"k8s.io/kubernetes/pkg/registry/core/namespace"
	"k8s.io/kubernetes/pkg/registry/core/persistentvolumeclaim"
	"k8s.io/kubernetes/pkg/registry/core/pod"
	"k8s.io/kubernetes/pkg/registry/core/resourcequota"
	"k8s.io/kubernetes/pkg/registry/core/secret"
	"k8s.io/kubernetes/pkg/registry/core/service"
	"k8s.io/kubernetes/pkg/registry/core/serviceaccount"
	"k8s.io/kubernetes/pkg/registry/networking/ingress"
	"k8s.io/kubernetes/pkg/registry/networking/networkpolicy"
	"k8s.io/kubernetes/pkg/registry/policy/poddisruptionbudget"
	"k8s.io/kubernetes/pkg/registry/rbac/clusterrole"
	"k8s.io/kubernetes/pkg/registry/rbac/clusterrolebinding"
	"k8s.io/kubernetes/pkg/registry/rbac/role"
	"k8s.io/kubernetes/pkg/registry/rbac/rolebinding"
	"k8s.io/kubernetes/pkg/registry/scheduling/priorityclass"
	"sigs.k8s.io/yaml"
)

var strategies = map[string]rest.RESTCreateStrategy{
	"Deployment":              deployment.Strategy,
	"DaemonSet":               daemonset.Strategy,
	"ReplicaSet":              replicaset.Strategy,
	"StatefulSet":             statefulset.Strategy,
	"HorizontalPodAutoscaler": horizontalpodautoscaler.Strategy,
	"CronJob":                 cronjob.Strategy,
	"Job":                     job.Strategy,
	"ConfigMap":               configmap.Strategy,
	"LimitRange":              limitrange.Strategy,
	"Namespace":               namespace.Strategy,
	"PersistentVolumeClaim":   persistentvolumeclaim.Strategy,
	"Pod":                     pod.Strategy,
	"PriorityClass":           priorityclass.Strategy,
	"ResourceQuota":           resourcequota.Strategy,
	"Secret":                  secret.Strategy,
	"Service":                 service.Strategy,
	"ServiceAccount":          serviceaccount.Strategy,
	"Ingress":                 ingress.Strategy,
	"NetworkPolicy":           networkpolicy.Strategy,
	"PodDisruptionBudget":     poddisruptionbudget.Strategy,
	"ClusterRole":             clusterrole.Strategy,
	"ClusterRoleBinding":      clusterrolebinding.Strategy,
	"Role":                    role.Strategy,
	"RoleBinding":             rolebinding.Strategy,
}

func say(text []byte) (kind string, faults []string, err error) {
	data, err := yaml.YAMLToJSON(text)
	if err != nil {
		return "", nil, err
	}
	object, gvk, err := legacyscheme.Codecs.UniversalDeserializer().Decode(data, nil, nil)
	if err != nil {
		return "", nil, err
	}
	legacyscheme.Scheme.Default(object)
	internal, err := legacyscheme.Scheme.ConvertToVersion(object, schema.GroupVersion{Group: gvk.Group, Version: runtime.APIVersionInternal})
	if err != nil {
		return gvk.Kind, nil, err
	}
	strategy, known := strategies[gvk.Kind]
	if !known {
		return gvk.Kind, nil, fmt.Errorf("no strategy")
	}
	ctx := genericapirequest.WithRequestInfo(genericapirequest.WithNamespace(context.Background(), "default"), &genericapirequest.RequestInfo{APIGroup: gvk.Group, APIVersion: gvk.Version})
	if meta, ok := internal.(interface{ SetNamespace(string); GetNamespace() string }); ok && strategy.NamespaceScoped() && meta.GetNamespace() == "" {
		meta.SetNamespace("default")
	}
	if created, ok := internal.(*core.Service); ok {
		allocate(created)
	}
	strategy.PrepareForCreate(ctx, internal)
	for _, fault := range strategy.Validate(ctx, internal) {
		faults = append(faults, fault.Error())
	}
	return gvk.Kind, faults, nil
}

// allocate does what beginCreate of the registry's storage does before a Service is validated.
func allocate(service *core.Service) {
	spec := &service.Spec
	if spec.Type != core.ServiceTypeExternalName && spec.ClusterIP == "" {
		spec.ClusterIP = "10.0.0.9"
	}
	if spec.ClusterIP != "" {
		spec.ClusterIPs = []string{spec.ClusterIP}
	}
	if spec.Type == core.ServiceTypeLoadBalancer && spec.ExternalTrafficPolicy == core.ServiceExternalTrafficPolicyLocal {
		spec.HealthCheckNodePort = 32000
	}
}

func main() {
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	for _, path := range os.Args[1:] {
		data, err := os.ReadFile(path)
		if err != nil {
			panic(err)
		}
		for index, text := range strings.Split("\n"+string(data), "\n---\n") {
			kind, faults, err := say([]byte(text))
			row := map[string]any{"path": path, "index": index, "kind": kind, "faults": faults}
			if err != nil {
				row["error"] = err.Error()
			}
			out.Encode(row)
		}
	}
}
