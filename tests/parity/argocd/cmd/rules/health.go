package main

import (
	"context"

	"github.com/argoproj/argo-cd/gitops-engine/pkg/health"
	"github.com/argoproj/argo-cd/v3/common"
	"github.com/argoproj/argo-cd/v3/util/lua"
	"github.com/argoproj/argo-cd/v3/util/settings"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/kubernetes/fake"
	"sigs.k8s.io/yaml"
)

// healthOf answers with what Argo CD ships: its checks in Lua, then those in Go; null for none.
func healthOf(asked question) (any, error) {
	object := &unstructured.Unstructured{Object: asked.Object}
	found, err := health.GetResourceHealth(object, lua.ResourceHealthOverrides{})
	if found == nil {
		return nil, err
	}
	return found, nil
}

func runLua(asked question) (any, error) {
	machine := lua.VM{UseOpenLibs: asked.OpenLibs}
	return machine.ExecuteHealthLua(&unstructured.Unstructured{Object: asked.Object}, asked.Script)
}

// overrideOf answers with the script of argocd-cm that judges a kind, "" for none of it.
func overrideOf(asked question) (any, error) {
	overrides, err := settingsOf(asked).GetResourceOverrides()
	if err != nil {
		return nil, err
	}
	script, openLibs, err := lua.VM{ResourceOverrides: overrides}.GetHealthScript(&unstructured.Unstructured{Object: asked.Object})
	return map[string]any{"script": script, "openLibs": openLibs}, err
}

func isExcluded(asked question) (any, error) {
	filter := &settings.ResourcesFilter{}
	if err := yaml.Unmarshal([]byte(asked.Settings["resource.exclusions"]), &filter.ResourceExclusions); err != nil {
		return nil, err
	}
	if err := yaml.Unmarshal([]byte(asked.Settings["resource.inclusions"]), &filter.ResourceInclusions); err != nil {
		return nil, err
	}
	return filter.IsExcludedResource(asked.Group, asked.Kind, asked.Server), nil
}

func settingsOf(asked question) *settings.SettingsManager {
	labels := map[string]string{"app.kubernetes.io/part-of": "argocd"}
	meta := metav1.ObjectMeta{Name: common.ArgoCDConfigMapName, Namespace: "argocd", Labels: labels}
	secret := metav1.ObjectMeta{Name: common.ArgoCDSecretName, Namespace: "argocd", Labels: labels}
	client := fake.NewClientset(
		&corev1.ConfigMap{ObjectMeta: meta, Data: asked.Settings},
		&corev1.Secret{ObjectMeta: secret},
	)
	return settings.NewSettingsManager(context.Background(), client, "argocd")
}
