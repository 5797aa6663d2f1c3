// Every pattern and every resource, one chart for each guide of docs/: as reference.ts, in Go.
package main

import (
	"fmt"
	"strings"

	"github.com/aws/jsii-runtime-go"
	istio "github.com/cdk8s-istio/cdk8s-istio-go/cdk8sistio"
	"github.com/cdk8s-istio/cdk8s-istio-go/cdk8sistio/extensions"
	"github.com/cdk8s-istio/cdk8s-istio-go/cdk8sistio/gatewayapi"
	"github.com/cdk8s-istio/cdk8s-istio-go/cdk8sistio/networking"
	"github.com/cdk8s-istio/cdk8s-istio-go/cdk8sistio/security"
	"github.com/cdk8s-istio/cdk8s-istio-go/cdk8sistio/telemetryapi"
	"github.com/cdk8s-team/cdk8s-core-go/cdk8s/v2"
)

// makeGuide makes the chart of a guide in an App of its own: the guides are different meshes.
func makeGuide(guide string, fill func(cdk8s.Chart), namespace string) {
	app := cdk8s.NewApp(nil)
	istio.MeshSettings_Set(app, &istio.MeshSettingsOptions{IstioVersion: istio.IstioVersion_V1_31()})
	fill(cdk8s.NewChart(app, jsii.String(guide), &cdk8s.ChartProps{Namespace: jsii.String(namespace)}))
	app.Synth()
}

func named(name string) *cdk8s.ApiObjectMetadata {
	return &cdk8s.ApiObjectMetadata{Name: jsii.String(name)}
}

func labels(pairs ...string) *map[string]*string {
	made := map[string]*string{}
	for i := 0; i < len(pairs); i += 2 {
		made[pairs[i]] = jsii.String(pairs[i+1])
	}
	return &made
}

func deploymentOf(chart cdk8s.Chart, name string, labels *map[string]*string) cdk8s.ApiObject {
	container := map[string]any{
		"image": "example.com/" + name + ":1",
		"name":  "main",
		"ports": []any{map[string]any{"containerPort": 8080}},
	}
	deployment := cdk8s.NewApiObject(chart, jsii.String(name), &cdk8s.ApiObjectProps{
		ApiVersion: jsii.String("apps/v1"),
		Kind:       jsii.String("Deployment"),
		Metadata:   named(name),
	})
	deployment.AddJsonPatch(cdk8s.JsonPatch_Add(jsii.String("/spec"), map[string]any{
		"selector": map[string]any{"matchLabels": labels},
		"template": map[string]any{
			"metadata": map[string]any{"labels": labels},
			"spec":     map[string]any{"containers": []any{container}, "serviceAccountName": name},
		},
	}))
	return deployment
}

func serviceOf(chart cdk8s.Chart, name string, ports []any) cdk8s.ApiObject {
	service := cdk8s.NewApiObject(chart, jsii.String(name+"-service"), &cdk8s.ApiObjectProps{
		ApiVersion: jsii.String("v1"),
		Kind:       jsii.String("Service"),
		Metadata:   named(name),
	})
	service.AddJsonPatch(cdk8s.JsonPatch_Add(jsii.String("/spec"), map[string]any{
		"ports":    ports,
		"selector": map[string]any{"app": name},
	}))
	return service
}

func cartServiceOf(chart cdk8s.Chart) cdk8s.ApiObject {
	return serviceOf(chart, "cart", []any{
		map[string]any{"name": "http", "port": 80, "targetPort": 8080},
		map[string]any{"name": "tcp-admin", "port": 9000},
	})
}

// Patterns

func ingressedService(chart cdk8s.Chart) {
	web := cdk8s.NewApiObject(chart, jsii.String("Web"), &cdk8s.ApiObjectProps{
		ApiVersion: jsii.String("v1"),
		Kind:       jsii.String("Service"),
		Metadata:   named("web"),
	})
	web.AddJsonPatch(cdk8s.JsonPatch_Add(jsii.String("/spec"), map[string]any{
		"externalIPs": []any{},
		"ports":       []any{map[string]any{"name": "http", "port": 80}},
		"selector":    map[string]any{},
		"type":        "ClusterIP",
	}))

	istio.NewIngressedService(chart, jsii.String("Shop"), &istio.IngressedServiceProps{
		Service: web,
		Hosts:   jsii.Strings("shop.example.com"),
		Tls: istio.IngressTls_Credential(jsii.String("shop-cert"), &istio.IngressTlsOptions{
			Hsts: cdk8s.Duration_Days(jsii.Number(365)),
		}),
		Routes: &[]istio.IngressRoute{istio.IngressRoute_Prefix(jsii.String("/"), nil)},
	})
}

func canaryRelease(chart cdk8s.Chart) {
	reviewsService := serviceOf(chart, "reviews", []any{map[string]any{"name": "http", "port": 9080}})
	reviewsV1 := deploymentOf(chart, "reviews-v1", labels("app", "reviews", "version", "v1"))
	reviewsV2 := deploymentOf(chart, "reviews-v2", labels("app", "reviews", "version", "v2"))

	reviews := istio.NewCanaryRelease(chart, jsii.String("Reviews"), &istio.CanaryReleaseProps{
		Service:      reviewsService,
		Stable:       reviewsV1,
		Canary:       reviewsV2,
		Split:        jsii.Number(20),
		AlwaysCanary: &[]istio.HttpMatch{istio.HttpMatch_Header(jsii.String("x-canary"), jsii.String("always"))},
	})

	fmt.Println(*reviews.DestinationRule().Name())
}

