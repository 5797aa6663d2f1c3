package main

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	meshconfig "istio.io/api/mesh/v1alpha1"
	"istio.io/istio/pilot/pkg/model"
	"istio.io/istio/pilot/pkg/networking/core"
	"istio.io/istio/pilot/pkg/serviceregistry"
	kube "istio.io/istio/pilot/pkg/serviceregistry/kube/controller"
	"istio.io/istio/pkg/config"
	"istio.io/istio/pkg/config/constants"
	"istio.io/istio/pkg/config/mesh"
	"istio.io/istio/pkg/config/mesh/meshwatcher"
	kubelib "istio.io/istio/pkg/kube"
	"istio.io/istio/pkg/test"
	corev1 "k8s.io/api/core/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
)

// routesInput is a set of manifests, and the proxies whose configuration is asked for.
type routesInput struct {
	ID         string       `json:"id"`
	Manifests  []manifest   `json:"manifests"`
	MeshConfig string       `json:"meshConfig"`
	Proxies    []routeProxy `json:"proxies"`
}

// routeProxy is a pod with a proxy of Istio.
type routeProxy struct {
	Name      string            `json:"name"`
	Gateway   bool              `json:"gateway"`
	Namespace string            `json:"namespace"`
	Labels    map[string]string `json:"labels"`
	// Named ports of the pod's container, for the target ports of Services.
	Ports map[string]int32 `json:"ports"`
}

type routesOutput struct {
	ID string `json:"id"`
	// Refused are the objects that the validation of Istio refuses; they are left out.
	Refused []string               `json:"refused"`
	Proxies map[string]*proxyState `json:"proxies"`
}

// proxyState is what istiod configures a proxy with, in a form that can be written down without istiod.
type proxyState struct {
	Routes    map[string][]virtualHostState `json:"routes"`
	Clusters  map[string]clusterState       `json:"clusters"`
	Listeners map[string][]chainState       `json:"listeners"`
}

// routes tells the route tables, clusters and listeners of the proxies of each set.
func routes(crds []string) {
	defaults, err := readDefaults(crds)
	must(err)
	lines(func(input routesInput) {
		output := routesOutput{ID: input.ID, Refused: []string{}, Proxies: map[string]*proxyState{}}
		configs, objects, refused, err := readSet(defaults, input)
		must(err)
		output.Refused = append(output.Refused, refused...)
		settings := mesh.DefaultMeshConfig()
		if input.MeshConfig != "" {
			settings, err = mesh.ApplyMeshConfigDefaults(input.MeshConfig)
			must(err)
		}
		must(test.Wrap(func(t test.Failer) {
			istiod := startSilently(t, settings, configs, objects)
			for i, each := range input.Proxies {
				output.Proxies[each.Name] = stateOf(istiod, each, addressOf(i))
			}
		}))
		say(output)
	})
}

// readSet makes of manifests what istiod stores of them, without those that validation refuses.
func readSet(defaults crdDefaults, input routesInput) (configs []config.Config, objects []runtime.Object, refused []string, err error) {
	var problems []error
	for _, m := range input.Manifests {
		m.defaultNamespace()
		if m.isIstio() {
			if _, err := webhook(m); err != nil {
				refused = append(refused, m.key())
				continue
			}
			_, converted, err := defaults.apply(m).config()
			problems = append(problems, err)
			if err == nil {
				configs = append(configs, *converted)
			}
			continue
		}
		object, _, err := kubelib.IstioCodec.UniversalDeserializer().Decode(m.json(), nil, nil)
		problems = append(problems, err)
		objects = append(objects, object)
	}
	for i, each := range input.Proxies {
		objects = append(objects, podFor(each, addressOf(i)))
	}
	return configs, objects, refused, errors.Join(problems...)
}

// startSilently runs what istiod makes configurations from, without the server that sends them.
func startSilently(t test.Failer, settings *meshconfig.MeshConfig, configs []config.Config, objects []runtime.Object) *core.ConfigGenTest {
	registry, _ := kube.NewFakeControllerWithOptions(t, kube.FakeControllerOptions{
		Client:        kubelib.NewFakeClient(objects...),
		ClusterID:     constants.DefaultClusterName,
		DomainSuffix:  constants.DefaultClusterLocalDomain,
		MeshWatcher:   meshwatcher.NewTestWatcher(settings),
		ConfigCluster: true,
		SkipRun:       true,
	})
	return core.NewConfigGenTest(t, core.TestOptions{
		Configs:           configs,
		MeshConfig:        settings,
		ClusterID:         constants.DefaultClusterName,
		ServiceRegistries: []serviceregistry.Instance{registry},
	})
}

func addressOf(number int) string {
	return fmt.Sprintf("10.%d.%d.%d", 200+number>>16, number>>8&255, number&255)
}

func podFor(proxy routeProxy, address string) *corev1.Pod {
	container := corev1.Container{Name: "app"}
	for _, name := range slices.Sorted(maps.Keys(proxy.Ports)) {
		container.Ports = append(container.Ports, corev1.ContainerPort{Name: name, ContainerPort: proxy.Ports[name], Protocol: corev1.ProtocolTCP})
	}
	return &corev1.Pod{
		ObjectMeta: meta.ObjectMeta{Name: proxy.Name, Namespace: proxy.Namespace, Labels: proxy.Labels},
		Spec:       corev1.PodSpec{Containers: []corev1.Container{container}},
		Status:     corev1.PodStatus{Phase: corev1.PodRunning, PodIP: address, PodIPs: []corev1.PodIP{{IP: address}}},
	}
}

func stateOf(istiod *core.ConfigGenTest, asked routeProxy, address string) *proxyState {
	proxy := &model.Proxy{
		ID:              asked.Name + "." + asked.Namespace,
		Type:            model.SidecarProxy,
		ConfigNamespace: asked.Namespace,
		DNSDomain:       asked.Namespace + ".svc." + constants.DefaultClusterLocalDomain,
		IPAddresses:     []string{address},
		Metadata: &model.NodeMetadata{
			Namespace: asked.Namespace, ClusterID: constants.DefaultClusterName, IstioVersion: "1.31.1", Labels: asked.Labels,
		},
	}
	if asked.Gateway {
		proxy.Type = model.Router
	}
	proxy.Labels = asked.Labels
	proxy.SetWorkloadLabels(istiod.Env())
	proxy = istiod.SetupProxy(proxy)
	listeners := istiod.Listeners(proxy)
	state := &proxyState{
		Routes:    map[string][]virtualHostState{},
		Clusters:  map[string]clusterState{},
		Listeners: map[string][]chainState{},
	}
	for _, each := range listeners {
		if each.TrafficDirection != 1 && each.Name != model.VirtualInboundListenerName {
			state.Listeners[each.Name] = chainsOf(each)
		}
	}
	for _, each := range istiod.RoutesFromListeners(proxy, listeners) {
		state.Routes[each.Name] = virtualHostsOf(each)
	}
	for _, each := range istiod.Clusters(proxy) {
		if direction, _, _, _ := model.ParseSubsetKey(each.Name); direction == model.TrafficDirectionOutbound {
			state.Clusters[each.Name] = clusterOf(proxy, each)
		}
	}
	return state
}
