// One process that does what `argowave lint` does for a folder of Applications with a chart each:
// Helm's engine renders, kubeconform's validator validates. The yardstick of benchmarks/lint.py.
//
// Usage: lint FOLDER SCHEMA-LOCATION WORKERS
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"

	"github.com/yannh/kubeconform/pkg/resource"
	"github.com/yannh/kubeconform/pkg/validator"
	"helm.sh/helm/v4/pkg/chart/common"
	"helm.sh/helm/v4/pkg/chart/common/util"
	"helm.sh/helm/v4/pkg/chart/v2/loader"
	chartutil "helm.sh/helm/v4/pkg/chart/v2/util"
	"helm.sh/helm/v4/pkg/engine"
	releaseutil "helm.sh/helm/v4/pkg/release/v1/util"
	"sigs.k8s.io/yaml"
)

type application struct {
	Metadata struct{ Name string }
	Spec     struct {
		Destination struct{ Namespace string }
		Source      struct {
			Path string
			Helm struct{ ValueFiles []string }
		}
	}
}

func main() {
	debug.SetGCPercent(200) // as argowave sets it for the same code
	folder, location := os.Args[1], os.Args[2]
	workers, err := strconv.Atoi(os.Args[3])
	check(err)
	validate, err := validator.New([]string{location}, validator.Opts{Strict: true, KubernetesVersion: "1.36.0"})
	check(err)
	files, err := filepath.Glob(filepath.Join(folder, "apps", "*.yaml"))
	check(err)
	files = append(files, filepath.Join(folder, "root.yaml"))

	counts := map[validator.Status]int{}
	var lock sync.Mutex
	queue := make(chan string)
	var group sync.WaitGroup
	for range workers {
		group.Add(1)
		go func() {
			defer group.Done()
			for file := range queue {
				for _, result := range lint(validate, folder, file) {
					lock.Lock()
					counts[result.Status]++
					lock.Unlock()
					if result.Status != validator.Valid {
						fmt.Println(file, result.Err)
					}
				}
			}
		}()
	}
	for _, file := range files {
		queue <- file
	}
	close(queue)
	group.Wait()
	fmt.Printf("%d valid, %d invalid, %d errors\n", counts[validator.Valid], counts[validator.Invalid], counts[validator.Error])
}

func lint(validate validator.Validator, folder, file string) []validator.Result {
	data, err := os.ReadFile(file)
	check(err)
	// one resource at a time: Validate would allocate megabytes for each stream
	results := []validator.Result{validate.ValidateResource(resource.Resource{Path: file, Bytes: data})}
	var app application
	check(yaml.Unmarshal(data, &app))
	if app.Spec.Source.Path == "apps" {
		return results
	}
	for _, manifest := range render(folder, app) {
		rendered := resource.Resource{Path: manifest.Name, Bytes: []byte(manifest.Content)}
		results = append(results, validate.ValidateResource(rendered))
	}
	return results
}

func render(folder string, app application) []releaseutil.Manifest {
	chart, err := loader.Load(filepath.Join(folder, app.Spec.Source.Path))
	check(err)
	values := map[string]any{}
	for _, name := range app.Spec.Source.Helm.ValueFiles {
		file, err := os.Open(filepath.Join(folder, name))
		check(err)
		read, err := loader.LoadValues(file)
		check(err)
		check(file.Close())
		values = loader.MergeMaps(values, read)
	}
	check(chartutil.ProcessDependencies(chart, values))
	options := common.ReleaseOptions{Name: app.Metadata.Name, Namespace: app.Spec.Destination.Namespace, Revision: 1, IsInstall: true}
	merged, err := util.ToRenderValues(chart, values, options, common.DefaultCapabilities.Copy())
	check(err)
	texts, err := engine.Render(chart, merged)
	check(err)
	for name := range texts {
		if strings.HasSuffix(name, "NOTES.txt") {
			delete(texts, name)
		}
	}
	_, manifests, err := releaseutil.SortManifests(texts, nil, releaseutil.InstallOrder)
	check(err)
	return manifests
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}