func gatewayDeployment(chart cdk8s.Chart) {
	door := istio.NewGatewayDeployment(chart, jsii.String("Door"), &istio.GatewayDeploymentProps{
		Namespace: jsii.String("edge"),
		LoadBalancer: istio.LoadBalancer_AwsNlb(&istio.NlbOptions{
			Scheme:        istio.NlbScheme_INTERNET_FACING,
			ProxyProtocol: jsii.Bool(true),
		}),
		Ports: &[]*istio.GatewayPort{{Port: jsii.Number(80)}},
	})

	istio.NewIngressedService(chart, jsii.String("Shop"), &istio.IngressedServiceProps{
		Service: istio.ServiceRef_FromName(jsii.String("web"), &istio.ServiceRefOptions{
			Ports: &[]*istio.ServicePort{{Port: jsii.Number(8080)}},
		}),
		Hosts:    jsii.Strings("shop.example.com"),
		Workload: door.Workload(),
	})
}

func albIngress(chart cdk8s.Chart) {
	door := istio.NewGatewayDeployment(chart, jsii.String("Door"), &istio.GatewayDeploymentProps{
		Namespace:      jsii.String("edge"),
		LoadBalancer:   istio.LoadBalancer_ClusterIp(),
		TrustedProxies: jsii.Number(1),
	})

	shop := istio.NewIngressedService(chart, jsii.String("Shop"), &istio.IngressedServiceProps{
		Service: istio.ServiceRef_FromName(jsii.String("web"), &istio.ServiceRefOptions{
			Ports: &[]*istio.ServicePort{{Port: jsii.Number(8080)}},
		}),
		Hosts:    jsii.Strings("shop.example.com", "*.shop.example.com"),
		Workload: door.Workload(),
		Tls:      istio.IngressTls_Elsewhere(nil),
	})

	istio.NewAlbIngress(chart, jsii.String("Alb"), &istio.AlbIngressProps{
		Services:        &[]istio.IngressedService{shop},
		Scheme:          istio.AlbScheme_INTERNET_FACING,
		CertificateArns: jsii.Strings("arn:aws:acm:eu-west-1:123456789012:certificate/1234"),
	})
}

func dashboardExposure(chart cdk8s.Chart) {
	istio.NewDashboardExposure(chart, jsii.String("Dashboards"), &istio.DashboardExposureProps{
		Dashboards: &[]istio.Dashboard{istio.Dashboard_Kiali(nil), istio.Dashboard_Jaeger(nil)},
		Host:       jsii.String("dash.example.com"),
		Tls:        istio.IngressTls_Credential(jsii.String("dash-cert"), nil),
		Login: istio.Login_Jwt(&istio.JwtLoginOptions{
			Issuer:  jsii.String("https://issuer.example.com"),
			JwksUri: jsii.String("https://issuer.example.com/jwks.json"),
			Claims:  &[]istio.Condition{istio.Condition_Claim(jsii.String("groups"), jsii.Strings("operators"))},
		}),
	})
}

func egressSniPassthrough(chart cdk8s.Chart) {
	istio.NewEgressSniPassthrough(chart, jsii.String("Wikipedia"), &istio.EgressSniPassthroughProps{
		Hosts:    jsii.Strings("*.wikipedia.org"),
		Strategy: istio.EgressStrategy_CommonServer(jsii.String("www.wikipedia.org")),
		Workload: istio.GatewayWorkload_IstioEgress(nil),
		Clients:  &[]any{"default"},
	})
}

func egressTlsOrigination(chart cdk8s.Chart) {
	istio.NewEgressTlsOrigination(chart, jsii.String("Payments"), &istio.EgressTlsOriginationProps{
		Hosts:    jsii.Strings("api.payments.example"),
		Tls:      istio.OriginTls_Mutual(jsii.String("payments-client"), nil), // a Secret where the gateway runs
		Workload: istio.GatewayWorkload_IstioEgress(nil),
		Clients:  &[]any{"shop"},
	})
}

func meshNamespace(chart cdk8s.Chart) {
	frontend := deploymentOf(chart, "frontend", labels("app", "frontend"))
	cart := deploymentOf(chart, "cart", labels("app", "cart"))

	istio.NewMeshNamespace(chart, jsii.String("Shop"), &istio.MeshNamespaceProps{
		Injection: istio.Injection_Sidecar(),
		MutualTls: istio.MutualTls_STRICT,
		Access: istio.NamespaceAccess_DenyByDefault(&istio.DenyByDefaultOptions{
			AllowedCallers: &[]istio.Source{istio.Source_Namespace("monitoring")},
		}),
		Egress:                &[]istio.EgressHost{istio.EgressHost_SameNamespace(), istio.EgressHost_Namespace("payments")},
		OutboundTrafficPolicy: istio.OutboundTrafficPolicy_RegistryOnly(),
	})
	istio.Access_Allow(chart, jsii.String("FrontendToCart"), &istio.AllowOptions{
		Metadata: named("frontend-to-cart"),
		From:     &[]any{frontend},
		To:       cart,
	})
}

