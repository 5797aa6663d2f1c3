package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
	"time"

	discovery "github.com/envoyproxy/go-control-plane/envoy/service/discovery/v3"
	secrets "github.com/envoyproxy/go-control-plane/envoy/service/secret/v3"
	"google.golang.org/grpc"
	istiofake "istio.io/client-go/pkg/clientset/versioned/fake"
	"istio.io/istio/pilot/test/xds"
	"istio.io/istio/pkg/config"
	"istio.io/istio/pkg/config/mesh"
	"istio.io/istio/pkg/config/schema/gvk"
	"istio.io/istio/pkg/kube"
	"istio.io/istio/pkg/security"
	"istio.io/istio/pkg/test"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/kubernetes/fake"
	clienttesting "k8s.io/client-go/testing"
	gatewayfake "sigs.k8s.io/gateway-api/pkg/client/clientset/versioned/fake"
)

// serveInput is a whole configuration; each one replaces the one before.
type serveInput struct {
	Generation int `json:"generation"`
	// End is the end of the mesh: what comes next is the first configuration of another one. The rest does not count.
	End       bool       `json:"end"`
	Manifests []manifest `json:"manifests"`
	// Settings of the mesh as YAML. Only those of the first configuration count.
	MeshConfig string `json:"meshConfig"`
	// Where proxies resolve names.
	DNS *socketAddress `json:"dns"`
	// SPIFFE identities by workload address.
	Identities map[string]string `json:"identities"`
	// Certificate of the authority that signs what is outside of the mesh.
	PublicAuthority string `json:"publicAuthority"`
	// Addresses of the workloads whose proxies are expected to connect.
	Proxies []string `json:"proxies"`
}

type socketAddress struct {
	Address string `json:"address"`
	Port    uint32 `json:"port"`
}

// serveEvent is what happened. Proxy is the id of the node, except for secrets of the agent, where it is the identity.
type serveEvent struct {
	Event      string   `json:"event"`
	Address    string   `json:"address,omitempty"`
	Generation int      `json:"generation,omitempty"`
	Proxy      string   `json:"proxy,omitempty"`
	Type       string   `json:"type,omitempty"`
	Names      []string `json:"names,omitempty"`
	Text       string   `json:"text,omitempty"`
	// Ambient is what ztunnel would know when a configuration has settled, where ambient mode is on.
	Ambient *ambientState `json:"ambient,omitempty"`
}

// How long nothing may happen before a configuration counts as settled. What comes by way of the fake cluster passes through more queues
// of istiod until it is pushed.
const (
	quiet            = 250 * time.Millisecond
	quietForInformer = 500 * time.Millisecond
)

func serve(crds []string) {
	readEveryCRD()
	defaults, err := readDefaults(crds)
	must(err)
	current := newIstiod(defaults)
	lines(func(input serveInput) {
		if input.End {
			current.end()
			current = newIstiod(defaults)
			say(serveEvent{Event: "ended"})
			return
		}
		if err := current.replace(input); err != nil {
			say(serveEvent{Event: "error", Generation: input.Generation, Text: err.Error()})
		}
	})
	os.Exit(0)
}

// istiod serves one mesh.
type istiod struct {
	defaults   crdDefaults
	identities *identities
	exchange   *exchange
	server     *xds.FakeDiscoveryServer
	configs    map[string]config.Config
	objects    map[string]runtime.Object
	revision   int
	grpc       *grpc.Server
	over       chan struct{}
}

func newIstiod(defaults crdDefaults) *istiod {
	return &istiod{defaults: defaults, identities: newIdentities(), exchange: newExchange(), over: make(chan struct{})}
}

func (i *istiod) end() {
	i.exchange.end()
	if i.grpc != nil {
		i.grpc.Stop()
	}
	close(i.over)
}

func (i *istiod) replace(input serveInput) error {
	configs, objects, err := i.read(input.Manifests)
	if err != nil {
		return err
	}
	i.identities.replace(input.Identities, input.PublicAuthority)
	patience := quiet
	if i.server == nil {
		if err := i.start(input, configs, objects); err != nil {
			return err
		}
	} else {
		if !sameObjects(i.objects, objects) {
			patience = quietForInformer
		}
		err := errors.Join(i.replaceConfigs(configs), i.replaceObjects(objects))
		i.configs, i.objects = configs, objects
		if err != nil {
			return err
		}
	}
	i.configs, i.objects = configs, objects
	// Informers work behind the fake client's back, so what is committed now may not be all: the rest is waited for by silence.
	time.Sleep(20 * time.Millisecond)
	for i.server.Discovery.CommittedUpdates.Load() < i.server.Discovery.InboundUpdates.Load() {
		time.Sleep(time.Millisecond)
	}
	i.exchange.awaitSilence(input.Proxies, patience, func() {
		say(serveEvent{Event: "settled", Generation: input.Generation, Ambient: i.ambient(input)})
	})
	return nil
}

func (i *istiod) read(manifests []manifest) (map[string]config.Config, map[string]runtime.Object, error) {
	configs, objects := map[string]config.Config{}, map[string]runtime.Object{}
	var problems []error
	for _, m := range manifests {
		m = i.defaults.apply(m)
		if m.isIstio() {
			_, converted, err := m.config()
			if err != nil {
				problems = append(problems, fmt.Errorf("%s: %w", m.key(), err))
				continue
			}
			configs[m.key()] = *converted
			if !readFromServer(m.kind()) {
				continue
			}
		}
		if m.isGatewayAPI() && m.kind() == "ReferenceGrant" {
			// The API server serves each object in all versions; the fake one does not, and istiod reads this one.
			m["apiVersion"] = "gateway.networking.k8s.io/v1beta1"
		}
		object, _, err := kube.IstioCodec.UniversalDeserializer().Decode(m.json(), nil, nil)
		if runtime.IsNotRegisteredError(err) && !m.isGatewayAPI() {
			continue // a kind that istiod does not read
		}
		if err != nil {
			problems = append(problems, fmt.Errorf("%s: %w", m.key(), err))
			continue
		}
		objects[m.key()] = object
	}
	return configs, objects, errors.Join(problems...)
}

