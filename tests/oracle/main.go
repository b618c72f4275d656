// Reads JSON strings, one a line, as YAML documents and answers each with one line of JSON:
// {"value": …} as sigs.k8s.io/yaml gives it, or {"error": "…"}; "strict" says whether the
// strict reader takes it too.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	"sigs.k8s.io/yaml"
)

type answer struct {
	Value  json.RawMessage `json:"value,omitempty"`
	Error  string          `json:"error,omitempty"`
	Strict bool            `json:"strict"`
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(make([]byte, 1<<20), 1<<26)
	out := bufio.NewWriter(os.Stdout)
	for lines.Scan() {
		fmt.Fprintln(out, string(read(lines.Bytes())))
		out.Flush()
	}
}

func read(line []byte) []byte {
	var text string
	if err := json.Unmarshal(line, &text); err != nil {
		panic(err)
	}
	var given answer
	value, err := yaml.YAMLToJSON([]byte(text))
	if err != nil {
		given.Error = err.Error()
	} else {
		given.Value = value
		_, strict := yaml.YAMLToJSONStrict([]byte(text))
		given.Strict = strict == nil
	}
	encoded, err := json.Marshal(given)
	if err != nil {
		panic(err)
	}
	return encoded
}
