package main

import (
	"bufio"
	"errors"
	"io"
	"os"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	kubeyaml "k8s.io/apimachinery/pkg/util/yaml"
)

// crdDefaults writes what the API server writes into objects that leave it out: istiod relies on that.
type crdDefaults map[string]*schema.Structural

func readDefaults(files []string) (crdDefaults, error) {
	defaults := crdDefaults{}
	for _, file := range files {
		if err := defaults.read(file); err != nil {
			return nil, err
		}
	}
	return defaults, nil
}

func (d crdDefaults) read(file string) error {
	reader, err := os.Open(file)
	if err != nil {
		return err
	}
	defer reader.Close()
	decoder := kubeyaml.NewYAMLOrJSONDecoder(bufio.NewReader(reader), 512*1024)
	for {
		var external apiextensionsv1.CustomResourceDefinition
		if err := decoder.Decode(&external); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		for _, version := range external.Spec.Versions {
			if external.Kind != "CustomResourceDefinition" || version.Schema == nil {
				continue
			}
			var internal apiextensions.JSONSchemaProps
			if err := apiextensionsv1.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(version.Schema.OpenAPIV3Schema, &internal, nil); err != nil {
				return err
			}
			structural, err := schema.NewStructural(&internal)
			if err != nil {
				return err
			}
			d[external.Spec.Group+"/"+version.Name+" "+external.Spec.Names.Kind] = structural
		}
	}
}

func (d crdDefaults) apply(m manifest) manifest {
	structural := d[m.text("apiVersion")+" "+m.kind()]
	if structural != nil {
		defaulting.Default(map[string]any(m), structural)
	}
	return m
}
