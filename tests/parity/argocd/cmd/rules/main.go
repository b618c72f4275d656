// Command rules answers questions about Argo CD's rules with Argo CD's own code.
//
// It reads questions from stdin, one JSON object a line, and prints one JSON value a line:
//
//	{"ask": "glob", "pattern": "a*", "text": "ab", "separators": "/"}
//	true
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	log "github.com/sirupsen/logrus"
	"k8s.io/klog/v2"
)

// question is what may be asked; which fields count depends on ask.
type question struct {
	Ask        string            `json:"ask"`
	Spec       json.RawMessage   `json:"spec"`
	URL        string            `json:"url"`
	Server     string            `json:"server"`
	Name       string            `json:"name"`
	Namespace  string            `json:"namespace"`
	Group      string            `json:"group"`
	Kind       string            `json:"kind"`
	Namespaced bool              `json:"namespaced"`
	Pattern    string            `json:"pattern"`
	Text       string            `json:"text"`
	Separators string            `json:"separators"`
	Object     map[string]any    `json:"object"`
	Objects    []map[string]any  `json:"objects"`
	Prune      bool              `json:"prune"`
	Script     string            `json:"script"`
	OpenLibs   bool              `json:"openLibs"`
	Settings   map[string]string `json:"settings"`
	Files      []string          `json:"files"`
}

var answers = map[string]func(question) (any, error){
	"source":           permitsSource,
	"destination":      permitsDestination,
	"kind":             permitsKind,
	"source namespace": permitsNamespace,
	"url":              normalisedURL,
	"glob":             matchesGlob,
	"health":           healthOf,
	"lua":              runLua,
	"override":         overrideOf,
	"excluded":         isExcluded,
	"order":            order,
	"hook":             hookOf,
	"type":             sourceType,
}

func main() {
	log.SetOutput(io.Discard)
	flags := flag.NewFlagSet("klog", flag.ContinueOnError)
	klog.InitFlags(flags)
	_ = flags.Set("logtostderr", "false")
	klog.SetOutput(io.Discard)
	writer := json.NewEncoder(os.Stdout)
	writer.SetEscapeHTML(false)
	decoder := json.NewDecoder(bufio.NewReaderSize(os.Stdin, 1<<20))
	for decoder.More() {
		var asked question
		if err := decoder.Decode(&asked); err != nil {
			stop("a question cannot be read:", err)
		}
		given, err := answer(asked)
		if err != nil {
			given = map[string]string{"error": err.Error()}
		}
		if err := writer.Encode(given); err != nil {
			stop("an answer cannot be written:", err)
		}
	}
}

// answer answers one question; where Argo CD's code panics, so that a process of its would end,
// that is the answer.
func answer(asked question) (given any, err error) {
	known, found := answers[asked.Ask]
	if !found {
		stop("nobody knows how to answer", asked.Ask)
	}
	defer func() {
		if recover() != nil {
			err = errors.New("panic")
		}
	}()
	return known(asked)
}

func stop(words ...any) {
	fmt.Fprintln(os.Stderr, words...)
	os.Exit(2)
}