func (i *istiod) start(input serveInput, configs map[string]config.Config, objects map[string]runtime.Object) error {
	settings, err := mesh.ApplyMeshConfigDefaults(input.MeshConfig)
	if err != nil {
		return err
	}
	// Without a pause a push can be computed before what caused it has arrived in all of istiod's stores; real istiod waits longer still.
	options := xds.FakeOptions{MeshConfig: settings, DisableSecretAuthorization: true, DebounceTime: 50 * time.Millisecond}
	for _, c := range configs {
		options.Configs = append(options.Configs, c)
	}
	for _, object := range objects {
		options.KubernetesObjects = append(options.KubernetesObjects, object)
	}
	started := make(chan error, 1)
	go func() {
		// The server lives as long as this function does.
		err := test.Wrap(func(t test.Failer) {
			options.KubeClientModifier = addCRDs(t)
			i.server = xds.NewFakeDiscoveryServer(t, options)
			started <- nil
			<-i.over
		})
		started <- err
	}()
	if err := <-started; err != nil {
		return err
	}
	i.server.Discovery.Authenticators = []security.Authenticator{i.identities}
	port, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	i.grpc = grpc.NewServer()
	discovery.RegisterAggregatedDiscoveryServiceServer(i.grpc, &aggregated{istiod: i.server.Discovery, exchange: i.exchange, dns: input.DNS})
	secrets.RegisterSecretDiscoveryServiceServer(i.grpc, &agent{identities: i.identities, exchange: i.exchange})
	go func() { must(i.grpc.Serve(port)) }()
	say(serveEvent{Event: "ready", Address: port.Addr().String()})
	return nil
}

func (i *istiod) replaceConfigs(next map[string]config.Config) error {
	store := i.server.Store()
	var problems []error
	for key, c := range next {
		before, existed := i.configs[key]
		var err error
		switch {
		case !existed:
			_, err = store.Create(c)
		case !sameConfig(before, c):
			_, err = store.Update(c)
		}
		problems = append(problems, err)
	}
	for key, c := range i.configs {
		if _, stays := next[key]; !stays {
			problems = append(problems, store.Delete(c.GroupVersionKind, c.Name, c.Namespace, nil))
		}
	}
	return errors.Join(problems...)
}

func sameConfig(a, b config.Config) bool {
	return string(jsonOf(a.Spec)) == string(jsonOf(b.Spec)) && string(jsonOf(a.Labels)) == string(jsonOf(b.Labels)) &&
		string(jsonOf(a.Annotations)) == string(jsonOf(b.Annotations)) && a.CreationTimestamp.Equal(b.CreationTimestamp)
}

func (i *istiod) replaceObjects(next map[string]runtime.Object) error {
	var problems []error
	for key, object := range next {
		before, existed := i.objects[key]
		tracker, resource, namespace := i.tracker(object)
		object := i.revised(object)
		switch {
		case !existed:
			err := tracker.Create(resource, object, namespace)
			if apierrors.IsAlreadyExists(err) {
				// istiod makes some itself: the classes of gateways.
				err = tracker.Update(resource, object, namespace)
			}
			problems = append(problems, err)
		case string(jsonOf(before)) != string(jsonOf(next[key])):
			problems = append(problems, tracker.Update(resource, object, namespace))
		}
	}
	for key, object := range i.objects {
		if _, stays := next[key]; !stays {
			tracker, resource, namespace := i.tracker(object)
			accessor, err := meta.Accessor(object)
			must(err)
			problems = append(problems, tracker.Delete(resource, namespace, accessor.GetName()))
		}
	}
	return errors.Join(problems...)
}

// revised is a copy with a resource version of its own: informers take an update with the same one for no update.
func (i *istiod) revised(object runtime.Object) runtime.Object {
	i.revision++
	revised := object.DeepCopyObject()
	accessor, err := meta.Accessor(revised)
	must(err)
	accessor.SetResourceVersion(strconv.Itoa(i.revision))
	return revised
}

func sameObjects(a, b map[string]runtime.Object) bool {
	return string(jsonOf(a)) == string(jsonOf(b))
}

// tracker is where the fake cluster keeps objects of a kind.
func (i *istiod) tracker(object runtime.Object) (clienttesting.ObjectTracker, schema.GroupVersionResource, string) {
	kind := config.FromKubernetesGVK(object.GetObjectKind().GroupVersionKind())
	resource, known := gvk.ToGVR(kind)
	if !known {
		resource, _ = meta.UnsafeGuessKindToResource(kind.Kubernetes())
	}
	if resource.Group == "core" {
		resource.Group = ""
	}
	accessor, err := meta.Accessor(object)
	must(err)
	client := i.server.KubeClient()
	if strings.HasSuffix(kind.Group, ".istio.io") {
		return client.Istio().(*istiofake.Clientset).Tracker(), resource, accessor.GetNamespace()
	}
	if kind.Group == "gateway.networking.k8s.io" {
		return client.GatewayAPI().(*gatewayfake.Clientset).Tracker(), resource, accessor.GetNamespace()
	}
	return client.Kube().(*fake.Clientset).Tracker(), resource, accessor.GetNamespace()
}

func jsonOf(value any) []byte {
	raw, err := json.Marshal(value)
	must(err)
	return raw
}
