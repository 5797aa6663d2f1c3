"""Every pattern and every resource, one chart for each guide of docs/: as reference.ts, in Python."""

from typing import Callable

import cdk8s_plus_28 as kplus
from cdk8s import ApiObject, ApiObjectMetadata, App, Chart, Duration, JsonPatch
from cdk8s_istio import (
    Access,
    AccessLogging,
    AlbIngress,
    AlbScheme,
    AuthorizationAction,
    AuthorizationPolicy,
    AuthorizationRule,
    CanaryRelease,
    Condition,
    CustomTag,
    Dashboard,
    DashboardExposure,
    Destination,
    DestinationRule,
    EgressHost,
    EgressListener,
    EgressSniPassthrough,
    EgressStrategy,
    EgressTlsOrigination,
    EnvoyFilter,
    Externals,
    Gateway,
    GatewayDeployment,
    GatewayPort,
    GatewayServer,
    GatewayWorkload,
    HttpMatch,
    HttpRouteOptions,
    IngressedService,
    IngressRoute,
    IngressTls,
    Injection,
    IstioChecks,
    IstioMetric,
    IstioVersion,
    JwtRule,
    LoadBalancer,
    Login,
    Mesh,
    MeshNamespace,
    MeshSettings,
    Metrics,
    MetricsOverride,
    MutualTls,
    NamespaceAccess,
    NlbScheme,
    Operation,
    OriginTls,
    OutboundTrafficPolicy,
    PeerAuthentication,
    PolicyTarget,
    PortMutualTls,
    ProxyConfig,
    ReadinessProbe,
    RequestAuthentication,
    Retries,
    ServerTls,
    ServiceEntry,
    ServiceEntryPort,
    ServicePort,
    ServiceRef,
    Severity,
    Sidecar,
    Source,
    Suppression,
    TagOverride,
    Telemetry,
    TlsMatch,
    TlsRouteOptions,
    Tracing,
    TrafficExtension,
    TrafficMatch,
    VirtualService,
    WasmModule,
    WasmPlugin,
    WorkloadEntry,
    WorkloadGroup,
    WorkloadMode,
    WorkloadTemplate,
    World,
    extensions,
    gateway_api,
    networking,
    security,
    telemetry_api,
)


def make(guide: str, fill: Callable[[Chart], None], namespace: str = "shop") -> None:
    """Makes the chart of a guide in an App of its own: the guides are different meshes."""
    app = App()
    MeshSettings.set(app, istio_version=IstioVersion.V1_31)
    fill(Chart(app, guide, namespace=namespace))
    app.synth()


def deployment_of(chart: Chart, name: str, labels: dict[str, str]) -> ApiObject:
    container = {"image": f"example.com/{name}:1", "name": "main", "ports": [{"containerPort": 8080}]}
    template = {"metadata": {"labels": labels}, "spec": {"containers": [container], "serviceAccountName": name}}
    deployment = ApiObject(chart, name, api_version="apps/v1", kind="Deployment", metadata=ApiObjectMetadata(name=name))
    deployment.add_json_patch(JsonPatch.add("/spec", {"selector": {"matchLabels": labels}, "template": template}))
    return deployment


def service_of(chart: Chart, name: str, ports: list[dict[str, object]]) -> ApiObject:
    service = ApiObject(chart, f"{name}-service", api_version="v1", kind="Service", metadata=ApiObjectMetadata(name=name))
    service.add_json_patch(JsonPatch.add("/spec", {"ports": ports, "selector": {"app": name}}))
    return service


def cart_service_of(chart: Chart) -> ApiObject:
    http: dict[str, object] = {"name": "http", "port": 80, "targetPort": 8080}
    return service_of(chart, "cart", [http, {"name": "tcp-admin", "port": 9000}])


# Patterns


def ingressed_service(chart: Chart) -> None:
    web = kplus.Service(
        chart,
        "Web",
        metadata=ApiObjectMetadata(name="web"),
        ports=[kplus.ServicePort(name="http", port=80)],
    )

    IngressedService(
        chart,
        "Shop",
        service=web,
        hosts=["shop.example.com"],
        tls=IngressTls.credential("shop-cert", hsts=Duration.days(365)),
        routes=[IngressRoute.prefix("/")],
    )