// Resources

func gateway(chart cdk8s.Chart) {
	edge := istio.NewGateway(chart, jsii.String("Edge"), &istio.GatewayProps{
		Metadata: named("edge"),
		Servers: &[]istio.GatewayServer{
			istio.GatewayServer_Http(&istio.HttpServerOptions{
				Hosts:         jsii.Strings("shop.example.com"),
				HttpsRedirect: jsii.Bool(true),
			}),
			istio.GatewayServer_Https(&istio.TlsServerOptions{
				Hosts: jsii.Strings("shop.example.com"),
				Tls:   istio.ServerTls_Credential(jsii.String("shop-cert"), nil),
			}),
		},
	})

	web := istio.ServiceRef_FromName(jsii.String("web"), &istio.ServiceRefOptions{
		Ports: &[]*istio.ServicePort{{Port: jsii.Number(80)}},
	})
	istio.NewVirtualService(chart, jsii.String("Routes"), &istio.VirtualServiceProps{
		Metadata: named("shop"),
		Gateways: &[]istio.IGateway{edge},
		Hosts:    jsii.Strings("shop.example.com"),
		Http:     &[]*istio.HttpRouteOptions{{Route: &[]istio.Destination{istio.Destination_Service(web, nil)}}},
	})
}

func virtualService(chart cdk8s.Chart) {
	reviews := istio.ServiceRef_FromName(jsii.String("reviews"), &istio.ServiceRefOptions{
		Ports: &[]*istio.ServicePort{{Port: jsii.Number(9080)}},
	})
	rule := istio.NewDestinationRule(chart, jsii.String("Reviews"), &istio.DestinationRuleProps{
		Metadata: named("reviews"),
		Service:  reviews,
	})
	v1 := rule.AddSubset(jsii.String("v1"), &istio.SubsetOptions{Labels: labels("version", "v1")})
	v2 := rule.AddSubset(jsii.String("v2"), &istio.SubsetOptions{Labels: labels("version", "v2")})

	istio.NewVirtualService(chart, jsii.String("Routes"), &istio.VirtualServiceProps{
		Metadata: named("reviews"),
		Services: &[]any{reviews},
		Http: &[]*istio.HttpRouteOptions{
			{
				Match: &[]istio.HttpMatch{istio.HttpMatch_Header(jsii.String("end-user"), jsii.String("jason"))},
				Route: &[]istio.Destination{istio.Destination_Subset(v2, nil)},
			},
			{
				Route: &[]istio.Destination{
					istio.Destination_Subset(v1, &istio.SubsetDestinationOptions{Weight: jsii.Number(80)}),
					istio.Destination_Subset(v2, &istio.SubsetDestinationOptions{Weight: jsii.Number(20)}),
				},
				Timeout: cdk8s.Duration_Seconds(jsii.Number(2)),
				Retries: istio.Retries_OnConnectFailures(jsii.Number(2), nil),
			},
		},
	})
}

func destinationRule(chart cdk8s.Chart) {
	reviews := istio.ServiceRef_FromName(jsii.String("reviews"), &istio.ServiceRefOptions{
		Ports: &[]*istio.ServicePort{{Port: jsii.Number(9080)}},
	})

	rule := istio.NewDestinationRule(chart, jsii.String("Reviews"), &istio.DestinationRuleProps{
		Metadata: named("reviews"),
		Service:  reviews,
		TrafficPolicy: &networking.TrafficPolicy{
			LoadBalancer: &networking.LoadBalancerSettings{
				Simple: networking.LoadBalancerSettingsSimpleLb_LEAST_REQUEST,
			},
			OutlierDetection: &networking.OutlierDetection{
				Consecutive5xxErrors: jsii.Number(5),
				Interval:             jsii.String("10s"),
				BaseEjectionTime:     jsii.String("30s"),
			},
		},
	})
	v1 := rule.AddSubset(jsii.String("v1"), &istio.SubsetOptions{Labels: labels("version", "v1")})
	v2 := rule.AddSubset(jsii.String("v2"), &istio.SubsetOptions{
		Labels: labels("version", "v2"),
		TrafficPolicy: &networking.TrafficPolicy{
			ConnectionPool: &networking.ConnectionPoolSettings{
				Tcp: &networking.ConnectionPoolSettingsTcpSettings{MaxConnections: jsii.Number(100)},
			},
		},
	})

	istio.NewVirtualService(chart, jsii.String("Routes"), &istio.VirtualServiceProps{
		Metadata: named("reviews"),
		Services: &[]any{reviews},
		Http: &[]*istio.HttpRouteOptions{{
			Route: &[]istio.Destination{
				istio.Destination_Subset(v1, &istio.SubsetDestinationOptions{Weight: jsii.Number(80)}),
				istio.Destination_Subset(v2, &istio.SubsetDestinationOptions{Weight: jsii.Number(20)}),
			},
		}},
	})
}

