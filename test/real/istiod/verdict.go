package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"runtime/debug"
	"slices"
	"sort"
	"strings"

	"istio.io/istio/pilot/pkg/config/file"
	"istio.io/istio/pilot/pkg/config/kube/crd"
	"istio.io/istio/pkg/cluster"
	"istio.io/istio/pkg/config/analysis/analyzers"
	"istio.io/istio/pkg/config/analysis/local"
	validation "istio.io/istio/pkg/config/crd"
	"istio.io/istio/pkg/config/resource"
	"istio.io/istio/pkg/config/schema/collections"
	sresource "istio.io/istio/pkg/config/schema/resource"
	"istio.io/istio/pkg/kube/inject"
	"istio.io/istio/pkg/ptr"
	admission "k8s.io/api/admissionregistration/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	k8slabels "k8s.io/apimachinery/pkg/labels"
)

type verdictInput struct {
	ID            string         `json:"id"`
	Manifests     []manifest     `json:"manifests"`
	OtherClusters []otherCluster `json:"otherClusters"`
	// Unanalyzed leaves out what the analyzers say, which takes longest.
	Unanalyzed bool `json:"unanalyzed"`
}

type otherCluster struct {
	Name      string     `json:"name"`
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
	// Without says what the analyzers find when they get no manifest that their reader refuses, which refuses all for one.
	Without *without `json:"without,omitempty"`
}

type without struct {
	Manifests []int     `json:"manifests"`
	Analysis  []message `json:"analysis"`
}

type message struct {
	Object string `json:"object"`
	Code   string `json:"code,omitempty"`
	Level  string `json:"level,omitempty"`
	Text   string `json:"text"`
}

func verdict(crds []string) {
	validator, err := validation.NewValidatorFromFilesWithOptions(crds, validation.WithoutCRDValidation())
	must(err)
	// Little of the memory lives long, so it is collected seldom.
	debug.SetGCPercent(400)
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
		if input.Unanalyzed {
			say(output)
			return
		}
		found, err := recovered(func() ([]message, error) { return analysis(input.Manifests) })
		if err != nil && isPanic(err) {
			found = append(found, message{Code: "panic", Level: "Error", Text: err.Error()})
		} else if err != nil {
			found = append(found, message{Code: "unreadable", Level: "Error", Text: err.Error()})
			output.Without = withoutUnreadable(input.Manifests)
		}
		output.Analysis = append(output.Analysis, found...)
		if len(input.OtherClusters) > 0 {
			found, err := acrossClusters(input.Manifests, input.OtherClusters)
			must(err)
			output.Analysis = append(output.Analysis, found...)
		}
		say(output)
	})
}

func withoutUnreadable(manifests []manifest) *without {
	result := &without{Manifests: []int{}, Analysis: []message{}}
	rest := []manifest{}
	for i, m := range manifests {
		if _, err := recovered(func() ([]message, error) { return analysis([]manifest{m}) }); err != nil && !isPanic(err) {
			result.Manifests = append(result.Manifests, i)
		} else {
			rest = append(rest, m)
		}
	}
	found, err := recovered(func() ([]message, error) { return analysis(rest) })
	if err != nil {
		return nil
	}
	result.Analysis = append(result.Analysis, found...)
	return result
}