def canary_release(chart: Chart) -> None:
    reviews_service = service_of(chart, "reviews", [{"name": "http", "port": 9080}])
    reviews_v1 = deployment_of(chart, "reviews-v1", {"app": "reviews", "version": "v1"})
    reviews_v2 = deployment_of(chart, "reviews-v2", {"app": "reviews", "version": "v2"})

    reviews = CanaryRelease(
        chart,
        "Reviews",
        service=reviews_service,
        stable=reviews_v1,
        canary=reviews_v2,
        split=20,
        always_canary=[HttpMatch.header("x-canary", "always")],
    )

    assert reviews.destination_rule is not None
    print(reviews.destination_rule.name)


def gateway_deployment(chart: Chart) -> None:
    door = GatewayDeployment(
        chart,
        "Door",
        namespace="edge",
        load_balancer=LoadBalancer.aws_nlb(scheme=NlbScheme.INTERNET_FACING, proxy_protocol=True),
        ports=[GatewayPort(port=80)],
    )

    IngressedService(
        chart,
        "Shop",
        service=ServiceRef.from_name("web", ports=[ServicePort(port=8080)]),
        hosts=["shop.example.com"],
        workload=door.workload,
    )


def alb_ingress(chart: Chart) -> None:
    door = GatewayDeployment(
        chart,
        "Door",
        namespace="edge",
        load_balancer=LoadBalancer.cluster_ip(),
        trusted_proxies=1,
    )

    shop = IngressedService(
        chart,
        "Shop",
        service=ServiceRef.from_name("web", ports=[ServicePort(port=8080)]),
        hosts=["shop.example.com", "*.shop.example.com"],
        workload=door.workload,
        tls=IngressTls.elsewhere(),
    )

    AlbIngress(
        chart,
        "Alb",
        services=[shop],
        scheme=AlbScheme.INTERNET_FACING,
        certificate_arns=["arn:aws:acm:eu-west-1:123456789012:certificate/1234"],
    )


def dashboard_exposure(chart: Chart) -> None:
    DashboardExposure(
        chart,
        "Dashboards",
        dashboards=[Dashboard.kiali(), Dashboard.jaeger()],
        host="dash.example.com",
        tls=IngressTls.credential("dash-cert"),
        login=Login.jwt(
            issuer="https://issuer.example.com",
            jwks_uri="https://issuer.example.com/jwks.json",
            claims=[Condition.claim("groups", ["operators"])],
        ),
    )


def egress_sni_passthrough(chart: Chart) -> None:
    EgressSniPassthrough(
        chart,
        "Wikipedia",
        hosts=["*.wikipedia.org"],
        strategy=EgressStrategy.common_server("www.wikipedia.org"),
        workload=GatewayWorkload.istio_egress(),
        clients=["default"],
    )


def egress_tls_origination(chart: Chart) -> None:
    EgressTlsOrigination(
        chart,
        "Payments",
        hosts=["api.payments.example"],
        tls=OriginTls.mutual("payments-client"),  # a Secret where the gateway runs
        workload=GatewayWorkload.istio_egress(),
        clients=["shop"],
    )


def mesh_namespace(chart: Chart) -> None:
    frontend = deployment_of(chart, "frontend", {"app": "frontend"})
    cart = deployment_of(chart, "cart", {"app": "cart"})

    MeshNamespace(
        chart,
        "Shop",
        injection=Injection.sidecar(),
        mutual_tls=MutualTls.STRICT,
        access=NamespaceAccess.deny_by_default(allowed_callers=[Source.namespace("monitoring")]),
        egress=[EgressHost.same_namespace(), EgressHost.namespace("payments")],
        outbound_traffic_policy=OutboundTrafficPolicy.registry_only(),
    )
    Access.allow(
        chart,
        "FrontendToCart",
        metadata=ApiObjectMetadata(name="frontend-to-cart"),
        from_=[frontend],
        to=cart,
    )


# Resources