func serviceEntry(chart cdk8s.Chart) {
	payments := istio.NewServiceEntry(chart, jsii.String("Payments"), &istio.ServiceEntryProps{
		Metadata:   named("payments"),
		Hosts:      jsii.Strings("api.payments.example"),
		Ports:      &[]*istio.ServiceEntryPort{{Number: jsii.Number(443), Protocol: jsii.String("TLS")}},
		Resolution: networking.ServiceEntryResolution_DNS,
	})

	mock := istio.ServiceRef_FromName(jsii.String("payments-mock"), &istio.ServiceRefOptions{
		Ports: &[]*istio.ServicePort{{Port: jsii.Number(443)}},
	})
	istio.NewVirtualService(chart, jsii.String("PaymentsRoutes"), &istio.VirtualServiceProps{
		Metadata: named("payments"),
		Hosts:    payments.Hosts(),
		Tls: &[]*istio.TlsRouteOptions{
			{
				Match: &[]*istio.TlsMatch{{
					SniHosts:     payments.Hosts(),
					Port:         jsii.Number(443),
					SourceLabels: labels("stage", "test"),
				}},
				Route: &[]istio.Destination{istio.Destination_Service(mock, nil)},
			},
			{
				Match: &[]*istio.TlsMatch{{SniHosts: payments.Hosts(), Port: jsii.Number(443)}},
				Route: &[]istio.Destination{payments.Destination(nil, nil)},
			},
		},
	})
}

func sidecar(chart cdk8s.Chart) {
	ratings := istio.ServiceRef_FromName(jsii.String("ratings"), &istio.ServiceRefOptions{
		Namespace: jsii.String("books"),
	})

	istio.NewSidecar(chart, jsii.String("Default"), &istio.SidecarProps{
		Metadata: named("default"),
		Egress: &[]istio.EgressListener{
			istio.EgressListener_AnyPort(&[]istio.EgressHost{
				istio.EgressHost_SameNamespace(),
				istio.EgressHost_Namespace("istio-system"),
				istio.EgressHost_Service(ratings),
				istio.EgressHost_Host(jsii.String("egress"), jsii.String("*.example.com")),
			}, nil),
		},
		OutboundTrafficPolicy: istio.OutboundTrafficPolicy_RegistryOnly(),
	})
}

func workloadEntry(chart cdk8s.Chart) {
	vm := istio.NewWorkloadEntry(chart, jsii.String("Vm"), &istio.WorkloadEntryProps{
		Metadata:       named("billing-vm-1"),
		Address:        jsii.String("10.20.0.7"),
		Labels:         labels("app", "billing", "version", "v1"),
		Locality:       jsii.String("eu-west-1/eu-west-1a"),
		ServiceAccount: jsii.String("billing"),
	})

	istio.NewServiceEntry(chart, jsii.String("Billing"), &istio.ServiceEntryProps{
		Metadata: named("billing"),
		Hosts:    jsii.Strings("billing.shop.example.com"),
		Location: networking.ServiceEntryLocation_MESH_INTERNAL,
		Ports: &[]*istio.ServiceEntryPort{{
			Number:     jsii.Number(80),
			Protocol:   jsii.String("HTTP"),
			TargetPort: jsii.Number(8080),
		}},
		Resolution:       networking.ServiceEntryResolution_STATIC,
		WorkloadSelector: &networking.WorkloadSelector{Labels: labels("app", *(*vm.Labels())["app"])},
	})
}

func workloadGroup(chart cdk8s.Chart) {
	billing := istio.NewWorkloadGroup(chart, jsii.String("Billing"), &istio.WorkloadGroupProps{
		Metadata:      named("billing"),
		EntryMetadata: &networking.WorkloadGroupObjectMeta{Labels: labels("app", "billing")},
		Template: &istio.WorkloadTemplate{
			ServiceAccount: jsii.String("billing"),
			Ports:          &map[string]*float64{"http": jsii.Number(8080)},
			Network:        jsii.String("vm-network"),
		},
		Probe: istio.ReadinessProbe_Http(jsii.Number(8080), &istio.HttpProbeOptions{
			Path:   jsii.String("/ready"),
			Period: cdk8s.Duration_Seconds(jsii.Number(5)),
		}),
	})

	istio.NewServiceEntry(chart, jsii.String("BillingHost"), &istio.ServiceEntryProps{
		Metadata: named("billing"),
		Hosts:    jsii.Strings("billing.shop.example.com"),
		Location: networking.ServiceEntryLocation_MESH_INTERNAL,
		Ports: &[]*istio.ServiceEntryPort{{
			Number:   jsii.Number(80),
			Protocol: jsii.String("HTTP"),
			Name:     jsii.String("http"),
		}},
		Resolution:       networking.ServiceEntryResolution_STATIC,
		WorkloadSelector: &networking.WorkloadSelector{Labels: billing.Labels()},
	})
}

