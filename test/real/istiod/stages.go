package main

import (
	"context"
	"io"
	"os"
	"slices"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	extensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	structural "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/listtype"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	names "k8s.io/apimachinery/pkg/api/validation"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/apimachinery/pkg/util/yaml"
	celconfig "k8s.io/apiserver/pkg/apis/cel"
)

type stagesOutput struct {
	ID      string    `json:"id"`
	Refused []refused `json:"refused"`
}

// refused is an object, the stage of the API server that refuses it, and where.
type refused struct {
	Object string   `json:"object"`
	Stage  string   `json:"stage"`
	Paths  []string `json:"paths"`
}

// served is how an API server judges the objects of one version of a kind.
type served struct {
	namespaced bool
	structural *structural.Structural
	validator  validation.SchemaValidator
	rules      *cel.Validator
}

// stages tells what an API server itself would say of each object: of its stages the first one that refuses it.
func stages(crds []string) {
	kinds := map[schema.GroupVersionKind]served{}
	for _, file := range crds {
		readKinds(file, kinds)
	}
	lines(func(input verdictInput) {
		output := stagesOutput{ID: input.ID, Refused: []refused{}}
		for _, m := range input.Manifests {
			m.defaultNamespace()
			object := &unstructured.Unstructured{}
			must(object.UnmarshalJSON(m.json()))
			if kind, found := kinds[object.GroupVersionKind()]; found {
				if stage, paths := kind.judge(object); stage != "" {
					output.Refused = append(output.Refused, refused{Object: m.key(), Stage: stage, Paths: paths})
				}
			}
		}
		say(output)
	})
}

func (s served) judge(object *unstructured.Unstructured) (stage string, paths []string) {
	delete(object.Object, "status")
	defaulting.Default(object.Object, s.structural)
	defaulting.PruneNonNullableNullsWithoutDefaults(object.Object, s.structural)
	unknown := pruning.PruneWithOptions(object.Object, s.structural, true, structural.UnknownFieldPathOptions{TrackUnknownFieldPaths: true})
	if len(unknown) > 0 {
		slices.Sort(unknown)
		return "decoding", unknown
	}
	for _, each := range s.validate(object) {
		paths = append(paths, each.Field)
	}
	slices.Sort(paths)
	if len(paths) > 0 {
		stage = "validation"
	}
	return stage, slices.Compact(paths)
}

// validate asks the parts of the API server in the order in which it asks them when an object is made.
func (s served) validate(object *unstructured.Unstructured) field.ErrorList {
	found := names.ValidateObjectMetaAccessor(object, s.namespaced, names.NameIsDNSSubdomain, field.NewPath("metadata"))
	found = append(found, validation.ValidateCustomResource(nil, object.Object, s.validator)...)
	found = append(found, listtype.ValidateListSetsAndMaps(nil, s.structural, object.Object)...)
	if slices.ContainsFunc(found, func(each *field.Error) bool { return slices.Contains(blocking, each.Type) }) {
		return found
	}
	broken, _ := s.rules.Validate(context.Background(), nil, s.structural, object.Object, nil, celconfig.RuntimeCELCostBudget)
	return append(found, broken...)
}

// blocking are the errors after which rules make no sense.
var blocking = []field.ErrorType{
	field.ErrorTypeNotSupported, field.ErrorTypeRequired, field.ErrorTypeTooLong, field.ErrorTypeTooMany, field.ErrorTypeTypeInvalid,
}

func readKinds(file string, kinds map[schema.GroupVersionKind]served) {
	text, err := os.Open(file)
	must(err)
	defer text.Close()
	decoder := yaml.NewYAMLOrJSONDecoder(text, 1<<20)
	for {
		var crd extensions.CustomResourceDefinition
		err := decoder.Decode(&crd)
		if err == io.EOF {
			return
		}
		must(err)
		if crd.Kind != "CustomResourceDefinition" {
			continue
		}
		for _, version := range crd.Spec.Versions {
			if !version.Served {
				continue
			}
			var internal apiextensions.JSONSchemaProps
			must(extensions.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(version.Schema.OpenAPIV3Schema, &internal, nil))
			compiled, err := structural.NewStructural(&internal)
			must(err)
			validator, _, err := validation.NewSchemaValidator(&internal)
			must(err)
			kind := schema.GroupVersionKind{Group: crd.Spec.Group, Version: version.Name, Kind: crd.Spec.Names.Kind}
			kinds[kind] = served{
				namespaced: crd.Spec.Scope == extensions.NamespaceScoped,
				structural: compiled,
				validator:  validator,
				rules:      cel.NewValidator(compiled, true, celconfig.PerCallLimit),
			}
		}
	}
}
