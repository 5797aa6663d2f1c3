package main

import (
	"slices"
	"strings"
	"time"

	core "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	listener "github.com/envoyproxy/go-control-plane/envoy/config/listener/v3"
	filterstate "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/common/set_filter_state/v3"
	proxyprotocol "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/listener/proxy_protocol/v3"
	hcm "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/http_connection_manager/v3"
	cares "github.com/envoyproxy/go-control-plane/envoy/extensions/network/dns_resolver/cares/v3"
	tls "github.com/envoyproxy/go-control-plane/envoy/extensions/transport_sockets/tls/v3"
	discovery "github.com/envoyproxy/go-control-plane/envoy/service/discovery/v3"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/anypb"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/wrapperspb"
)

// rewriter fits istiod's answers to a host without iptables, where each workload has a loopback address and all share one Envoy build:
// PROXY protocol headers stand for the redirected connections' real destinations, listeners bind the address of their workload, names
// are resolved by a stub, and filters that only Istio's own Envoy has are left out.
type rewriter struct {
	address     string
	dnsResolver *core.TypedExtensionConfig
}

func newRewriter(address string, dns *socketAddress) *rewriter {
	r := &rewriter{address: address}
	if dns != nil {
		resolver := pack(&cares.CaresDnsResolverConfig{
			Resolvers:              []*core.Address{tcpAddress(dns.Address, dns.Port)},
			DnsResolverOptions:     &core.DnsResolverOptions{NoDefaultSearchDomain: true},
			UseResolversAsFallback: false,
		})
		r.dnsResolver = &core.TypedExtensionConfig{Name: "envoy.network.dns_resolver.cares", TypedConfig: resolver}
	}
	return r
}

// rewrite works on a copy: istiod keeps what it sent for other proxies.
func (r *rewriter) rewrite(response *discovery.DeltaDiscoveryResponse) *discovery.DeltaDiscoveryResponse {
	clone := proto.Clone(response).(*discovery.DeltaDiscoveryResponse)
	for _, resource := range clone.Resources {
		if resource.Resource != nil {
			r.visit(resource.Resource.ProtoReflect())
		}
	}
	return clone
}

// visit changes a message and all that it holds, packed ones too.
func (r *rewriter) visit(message protoreflect.Message) {
	if packed, ok := message.Interface().(*anypb.Any); ok {
		inner, err := packed.UnmarshalNew()
		if err != nil {
			return
		}
		r.visit(inner.ProtoReflect())
		packed.Value = pack(inner).Value
		return
	}
	message.Range(func(field protoreflect.FieldDescriptor, value protoreflect.Value) bool {
		switch {
		case field.IsMap():
			if field.MapValue().Message() != nil {
				value.Map().Range(func(_ protoreflect.MapKey, entry protoreflect.Value) bool {
					r.visit(entry.Message())
					return true
				})
			}
		case field.Message() == nil:
		case field.IsList():
			for i := range value.List().Len() {
				r.visit(value.List().Get(i).Message())
			}
		default:
			r.visit(value.Message())
		}
		return true
	})
	switch m := message.Interface().(type) {
	case *listener.Listener:
		r.listener(m)
	case *listener.FilterChain:
		m.Filters = slices.DeleteFunc(m.Filters, func(f *listener.Filter) bool { return ownToIstio(f.Name) })
	case *filterstate.FilterStateValue:
		// Istio's build of Envoy hashes such a text to keep connections apart; to read it, the plain one does.
		if m.FactoryKey == "istio.hashable_string" {
			m.FactoryKey = "envoy.string"
		}
	case *tls.SdsSecretConfig:
		// Proxies wait 15 seconds for a Secret that is not there before they go on without.
		if m.SdsConfig.GetAds() != nil {
			m.SdsConfig.InitialFetchTimeout = durationpb.New(500 * time.Millisecond)
		}
	case *hcm.HttpConnectionManager:
		m.HttpFilters = slices.DeleteFunc(m.HttpFilters, func(f *hcm.HttpFilter) bool { return ownToIstio(f.Name) })
	}
	if field := message.Descriptor().Fields().ByName("typed_dns_resolver_config"); field != nil && r.dnsResolver != nil {
		message.Set(field, protoreflect.ValueOfMessage(proto.Clone(r.dnsResolver).ProtoReflect()))
	}
}

func ownToIstio(filter string) bool {
	return strings.HasPrefix(filter, "istio.stats") || strings.HasSuffix(filter, "_peer_metadata")
}

func (r *rewriter) listener(l *listener.Listener) {
	if l.GetInternalListener() != nil {
		return // nobody connects to it from outside of the proxy
	}
	proxyProtocol := &listener.ListenerFilter{
		Name:       "envoy.filters.listener.proxy_protocol",
		ConfigType: &listener.ListenerFilter_TypedConfig{TypedConfig: pack(&proxyprotocol.ProxyProtocol{})},
	}
	for i, filter := range l.ListenerFilters {
		if filter.Name == "envoy.filters.listener.original_dst" {
			l.ListenerFilters[i] = proxyProtocol
		}
	}
	if l.Name == "virtualOutbound" {
		l.ListenerFilters = append([]*listener.ListenerFilter{proxyProtocol}, l.ListenerFilters...)
	}
	if l.BindToPort == nil || l.BindToPort.Value {
		if socket := l.GetAddress().GetSocketAddress(); socket != nil && (socket.Address == "0.0.0.0" || socket.Address == "::") {
			socket.Address = r.address
			l.AdditionalAddresses = nil
			l.EnableReusePort = wrapperspb.Bool(false)
		}
	}
}

func pack(message proto.Message) *anypb.Any {
	packed := &anypb.Any{}
	must(anypb.MarshalFrom(packed, message, proto.MarshalOptions{Deterministic: true}))
	return packed
}

func tcpAddress(address string, port uint32) *core.Address {
	return &core.Address{Address: &core.Address_SocketAddress{SocketAddress: &core.SocketAddress{
		Address: address, PortSpecifier: &core.SocketAddress_PortValue{PortValue: port},
	}}}
}
