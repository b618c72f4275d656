package main

import (
	"encoding/json"

	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	"github.com/argoproj/argo-cd/v3/util/git"
	"github.com/argoproj/argo-cd/v3/util/glob"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

func project(asked question) (v1alpha1.AppProject, error) {
	var found v1alpha1.AppProject
	err := json.Unmarshal(asked.Spec, &found.Spec)
	return found, err
}

func permitsSource(asked question) (any, error) {
	found, err := project(asked)
	return found.IsSourcePermitted(v1alpha1.ApplicationSource{RepoURL: asked.URL}), err
}

func permitsDestination(asked question) (any, error) {
	found, err := project(asked)
	if err != nil {
		return nil, err
	}
	cluster := &v1alpha1.Cluster{Server: asked.Server, Name: asked.Name}
	return found.IsDestinationPermitted(cluster, asked.Namespace, func(string) ([]*v1alpha1.Cluster, error) {
		return nil, nil
	})
}

func permitsKind(asked question) (any, error) {
	found, err := project(asked)
	kind := schema.GroupKind{Group: asked.Group, Kind: asked.Kind}
	return found.IsGroupKindNamePermitted(kind, asked.Name, asked.Namespaced), err
}

func permitsNamespace(asked question) (any, error) {
	found, err := project(asked)
	application := &v1alpha1.Application{}
	application.Namespace = asked.Namespace
	return found.IsAppNamespacePermitted(application, "argocd"), err
}

func normalisedURL(asked question) (any, error) {
	return git.NormalizeGitURL(asked.URL), nil
}

func matchesGlob(asked question) (any, error) {
	return glob.Match(asked.Pattern, asked.Text, []rune(asked.Separators)...), nil
}