func envoyFilter(chart cdk8s.Chart) {
	istio.NewEnvoyFilter(chart, jsii.String("SmallBuffers"), &istio.EnvoyFilterProps{
		Metadata:         named("small-buffers"),
		WorkloadSelector: &networking.WorkloadSelector{Labels: labels("app", "shop")},
		ConfigPatches: &[]*networking.EnvoyFilterEnvoyConfigObjectPatch{{
			ApplyTo: networking.EnvoyFilterApplyTo_CLUSTER,
			Match: &networking.EnvoyFilterEnvoyConfigObjectMatch{
				Context: networking.EnvoyFilterPatchContext_SIDECAR_OUTBOUND,
			},
			Patch: &networking.EnvoyFilterPatch{
				Operation: networking.EnvoyFilterPatchOperation_MERGE,
				Value:     map[string]any{"per_connection_buffer_limit_bytes": 65536},
			},
		}},
	})
}

func proxyConfig(chart cdk8s.Chart) {
	istio.NewProxyConfig(chart, jsii.String("Cart"), &istio.ProxyConfigProps{
		Metadata:             named("cart"),
		Selector:             &networking.TypeWorkloadSelector{MatchLabels: labels("app", "cart")},
		Concurrency:          jsii.Number(4),
		EnvironmentVariables: labels("ISTIO_META_DNS_CAPTURE", "true"),
		ImageType:            jsii.String("distroless"),
	})
}

func authorizationPolicy(chart cdk8s.Chart) {
	frontend := deploymentOf(chart, "frontend", labels("app", "frontend"))
	cartService := cartServiceOf(chart)

	istio.Access_DenyByDefault(chart, jsii.String("DenyByDefault"), &istio.AllowNothingProps{
		Metadata: named("deny-by-default"),
	})
	istio.Access_Allow(chart, jsii.String("FrontendToCart"), &istio.AllowOptions{
		Metadata: named("frontend-to-cart"),
		From:     &[]any{frontend},
		To:       cartService,
		Methods:  jsii.Strings("GET", "POST"),
		Paths:    jsii.Strings("/cart/*"),
		Ports:    &[]any{"http"},
	})
	istio.Access_Allow(chart, jsii.String("IngressToFrontend"), &istio.AllowOptions{
		Metadata: named("ingress-to-frontend"),
		From:     &[]any{istio.GatewayWorkload_IstioIngress(nil)},
		To:       frontend,
	})

	istio.NewAuthorizationPolicy(chart, jsii.String("Admin"), &istio.AuthorizationPolicyProps{
		Metadata: named("admin"),
		Target:   istio.PolicyTarget_PodsOf(cartService),
		Action:   istio.AuthorizationAction_DENY(),
		Rules: &[]istio.AuthorizationRule{
			istio.AuthorizationRule_Of(&istio.AuthorizationRuleOptions{
				From: &[]istio.Source{istio.Source_EveryoneExcept(&[]istio.Source{istio.Source_Workload(frontend)})},
				To: &[]istio.Operation{istio.Operation_Http(&istio.HttpOperationOptions{
					Paths: jsii.Strings("/carts/{*}/admin"),
					Ports: &[]any{"http"},
				})},
				When: &[]istio.Condition{
					istio.Condition_Unless(istio.Condition_Header(jsii.String("x-tier"), jsii.Strings("gold"))),
				},
			}),
		},
	})
}

func peerAuthentication(chart cdk8s.Chart) {
	cartService := cartServiceOf(chart)

	istio.NewPeerAuthentication(chart, jsii.String("Default"), &istio.PeerAuthenticationProps{
		Metadata: named("default"),
		Mode:     istio.MutualTls_STRICT,
	})
	istio.NewPeerAuthentication(chart, jsii.String("Cart"), &istio.PeerAuthenticationProps{
		Metadata: named("cart"),
		Target:   istio.PolicyTarget_PodsOf(cartService),
		Mode:     istio.MutualTls_STRICT,
		Ports:    &[]*istio.PortMutualTls{{Port: "tcp-admin", Mode: istio.MutualTls_PERMISSIVE}},
	})
}

func requestAuthentication(chart cdk8s.Chart) {
	cartService := cartServiceOf(chart)

	login := istio.NewRequestAuthentication(chart, jsii.String("Login"), &istio.RequestAuthenticationProps{
		Metadata: named("login"),
		Target:   istio.PolicyTarget_PodsOf(cartService),
		JwtRules: &[]istio.JwtRule{
			istio.JwtRule_Of(&istio.JwtRuleOptions{
				Issuer:    jsii.String("https://issuer.example.com"),
				JwksUri:   jsii.String("https://issuer.example.com/.well-known/jwks.json"),
				Audiences: jsii.Strings("shop"),
			}),
		},
	})
	login.RequireToken(&istio.RequireTokenOptions{Metadata: named("require-token")})
}

