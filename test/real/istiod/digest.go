package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	cluster "github.com/envoyproxy/go-control-plane/envoy/config/cluster/v3"
	envoy "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	listener "github.com/envoyproxy/go-control-plane/envoy/config/listener/v3"
	route "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"
	hcm "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/http_connection_manager/v3"
	tcp "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/tcp_proxy/v3"
	tls "github.com/envoyproxy/go-control-plane/envoy/extensions/transport_sockets/tls/v3"
	matcher "github.com/envoyproxy/go-control-plane/envoy/type/matcher/v3"
	"istio.io/api/networking/v1alpha3"
	"istio.io/istio/pilot/pkg/model"
	"istio.io/istio/pkg/wellknown"
)

type virtualHostState struct {
	Domains []string `json:"domains"`
	// RequireTLS is where every plaintext request is redirected.
	RequireTLS bool         `json:"requireTls,omitempty"`
	Routes     []routeState `json:"routes"`
}

type routeState struct {
	// From is the VirtualService, or empty for the route that a Service has without one.
	From  string `json:"from,omitempty"`
	Match string `json:"match"`
	To    string `json:"to"`
}

type clusterState struct {
	TLS    string            `json:"tls,omitempty"`
	SNI    string            `json:"sni,omitempty"`
	Limits string            `json:"limits,omitempty"`
	Rules  []string          `json:"rules,omitempty"`
	Labels map[string]string `json:"labels,omitempty"`
}

type chainState struct {
	Match string `json:"match,omitempty"`
	To    string `json:"to"`
}

func virtualHostsOf(config *route.RouteConfiguration) []virtualHostState {
	hosts := []virtualHostState{}
	for _, each := range config.VirtualHosts {
		domains := slices.Clone(each.Domains)
		slices.Sort(domains)
		state := virtualHostState{Domains: domains, RequireTLS: each.RequireTls == route.VirtualHost_ALL, Routes: []routeState{}}
		for _, entry := range each.Routes {
			state.Routes = append(state.Routes, routeState{From: sourceOf(entry.Metadata), Match: matchText(entry.Match), To: actionText(entry)})
		}
		hosts = append(hosts, state)
	}
	return hosts
}

// sourceOf is the namespace and name of the object that istiod says something was made from.
func sourceOf(metadata *envoy.Metadata) string {
	path := metadata.GetFilterMetadata()["istio"].GetFields()["config"].GetStringValue()
	parts := strings.Split(path, "/")
	if len(parts) < 8 {
		return ""
	}
	return parts[5] + "/" + parts[7]
}

func matchText(match *route.RouteMatch) string {
	path := ""
	switch p := match.PathSpecifier.(type) {
	case *route.RouteMatch_Path:
		path = "path=" + p.Path
	case *route.RouteMatch_Prefix:
		path = "prefix=" + p.Prefix
	case *route.RouteMatch_PathSeparatedPrefix:
		path = "segments=" + p.PathSeparatedPrefix
	case *route.RouteMatch_SafeRegex:
		path = "regex=" + p.SafeRegex.Regex
	default:
		path = fmt.Sprintf("%T", p)
	}
	if match.CaseSensitive != nil && !match.CaseSensitive.Value {
		path += " in any case"
	}
	conditions := []string{}
	for _, each := range match.Headers {
		text := each.Name
		switch m := each.HeaderMatchSpecifier.(type) {
		case *route.HeaderMatcher_PresentMatch:
			text += " present"
		case *route.HeaderMatcher_StringMatch:
			text += " " + stringText(m.StringMatch)
		default:
			text += fmt.Sprintf(" %T", m)
		}
		conditions = append(conditions, not(each.InvertMatch)+"header "+text)
	}
	for _, each := range match.QueryParameters {
		text := each.Name
		switch m := each.QueryParameterMatchSpecifier.(type) {
		case *route.QueryParameterMatcher_PresentMatch:
			text += " present"
		case *route.QueryParameterMatcher_StringMatch:
			text += " " + stringText(m.StringMatch)
		default:
			text += fmt.Sprintf(" %T", m)
		}
		conditions = append(conditions, "query "+text)
	}
	for _, each := range match.DynamicMetadata {
		text := ""
		for _, segment := range each.Path {
			text += "[" + segment.GetKey() + "]"
		}
		value := each.Value.GetListMatch().GetOneOf().GetStringMatch()
		if value == nil {
			value = each.Value.GetOrMatch().GetValueMatchers()[0].GetListMatch().GetOneOf().GetStringMatch()
		}
		conditions = append(conditions, not(each.Invert)+"claim "+text+" "+stringText(value))
	}
	slices.Sort(conditions)
	return strings.Join(append([]string{path}, conditions...), ", ")
}

