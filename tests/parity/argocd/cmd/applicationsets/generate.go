package main

import (
	"context"
	"encoding/json"
	"fmt"

	log "github.com/sirupsen/logrus"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/fake"

	"github.com/argoproj/argo-cd/v3/applicationset/controllers/template"
	"github.com/argoproj/argo-cd/v3/applicationset/generators"
	"github.com/argoproj/argo-cd/v3/applicationset/utils"
	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
)

const namespace = "argocd"

type question struct {
	ApplicationSet json.RawMessage `json:"applicationSet"`
	Repository     string          `json:"repository"` // an absolute path
	Secrets        []corev1.Secret `json:"secrets"`    // with data, not stringData
}

type made struct {
	Applications []json.RawMessage `json:"applications"`
	Error        string            `json:"error"`
}

// answer gives what the controller makes, or why it makes nothing: it stops at the first error,
// and at two Applications of one name.
func answer(given question) (found made) {
	defer func() {
		if reason := recover(); reason != nil {
			found = made{Error: fmt.Sprint("panic: ", reason)}
		}
	}()
	applications, err := generate(given)
	if err != nil {
		return made{Error: err.Error()}
	}
	found.Applications = []json.RawMessage{}
	names := map[string]bool{}
	for _, each := range applications {
		if names[each.Name] {
			return made{Error: "duplicate name: " + each.Name}
		}
		names[each.Name] = true
		text, err := json.Marshal(each)
		if err != nil {
			return made{Error: err.Error()}
		}
		found.Applications = append(found.Applications, text)
	}
	return found
}

func generate(given question) ([]v1alpha1.Application, error) {
	var set v1alpha1.ApplicationSet
	if err := json.Unmarshal(given.ApplicationSet, &set); err != nil {
		return nil, fmt.Errorf("the ApplicationSet cannot be read: %w", err)
	}
	if set.Namespace == "" {
		set.Namespace = namespace
	}
	known := cluster(given, set)
	ways := generators.GetGenerators(
		context.Background(), known, nil, namespace, folder{given.Repository}, nil,
		generators.SCMConfig{}, nil,
	)
	entry := log.NewEntry(log.StandardLogger())
	applications, _, err := template.GenerateApplications(entry, set, ways, &utils.Render{}, known)
	return applications, err
}

// cluster gives a Kubernetes that knows the Secrets of clusters and the ApplicationSet's project.
func cluster(given question, set v1alpha1.ApplicationSet) client.Client {
	scheme := runtime.NewScheme()
	must(corev1.AddToScheme(scheme))
	must(v1alpha1.AddToScheme(scheme))
	project := &v1alpha1.AppProject{
		ObjectMeta: metav1.ObjectMeta{Name: set.Spec.Template.Spec.Project, Namespace: namespace},
	}
	objects := []client.Object{project}
	for number := range given.Secrets {
		secret := &given.Secrets[number]
		secret.Namespace = namespace
		objects = append(objects, secret)
	}
	return fake.NewClientBuilder().WithScheme(scheme).WithObjects(objects...).Build()
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