def gateway(chart: Chart) -> None:
    edge = Gateway(
        chart,
        "Edge",
        metadata=ApiObjectMetadata(name="edge"),
        servers=[
            GatewayServer.http(hosts=["shop.example.com"], https_redirect=True),
            GatewayServer.https(hosts=["shop.example.com"], tls=ServerTls.credential("shop-cert")),
        ],
    )

    web = ServiceRef.from_name("web", ports=[ServicePort(port=80)])
    VirtualService(
        chart,
        "Routes",
        metadata=ApiObjectMetadata(name="shop"),
        gateways=[edge],
        hosts=["shop.example.com"],
        http=[HttpRouteOptions(route=[Destination.service(web)])],
    )


def virtual_service(chart: Chart) -> None:
    reviews = ServiceRef.from_name("reviews", ports=[ServicePort(port=9080)])
    rule = DestinationRule(chart, "Reviews", metadata=ApiObjectMetadata(name="reviews"), service=reviews)
    v1 = rule.add_subset("v1", labels={"version": "v1"})
    v2 = rule.add_subset("v2", labels={"version": "v2"})

    VirtualService(
        chart,
        "Routes",
        metadata=ApiObjectMetadata(name="reviews"),
        services=[reviews],
        http=[
            HttpRouteOptions(match=[HttpMatch.header("end-user", "jason")], route=[Destination.subset(v2)]),
            HttpRouteOptions(
                route=[Destination.subset(v1, weight=80), Destination.subset(v2, weight=20)],
                timeout=Duration.seconds(2),
                retries=Retries.on_connect_failures(2),
            ),
        ],
    )


def destination_rule(chart: Chart) -> None:
    reviews = ServiceRef.from_name("reviews", ports=[ServicePort(port=9080)])

    rule = DestinationRule(
        chart,
        "Reviews",
        metadata=ApiObjectMetadata(name="reviews"),
        service=reviews,
        traffic_policy=networking.TrafficPolicy(
            load_balancer=networking.LoadBalancerSettings(
                simple=networking.LoadBalancerSettingsSimpleLb.LEAST_REQUEST,
            ),
            outlier_detection=networking.OutlierDetection(
                consecutive5xx_errors=5,
                interval="10s",
                base_ejection_time="30s",
            ),
        ),
    )
    v1 = rule.add_subset("v1", labels={"version": "v1"})
    v2 = rule.add_subset(
        "v2",
        labels={"version": "v2"},
        traffic_policy=networking.TrafficPolicy(
            connection_pool=networking.ConnectionPoolSettings(
                tcp=networking.ConnectionPoolSettingsTcpSettings(max_connections=100),
            ),
        ),
    )

    VirtualService(
        chart,
        "Routes",
        metadata=ApiObjectMetadata(name="reviews"),
        services=[reviews],
        http=[HttpRouteOptions(route=[Destination.subset(v1, weight=80), Destination.subset(v2, weight=20)])],
    )


def service_entry(chart: Chart) -> None:
    payments = ServiceEntry(
        chart,
        "Payments",
        metadata=ApiObjectMetadata(name="payments"),
        hosts=["api.payments.example"],
        ports=[ServiceEntryPort(number=443, protocol="TLS")],
        resolution=networking.ServiceEntryResolution.DNS,
    )

    mock = ServiceRef.from_name("payments-mock", ports=[ServicePort(port=443)])
    VirtualService(
        chart,
        "PaymentsRoutes",
        metadata=ApiObjectMetadata(name="payments"),
        hosts=payments.hosts,
        tls=[
            TlsRouteOptions(
                match=[TlsMatch(sni_hosts=payments.hosts, port=443, source_labels={"stage": "test"})],
                route=[Destination.service(mock)],
            ),
            TlsRouteOptions(
                match=[TlsMatch(sni_hosts=payments.hosts, port=443)],
                route=[payments.destination()],
            ),
        ],
    )


def sidecar(chart: Chart) -> None:
    ratings = ServiceRef.from_name("ratings", namespace="books")

    Sidecar(
        chart,
        "Default",
        metadata=ApiObjectMetadata(name="default"),
        egress=[
            EgressListener.any_port(
                [
                    EgressHost.same_namespace(),
                    EgressHost.namespace("istio-system"),
                    EgressHost.service(ratings),
                    EgressHost.host("egress", "*.example.com"),
                ]
            ),
        ],
        outbound_traffic_policy=OutboundTrafficPolicy.registry_only(),
    )


