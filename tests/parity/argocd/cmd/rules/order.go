package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"
	"unsafe"

	"github.com/argoproj/argo-cd/gitops-engine/pkg/sync"
	"github.com/argoproj/argo-cd/gitops-engine/pkg/sync/hook"
	"github.com/argoproj/argo-cd/gitops-engine/pkg/sync/syncwaves"
	"github.com/argoproj/argo-cd/gitops-engine/pkg/utils/kube"
	"github.com/argoproj/argo-cd/gitops-engine/pkg/utils/kube/kubetest"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/rest"
)

// What the engine keeps to itself: the tasks of a sync in their order, and a task in words.

//go:linkname getSyncTasks github.com/argoproj/argo-cd/gitops-engine/pkg/sync.(*syncContext).getSyncTasks
func getSyncTasks(sync unsafe.Pointer, ctx context.Context) ([]unsafe.Pointer, bool)

//go:linkname taskText github.com/argoproj/argo-cd/gitops-engine/pkg/sync.(*syncTask).String
func taskText(task unsafe.Pointer) string

//go:linkname syncPhases github.com/argoproj/argo-cd/gitops-engine/pkg/sync.syncPhases
func syncPhases(object *unstructured.Unstructured) []string

type scopes struct{}

var clusterScoped = map[string]bool{
	"Namespace": true, "ClusterRole": true, "CustomResourceDefinition": true, "PriorityClass": true,
}

func (scopes) IsNamespaced(kind schema.GroupKind) (bool, error) {
	return !clusterScoped[kind.Kind], nil
}

// order answers with the steps of a sync, each "phase/wave" and then its tasks in order. With prune
// nothing is in Git any more and everything is live: the steps are what is pruned together.
func order(asked question) (any, error) {
	var targets []*unstructured.Unstructured
	live := map[kube.ResourceKey]*unstructured.Unstructured{}
	for number, each := range asked.Objects {
		object := &unstructured.Unstructured{Object: each}
		if asked.Prune {
			object.SetUID(types.UID(fmt.Sprint(number)))
			live[kube.GetResourceKey(object)] = object
		} else {
			targets = append(targets, object)
		}
	}
	found := sync.Reconcile(targets, live, asked.Namespace, scopes{})
	// nothing listens there: only the order of the tasks is asked for, not whether they are well
	nowhere := &rest.Config{Host: "http://127.0.0.1:1"}
	made, stop, err := sync.NewSyncContext("main", found, nowhere, nowhere, &kubetest.MockKubectlCmd{}, asked.Namespace)
	if err != nil {
		return nil, err
	}
	defer stop()
	inside := (*[2]unsafe.Pointer)(unsafe.Pointer(&made))[1]
	tasks, _ := getSyncTasks(inside, context.Background())
	steps, last := [][]string{}, ""
	for _, task := range tasks {
		words := strings.Fields(taskText(task))
		if len(words) < 3 {
			return nil, errors.New("a task says something else than it did")
		}
		_, object, _ := strings.Cut(words[2], "/")
		kind, rest, _ := strings.Cut(object, ":")
		name := fmt.Sprintf("%s/%s", kind, rest[strings.LastIndex(rest, "/")+1:])
		if words[0] != last {
			steps, last = append(steps, []string{}), words[0]
			if !asked.Prune {
				steps[len(steps)-1] = append(steps[len(steps)-1], last)
			}
		}
		steps[len(steps)-1] = append(steps[len(steps)-1], name)
	}
	if asked.Prune { // what is pruned together has no order
		for _, each := range steps {
			sort.Strings(each)
		}
	}
	return steps, nil
}

func hookOf(asked question) (any, error) {
	object := &unstructured.Unstructured{Object: asked.Object}
	phases := syncPhases(object)
	sort.Strings(phases)
	policies := []string{}
	for _, each := range hook.DeletePolicies(object) {
		policies = append(policies, string(each))
	}
	sort.Strings(policies)
	policies = slices.Compact(policies)
	return map[string]any{
		"hook":     hook.IsHook(object),
		"skipped":  hook.Skip(object),
		"phases":   append([]string{}, phases...),
		"policies": policies,
		"wave":     syncwaves.Wave(object),
	}, nil
}
