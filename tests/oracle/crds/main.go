// What the API server says of custom resources, by its own code.
//
// Reads {"schema": JSONSchemaProps, "objects": [...]} line by line and writes one line for each: a
// list with the faults of every object, or a text where the schema itself is refused. An object
// is created, so there is no old one; fields that nobody knows are faults.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	v1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/listtype"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	utiljson "k8s.io/apimachinery/pkg/util/json"
	"k8s.io/apimachinery/pkg/util/validation/field"
	celconfig "k8s.io/apiserver/pkg/apis/cel"
)

type request struct {
	Schema  v1.JSONSchemaProps `json:"schema"`
	Objects []json.RawMessage  `json:"objects"`
}

type judge struct {
	structural *schema.Structural
	validator  validation.SchemaValidator
	rules      *cel.Validator
}

func main() {
	lines := bufio.NewReaderSize(os.Stdin, 1<<20)
	for {
		line, end := lines.ReadBytes('\n')
		if len(line) > 1 {
			written, err := json.Marshal(answer(line))
			if err != nil {
				panic(err)
			}
			fmt.Println(string(written))
		}
		if end != nil {
			return
		}
	}
}

func answer(line []byte) any {
	var asked request
	if err := json.Unmarshal(line, &asked); err != nil {
		return err.Error()
	}
	judging, err := read(&asked.Schema)
	if err != nil {
		return err.Error()
	}
	answers := [][]string{}
	for _, raw := range asked.Objects {
		var object map[string]any
		if err := utiljson.Unmarshal(raw, &object); err != nil {
			return err.Error()
		}
		answers = append(answers, judging.faults(object))
	}
	return answers
}

func read(external *v1.JSONSchemaProps) (*judge, error) {
	internal := apiextensions.JSONSchemaProps{}
	if err := v1.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(external, &internal, nil); err != nil {
		return nil, err
	}
	structural, err := schema.NewStructural(&internal)
	if err != nil {
		return nil, err
	}
	validator, _, err := validation.NewSchemaValidator(&internal)
	if err != nil {
		return nil, err
	}
	return &judge{structural, validator, cel.NewValidator(structural, true, celconfig.PerCallLimit)}, nil
}

func (j *judge) faults(object map[string]any) []string {
	found := []string{}
	options := schema.UnknownFieldPathOptions{TrackUnknownFieldPaths: true}
	for _, path := range pruning.PruneWithOptions(object, j.structural, true, options) {
		found = append(found, "unknown field "+path)
	}
	coercing := objectmeta.CoerceOptions{ReturnUnknownFieldPaths: true}
	fault, unknown := objectmeta.CoerceWithOptions(nil, object, j.structural, false, coercing)
	if fault != nil {
		found = append(found, fault.Error())
	}
	for _, path := range unknown {
		found = append(found, "unknown field "+path)
	}
	defaulting.PruneNonNullableNullsWithoutDefaults(object, j.structural)
	defaulting.Default(object, j.structural)
	errors := validation.ValidateCustomResource(nil, object, j.validator)
	errors = append(errors, objectmeta.Validate(nil, object, j.structural, false)...)
	errors = append(errors, listtype.ValidateListSetsAndMaps(nil, j.structural, object)...)
	if len(errors) == 0 {
		errors, _ = j.rules.Validate(context.Background(), field.NewPath("$"), j.structural, object, nil, celconfig.RuntimeCELCostBudget)
	}
	for _, err := range errors {
		found = append(found, err.Error())
	}
	return found
}