func telemetry(chart cdk8s.Chart) {
	cart := deploymentOf(chart, "cart", labels("app", "cart"))

	istio.NewTelemetry(chart, jsii.String("Default"), &istio.TelemetryProps{
		Metadata: named("default"),
		AccessLogging: &[]*istio.AccessLogging{{
			Providers: jsii.Strings("envoy"),
			Filter:    jsii.String("response.code >= 400"),
		}},
		Tracing: &istio.Tracing{
			Provider:                 jsii.String("otel"),
			RandomSamplingPercentage: jsii.Number(5),
			CustomTags: &map[string]istio.CustomTag{
				"tenant": istio.CustomTag_Header(jsii.String("x-tenant"), &istio.CustomTagOptions{
					DefaultValue: jsii.String("none"),
				}),
			},
		},
	})
	istio.NewTelemetry(chart, jsii.String("Cart"), &istio.TelemetryProps{
		Metadata: named("cart"),
		Target:   istio.PolicyTarget_Workload(cart),
		Metrics: &[]*istio.Metrics{{
			Overrides: &[]*istio.MetricsOverride{
				{Metric: istio.IstioMetric_REQUEST_SIZE, Disabled: jsii.Bool(true)},
				{
					Mode: istio.WorkloadMode_SERVER,
					TagOverrides: &map[string]istio.TagOverride{
						"request_host": istio.TagOverride_Expression(jsii.String("request.host")),
					},
				},
			},
		}},
	})
}

func wasmPlugin(chart cdk8s.Chart) {
	cart := deploymentOf(chart, "cart", labels("app", "cart"))

	istio.NewWasmPlugin(chart, jsii.String("Auth"), &istio.WasmPluginProps{
		Metadata:        named("auth"),
		Target:          istio.PolicyTarget_Workload(cart),
		Url:             jsii.String("oci://registry.example.com/auth:1.0"),
		ImagePullSecret: jsii.String("registry"),
		Phase:           extensions.PluginPhase_AUTHN,
		PluginConfig:    &map[string]any{"realm": "shop"},
		Env:             labels("LOG_LEVEL", "info"),
		Match: &[]*istio.TrafficMatch{{
			Mode:  istio.WorkloadMode_SERVER,
			Ports: &[]*float64{jsii.Number(8080)},
		}},
	})
}

func trafficExtension(chart cdk8s.Chart) {
	cart := deploymentOf(chart, "cart", labels("app", "cart"))

	istio.NewTrafficExtension(chart, jsii.String("Header"), &istio.TrafficExtensionProps{
		Metadata: named("header"),
		Target:   istio.PolicyTarget_Workload(cart),
		Lua:      jsii.String(`function envoy_on_response(handle) handle:headers():add("x-served-by", "cart") end`),
		Match:    &[]*istio.TrafficMatch{{Mode: istio.WorkloadMode_SERVER}},
	})
	istio.NewTrafficExtension(chart, jsii.String("Auth"), &istio.TrafficExtensionProps{
		Metadata: named("auth"),
		Target:   istio.PolicyTarget_Workload(cart),
		Wasm: &istio.WasmModule{
			Url:          jsii.String("oci://registry.example.com/auth:1.0"),
			PluginConfig: &map[string]any{"realm": "shop"},
		},
		Phase: extensions.TrafficExtensionExecutionPhase_AUTHN,
	})
}

// Generated kinds, and the ways out

func imports(chart cdk8s.Chart) {
	networking.NewEnvoyFilter(chart, jsii.String("Keepalive"), &networking.EnvoyFilterProps{
		Metadata: named("keepalive"),
		Spec: &networking.EnvoyFilterSpec{
			WorkloadSelector: &networking.WorkloadSelector{Labels: labels("app", "web")},
			ConfigPatches: &[]*networking.EnvoyFilterEnvoyConfigObjectPatch{{
				ApplyTo: networking.EnvoyFilterApplyTo_LISTENER,
				Match: &networking.EnvoyFilterEnvoyConfigObjectMatch{
					Context: networking.EnvoyFilterPatchContext_SIDECAR_INBOUND,
				},
				Patch: &networking.EnvoyFilterPatch{
					Operation: networking.EnvoyFilterPatchOperation_MERGE,
					Value: map[string]any{
						"socket_options": []any{
							map[string]any{"level": 1, "name": 9, "int_value": 1, "state": "STATE_LISTENING"},
						},
					},
				},
			}},
		},
	})
}

func generatedKinds(chart cdk8s.Chart) {
	security.NewAuthorizationPolicy(chart, jsii.String("Policy"), &security.AuthorizationPolicyProps{
		Metadata: named("frontend"),
		Spec: &security.AuthorizationPolicySpec{
			Selector: &security.WorkloadSelector{MatchLabels: labels("app", "cart")},
			Rules: &[]*security.Rule{{
				From: &[]*security.RuleFrom{{Source: &security.Source{Namespaces: jsii.Strings("shop")}}},
				To:   &[]*security.RuleTo{{Operation: &security.Operation{Methods: jsii.Strings("GET")}}},
			}},
		},
	})
	telemetryapi.NewTelemetry(chart, jsii.String("Telemetry"), &telemetryapi.TelemetryProps{
		Metadata: named("default"),
		Spec: &telemetryapi.TelemetrySpec{
			Tracing: &[]*telemetryapi.Tracing{{RandomSamplingPercentage: jsii.Number(5)}},
		},
	})
	extensions.NewWasmPlugin(chart, jsii.String("Plugin"), &extensions.WasmPluginProps{
		Metadata: named("auth"),
		Spec: &extensions.WasmPluginSpec{
			Url:   jsii.String("oci://registry.example.com/auth:1.0"),
			Phase: extensions.PluginPhase_AUTHN,
		},
	})
	gatewayapi.NewHttpRoute(chart, jsii.String("Route"), &gatewayapi.HttpRouteProps{
		Metadata: named("web"),
		Spec: &gatewayapi.HttpRouteSpec{
			ParentRefs: &[]*gatewayapi.ParentReference{{Name: jsii.String("edge")}},
			Hostnames:  jsii.Strings("shop.example.com"),
			Rules: &[]*gatewayapi.HttpRouteRule{{
				BackendRefs: &[]*gatewayapi.HttpBackendRef{{Name: jsii.String("web"), Port: jsii.Number(80)}},
			}},
		},
	})
}