def workload_entry(chart: Chart) -> None:
    vm = WorkloadEntry(
        chart,
        "Vm",
        metadata=ApiObjectMetadata(name="billing-vm-1"),
        address="10.20.0.7",
        labels={"app": "billing", "version": "v1"},
        locality="eu-west-1/eu-west-1a",
        service_account="billing",
    )

    ServiceEntry(
        chart,
        "Billing",
        metadata=ApiObjectMetadata(name="billing"),
        hosts=["billing.shop.example.com"],
        location=networking.ServiceEntryLocation.MESH_INTERNAL,
        ports=[ServiceEntryPort(number=80, protocol="HTTP", target_port=8080)],
        resolution=networking.ServiceEntryResolution.STATIC,
        workload_selector=networking.WorkloadSelector(labels={"app": vm.labels["app"]}),
    )


def workload_group(chart: Chart) -> None:
    billing = WorkloadGroup(
        chart,
        "Billing",
        metadata=ApiObjectMetadata(name="billing"),
        entry_metadata=networking.WorkloadGroupObjectMeta(labels={"app": "billing"}),
        template=WorkloadTemplate(service_account="billing", ports={"http": 8080}, network="vm-network"),
        probe=ReadinessProbe.http(8080, path="/ready", period=Duration.seconds(5)),
    )

    ServiceEntry(
        chart,
        "BillingHost",
        metadata=ApiObjectMetadata(name="billing"),
        hosts=["billing.shop.example.com"],
        location=networking.ServiceEntryLocation.MESH_INTERNAL,
        ports=[ServiceEntryPort(number=80, protocol="HTTP", name="http")],
        resolution=networking.ServiceEntryResolution.STATIC,
        workload_selector=networking.WorkloadSelector(labels=billing.labels),
    )


def envoy_filter(chart: Chart) -> None:
    EnvoyFilter(
        chart,
        "SmallBuffers",
        metadata=ApiObjectMetadata(name="small-buffers"),
        workload_selector=networking.WorkloadSelector(labels={"app": "shop"}),
        config_patches=[
            networking.EnvoyFilterEnvoyConfigObjectPatch(
                apply_to=networking.EnvoyFilterApplyTo.CLUSTER,
                match=networking.EnvoyFilterEnvoyConfigObjectMatch(
                    context=networking.EnvoyFilterPatchContext.SIDECAR_OUTBOUND,
                ),
                patch=networking.EnvoyFilterPatch(
                    operation=networking.EnvoyFilterPatchOperation.MERGE,
                    value={"per_connection_buffer_limit_bytes": 65536},
                ),
            ),
        ],
    )


def proxy_config(chart: Chart) -> None:
    ProxyConfig(
        chart,
        "Cart",
        metadata=ApiObjectMetadata(name="cart"),
        selector=networking.TypeWorkloadSelector(match_labels={"app": "cart"}),
        concurrency=4,
        environment_variables={"ISTIO_META_DNS_CAPTURE": "true"},
        image_type="distroless",
    )


def authorization_policy(chart: Chart) -> None:
    frontend = deployment_of(chart, "frontend", {"app": "frontend"})
    cart_service = cart_service_of(chart)

    Access.deny_by_default(chart, "DenyByDefault", metadata=ApiObjectMetadata(name="deny-by-default"))
    Access.allow(
        chart,
        "FrontendToCart",
        metadata=ApiObjectMetadata(name="frontend-to-cart"),
        from_=[frontend],
        to=cart_service,
        methods=["GET", "POST"],
        paths=["/cart/*"],
        ports=["http"],
    )
    Access.allow(
        chart,
        "IngressToFrontend",
        metadata=ApiObjectMetadata(name="ingress-to-frontend"),
        from_=[GatewayWorkload.istio_ingress()],
        to=frontend,
    )

    AuthorizationPolicy(
        chart,
        "Admin",
        metadata=ApiObjectMetadata(name="admin"),
        target=PolicyTarget.pods_of(cart_service),
        action=AuthorizationAction.DENY,
        rules=[
            AuthorizationRule.of(
                from_=[Source.everyone_except([Source.workload(frontend)])],
                to=[Operation.http(paths=["/carts/{*}/admin"], ports=["http"])],
                when=[Condition.unless(Condition.header("x-tier", ["gold"]))],
            ),
        ],
    )


