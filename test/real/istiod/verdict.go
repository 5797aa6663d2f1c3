package main

import (
	"bytes"
	"fmt"
	"sort"
	"strings"

	"istio.io/istio/pkg/config/analysis/analyzers"
	"istio.io/istio/pkg/config/analysis/local"
	"istio.io/istio/pkg/config/crd"
	"istio.io/istio/pkg/config/resource"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

type verdictInput struct {
	ID        string     `json:"id"`
	Manifests []manifest `json:"manifests"`
}

type verdictOutput struct {
	ID        string    `json:"id"`
	APIServer []message `json:"apiServer"`
	Webhook   struct {
		Errors   []message `json:"errors"`
		Warnings []message `json:"warnings"`
	} `json:"webhook"`
	Analysis []message `json:"analysis"`
}

type message struct {
	Object string `json:"object"`
	Code   string `json:"code,omitempty"`
	Level  string `json:"level,omitempty"`
	Text   string `json:"text"`
}

func verdict(crds []string) {
	validator, err := crd.NewValidatorFromFilesWithOptions(crds, crd.WithoutCRDValidation())
	must(err)
	lines(func(input verdictInput) {
		output := verdictOutput{ID: input.ID, APIServer: []message{}, Analysis: []message{}}
		output.Webhook.Errors, output.Webhook.Warnings = []message{}, []message{}
		for _, m := range input.Manifests {
			m.defaultNamespace()
			if m.isIstio() || m.isGatewayAPI() {
				if err := apiServer(validator, m); err != nil {
					output.APIServer = append(output.APIServer, message{Object: m.key(), Text: err.Error()})
				}
			}
			if m.isIstio() {
				warning, err := webhook(m)
				if err != nil {
					output.Webhook.Errors = append(output.Webhook.Errors, message{Object: m.key(), Text: err.Error()})
				}
				if warning != nil {
					output.Webhook.Warnings = append(output.Webhook.Warnings, message{Object: m.key(), Text: warning.Error()})
				}
			}
		}
		found, err := recovered(func() ([]message, error) { return analysis(input.Manifests) })
		if err != nil && strings.HasPrefix(err.Error(), "panic: ") {
			found = append(found, message{Code: "panic", Level: "Error", Text: err.Error()})
		} else if err != nil {
			found = append(found, message{Code: "unreadable", Level: "Error", Text: err.Error()})
		}
		output.Analysis = append(output.Analysis, found...)
		say(output)
	})
}

// recovered makes an error of a panic: some analyzers have them for what the webhook refuses.
func recovered(run func() ([]message, error)) (found []message, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("panic: %v", cause)
		}
	}()
	return run()
}

// apiServer gives the verdict of schema and CEL. The API server drops what a client writes as status.
func apiServer(validator *crd.Validator, m manifest) error {
	object := &unstructured.Unstructured{}
	if err := object.UnmarshalJSON(m.json()); err != nil {
		return err
	}
	delete(object.Object, "status")
	return validator.ValidateCustomResource(object)
}

func webhook(m manifest) (warning error, err error) {
	for key := range m {
		switch key {
		case "apiVersion", "kind", "metadata", "spec", "status":
		default:
			return nil, fmt.Errorf("unknown field %q", key)
		}
	}
	schema, object, err := m.config()
	if err != nil {
		return nil, err
	}
	return schema.ValidateConfig(*object)
}

func analysis(manifests []manifest) ([]message, error) {
	namespaces := map[string]manifest{}
	for _, m := range manifests {
		if m.kind() == "Namespace" {
			namespaces[m.text("metadata", "name")] = m
		}
	}
	var text bytes.Buffer
	for _, m := range manifests {
		documents := []manifest{m}
		if pod := podOf(m, namespaces); pod != nil {
			documents = append(documents, pod)
		}
		for _, document := range documents {
			y, err := yaml.Marshal(document)
			if err != nil {
				return nil, err
			}
			text.WriteString("---\n")
			text.Write(y)
		}
	}
	analyzer := local.NewIstiodAnalyzer(analyzers.AllCombined(), resource.Namespace(""), "istio-system", nil)
	// The first source decides which kinds are kept; later ones override the defaults.
	if err := analyzer.AddTestReaderKubeSource(nil); err != nil {
		return nil, err
	}
	if err := analyzer.AddDefaultResources(); err != nil {
		return nil, err
	}
	if err := analyzer.AddTestReaderKubeSource([]local.ReaderSource{{Name: "manifests", Reader: &text}}); err != nil {
		return nil, err
	}
	stop := make(chan struct{})
	defer close(stop)
	result, err := analyzer.Analyze(stop)
	if err != nil {
		return nil, err
	}
	var found []message
	for _, m := range result.Messages {
		object := ""
		if m.Resource != nil {
			object = m.Resource.Origin.FriendlyName()
		}
		found = append(found, message{Object: object, Code: m.Type.Code(), Level: m.Type.Level().String(), Text: fmt.Sprintf(m.Type.Template(), m.Parameters...)})
	}
	sort.SliceStable(found, func(i, j int) bool { return found[i].Code+found[i].Object < found[j].Code+found[j].Object })
	return found, nil
}

// podOf makes the pod that the analyzers want to see, as the injector leaves it.
func podOf(m manifest, namespaces map[string]manifest) manifest {
	spec, _ := m["spec"].(map[string]any)
	switch m.kind() {
	case "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "Rollout":
	case "CronJob":
		job, _ := spec["jobTemplate"].(map[string]any)
		spec, _ = job["spec"].(map[string]any)
	default:
		return nil
	}
	template, ok := spec["template"].(map[string]any)
	if !ok {
		return nil
	}
	metadata := map[string]any{}
	if given, ok := template["metadata"].(map[string]any); ok {
		for key, value := range given {
			metadata[key] = value
		}
	}
	metadata["name"] = m.text("metadata", "name") + "-pod"
	if namespace := m.text("metadata", "namespace"); namespace != "" {
		metadata["namespace"] = namespace
	}
	podSpec := map[string]any{}
	if given, ok := template["spec"].(map[string]any); ok {
		for key, value := range given {
			podSpec[key] = value
		}
	}
	pod := manifest{"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": podSpec}
	if injected(pod, namespaces) {
		containers, _ := podSpec["containers"].([]any)
		podSpec["containers"] = append(append([]any{}, containers...), map[string]any{"name": "istio-proxy", "image": "istio/proxyv2:1.31.1"})
	}
	return pod
}

// injected tells whether the injector adds a proxy. A namespace that is not among the manifests is taken for one of the mesh.
func injected(pod manifest, namespaces map[string]manifest) bool {
	containers, _ := pod["spec"].(map[string]any)["containers"].([]any)
	for _, each := range containers {
		if container, ok := each.(map[string]any); ok && container["name"] == "istio-proxy" {
			return false
		}
	}
	for _, of := range []string{"labels", "annotations"} {
		switch pod.text("metadata", of, "sidecar.istio.io/inject") {
		case "true":
			return true
		case "false":
			return false
		}
	}
	name := pod.text("metadata", "namespace")
	if name == "" {
		name = "default"
	}
	namespace, known := namespaces[name]
	if !known {
		return true
	}
	switch namespace.text("metadata", "labels", "istio-injection") {
	case "enabled":
		return true
	case "disabled":
		return false
	}
	return namespace.text("metadata", "labels", "istio.io/rev") != ""
}
