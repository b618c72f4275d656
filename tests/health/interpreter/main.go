// Runs health scripts with the interpreter that Argo CD uses, set up as Argo CD v3.5.1 does
// (util/lua/lua.go). Reads one JSON object a line, {"script", "object", "open"}, and answers
// each with one, {"result"} or {"error"}.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	lua "github.com/yuin/gopher-lua"
)

type question struct {
	Script string `json:"script"`
	Object any    `json:"object"`
	Open   bool   `json:"open"`
}

type answer struct {
	Result map[string]string `json:"result,omitempty"`
	Error  string            `json:"error,omitempty"`
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(make([]byte, 1<<20), 1<<26)
	for lines.Scan() {
		var asked question
		if err := json.Unmarshal(lines.Bytes(), &asked); err != nil {
			panic(err)
		}
		given, err := json.Marshal(run(asked))
		if err != nil {
			panic(err)
		}
		fmt.Println(string(given))
	}
}

func run(asked question) answer {
	state := lua.NewState(lua.Options{SkipOpenLibs: !asked.Open})
	defer state.Close()
	for _, library := range []struct {
		name string
		open lua.LGFunction
	}{
		{lua.LoadLibName, lua.OpenPackage},
		{lua.BaseLibName, lua.OpenBase},
		{lua.TabLibName, lua.OpenTable},
	} {
		call := lua.P{Fn: state.NewFunction(library.open), NRet: 0, Protect: true}
		if err := state.CallByParam(call, lua.LString(library.name)); err != nil {
			panic(err)
		}
	}
	limited, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	state.SetContext(limited)
	state.SetGlobal("obj", convert(state, asked.Object))
	if err := state.DoString(asked.Script); err != nil {
		return answer{Error: err.Error()}
	}
	table, ok := state.Get(-1).(*lua.LTable)
	if !ok {
		return answer{Error: "no table"}
	}
	result := map[string]string{}
	table.ForEach(func(key, value lua.LValue) { result[key.String()] = value.String() })
	return answer{Result: result}
}

func convert(state *lua.LState, value any) lua.LValue {
	switch value := value.(type) {
	case bool:
		return lua.LBool(value)
	case float64:
		return lua.LNumber(value)
	case string:
		return lua.LString(value)
	case []any:
		table := state.NewTable()
		for _, item := range value {
			table.Append(convert(state, item))
		}
		return table
	case map[string]any:
		table := state.NewTable()
		for key, item := range value {
			table.RawSetString(key, convert(state, item))
		}
		return table
	}
	return lua.LNil
}