func isPanic(err error) bool {
	return strings.HasPrefix(err.Error(), "panic: ")
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
func apiServer(validator *validation.Validator, m manifest) error {
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
	var object crd.IstioKind
	if err := json.Unmarshal(m.json(), &object); err != nil {
		return nil, err
	}
	// As the webhook does, whatever the version. It is not asked of kinds that are not there.
	gvk := object.GroupVersionKind()
	schema, found := collections.Pilot.FindByGroupKind(sresource.FromKubernetesGVK(&gvk))
	if !found {
		return nil, nil
	}
	converted, err := crd.ConvertObject(schema, &object, "cluster.local")
	if err != nil {
		return nil, err
	}
	return schema.ValidateConfig(*converted)
}

func analysis(manifests []manifest) ([]message, error) {
	namespaces := map[string]manifest{}
	for _, m := range manifests {
		if m.kind() == "Namespace" {
			namespaces[m.text("metadata", "name")] = m
		}
	}
	webhooks := injectorWebhooks(manifests)
	var text bytes.Buffer
	for _, m := range append(manifests[:len(manifests):len(manifests)], webhooks...) {
		documents := []manifest{stored(m)}
		if pod := podOf(m, namespaces); pod != nil {
			documents = append(documents, pod)
		}
		// The reader of files takes off the last line end of a document, even where it is part of a text: JSON has none there.
		for _, document := range documents {
			text.WriteString("---\n")
			text.Write(document.json())
			text.WriteString("\n")
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
	if err := readNetworks(analyzer, manifests); err != nil {
		return nil, err
	}
	return messagesOf(analyzer)
}

// readNetworks takes the networks of the mesh from where a cluster has them.
func readNetworks(analyzer *local.IstiodAnalyzer, manifests []manifest) error {
	for _, m := range manifests {
		networks := manifest(asObject(m["data"])).text("meshNetworks")
		if m.kind() != "ConfigMap" || m.text("metadata", "namespace") != "istio-system" || m.text("metadata", "name") != "istio" || networks == "" {
			continue
		}
		file, err := os.CreateTemp("", "networks")
		if err != nil {
			return err
		}
		defer os.Remove(file.Name())
		if err := os.WriteFile(file.Name(), []byte(networks), 0o600); err != nil {
			return err
		}
		if err := analyzer.AddFileKubeMeshNetworks(file.Name()); err != nil {
			return err
		}
	}
	return nil
}

// acrossClusters runs the analyzers that compare clusters, and tells what they say of the objects of this one.
func acrossClusters(manifests []manifest, others []otherCluster) ([]message, error) {
	analyzer := local.NewIstiodAnalyzer(analyzers.AllMultiClusterCombined(), resource.Namespace(""), "istio-system", nil)
	if err := analyzer.AddTestReaderKubeSource(nil); err != nil {
		return nil, err
	}
	for _, each := range append(slices.Clone(others), otherCluster{Name: "here", Manifests: manifests}) {
		source := file.NewKubeSource(collections.All)
		source.SetDefaultNamespace("default")
		for i, m := range each.Manifests {
			if err := source.ApplyContent(fmt.Sprint(i), string(defaulted(stored(m)).json())); err != nil {
				return nil, err
			}
		}
		analyzer.AddSourceForCluster(source, cluster.ID(each.Name))
	}
	found, err := messagesOf(analyzer)
	return slices.DeleteFunc(found, func(said message) bool {
		return !slices.ContainsFunc(manifests, func(m manifest) bool {
			return said.Object == fmt.Sprintf("%s %s/%s", m.kind(), m.text("metadata", "namespace"), m.text("metadata", "name"))
		})
	}), err
}

// defaulted is a Service with what the API server adds and only a comparison of clusters looks at.
func defaulted(m manifest) manifest {
	if m.kind() != "Service" {
		return m
	}
	m = maps.Clone(m)
	spec := maps.Clone(asObject(m["spec"]))
	if spec["type"] == nil {
		spec["type"] = "ClusterIP"
	}
	ports, _ := spec["ports"].([]any)
	for i, each := range ports {
		if port := asObject(each); port["targetPort"] == nil {
			port = maps.Clone(port)
			port["targetPort"] = port["port"]
			ports[i] = port
		}
	}
	m["spec"] = spec
	return m
}

func messagesOf(analyzer *local.IstiodAnalyzer) ([]message, error) {
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
		if object == "MeshNetworks istio-system/meshnetworks" {
			object = "ConfigMap istio-system/istio"
		}
		if object == "MutatingWebhookConfiguration "+ofChart {
			continue
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
	containers, _ := podSpec["containers"].([]any)
	proxy := proxyOf(containers)
	if (proxy >= 0 && !isAuto(containers[proxy])) || !injected(pod, namespaces) {
		return pod
	}
	containers = slices.Clone(containers)
	if proxy < 0 {
		containers = append(containers, map[string]any{"name": "istio-proxy", "image": "auto"})
	}
	for i, each := range containers {
		if container := asObject(each); container["name"] == "istio-proxy" && isAuto(each) {
			container = maps.Clone(container)
			container["image"] = "istio/proxyv2:1.31.1"
			containers[i] = container
		}
	}
	podSpec["containers"] = containers
	return pod
}

func proxyOf(containers []any) int {
	return slices.IndexFunc(containers, func(each any) bool {
		container, ok := each.(map[string]any)
		return ok && container["name"] == "istio-proxy"
	})
}

// isAuto tells whether a container leaves its image to the injector, as those of gateways do.
func isAuto(container any) bool {
	image := asObject(container)["image"]
	return image == "auto" || image == "" || image == nil
}

// injected tells whether the injector adds a proxy: the webhooks of Istio's own chart have to see the pod, and the injector must want to.
func injected(pod manifest, namespaces map[string]manifest) bool {
	name := pod.text("metadata", "namespace")
	if name == "" {
		name = "default"
	}
	spec := pod["spec"].(map[string]any)
	if spec["hostNetwork"] == true || inject.IgnoredNamespaces.Contains(name) {
		return false
	}
	var inNamespace map[string]string
	if namespace, known := namespaces[name]; known {
		inNamespace = namespace.texts("metadata", "labels")
		inNamespace[nameLabel] = name
	}
	labels := pod.texts("metadata", "labels")
	wish, said := labels["sidecar.istio.io/inject"]
	if !said {
		wish = pod.texts("metadata", "annotations")["sidecar.istio.io/inject"]
	}
	return wish != "false" && slices.ContainsFunc(chartWebhooks, func(webhook admission.MutatingWebhook) bool {
		return matches(webhook.NamespaceSelector, inNamespace) && matches(webhook.ObjectSelector, labels)
	})
}

func matches(selector *meta.LabelSelector, labels map[string]string) bool {
	compiled, err := meta.LabelSelectorAsSelector(selector)
	must(err)
	return compiled.Matches(k8slabels.Set(labels))
}

// nameLabel is written by the API server.
const nameLabel = "kubernetes.io/metadata.name"

// chartWebhooks are the webhooks of the injector as Istio's chart installs them, for any revision. A namespace that is not among the
// manifests, and so has no labels at all, is taken for one of the mesh.
var chartWebhooks = []admission.MutatingWebhook{
	webhookFor("unknown", selector(absent(nameLabel)), selector(wanted)),
	webhookFor("rev.namespace", selector(present(revision), nonempty(revision), absent(injection)), selector(wanted)),
	webhookFor("rev.object", selector(present(nameLabel), absent(revision), absent(injection)),
		selector(wanted, present(revision), nonempty(revision))),
	webhookFor("namespace", selector(is(injection, "enabled")), selector(wanted)),
	webhookFor("object", selector(present(nameLabel), absent(injection), absent(revision)),
		selector(is("sidecar.istio.io/inject", "true"), absent(revision))),
}

const (
	revision  = "istio.io/rev"
	injection = "istio-injection"
)

var wanted = meta.LabelSelectorRequirement{Key: "sidecar.istio.io/inject", Operator: meta.LabelSelectorOpNotIn, Values: []string{"false"}}

func present(key string) meta.LabelSelectorRequirement {
	return meta.LabelSelectorRequirement{Key: key, Operator: meta.LabelSelectorOpExists}
}

func absent(key string) meta.LabelSelectorRequirement {
	return meta.LabelSelectorRequirement{Key: key, Operator: meta.LabelSelectorOpDoesNotExist}
}

func nonempty(key string) meta.LabelSelectorRequirement {
	return meta.LabelSelectorRequirement{Key: key, Operator: meta.LabelSelectorOpNotIn, Values: []string{""}}
}

func is(key, value string) meta.LabelSelectorRequirement {
	return meta.LabelSelectorRequirement{Key: key, Operator: meta.LabelSelectorOpIn, Values: []string{value}}
}

func selector(requirements ...meta.LabelSelectorRequirement) *meta.LabelSelector {
	return &meta.LabelSelector{MatchExpressions: requirements}
}

func webhookFor(name string, namespaces, objects *meta.LabelSelector) admission.MutatingWebhook {
	return admission.MutatingWebhook{
		Name:              name + ".sidecar-injector.istio.io",
		ClientConfig:      admission.WebhookClientConfig{URL: ptr.Of("https://istiod.example.com/inject")},
		NamespaceSelector: namespaces,
		ObjectSelector:    objects,
	}
}

const ofChart = "installed-by-chart"

// injectorWebhooks is what the chart installs, unless the manifests have webhooks of Istio.
func injectorWebhooks(manifests []manifest) []manifest {
	for _, m := range manifests {
		webhooks, _ := m["webhooks"].([]any)
		for _, each := range webhooks {
			if m.kind() == "MutatingWebhookConfiguration" && strings.HasSuffix(manifest(asObject(each)).text("name"), "istio.io") {
				return nil
			}
		}
	}
	installed := manifest{
		"apiVersion": "admissionregistration.k8s.io/v1", "kind": "MutatingWebhookConfiguration",
		"metadata": map[string]any{"name": ofChart},
	}
	raw := jsonOf(chartWebhooks)
	var webhooks []any
	must(json.Unmarshal(raw, &webhooks))
	installed["webhooks"] = webhooks
	return []manifest{installed}
}

func asObject(value any) map[string]any {
	object, _ := value.(map[string]any)
	return object
}

// stored is an object as the API server keeps it, as far as analyzers look at what it writes.
func stored(m manifest) manifest {
	switch {
	case m.kind() == "Namespace" && m["metadata"] != nil:
		metadata := maps.Clone(asObject(m["metadata"]))
		given, isObject := metadata["labels"].(map[string]any)
		if !isObject && metadata["labels"] != nil {
			return m
		}
		labels := map[string]any{}
		maps.Copy(labels, given)
		labels[nameLabel] = metadata["name"]
		metadata["labels"] = labels
		m = maps.Clone(m)
		m["metadata"] = metadata
	case m.kind() == "Secret" && m.group() == "" && asObject(m["stringData"]) != nil:
		data := map[string]any{}
		maps.Copy(data, asObject(m["data"]))
		for key, text := range m.texts("stringData") {
			data[key] = base64.StdEncoding.EncodeToString([]byte(text))
		}
		m = maps.Clone(m)
		m["data"] = data
	case m.kind() == "Service" && m.group() == "":
		spec := maps.Clone(asObject(m["spec"]))
		ports, isList := spec["ports"].([]any)
		if !isList {
			return m
		}
		ports = slices.Clone(ports)
		for i, each := range ports {
			if port, ok := each.(map[string]any); (ok || each == nil) && (port["protocol"] == nil || port["protocol"] == "") {
				port = maps.Clone(port)
				if port == nil {
					port = map[string]any{}
				}
				port["protocol"] = "TCP"
				ports[i] = port
			}
		}
		spec["ports"] = ports
		m = maps.Clone(m)
		m["spec"] = spec
	}
	return m
}