def peer_authentication(chart: Chart) -> None:
    cart_service = cart_service_of(chart)

    PeerAuthentication(chart, "Default", metadata=ApiObjectMetadata(name="default"), mode=MutualTls.STRICT)
    PeerAuthentication(
        chart,
        "Cart",
        metadata=ApiObjectMetadata(name="cart"),
        target=PolicyTarget.pods_of(cart_service),
        mode=MutualTls.STRICT,
        ports=[PortMutualTls(port="tcp-admin", mode=MutualTls.PERMISSIVE)],
    )


def request_authentication(chart: Chart) -> None:
    cart_service = cart_service_of(chart)

    login = RequestAuthentication(
        chart,
        "Login",
        metadata=ApiObjectMetadata(name="login"),
        target=PolicyTarget.pods_of(cart_service),
        jwt_rules=[
            JwtRule.of(
                issuer="https://issuer.example.com",
                jwks_uri="https://issuer.example.com/.well-known/jwks.json",
                audiences=["shop"],
            ),
        ],
    )
    login.require_token(metadata=ApiObjectMetadata(name="require-token"))


def telemetry(chart: Chart) -> None:
    cart = deployment_of(chart, "cart", {"app": "cart"})

    Telemetry(
        chart,
        "Default",
        metadata=ApiObjectMetadata(name="default"),
        access_logging=[AccessLogging(providers=["envoy"], filter="response.code >= 400")],
        tracing=Tracing(
            provider="otel",
            random_sampling_percentage=5,
            custom_tags={"tenant": CustomTag.header("x-tenant", default_value="none")},
        ),
    )
    Telemetry(
        chart,
        "Cart",
        metadata=ApiObjectMetadata(name="cart"),
        target=PolicyTarget.workload(cart),
        metrics=[
            Metrics(
                overrides=[
                    MetricsOverride(metric=IstioMetric.REQUEST_SIZE, disabled=True),
                    MetricsOverride(
                        mode=WorkloadMode.SERVER,
                        tag_overrides={"request_host": TagOverride.expression("request.host")},
                    ),
                ],
            ),
        ],
    )


def wasm_plugin(chart: Chart) -> None:
    cart = deployment_of(chart, "cart", {"app": "cart"})

    WasmPlugin(
        chart,
        "Auth",
        metadata=ApiObjectMetadata(name="auth"),
        target=PolicyTarget.workload(cart),
        url="oci://registry.example.com/auth:1.0",
        image_pull_secret="registry",
        phase=extensions.PluginPhase.AUTHN,
        plugin_config={"realm": "shop"},
        env={"LOG_LEVEL": "info"},
        match=[TrafficMatch(mode=WorkloadMode.SERVER, ports=[8080])],
    )


def traffic_extension(chart: Chart) -> None:
    cart = deployment_of(chart, "cart", {"app": "cart"})

    TrafficExtension(
        chart,
        "Header",
        metadata=ApiObjectMetadata(name="header"),
        target=PolicyTarget.workload(cart),
        lua='function envoy_on_response(handle) handle:headers():add("x-served-by", "cart") end',
        match=[TrafficMatch(mode=WorkloadMode.SERVER)],
    )
    TrafficExtension(
        chart,
        "Auth",
        metadata=ApiObjectMetadata(name="auth"),
        target=PolicyTarget.workload(cart),
        wasm=WasmModule(url="oci://registry.example.com/auth:1.0", plugin_config={"realm": "shop"}),
        phase=extensions.TrafficExtensionExecutionPhase.AUTHN,
    )


# Generated kinds, and the ways out