func jsonPatch(chart cdk8s.Chart) {
	rule := istio.NewDestinationRule(chart, jsii.String("Reviews"), &istio.DestinationRuleProps{
		Metadata: named("reviews"),
		Service: istio.ServiceRef_FromName(jsii.String("reviews"), &istio.ServiceRefOptions{
			Ports: &[]*istio.ServicePort{{Port: jsii.Number(9080)}},
		}),
	})
	cdk8s.ApiObject_Of(rule).AddJsonPatch(
		cdk8s.JsonPatch_Add(jsii.String("/metadata/annotations"), map[string]any{"example.com/owner": "shop"}),
		cdk8s.JsonPatch_Add(jsii.String("/spec/trafficPolicy"), map[string]any{
			"connectionPool": map[string]any{"tcp": map[string]any{"maxConnections": 100}},
		}),
	)
}

// Checks and questions

func checks(chart cdk8s.Chart) {
	checks := istio.IstioChecks_On(chart, &istio.IstioChecksSettings{
		FailOn:     istio.Severity_ERROR,
		World:      istio.World_CLOSED,
		MeshConfig: map[string]any{"outboundTrafficPolicy": map[string]any{"mode": "REGISTRY_ONLY"}},
		Externals: &[]any{
			istio.Externals_Namespace(jsii.String("shop"), labels("istio-injection", "enabled")),
			istio.Externals_IstioIngressGateway(nil),
			istio.Externals_Service(jsii.String("web"), &istio.ExternalServiceOptions{
				Namespace: jsii.String("shop"),
				Ports:     &[]*istio.ServicePort{{Port: jsii.Number(80), Name: jsii.String("http")}},
			}),
			istio.Externals_Secret(jsii.String("shop-cert"), &istio.ExternalSecretOptions{
				Namespace: jsii.String("istio-system"),
			}),
		},
		Suppress: &[]*istio.Suppression{
			{
				Code:   jsii.String("CDI0306"),
				Object: jsii.String("EnvoyFilter shop/*"),
				Reason: jsii.String("the pods come with the next release"),
			},
			{
				Code:   jsii.String("CDI0201"),
				Object: jsii.String("VirtualService shop/nowhere"),
				Reason: jsii.String("no such object is left"),
			},
		},
	})

	filters := []istio.EnvoyFilter{}
	for _, name := range []string{"raw", "reported"} {
		filters = append(filters, istio.NewEnvoyFilter(chart, jsii.String(name), &istio.EnvoyFilterProps{
			Metadata:         named(name),
			WorkloadSelector: &networking.WorkloadSelector{Labels: labels("app", "nobody")},
			ConfigPatches: &[]*networking.EnvoyFilterEnvoyConfigObjectPatch{{
				ApplyTo: networking.EnvoyFilterApplyTo_CLUSTER,
				Match: &networking.EnvoyFilterEnvoyConfigObjectMatch{
					Context: networking.EnvoyFilterPatchContext_SIDECAR_OUTBOUND,
				},
				Patch: &networking.EnvoyFilterPatch{
					Operation: networking.EnvoyFilterPatchOperation_MERGE,
					Value:     map[string]any{"per_connection_buffer_limit_bytes": 65536},
				},
			}},
		}))
	}
	istio.IstioChecks_Accept(filters[0], jsii.String("IST0133"), jsii.String("no field of Istio can say this"))

	for _, finding := range *checks.Findings() {
		of := *finding.Object.Kind + " " + *finding.Object.Name
		severity := strings.ToLower(string(finding.Severity))
		fmt.Println(severity, *finding.Code, of, *finding.Path, *finding.Construct)
	}

	destination := map[string]any{"destination": map[string]any{"host": "reviews", "subset": "v1"}}
	findings := istio.IstioChecks_Check(&[]any{
		map[string]any{
			"apiVersion": "networking.istio.io/v1",
			"kind":       "VirtualService",
			"metadata":   map[string]any{"name": "reviews", "namespace": "shop"},
			"spec": map[string]any{
				"hosts": []any{"reviews"},
				"http":  []any{map[string]any{"route": []any{destination}}},
			},
		},
	}, nil)
	for _, finding := range *findings {
		fmt.Println(*finding.Code, *finding.Message)
	}
}

