// Command applicationsets prints what Argo CD makes of ApplicationSets.
//
// It reads cases from stdin, one JSON object a line, and prints one answer a line:
//
//	{"applicationSet": {...}, "repository": "/folder", "secrets": [...]}
//	{"applications": [...], "error": ""}
//
// The repository is a local folder; whatever repoURL a git generator names is answered from it.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"

	log "github.com/sirupsen/logrus"
)

func main() {
	log.SetOutput(io.Discard)
	reader := bufio.NewReaderSize(os.Stdin, 1<<20)
	writer := json.NewEncoder(os.Stdout)
	writer.SetEscapeHTML(false)
	decoder := json.NewDecoder(reader)
	for decoder.More() {
		var given question
		if err := decoder.Decode(&given); err != nil {
			fmt.Fprintln(os.Stderr, "a case cannot be read:", err)
			os.Exit(2)
		}
		if err := writer.Encode(answer(given)); err != nil {
			fmt.Fprintln(os.Stderr, "an answer cannot be written:", err)
			os.Exit(2)
		}
	}
}