func not(inverted bool) string {
	if inverted {
		return "not "
	}
	return ""
}

func stringText(match *matcher.StringMatcher) string {
	switch m := match.MatchPattern.(type) {
	case *matcher.StringMatcher_Exact:
		return "exact=" + m.Exact
	case *matcher.StringMatcher_Prefix:
		return "prefix=" + m.Prefix
	case *matcher.StringMatcher_SafeRegex:
		return "regex=" + m.SafeRegex.Regex
	default:
		return fmt.Sprintf("%T", m)
	}
}

func actionText(entry *route.Route) string {
	switch action := entry.Action.(type) {
	case *route.Route_Redirect:
		code := map[route.RedirectAction_RedirectResponseCode]int{
			route.RedirectAction_MOVED_PERMANENTLY: 301, route.RedirectAction_FOUND: 302, route.RedirectAction_SEE_OTHER: 303,
			route.RedirectAction_TEMPORARY_REDIRECT: 307, route.RedirectAction_PERMANENT_REDIRECT: 308,
		}[action.Redirect.ResponseCode]
		return fmt.Sprintf("redirect %d", code)
	case *route.Route_DirectResponse:
		return fmt.Sprintf("direct %d", action.DirectResponse.Status)
	case *route.Route_Route:
		switch to := action.Route.ClusterSpecifier.(type) {
		case *route.RouteAction_Cluster:
			return to.Cluster
		case *route.RouteAction_WeightedClusters:
			parts := []string{}
			for _, each := range to.WeightedClusters.Clusters {
				parts = append(parts, fmt.Sprintf("%d*%s", each.Weight.GetValue(), each.Name))
			}
			if len(parts) == 1 {
				return to.WeightedClusters.Clusters[0].Name
			}
			return strings.Join(parts, " + ")
		default:
			return fmt.Sprintf("%T", to)
		}
	default:
		return "nothing"
	}
}

func chainsOf(each *listener.Listener) []chainState {
	chains := []chainState{}
	for _, chain := range each.FilterChains {
		chains = append(chains, chainState{Match: chainMatchText(chain.FilterChainMatch), To: filtersText(chain.Filters)})
	}
	if each.DefaultFilterChain != nil {
		chains = append(chains, chainState{Match: "otherwise", To: filtersText(each.DefaultFilterChain.Filters)})
	}
	return chains
}

func chainMatchText(match *listener.FilterChainMatch) string {
	parts := []string{}
	add := func(name string, values []string) {
		if len(values) > 0 {
			values = slices.Clone(values)
			slices.Sort(values)
			parts = append(parts, name+"="+strings.Join(values, ","))
		}
	}
	if match == nil {
		return ""
	}
	ranges := []string{}
	for _, each := range match.PrefixRanges {
		ranges = append(ranges, fmt.Sprintf("%s/%d", each.AddressPrefix, each.PrefixLen.GetValue()))
	}
	add("address", ranges)
	if match.DestinationPort != nil {
		add("port", []string{strconv.Itoa(int(match.DestinationPort.Value))})
	}
	add("sni", match.ServerNames)
	if match.TransportProtocol != "" {
		add("transport", []string{match.TransportProtocol})
	}
	add("alpn", match.ApplicationProtocols)
	return strings.Join(parts, " ")
}

