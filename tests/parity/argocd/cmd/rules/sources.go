package main

import (
	"context"
	"os"
	"path/filepath"

	"github.com/argoproj/argo-cd/v3/util/app/discovery"
)

// sourceType answers with what a folder of empty files is.
func sourceType(asked question) (any, error) {
	folder, err := os.MkdirTemp("", "source")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	for _, name := range asked.Files {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return nil, err
		}
		if err := os.WriteFile(path, nil, 0o644); err != nil {
			return nil, err
		}
	}
	return discovery.AppType(context.Background(), folder, folder, nil, nil, nil)
}
