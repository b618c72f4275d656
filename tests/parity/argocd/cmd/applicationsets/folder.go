package main

import (
	"context"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
)

// folder answers for Argo CD's repo-server from one git repository on the disk.
type folder struct{ root string }

// GetFiles gives the files that `git ls-files` lists for a pattern, as the repo-server does
// without its newer globbing.
func (f folder) GetFiles(
	_ context.Context, _, _, _, pattern string, _ bool, _ *v1alpha1.SourceIntegrity,
) (map[string][]byte, error) {
	if pattern == "" {
		pattern = "."
	}
	command := exec.Command("git", "-C", f.root, "ls-files", "--full-name", "-z", "--", pattern)
	listed, err := command.Output()
	if err != nil {
		return nil, err
	}
	found := map[string][]byte{}
	for _, path := range strings.Split(string(listed), "\x00") {
		if path == "" {
			continue
		}
		content, err := os.ReadFile(filepath.Join(f.root, path))
		if err != nil {
			return nil, err
		}
		found[path] = content
	}
	return found, nil
}

// GetDirectories gives every folder but for hidden ones, each before what is in it.
func (f folder) GetDirectories(
	_ context.Context, _, _, _ string, _ bool, _ *v1alpha1.SourceIntegrity,
) ([]string, error) {
	var found []string
	err := filepath.WalkDir(f.root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case !entry.IsDir() || path == f.root:
			return nil
		case strings.HasPrefix(entry.Name(), "."):
			return filepath.SkipDir
		}
		relative, err := filepath.Rel(f.root, path)
		found = append(found, relative)
		return err
	})
	return found, err
}
