package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"istio.io/istio/pilot/pkg/config/kube/crd"
	"istio.io/istio/pkg/config"
	"istio.io/istio/pkg/config/schema/collections"
	sresource "istio.io/istio/pkg/config/schema/resource"
)

// manifest is a Kubernetes object as it stands in YAML.
type manifest map[string]any

func (m manifest) text(path ...string) string {
	var value any = map[string]any(m)
	for _, key := range path {
		object, _ := value.(map[string]any)
		value = object[key]
	}
	text, _ := value.(string)
	return text
}

// texts has the texts of an object; Kubernetes takes null for an empty one.
func (m manifest) texts(path ...string) map[string]string {
	var value any = map[string]any(m)
	for _, key := range path {
		object, _ := value.(map[string]any)
		value = object[key]
	}
	object, _ := value.(map[string]any)
	texts := map[string]string{}
	for key, each := range object {
		if text, ok := each.(string); ok || each == nil {
			texts[key] = text
		}
	}
	return texts
}

func (m manifest) kind() string { return m.text("kind") }

func (m manifest) group() string {
	group, _, found := strings.Cut(m.text("apiVersion"), "/")
	if !found {
		return ""
	}
	return group
}

func (m manifest) isIstio() bool { return strings.HasSuffix(m.group(), "istio.io") }

func (m manifest) isGatewayAPI() bool { return m.group() == "gateway.networking.k8s.io" }

// key names the object among the others.
func (m manifest) key() string {
	return fmt.Sprintf("%s/%s %s/%s", m.group(), m.kind(), m.text("metadata", "namespace"), m.text("metadata", "name"))
}

// defaultNamespace writes the namespace that the API server would choose, and takes out the one of what belongs to none.
func (m manifest) defaultNamespace() {
	switch m.kind() {
	case "Namespace", "Node", "GatewayClass", "CustomResourceDefinition", "ClusterRole", "ClusterRoleBinding",
		"MutatingWebhookConfiguration", "ValidatingWebhookConfiguration":
		if metadata, ok := m["metadata"].(map[string]any); ok {
			delete(metadata, "namespace")
		}
		return
	}
	if metadata, ok := m["metadata"].(map[string]any); ok && metadata["namespace"] == nil {
		metadata["namespace"] = "default"
	}
}

func (m manifest) json() []byte {
	raw, err := json.Marshal(m)
	must(err)
	return raw
}

// config is an Istio object in istiod's own form.
func (m manifest) config() (sresource.Schema, *config.Config, error) {
	var object crd.IstioKind
	if err := json.Unmarshal(m.json(), &object); err != nil {
		return nil, nil, err
	}
	gvk := object.GroupVersionKind()
	schema, found := collections.Pilot.FindByGroupVersionAliasesKind(sresource.FromKubernetesGVK(&gvk))
	if !found {
		return nil, nil, fmt.Errorf("%s is not a kind that istiod reads", gvk)
	}
	converted, err := crd.ConvertObject(schema, &object, "cluster.local")
	return schema, converted, err
}