func filtersText(filters []*listener.Filter) string {
	for _, each := range filters {
		switch each.Name {
		case wellknown.HTTPConnectionManager:
			manager := &hcm.HttpConnectionManager{}
			must(each.GetTypedConfig().UnmarshalTo(manager))
			return "http " + manager.GetRds().GetRouteConfigName()
		case wellknown.TCPProxy:
			proxy := &tcp.TcpProxy{}
			must(each.GetTypedConfig().UnmarshalTo(proxy))
			if weighted := proxy.GetWeightedClusters(); weighted != nil {
				parts := []string{}
				for _, to := range weighted.Clusters {
					parts = append(parts, fmt.Sprintf("%d*%s", to.Weight, to.Name))
				}
				if len(parts) == 1 {
					return "tcp " + weighted.Clusters[0].Name
				}
				return "tcp " + strings.Join(parts, " + ")
			}
			return "tcp " + proxy.GetCluster()
		}
	}
	return "nothing"
}

func clusterOf(proxy *model.Proxy, each *cluster.Cluster) clusterState {
	_, subset, host, _ := model.ParseSubsetKey(each.Name)
	state := clusterState{Limits: limitsText(each)}
	state.TLS, state.SNI = tlsOf(each)
	rule := proxy.SidecarScope.DestinationRule(model.TrafficDirectionOutbound, proxy, host)
	for _, from := range rule.GetFrom() {
		state.Rules = append(state.Rules, from.String())
	}
	if rule != nil && subset != "" {
		for _, one := range rule.GetRule().Spec.(*v1alpha3.DestinationRule).Subsets {
			if one.Name == subset {
				state.Labels = one.Labels
				break
			}
		}
	}
	return state
}

// tlsOf is how the connections of a cluster are secured: "auto" where each endpoint decides.
func tlsOf(each *cluster.Cluster) (mode, sni string) {
	socket := each.TransportSocket
	auto := false
	for _, match := range each.TransportSocketMatches {
		if match.Name == "tlsMode-"+model.IstioMutualTLSModeLabel {
			socket, auto = match.TransportSocket, true
		}
	}
	if socket == nil {
		return "", ""
	}
	context := &tls.UpstreamTlsContext{}
	if err := socket.GetTypedConfig().UnmarshalTo(context); err != nil {
		return socket.Name, ""
	}
	certificates := context.CommonTlsContext.TlsCertificateSdsSecretConfigs
	switch {
	case auto:
		mode = "auto"
	case len(certificates) == 0:
		mode = "SIMPLE"
	case certificates[0].Name == "default":
		mode = "ISTIO_MUTUAL"
	default:
		mode = "MUTUAL"
	}
	return mode, context.Sni
}

// limitsText has what a connection pool and an outlier detection set, without the defaults.
func limitsText(each *cluster.Cluster) string {
	parts := []string{}
	number := func(name string, value uint32) {
		if value != 0 && value != 4294967295 {
			parts = append(parts, fmt.Sprintf("%s=%d", name, value))
		}
	}
	if timeout := each.ConnectTimeout.AsDuration(); timeout != 10*time.Second {
		parts = append(parts, "connectTimeout="+strconv.FormatFloat(timeout.Seconds(), 'f', -1, 64))
	}
	for _, thresholds := range each.CircuitBreakers.GetThresholds() {
		number("maxConnections", thresholds.MaxConnections.GetValue())
		number("maxPendingRequests", thresholds.MaxPendingRequests.GetValue())
		number("maxRequests", thresholds.MaxRequests.GetValue())
	}
	if outlier := each.OutlierDetection; outlier != nil {
		parts = append(parts, "outliers")
		number("consecutive5xx", outlier.Consecutive_5Xx.GetValue())
	}
	return strings.Join(parts, " ")
}