func tracing(chart cdk8s.Chart) {
	frontend := deploymentOf(chart, "frontend", labels("app", "frontend"))
	cart := deploymentOf(chart, "cart", labels("app", "cart"))
	cartService := cartServiceOf(chart)

	istio.NewMeshNamespace(chart, jsii.String("Shop"), &istio.MeshNamespaceProps{
		Name:      jsii.String("shop"),
		Injection: istio.Injection_Sidecar(),
	})
	istio.NewIngressedService(chart, jsii.String("Cart"), &istio.IngressedServiceProps{
		Service: cartService,
		Port:    80,
		Hosts:   jsii.Strings("shop.example.com"),
		Routes:  &[]istio.IngressRoute{istio.IngressRoute_Prefix(jsii.String("/cart"), nil)},
	})

	mesh := istio.Mesh_Of(chart, nil)
	trace := mesh.Get(jsii.String("http://shop.example.com/cart?item=7"), nil)
	fmt.Println(*trace.ToString())

	fmt.Println(*trace.ShareOf(cart))
	fmt.Println(*mesh.From(frontend).Get(jsii.String("http://cart/"), nil).ShareOf(cartService))
	posted := mesh.Request(jsii.String("http://shop.example.com/admin"), &istio.RequestOptions{
		Method: jsii.String("POST"),
	})
	fmt.Println(*(*posted.Outcomes())[0].Status)
	asked := mesh.Trace(&istio.CallProps{
		From:    frontend,
		Url:     jsii.String("http://cart/"),
		Headers: labels("x-canary", "always"),
	})
	proxies := []string{}
	for _, hop := range *asked.Hops() {
		proxies = append(proxies, *hop.Proxy)
	}
	fmt.Println(strings.Join(proxies, ", "))
}

func reachability(chart cdk8s.Chart) {
	frontend := deploymentOf(chart, "frontend", labels("app", "frontend"))
	cart := deploymentOf(chart, "cart", labels("app", "cart"))
	cartServiceOf(chart)

	istio.NewMeshNamespace(chart, jsii.String("Shop"), &istio.MeshNamespaceProps{
		Name:      jsii.String("shop"),
		Injection: istio.Injection_Sidecar(),
	})
	istio.Access_DenyByDefault(chart, jsii.String("DenyByDefault"), nil)
	istio.Access_Allow(chart, jsii.String("FrontendToCart"), &istio.AllowOptions{
		From:    &[]any{frontend},
		To:      cart,
		Ports:   &[]any{8080},
		Methods: jsii.Strings("GET", "POST"),
		Paths:   jsii.Strings("/cart/*"),
	})

	reach := istio.Mesh_Of(chart, nil).Reach(&istio.ReachOptions{To: cart})
	fmt.Println(*reach.ToString())

	callers := []string{}
	for _, caller := range *reach.Callers() {
		callers = append(callers, *caller)
	}
	fmt.Println(strings.Join(callers, ", "))
}

func graph(chart cdk8s.Chart) {
	istio.NewIngressedService(chart, jsii.String("Cart"), &istio.IngressedServiceProps{
		Service: cartServiceOf(chart),
		Port:    80,
		Hosts:   jsii.Strings("shop.example.com"),
	})

	picture := istio.Mesh_Of(chart, nil).Graph(&istio.GraphFilter{Namespaces: jsii.Strings("shop")})
	fmt.Println(*picture.ToMermaid())
}

func main() {
	defer jsii.Close()

	makeGuide("ingressed-service", ingressedService, "shop")
	makeGuide("canary-release", canaryRelease, "bookinfo")
	makeGuide("gateway-deployment", gatewayDeployment, "shop")
	makeGuide("alb-ingress", albIngress, "shop")
	makeGuide("dashboard-exposure", dashboardExposure, "shop")
	makeGuide("egress-sni-passthrough", egressSniPassthrough, "shop")
	makeGuide("egress-tls-origination", egressTlsOrigination, "shop")
	makeGuide("mesh-namespace", meshNamespace, "shop")
	makeGuide("gateway", gateway, "shop")
	makeGuide("virtual-service", virtualService, "shop")
	makeGuide("destination-rule", destinationRule, "shop")
	makeGuide("service-entry", serviceEntry, "shop")
	makeGuide("sidecar", sidecar, "shop")
	makeGuide("workload-entry", workloadEntry, "shop")
	makeGuide("workload-group", workloadGroup, "shop")
	makeGuide("envoy-filter", envoyFilter, "shop")
	makeGuide("proxy-config", proxyConfig, "shop")
	makeGuide("authorization-policy", authorizationPolicy, "shop")
	makeGuide("peer-authentication", peerAuthentication, "shop")
	makeGuide("request-authentication", requestAuthentication, "shop")
	makeGuide("telemetry", telemetry, "shop")
	makeGuide("wasm-plugin", wasmPlugin, "shop")
	makeGuide("traffic-extension", trafficExtension, "shop")
	makeGuide("imports", imports, "shop")
	makeGuide("generated-kinds", generatedKinds, "shop")
	makeGuide("json-patch", jsonPatch, "shop")
	makeGuide("checks", checks, "shop")
	makeGuide("tracing", tracing, "shop")
	makeGuide("reachability", reachability, "shop")
	makeGuide("graph", graph, "shop")
}
