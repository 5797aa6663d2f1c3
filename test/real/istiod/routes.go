package main

import (
	"errors"
	"fmt"
	"maps"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	cluster "github.com/envoyproxy/go-control-plane/envoy/config/cluster/v3"
	envoy "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	route "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"
	meshconfig "istio.io/api/mesh/v1alpha1"
	"istio.io/istio/pilot/pkg/config/memory"
	"istio.io/istio/pilot/pkg/model"
	"istio.io/istio/pilot/pkg/networking/core"
	"istio.io/istio/pilot/pkg/serviceregistry/aggregate"
	kube "istio.io/istio/pilot/pkg/serviceregistry/kube/controller"
	"istio.io/istio/pilot/pkg/serviceregistry/serviceentry"
	"istio.io/istio/pkg/config"
	"istio.io/istio/pkg/config/constants"
	"istio.io/istio/pkg/config/mesh"
	"istio.io/istio/pkg/config/mesh/meshwatcher"
	"istio.io/istio/pkg/config/schema/collections"
	kubelib "istio.io/istio/pkg/kube"
	"istio.io/istio/pkg/kube/krt"
	"istio.io/istio/pkg/kube/multicluster"
	"istio.io/istio/pkg/test"
	corev1 "k8s.io/api/core/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	objects "k8s.io/apimachinery/pkg/runtime"
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
	Refused []message              `json:"refused"`
	Proxies map[string]*proxyState `json:"proxies"`
}

// proxyState is what istiod configures a proxy with, in a form that can be written down without istiod.
type proxyState struct {
	Routes    map[string][]virtualHostState `json:"routes"`
	Clusters  map[string]clusterState       `json:"clusters"`
	Listeners map[string][]chainState       `json:"listeners"`
	// Crash is where istiod's code stops for good while it makes all this; what comes after that is not there.
	Crash string `json:"crash,omitempty"`
}

// routes tells the route tables, clusters and listeners of the proxies of each set.
func routes(crds []string) {
	defaults, err := readDefaults(crds)
	must(err)
	// Little of the memory lives long, so it is collected seldom.
	debug.SetGCPercent(400)
	clusters := onlyCluster()
	lines(func(input routesInput) {
		output := routesOutput{ID: input.ID, Refused: []message{}, Proxies: map[string]*proxyState{}}
		configs, objects, refused, err := readSet(defaults, input)
		must(err)
		output.Refused = append(output.Refused, refused...)
		settings := mesh.DefaultMeshConfig()
		if input.MeshConfig != "" {
			settings, err = mesh.ApplyMeshConfigDefaults(input.MeshConfig)
			must(err)
		}
		must(test.Wrap(func(t test.Failer) {
			istiod := startUnserved(t, clusters, settings, configs, objects)
			// A gateway that asks after a sidecar of its namespace would get what that one sees (model.PushContext.doGetSidecarScope).
			for _, gateways := range []bool{true, false} {
				for i, each := range input.Proxies {
					if each.Gateway == gateways {
						output.Proxies[each.Name] = istiod.stateOf(each, addressOf(i))
					}
				}
			}
		}))
		say(output)
	})
}

// readSet makes of manifests what istiod stores of them, without those that validation refuses.
func readSet(defaults crdDefaults, input routesInput) (configs []config.Config, objects []objects.Object, refused []message, err error) {
	var problems []error
	for _, m := range input.Manifests {
		m.defaultNamespace()
		if m.isIstio() {
			if _, err := webhook(m); err != nil {
				refused = append(refused, message{Object: m.key(), Text: err.Error()})
				continue
			}
			_, converted, err := defaults.apply(m).config()
			problems = append(problems, err)
			if err == nil {
				configs = append(configs, *converted)
			}
			continue
		}
		if m.kind() == "Pod" {
			continue // the pods of the proxies are made from what is asked
		}
		object, _, err := kubelib.IstioCodec.UniversalDeserializer().Decode(defaulted(m).json(), nil, nil)
		problems = append(problems, err)
		objects = append(objects, object)
	}
	for i, each := range input.Proxies {
		objects = append(objects, podFor(each, addressOf(i)))
	}
	return configs, objects, refused, errors.Join(problems...)
}

// unserved is what istiod makes configurations from, without the server that sends them.
type unserved struct {
	environment *model.Environment
	generator   *core.ConfigGeneratorImpl
}

