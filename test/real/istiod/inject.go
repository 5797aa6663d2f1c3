package main

import (
	"encoding/json"
	"fmt"

	"istio.io/istio/manifests"
	"istio.io/istio/pkg/config/mesh"
	"istio.io/istio/pkg/kube/inject"
	apps "k8s.io/api/apps/v1"
	core "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/client-go/kubernetes/scheme"
	"sigs.k8s.io/yaml"
)

// chart is where the chart of istiod is among the manifests of its module.
const chart = "charts/istio-control/istio-discovery/"

type injectInput struct {
	ID        string     `json:"id"`
	Manifests []manifest `json:"manifests"`
}

type injectOutput struct {
	ID string `json:"id"`
	// Refused says which objects Kubernetes can't read, with the reason.
	Refused []message `json:"refused"`
	// Pods are those of the Deployments, as the injector leaves them.
	Pods []injectedPod `json:"pods"`
}

type injectedPod struct {
	Deployment  string            `json:"deployment"`
	Labels      map[string]string `json:"labels"`
	Annotations map[string]string `json:"annotations"`
	Spec        core.PodSpec      `json:"spec"`
	Warnings    []string          `json:"warnings"`
}

// injectAll tells what the injector of istiod makes of the pods of Deployments, with the templates and values of its own chart.
func injectAll() {
	templates, values := injectorConfig()
	strict := serializer.NewCodecFactory(scheme.Scheme, serializer.EnableStrict).UniversalDeserializer()
	lines(func(input injectInput) {
		output := injectOutput{ID: input.ID, Refused: []message{}, Pods: []injectedPod{}}
		for _, m := range input.Manifests {
			if m.isIstio() {
				continue
			}
			object, _, err := strict.Decode(m.json(), nil, nil)
			if err != nil {
				output.Refused = append(output.Refused, message{Object: m.key(), Text: err.Error()})
				continue
			}
			if deployment, ok := object.(*apps.Deployment); ok {
				output.Pods = append(output.Pods, injectInto(deployment, templates, values))
			}
		}
		say(output)
	})
}

func injectInto(deployment *apps.Deployment, templates inject.Templates, values inject.ValuesConfig) injectedPod {
	pod := injectedPod{Deployment: deployment.Namespace + "/" + deployment.Name, Warnings: []string{}}
	warn := func(text string) { pod.Warnings = append(pod.Warnings, text) }
	injected, err := inject.IntoObject(nil, templates, values, "default", mesh.DefaultMeshConfig(), deployment, warn)
	must(err)
	template := injected.(*apps.Deployment).Spec.Template
	pod.Labels, pod.Annotations, pod.Spec = template.Labels, template.Annotations, template.Spec
	return pod
}

// injectorConfig has the templates and the values of the injector as the chart of istiod puts them into its ConfigMap.
func injectorConfig() (inject.Templates, inject.ValuesConfig) {
	raw := inject.RawTemplates{}
	for name, file := range map[string]string{
		"sidecar": "files/injection-template.yaml",
		"gateway": "files/gateway-injection-template.yaml",
	} {
		text, err := manifests.FS.ReadFile(chart + file)
		must(err)
		raw[name] = string(text)
	}
	templates, err := inject.ParseTemplates(raw)
	must(err)

	text, err := manifests.FS.ReadFile(chart + "values.yaml")
	must(err)
	var file struct {
		Values map[string]any `json:"_internal_defaults_do_not_set"`
	}
	must(yaml.Unmarshal(text, &file))
	picked := map[string]any{
		"gateways": pick(file.Values["gateways"], "securityContext", "seccompProfile"),
		"pilot":    pick(file.Values["pilot"], "cni", "env"),
	}
	for _, key := range []string{"global", "sidecarInjectorWebhook", "revision"} {
		value, found := file.Values[key]
		if !found {
			fail(fmt.Sprintf("the chart of istiod has no value %s", key))
		}
		picked[key] = value
	}
	marshalled, err := json.Marshal(picked)
	must(err)
	values, err := inject.NewValuesConfig(string(marshalled))
	must(err)
	return templates, values
}

func pick(from any, keys ...string) map[string]any {
	picked := map[string]any{}
	values, _ := from.(map[string]any)
	for _, key := range keys {
		if value, found := values[key]; found {
			picked[key] = value
		}
	}
	return picked
}