def imports(chart: Chart) -> None:
    networking.EnvoyFilter(
        chart,
        "Keepalive",
        metadata=ApiObjectMetadata(name="keepalive"),
        spec=networking.EnvoyFilterSpec(
            workload_selector=networking.WorkloadSelector(labels={"app": "web"}),
            config_patches=[
                networking.EnvoyFilterEnvoyConfigObjectPatch(
                    apply_to=networking.EnvoyFilterApplyTo.LISTENER,
                    match=networking.EnvoyFilterEnvoyConfigObjectMatch(
                        context=networking.EnvoyFilterPatchContext.SIDECAR_INBOUND,
                    ),
                    patch=networking.EnvoyFilterPatch(
                        operation=networking.EnvoyFilterPatchOperation.MERGE,
                        value={"socket_options": [{"level": 1, "name": 9, "int_value": 1, "state": "STATE_LISTENING"}]},
                    ),
                ),
            ],
        ),
    )


def generated_kinds(chart: Chart) -> None:
    security.AuthorizationPolicy(
        chart,
        "Policy",
        metadata=ApiObjectMetadata(name="frontend"),
        spec=security.AuthorizationPolicySpec(
            selector=security.WorkloadSelector(match_labels={"app": "cart"}),
            rules=[
                security.Rule(
                    from_=[security.RuleFrom(source=security.Source(namespaces=["shop"]))],
                    to=[security.RuleTo(operation=security.Operation(methods=["GET"]))],
                ),
            ],
        ),
    )
    telemetry_api.Telemetry(
        chart,
        "Telemetry",
        metadata=ApiObjectMetadata(name="default"),
        spec=telemetry_api.TelemetrySpec(tracing=[telemetry_api.Tracing(random_sampling_percentage=5)]),
    )
    extensions.WasmPlugin(
        chart,
        "Plugin",
        metadata=ApiObjectMetadata(name="auth"),
        spec=extensions.WasmPluginSpec(
            url="oci://registry.example.com/auth:1.0",
            phase=extensions.PluginPhase.AUTHN,
        ),
    )
    gateway_api.HttpRoute(
        chart,
        "Route",
        metadata=ApiObjectMetadata(name="web"),
        spec=gateway_api.HttpRouteSpec(
            parent_refs=[gateway_api.ParentReference(name="edge")],
            hostnames=["shop.example.com"],
            rules=[gateway_api.HttpRouteRule(backend_refs=[gateway_api.HttpBackendRef(name="web", port=80)])],
        ),
    )


def json_patch(chart: Chart) -> None:
    rule = DestinationRule(
        chart,
        "Reviews",
        metadata=ApiObjectMetadata(name="reviews"),
        service=ServiceRef.from_name("reviews", ports=[ServicePort(port=9080)]),
    )
    ApiObject.of(rule).add_json_patch(
        JsonPatch.add("/metadata/annotations", {"example.com/owner": "shop"}),
        JsonPatch.add("/spec/trafficPolicy", {"connectionPool": {"tcp": {"maxConnections": 100}}}),
    )


# Checks and questions


def checks(chart: Chart) -> None:
    checks = IstioChecks.on(
        chart,
        fail_on=Severity.ERROR,
        world=World.CLOSED,
        mesh_config={"outboundTrafficPolicy": {"mode": "REGISTRY_ONLY"}},
        externals=[
            Externals.namespace("shop", {"istio-injection": "enabled"}),
            Externals.istio_ingress_gateway(),
            Externals.service("web", namespace="shop", ports=[ServicePort(port=80, name="http")]),
            Externals.secret("shop-cert", namespace="istio-system"),
        ],
        suppress=[
            Suppression(code="CDI0306", object="EnvoyFilter shop/*", reason="the pods come with the next release"),
            Suppression(code="CDI0201", object="VirtualService shop/nowhere", reason="no such object is left"),
        ],
    )

    accepted, _ = [
        EnvoyFilter(
            chart,
            name,
            metadata=ApiObjectMetadata(name=name),
            workload_selector=networking.WorkloadSelector(labels={"app": "nobody"}),
            config_patches=[
                networking.EnvoyFilterEnvoyConfigObjectPatch(
                    apply_to=networking.EnvoyFilterApplyTo.CLUSTER,
                    match=networking.EnvoyFilterEnvoyConfigObjectMatch(
                        context=networking.EnvoyFilterPatchContext.SIDECAR_OUTBOUND,
                    ),
                    patch=networking.EnvoyFilterPatch(
                        operation=networking.EnvoyFilterPatchOperation.MERGE,
                        value={"per_connection_buffer_limit_bytes": 65536},
                    ),
                ),
            ],
        )
        for name in ["raw", "reported"]
    ]
    IstioChecks.accept(accepted, "IST0133", "no field of Istio can say this")

    for finding in checks.findings():
        assert finding.object is not None
        of = f"{finding.object.kind} {finding.object.name}"
        print(f"{finding.severity.value.lower()} {finding.code} {of} {finding.path} {finding.construct}")

    route = {"route": [{"destination": {"host": "reviews", "subset": "v1"}}]}
    findings = IstioChecks.check(
        [
            {
                "apiVersion": "networking.istio.io/v1",
                "kind": "VirtualService",
                "metadata": {"name": "reviews", "namespace": "shop"},
                "spec": {"hosts": ["reviews"], "http": [route]},
            }
        ]
    )
    for finding in findings:
        print(f"{finding.code} {finding.message}")


