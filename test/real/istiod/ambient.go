package main

import (
	"encoding/json"
	"net/netip"
	"slices"

	"google.golang.org/protobuf/encoding/protojson"
	"istio.io/istio/pilot/pkg/features"
)

// readByAmbient are the kinds of Istio that istiod's model of ambient mode reads from the API server itself, beside its store.
var readByAmbient = []string{"ServiceEntry", "WorkloadEntry", "AuthorizationPolicy", "PeerAuthentication"}

// readFromServer tells whether istiod reads a kind of Istio from the API server too: ServiceEntries are parents of routes, and targets of policies.
func readFromServer(kind string) bool {
	return kind == "ServiceEntry" || features.EnableAmbient && slices.Contains(readByAmbient, kind)
}

// ambientState is what istiod tells ztunnel, as far as clients need it, and the identities that ztunnel has of its pods.
type ambientState struct {
	Services []ambientService `json:"services"`
	// Policies are what istiod makes of AuthorizationPolicies and PeerAuthentications, and Pods the namespace of each address with the policies
	// that select it.
	Policies []json.RawMessage      `json:"policies"`
	Pods     map[string]ambientPods `json:"pods"`
	// Pairs are certificates and keys by workload address, and Authority the certificate of who signed them.
	Pairs     map[string]identityPair `json:"pairs"`
	Authority string                  `json:"authority"`
}

// ambientService is a host that ztunnel knows.
type ambientService struct {
	Hostname  string   `json:"hostname"`
	Addresses []string `json:"addresses"`
	// Waypoint is the host of the waypoint to which ztunnel sends the connections, or empty.
	Waypoint string `json:"waypoint,omitempty"`
}

type ambientPods struct {
	Namespace string   `json:"namespace"`
	Policies  []string `json:"policies"`
}

type identityPair struct {
	Certificate string `json:"certificate"`
	Key         string `json:"key"`
}

func (i *istiod) ambient(input serveInput) *ambientState {
	if !features.EnableAmbient {
		return nil
	}
	state := &ambientState{
		Services: []ambientService{}, Policies: []json.RawMessage{}, Pods: map[string]ambientPods{},
		Pairs: map[string]identityPair{}, Authority: i.identities.authority.pem,
	}
	for _, policy := range i.server.AmbientIndex.Policies(nil) {
		raw, err := protojson.Marshal(policy.Authorization)
		must(err)
		state.Policies = append(state.Policies, raw)
	}
	for _, address := range i.server.AmbientIndex.All() {
		for _, each := range address.GetWorkload().GetAddresses() {
			if ip, ok := netip.AddrFromSlice(each); ok {
				workload := address.GetWorkload()
				state.Pods[ip.String()] = ambientPods{workload.Namespace, slices.Clone(workload.AuthorizationPolicies)}
			}
		}
		service := address.GetService()
		if service == nil {
			continue
		}
		told := ambientService{Hostname: service.Hostname, Addresses: []string{}, Waypoint: service.GetWaypoint().GetHostname().GetHostname()}
		for _, each := range service.Addresses {
			if ip, ok := netip.AddrFromSlice(each.Address); ok {
				told.Addresses = append(told.Addresses, ip.String())
			}
		}
		state.Services = append(state.Services, told)
	}
	for address, identity := range input.Identities {
		secret, err := i.identities.secret(identity, "default")
		must(err)
		pair := secret.GetTlsCertificate()
		state.Pairs[address] = identityPair{pair.CertificateChain.GetInlineString(), pair.PrivateKey.GetInlineString()}
	}
	return state
}