// startUnserved puts together what istiod has for one cluster, as its own tests do, and waits until it has read everything.
func startUnserved(t test.Failer, clusters *multicluster.Controller, settings *meshconfig.MeshConfig, configs []config.Config, objects []objects.Object) unserved {
	watcher := meshwatcher.NewTestWatcher(settings)
	environment := model.NewEnvironment()
	environment.Watcher = watcher
	updater := model.NewEndpointIndexUpdater(environment.EndpointIndex)
	store := memory.NewController(memory.MakeSkipValidation(collections.PilotGatewayAPI()))
	debugger := new(krt.DebugHandler)
	virtualServices := model.NewVirtualServiceController(store, model.VSControllerOptions{KrtDebugger: debugger, XDSUpdater: updater}, watcher)
	entries := serviceentry.NewController(store, updater, clusters, watcher,
		serviceentry.WithClusterID(constants.DefaultClusterName), serviceentry.WithKRTDebugger(debugger))
	services, _ := kube.NewFakeControllerWithOptions(t, kube.FakeControllerOptions{
		Client:        kubelib.NewFakeClient(objects...),
		ClusterID:     constants.DefaultClusterName,
		DomainSuffix:  constants.DefaultClusterLocalDomain,
		MeshWatcher:   watcher,
		XDSUpdater:    updater,
		ConfigCluster: true,
		SkipRun:       true,
	})
	registries := aggregate.NewController(aggregate.Options{ConfigClusterID: constants.DefaultClusterName})
	registries.AddRegistry(entries)
	registries.AddRegistry(services)
	environment.ServiceDiscovery = registries
	environment.ConfigStore = store
	environment.VirtualServiceController = virtualServices
	environment.NetworksWatcher = meshwatcher.NewFixedNetworksWatcher(nil)
	environment.Init()
	for _, each := range configs {
		_, err := store.Create(each)
		must(err)
	}
	stop := test.NewStop(t)
	go registries.Run(stop)
	go store.Run(stop)
	go virtualServices.Run(stop)
	for !store.HasSynced() || !registries.HasSynced() || !virtualServices.HasSynced() {
		time.Sleep(time.Millisecond)
	}
	entries.ResyncEDS()
	must(environment.InitNetworksManager(updater))
	environment.PushContext().InitContext(environment, nil, nil)
	return unserved{environment: environment, generator: core.NewConfigGenerator(&model.DisabledCache{})}
}

// onlyCluster is the cluster that istiod runs in. Nothing of it depends on the manifests.
func onlyCluster() *multicluster.Controller {
	client := kubelib.NewFakeClient()
	clusters := multicluster.NewController(multicluster.ControllerOptions{
		Client: client, ClusterID: constants.DefaultClusterName, SystemNamespace: constants.IstioSystemNamespace,
		MeshConfig: meshwatcher.NewTestWatcher(mesh.DefaultMeshConfig()), Debugger: new(krt.DebugHandler),
	})
	forever := make(chan struct{})
	must(clusters.Run(forever))
	client.RunAndWait(forever)
	return clusters
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

func (u unserved) stateOf(asked routeProxy, address string) *proxyState {
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
	state := &proxyState{
		Routes:    map[string][]virtualHostState{},
		Clusters:  map[string]clusterState{},
		Listeners: map[string][]chainState{},
	}
	state.Crash = crashOf(func() { u.fill(state, proxy, asked.Labels) })
	return state
}

func (u unserved) fill(state *proxyState, proxy *model.Proxy, labels map[string]string) {
	push := u.environment.PushContext()
	proxy.Labels = labels
	proxy.IstioVersion = model.ParseIstioVersion(proxy.Metadata.IstioVersion)
	proxy.SetWorkloadLabels(u.environment)
	proxy.SetSidecarScope(push)
	proxy.SetServiceTargets(u.environment.ServiceDiscovery)
	proxy.SetGatewaysForProxy(push)
	proxy.DiscoverIPMode()
	request := &model.PushRequest{Push: push}
	listeners := u.generator.BuildListeners(proxy, push)
	for _, each := range listeners {
		if each.TrafficDirection != envoy.TrafficDirection_INBOUND && each.Name != model.VirtualInboundListenerName {
			state.Listeners[each.Name] = chainsOf(each)
		}
	}
	tables, _ := u.generator.BuildHTTPRoutes(proxy, request, core.ExtractRoutesFromListeners(listeners))
	for _, resource := range tables {
		each := &route.RouteConfiguration{}
		must(resource.Resource.UnmarshalTo(each))
		state.Routes[each.Name] = virtualHostsOf(each)
	}
	clusters, _ := u.generator.BuildClusters(proxy, request)
	for _, resource := range clusters {
		each := &cluster.Cluster{}
		must(resource.Resource.UnmarshalTo(each))
		// Not those that a gateway between networks has a second time.
		if strings.HasPrefix(each.Name, "outbound|") {
			state.Clusters[each.Name] = clusterOf(proxy, each)
		}
	}
}

// crashOf names the function that panics, if one does.
func crashOf(run func()) (place string) {
	defer func() {
		if cause := recover(); cause != nil {
			callers := make([]uintptr, 20)
			frames := runtime.CallersFrames(callers[:runtime.Callers(2, callers)])
			for more := true; more; {
				var frame runtime.Frame
				frame, more = frames.Next()
				if strings.HasPrefix(frame.Function, "istio.io/") {
					place = frame.Function[strings.LastIndex(frame.Function, "/")+1:]
					return
				}
			}
			panic(cause)
		}
	}()
	run()
	return ""
}