def tracing(chart: Chart) -> None:
    frontend = deployment_of(chart, "frontend", {"app": "frontend"})
    cart = deployment_of(chart, "cart", {"app": "cart"})
    cart_service = cart_service_of(chart)

    MeshNamespace(chart, "Shop", name="shop", injection=Injection.sidecar())
    IngressedService(
        chart,
        "Cart",
        service=cart_service,
        port=80,
        hosts=["shop.example.com"],
        routes=[IngressRoute.prefix("/cart")],
    )

    mesh = Mesh.of(chart)
    trace = mesh.get("http://shop.example.com/cart?item=7")
    print(trace.to_string())

    print(trace.share_of(cart))
    print(mesh.from_(frontend).get("http://cart/").share_of(cart_service))
    print(mesh.request("http://shop.example.com/admin", method="POST").outcomes[0].status)
    asked = mesh.trace(from_=frontend, url="http://cart/", headers={"x-canary": "always"})
    print(", ".join(hop.proxy for hop in asked.hops))


def reachability(chart: Chart) -> None:
    frontend = deployment_of(chart, "frontend", {"app": "frontend"})
    cart = deployment_of(chart, "cart", {"app": "cart"})
    cart_service_of(chart)

    MeshNamespace(chart, "Shop", name="shop", injection=Injection.sidecar())
    Access.deny_by_default(chart, "DenyByDefault")
    Access.allow(
        chart,
        "FrontendToCart",
        from_=[frontend],
        to=cart,
        ports=[8080],
        methods=["GET", "POST"],
        paths=["/cart/*"],
    )

    reach = Mesh.of(chart).reach(to=cart)
    print(reach.to_string())

    print(", ".join(reach.callers))


def graph(chart: Chart) -> None:
    IngressedService(
        chart,
        "Cart",
        service=cart_service_of(chart),
        port=80,
        hosts=["shop.example.com"],
    )

    picture = Mesh.of(chart).graph(namespaces=["shop"])
    print(picture.to_mermaid())


make("ingressed-service", ingressed_service)
make("canary-release", canary_release, "bookinfo")
make("gateway-deployment", gateway_deployment)
make("alb-ingress", alb_ingress)
make("dashboard-exposure", dashboard_exposure)
make("egress-sni-passthrough", egress_sni_passthrough)
make("egress-tls-origination", egress_tls_origination)
make("mesh-namespace", mesh_namespace)
make("gateway", gateway)
make("virtual-service", virtual_service)
make("destination-rule", destination_rule)
make("service-entry", service_entry)
make("sidecar", sidecar)
make("workload-entry", workload_entry)
make("workload-group", workload_group)
make("envoy-filter", envoy_filter)
make("proxy-config", proxy_config)
make("authorization-policy", authorization_policy)
make("peer-authentication", peer_authentication)
make("request-authentication", request_authentication)
make("telemetry", telemetry)
make("wasm-plugin", wasm_plugin)
make("traffic-extension", traffic_extension)
make("imports", imports)
make("generated-kinds", generated_kinds)
make("json-patch", json_patch)
make("checks", checks)
make("tracing", tracing)
make("reachability", reachability)
make("graph", graph)
