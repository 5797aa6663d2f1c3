import io.github.cdk8s_istio.Access;
import io.github.cdk8s_istio.AccessLogging;
import io.github.cdk8s_istio.AlbIngress;
import io.github.cdk8s_istio.AlbScheme;
import io.github.cdk8s_istio.AllowNothingProps;
import io.github.cdk8s_istio.AllowOptions;
import io.github.cdk8s_istio.AuthorizationAction;
import io.github.cdk8s_istio.AuthorizationPolicy;
import io.github.cdk8s_istio.AuthorizationRule;
import io.github.cdk8s_istio.AuthorizationRuleOptions;
import io.github.cdk8s_istio.CallProps;
import io.github.cdk8s_istio.CanaryRelease;
import io.github.cdk8s_istio.Condition;
import io.github.cdk8s_istio.CustomTag;
import io.github.cdk8s_istio.CustomTagOptions;
import io.github.cdk8s_istio.Dashboard;
import io.github.cdk8s_istio.DashboardExposure;
import io.github.cdk8s_istio.DenyByDefaultOptions;
import io.github.cdk8s_istio.Destination;
import io.github.cdk8s_istio.DestinationRule;
import io.github.cdk8s_istio.EgressHost;
import io.github.cdk8s_istio.EgressListener;
import io.github.cdk8s_istio.EgressSniPassthrough;
import io.github.cdk8s_istio.EgressStrategy;
import io.github.cdk8s_istio.EgressTlsOrigination;
import io.github.cdk8s_istio.EnvoyFilter;
import io.github.cdk8s_istio.ExternalSecretOptions;
import io.github.cdk8s_istio.ExternalServiceOptions;
import io.github.cdk8s_istio.Externals;
import io.github.cdk8s_istio.Finding;
import io.github.cdk8s_istio.Gateway;
import io.github.cdk8s_istio.GatewayDeployment;
import io.github.cdk8s_istio.GatewayPort;
import io.github.cdk8s_istio.GatewayServer;
import io.github.cdk8s_istio.GatewayWorkload;
import io.github.cdk8s_istio.GraphFilter;
import io.github.cdk8s_istio.HttpMatch;
import io.github.cdk8s_istio.HttpOperationOptions;
import io.github.cdk8s_istio.HttpProbeOptions;
import io.github.cdk8s_istio.HttpRouteOptions;
import io.github.cdk8s_istio.HttpServerOptions;
import io.github.cdk8s_istio.IngressRoute;
import io.github.cdk8s_istio.IngressTls;
import io.github.cdk8s_istio.IngressTlsOptions;
import io.github.cdk8s_istio.IngressedService;
import io.github.cdk8s_istio.Injection;
import io.github.cdk8s_istio.IstioChecks;
import io.github.cdk8s_istio.IstioChecksSettings;
import io.github.cdk8s_istio.IstioMetric;
import io.github.cdk8s_istio.IstioVersion;
import io.github.cdk8s_istio.JwtLoginOptions;
import io.github.cdk8s_istio.JwtRule;
import io.github.cdk8s_istio.JwtRuleOptions;
import io.github.cdk8s_istio.LoadBalancer;
import io.github.cdk8s_istio.Login;
import io.github.cdk8s_istio.Mesh;
import io.github.cdk8s_istio.MeshGraph;
import io.github.cdk8s_istio.MeshNamespace;
import io.github.cdk8s_istio.MeshSettings;
import io.github.cdk8s_istio.MeshSettingsOptions;
import io.github.cdk8s_istio.Metrics;
import io.github.cdk8s_istio.MetricsOverride;
import io.github.cdk8s_istio.MutualTls;
import io.github.cdk8s_istio.NamespaceAccess;
import io.github.cdk8s_istio.NlbOptions;
import io.github.cdk8s_istio.NlbScheme;
import io.github.cdk8s_istio.Operation;
import io.github.cdk8s_istio.OriginTls;
import io.github.cdk8s_istio.OutboundTrafficPolicy;
import io.github.cdk8s_istio.PeerAuthentication;
import io.github.cdk8s_istio.PolicyTarget;
import io.github.cdk8s_istio.PortMutualTls;
import io.github.cdk8s_istio.ProxyConfig;
import io.github.cdk8s_istio.Reach;
import io.github.cdk8s_istio.ReachOptions;
import io.github.cdk8s_istio.ReadinessProbe;
import io.github.cdk8s_istio.RequestAuthentication;
import io.github.cdk8s_istio.RequestOptions;
import io.github.cdk8s_istio.RequireTokenOptions;
import io.github.cdk8s_istio.Retries;
import io.github.cdk8s_istio.ServerTls;
import io.github.cdk8s_istio.ServiceEntry;
import io.github.cdk8s_istio.ServiceEntryPort;
import io.github.cdk8s_istio.ServicePort;
import io.github.cdk8s_istio.ServiceRef;
import io.github.cdk8s_istio.ServiceRefOptions;
import io.github.cdk8s_istio.Severity;
import io.github.cdk8s_istio.Sidecar;
import io.github.cdk8s_istio.Source;
import io.github.cdk8s_istio.Subset;
import io.github.cdk8s_istio.SubsetDestinationOptions;
import io.github.cdk8s_istio.SubsetOptions;
import io.github.cdk8s_istio.Suppression;
import io.github.cdk8s_istio.TagOverride;
import io.github.cdk8s_istio.Telemetry;
import io.github.cdk8s_istio.TlsMatch;
import io.github.cdk8s_istio.TlsRouteOptions;
import io.github.cdk8s_istio.TlsServerOptions;
import io.github.cdk8s_istio.Trace;
import io.github.cdk8s_istio.TraceHop;
import io.github.cdk8s_istio.Tracing;
import io.github.cdk8s_istio.TrafficExtension;
import io.github.cdk8s_istio.TrafficMatch;
import io.github.cdk8s_istio.VirtualService;
import io.github.cdk8s_istio.WasmModule;
import io.github.cdk8s_istio.WasmPlugin;
import io.github.cdk8s_istio.WorkloadEntry;
import io.github.cdk8s_istio.WorkloadGroup;
import io.github.cdk8s_istio.WorkloadMode;
import io.github.cdk8s_istio.WorkloadTemplate;
import io.github.cdk8s_istio.World;
import io.github.cdk8s_istio.extensions.PluginPhase;
import io.github.cdk8s_istio.extensions.TrafficExtensionExecutionPhase;
import io.github.cdk8s_istio.extensions.WasmPluginSpec;
import io.github.cdk8s_istio.gateway_api.HttpBackendRef;
import io.github.cdk8s_istio.gateway_api.HttpRoute;
import io.github.cdk8s_istio.gateway_api.HttpRouteRule;
import io.github.cdk8s_istio.gateway_api.HttpRouteSpec;
import io.github.cdk8s_istio.gateway_api.ParentReference;
import io.github.cdk8s_istio.networking.ConnectionPoolSettings;
import io.github.cdk8s_istio.networking.ConnectionPoolSettingsTcpSettings;
import io.github.cdk8s_istio.networking.EnvoyFilterApplyTo;
import io.github.cdk8s_istio.networking.EnvoyFilterEnvoyConfigObjectMatch;
import io.github.cdk8s_istio.networking.EnvoyFilterEnvoyConfigObjectPatch;
import io.github.cdk8s_istio.networking.EnvoyFilterPatch;
import io.github.cdk8s_istio.networking.EnvoyFilterPatchContext;
import io.github.cdk8s_istio.networking.EnvoyFilterPatchOperation;
import io.github.cdk8s_istio.networking.EnvoyFilterSpec;
import io.github.cdk8s_istio.networking.LoadBalancerSettings;
import io.github.cdk8s_istio.networking.LoadBalancerSettingsSimpleLb;
import io.github.cdk8s_istio.networking.OutlierDetection;
import io.github.cdk8s_istio.networking.ServiceEntryLocation;
import io.github.cdk8s_istio.networking.ServiceEntryResolution;
import io.github.cdk8s_istio.networking.TrafficPolicy;
import io.github.cdk8s_istio.networking.TypeWorkloadSelector;
import io.github.cdk8s_istio.networking.WorkloadGroupObjectMeta;
import io.github.cdk8s_istio.networking.WorkloadSelector;
import io.github.cdk8s_istio.security.AuthorizationPolicySpec;
import io.github.cdk8s_istio.security.Rule;
import io.github.cdk8s_istio.security.RuleFrom;
import io.github.cdk8s_istio.security.RuleTo;
import io.github.cdk8s_istio.telemetry_api.TelemetrySpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cdk8s.ApiObject;
import org.cdk8s.ApiObjectMetadata;
import org.cdk8s.App;
import org.cdk8s.Chart;
import org.cdk8s.ChartProps;
import org.cdk8s.Duration;
import org.cdk8s.JsonPatch;

/** Every pattern and every resource, one chart for each guide of docs/: as reference.ts, in Java. */
public final class Reference {
  private Reference() {}

  /** Makes the chart of a guide in an App of its own: the guides are different meshes. */
  private static void make(String guide, Consumer<Chart> fill, String namespace) {
    App app = new App();
    MeshSettings.set(app, MeshSettingsOptions.builder().istioVersion(IstioVersion.V1_31).build());
    fill.accept(new Chart(app, guide, ChartProps.builder().namespace(namespace).build()));
    app.synth();
  }

  private static void make(String guide, Consumer<Chart> fill) {
    make(guide, fill, "shop");
  }

  private static ApiObjectMetadata named(String name) {
    return ApiObjectMetadata.builder().name(name).build();
  }

  /** The members of an object, in this order: Map.of would have another one in each run. */
  private static Map<String, Object> object(Object... members) {
    Map<String, Object> made = new LinkedHashMap<>();
    for (int i = 0; i < members.length; i += 2) {
      made.put((String) members[i], members[i + 1]);
    }
    return made;
  }

  private static ApiObject deploymentOf(Chart chart, String name, Map<String, Object> labels) {
    Map<String, Object> container =
        object("image", "example.com/" + name + ":1", "name", "main", "ports", List.of(object("containerPort", 8080)));
    Map<String, Object> pod = object("containers", List.of(container), "serviceAccountName", name);
    ApiObject deployment =
        ApiObject.Builder.create(chart, name).apiVersion("apps/v1").kind("Deployment").metadata(named(name)).build();
    deployment.addJsonPatch(JsonPatch.add("/spec", object(
        "selector", object("matchLabels", labels),
        "template", object("metadata", object("labels", labels), "spec", pod))));
    return deployment;
  }

  private static ApiObject serviceOf(Chart chart, String name, List<Map<String, Object>> ports) {
    ApiObject service =
        ApiObject.Builder.create(chart, name + "-service").apiVersion("v1").kind("Service").metadata(named(name)).build();
    service.addJsonPatch(JsonPatch.add("/spec", object("ports", ports, "selector", object("app", name))));
    return service;
  }

  private static ApiObject cartServiceOf(Chart chart) {
    return serviceOf(chart, "cart", List.of(
        object("name", "http", "port", 80, "targetPort", 8080),
        object("name", "tcp-admin", "port", 9000)));
  }

  // Patterns

  private static void ingressedService(Chart chart) {
    ApiObject web = ApiObject.Builder.create(chart, "Web").apiVersion("v1").kind("Service").metadata(named("web")).build();
    web.addJsonPatch(JsonPatch.add("/spec", object(
        "externalIPs", List.of(),
        "ports", List.of(object("name", "http", "port", 80)),
        "selector", object(),
        "type", "ClusterIP")));

    IngressedService.Builder.create(chart, "Shop")
        .service(web)
        .hosts(List.of("shop.example.com"))
        .tls(IngressTls.credential("shop-cert", IngressTlsOptions.builder().hsts(Duration.days(365)).build()))
        .routes(List.of(IngressRoute.prefix("/")))
        .build();
  }

  private static void canaryRelease(Chart chart) {
    ApiObject reviewsService = serviceOf(chart, "reviews", List.of(object("name", "http", "port", 9080)));
    ApiObject reviewsV1 = deploymentOf(chart, "reviews-v1", object("app", "reviews", "version", "v1"));
    ApiObject reviewsV2 = deploymentOf(chart, "reviews-v2", object("app", "reviews", "version", "v2"));

    CanaryRelease reviews = CanaryRelease.Builder.create(chart, "Reviews")
        .service(reviewsService)
        .stable(reviewsV1)
        .canary(reviewsV2)
        .split(20)
        .alwaysCanary(List.of(HttpMatch.header("x-canary", "always")))
        .build();

    System.out.println(reviews.getDestinationRule().getName());
  }

  private static void gatewayDeployment(Chart chart) {
    GatewayDeployment door = GatewayDeployment.Builder.create(chart, "Door")
        .namespace("edge")
        .loadBalancer(LoadBalancer.awsNlb(
            NlbOptions.builder().scheme(NlbScheme.INTERNET_FACING).proxyProtocol(true).build()))
        .ports(List.of(GatewayPort.builder().port(80).build()))
        .build();

    IngressedService.Builder.create(chart, "Shop")
        .service(ServiceRef.fromName("web", ServiceRefOptions.builder()
            .ports(List.of(ServicePort.builder().port(8080).build()))
            .build()))
        .hosts(List.of("shop.example.com"))
        .workload(door.getWorkload())
        .build();
  }

  private static void albIngress(Chart chart) {
    GatewayDeployment door = GatewayDeployment.Builder.create(chart, "Door")
        .namespace("edge")
        .loadBalancer(LoadBalancer.clusterIp())
        .trustedProxies(1)
        .build();

    IngressedService shop = IngressedService.Builder.create(chart, "Shop")
        .service(ServiceRef.fromName("web", ServiceRefOptions.builder()
            .ports(List.of(ServicePort.builder().port(8080).build()))
            .build()))
        .hosts(List.of("shop.example.com", "*.shop.example.com"))
        .workload(door.getWorkload())
        .tls(IngressTls.elsewhere())
        .build();

    AlbIngress.Builder.create(chart, "Alb")
        .services(List.of(shop))
        .scheme(AlbScheme.INTERNET_FACING)
        .certificateArns(List.of("arn:aws:acm:eu-west-1:123456789012:certificate/1234"))
        .build();
  }

  private static void dashboardExposure(Chart chart) {
    DashboardExposure.Builder.create(chart, "Dashboards")
        .dashboards(List.of(Dashboard.kiali(), Dashboard.jaeger()))
        .host("dash.example.com")
        .tls(IngressTls.credential("dash-cert"))
        .login(Login.jwt(JwtLoginOptions.builder()
            .issuer("https://issuer.example.com")
            .jwksUri("https://issuer.example.com/jwks.json")
            .claims(List.of(Condition.claim("groups", List.of("operators"))))
            .build()))
        .build();
  }

  private static void egressSniPassthrough(Chart chart) {
    EgressSniPassthrough.Builder.create(chart, "Wikipedia")
        .hosts(List.of("*.wikipedia.org"))
        .strategy(EgressStrategy.commonServer("www.wikipedia.org"))
        .workload(GatewayWorkload.istioEgress())
        .clients(List.of("default"))
        .build();
  }

  private static void egressTlsOrigination(Chart chart) {
    EgressTlsOrigination.Builder.create(chart, "Payments")
        .hosts(List.of("api.payments.example"))
        .tls(OriginTls.mutual("payments-client")) // a Secret where the gateway runs
        .workload(GatewayWorkload.istioEgress())
        .clients(List.of("shop"))
        .build();
  }

  private static void meshNamespace(Chart chart) {
    ApiObject frontend = deploymentOf(chart, "frontend", object("app", "frontend"));
    ApiObject cart = deploymentOf(chart, "cart", object("app", "cart"));

    MeshNamespace.Builder.create(chart, "Shop")
        .injection(Injection.sidecar())
        .mutualTls(MutualTls.STRICT)
        .access(NamespaceAccess.denyByDefault(DenyByDefaultOptions.builder()
            .allowedCallers(List.of(Source.namespace("monitoring")))
            .build()))
        .egress(List.of(EgressHost.sameNamespace(), EgressHost.namespace("payments")))
        .outboundTrafficPolicy(OutboundTrafficPolicy.registryOnly())
        .build();
    Access.allow(chart, "FrontendToCart", AllowOptions.builder()
        .metadata(named("frontend-to-cart"))
        .from(List.of(frontend))
        .to(cart)
        .build());
  }

  // Resources

  private static void gateway(Chart chart) {
    Gateway edge = Gateway.Builder.create(chart, "Edge")
        .metadata(named("edge"))
        .servers(List.of(
            GatewayServer.http(HttpServerOptions.builder()
                .hosts(List.of("shop.example.com"))
                .httpsRedirect(true)
                .build()),
            GatewayServer.https(TlsServerOptions.builder()
                .hosts(List.of("shop.example.com"))
                .tls(ServerTls.credential("shop-cert"))
                .build())))
        .build();

    ServiceRef web = ServiceRef.fromName("web", ServiceRefOptions.builder()
        .ports(List.of(ServicePort.builder().port(80).build()))
        .build());
    VirtualService.Builder.create(chart, "Routes")
        .metadata(named("shop"))
        .gateways(List.of(edge))
        .hosts(List.of("shop.example.com"))
        .http(List.of(HttpRouteOptions.builder().route(List.of(Destination.service(web))).build()))
        .build();
  }

  private static void virtualService(Chart chart) {
    ServiceRef reviews = ServiceRef.fromName("reviews", ServiceRefOptions.builder()
        .ports(List.of(ServicePort.builder().port(9080).build()))
        .build());
    DestinationRule rule =
        DestinationRule.Builder.create(chart, "Reviews").metadata(named("reviews")).service(reviews).build();
    Subset v1 = rule.addSubset("v1", SubsetOptions.builder().labels(Map.of("version", "v1")).build());
    Subset v2 = rule.addSubset("v2", SubsetOptions.builder().labels(Map.of("version", "v2")).build());

    VirtualService.Builder.create(chart, "Routes")
        .metadata(named("reviews"))
        .services(List.of(reviews))
        .http(List.of(
            HttpRouteOptions.builder()
                .match(List.of(HttpMatch.header("end-user", "jason")))
                .route(List.of(Destination.subset(v2)))
                .build(),
            HttpRouteOptions.builder()
                .route(List.of(
                    Destination.subset(v1, SubsetDestinationOptions.builder().weight(80).build()),
                    Destination.subset(v2, SubsetDestinationOptions.builder().weight(20).build())))
                .timeout(Duration.seconds(2))
                .retries(Retries.onConnectFailures(2))
                .build()))
        .build();
  }

  private static void destinationRule(Chart chart) {
    ServiceRef reviews = ServiceRef.fromName("reviews", ServiceRefOptions.builder()
        .ports(List.of(ServicePort.builder().port(9080).build()))
        .build());

    DestinationRule rule = DestinationRule.Builder.create(chart, "Reviews")
        .metadata(named("reviews"))
        .service(reviews)
        .trafficPolicy(TrafficPolicy.builder()
            .loadBalancer(LoadBalancerSettings.builder().simple(LoadBalancerSettingsSimpleLb.LEAST_REQUEST).build())
            .outlierDetection(OutlierDetection.builder()
                .consecutive5XxErrors(5)
                .interval("10s")
                .baseEjectionTime("30s")
                .build())
            .build())
        .build();
    Subset v1 = rule.addSubset("v1", SubsetOptions.builder().labels(Map.of("version", "v1")).build());
    Subset v2 = rule.addSubset("v2", SubsetOptions.builder()
        .labels(Map.of("version", "v2"))
        .trafficPolicy(TrafficPolicy.builder()
            .connectionPool(ConnectionPoolSettings.builder()
                .tcp(ConnectionPoolSettingsTcpSettings.builder().maxConnections(100).build())
                .build())
            .build())
        .build());

    VirtualService.Builder.create(chart, "Routes")
        .metadata(named("reviews"))
        .services(List.of(reviews))
        .http(List.of(HttpRouteOptions.builder()
            .route(List.of(
                Destination.subset(v1, SubsetDestinationOptions.builder().weight(80).build()),
                Destination.subset(v2, SubsetDestinationOptions.builder().weight(20).build())))
            .build()))
        .build();
  }

  private static void serviceEntry(Chart chart) {
    ServiceEntry payments = ServiceEntry.Builder.create(chart, "Payments")
        .metadata(named("payments"))
        .hosts(List.of("api.payments.example"))
        .ports(List.of(ServiceEntryPort.builder().number(443).protocol("TLS").build()))
        .resolution(ServiceEntryResolution.DNS)
        .build();

    ServiceRef mock = ServiceRef.fromName("payments-mock", ServiceRefOptions.builder()
        .ports(List.of(ServicePort.builder().port(443).build()))
        .build());
    VirtualService.Builder.create(chart, "PaymentsRoutes")
        .metadata(named("payments"))
        .hosts(payments.getHosts())
        .tls(List.of(
            TlsRouteOptions.builder()
                .match(List.of(TlsMatch.builder()
                    .sniHosts(payments.getHosts())
                    .port(443)
                    .sourceLabels(Map.of("stage", "test"))
                    .build()))
                .route(List.of(Destination.service(mock)))
                .build(),
            TlsRouteOptions.builder()
                .match(List.of(TlsMatch.builder().sniHosts(payments.getHosts()).port(443).build()))
                .route(List.of(payments.destination()))
                .build()))
        .build();
  }

  private static void sidecar(Chart chart) {
    ServiceRef ratings = ServiceRef.fromName("ratings", ServiceRefOptions.builder().namespace("books").build());

    Sidecar.Builder.create(chart, "Default")
        .metadata(named("default"))
        .egress(List.of(EgressListener.anyPort(List.of(
            EgressHost.sameNamespace(),
            EgressHost.namespace("istio-system"),
            EgressHost.service(ratings),
            EgressHost.host("egress", "*.example.com")))))
        .outboundTrafficPolicy(OutboundTrafficPolicy.registryOnly())
        .build();
  }

  private static void workloadEntry(Chart chart) {
    WorkloadEntry vm = WorkloadEntry.Builder.create(chart, "Vm")
        .metadata(named("billing-vm-1"))
        .address("10.20.0.7")
        .labels(Map.of("app", "billing", "version", "v1"))
        .locality("eu-west-1/eu-west-1a")
        .serviceAccount("billing")
        .build();

    ServiceEntry.Builder.create(chart, "Billing")
        .metadata(named("billing"))
        .hosts(List.of("billing.shop.example.com"))
        .location(ServiceEntryLocation.MESH_INTERNAL)
        .ports(List.of(ServiceEntryPort.builder().number(80).protocol("HTTP").targetPort(8080).build()))
        .resolution(ServiceEntryResolution.STATIC)
        .workloadSelector(WorkloadSelector.builder().labels(Map.of("app", vm.getLabels().get("app"))).build())
        .build();
  }

  private static void workloadGroup(Chart chart) {
    WorkloadGroup billing = WorkloadGroup.Builder.create(chart, "Billing")
        .metadata(named("billing"))
        .entryMetadata(WorkloadGroupObjectMeta.builder().labels(Map.of("app", "billing")).build())
        .template(WorkloadTemplate.builder()
            .serviceAccount("billing")
            .ports(Map.of("http", 8080))
            .network("vm-network")
            .build())
        .probe(ReadinessProbe.http(8080, HttpProbeOptions.builder()
            .path("/ready")
            .period(Duration.seconds(5))
            .build()))
        .build();

    ServiceEntry.Builder.create(chart, "BillingHost")
        .metadata(named("billing"))
        .hosts(List.of("billing.shop.example.com"))
        .location(ServiceEntryLocation.MESH_INTERNAL)
        .ports(List.of(ServiceEntryPort.builder().number(80).protocol("HTTP").name("http").build()))
        .resolution(ServiceEntryResolution.STATIC)
        .workloadSelector(WorkloadSelector.builder().labels(billing.getLabels()).build())
        .build();
  }

  private static void envoyFilter(Chart chart) {
    EnvoyFilter.Builder.create(chart, "SmallBuffers")
        .metadata(named("small-buffers"))
        .workloadSelector(WorkloadSelector.builder().labels(Map.of("app", "shop")).build())
        .configPatches(List.of(EnvoyFilterEnvoyConfigObjectPatch.builder()
            .applyTo(EnvoyFilterApplyTo.CLUSTER)
            .match(EnvoyFilterEnvoyConfigObjectMatch.builder()
                .context(EnvoyFilterPatchContext.SIDECAR_OUTBOUND)
                .build())
            .patch(EnvoyFilterPatch.builder()
                .operation(EnvoyFilterPatchOperation.MERGE)
                .value(Map.of("per_connection_buffer_limit_bytes", 65536))
                .build())
            .build()))
        .build();
  }

  private static void proxyConfig(Chart chart) {
    ProxyConfig.Builder.create(chart, "Cart")
        .metadata(named("cart"))
        .selector(TypeWorkloadSelector.builder().matchLabels(Map.of("app", "cart")).build())
        .concurrency(4)
        .environmentVariables(Map.of("ISTIO_META_DNS_CAPTURE", "true"))
        .imageType("distroless")
        .build();
  }

  private static void authorizationPolicy(Chart chart) {
    ApiObject frontend = deploymentOf(chart, "frontend", object("app", "frontend"));
    ApiObject cartService = cartServiceOf(chart);

    Access.denyByDefault(chart, "DenyByDefault",
        AllowNothingProps.builder().metadata(named("deny-by-default")).build());
    Access.allow(chart, "FrontendToCart", AllowOptions.builder()
        .metadata(named("frontend-to-cart"))
        .from(List.of(frontend))
        .to(cartService)
        .methods(List.of("GET", "POST"))
        .paths(List.of("/cart/*"))
        .ports(List.of("http"))
        .build());
    Access.allow(chart, "IngressToFrontend", AllowOptions.builder()
        .metadata(named("ingress-to-frontend"))
        .from(List.of(GatewayWorkload.istioIngress()))
        .to(frontend)
        .build());

    AuthorizationPolicy.Builder.create(chart, "Admin")
        .metadata(named("admin"))
        .target(PolicyTarget.podsOf(cartService))
        .action(AuthorizationAction.DENY)
        .rules(List.of(AuthorizationRule.of(AuthorizationRuleOptions.builder()
            .from(List.of(Source.everyoneExcept(List.of(Source.workload(frontend)))))
            .to(List.of(Operation.http(HttpOperationOptions.builder()
                .paths(List.of("/carts/{*}/admin"))
                .ports(List.of("http"))
                .build())))
            .when(List.of(Condition.unless(Condition.header("x-tier", List.of("gold")))))
            .build())))
        .build();
  }

  private static void peerAuthentication(Chart chart) {
    ApiObject cartService = cartServiceOf(chart);

    PeerAuthentication.Builder.create(chart, "Default").metadata(named("default")).mode(MutualTls.STRICT).build();
    PeerAuthentication.Builder.create(chart, "Cart")
        .metadata(named("cart"))
        .target(PolicyTarget.podsOf(cartService))
        .mode(MutualTls.STRICT)
        .ports(List.of(PortMutualTls.builder().port("tcp-admin").mode(MutualTls.PERMISSIVE).build()))
        .build();
  }

  private static void requestAuthentication(Chart chart) {
    ApiObject cartService = cartServiceOf(chart);

    RequestAuthentication login = RequestAuthentication.Builder.create(chart, "Login")
        .metadata(named("login"))
        .target(PolicyTarget.podsOf(cartService))
        .jwtRules(List.of(JwtRule.of(JwtRuleOptions.builder()
            .issuer("https://issuer.example.com")
            .jwksUri("https://issuer.example.com/.well-known/jwks.json")
            .audiences(List.of("shop"))
            .build())))
        .build();
    login.requireToken(RequireTokenOptions.builder().metadata(named("require-token")).build());
  }

  private static void telemetry(Chart chart) {
    ApiObject cart = deploymentOf(chart, "cart", object("app", "cart"));

    Telemetry.Builder.create(chart, "Default")
        .metadata(named("default"))
        .accessLogging(List.of(AccessLogging.builder()
            .providers(List.of("envoy"))
            .filter("response.code >= 400")
            .build()))
        .tracing(Tracing.builder()
            .provider("otel")
            .randomSamplingPercentage(5)
            .customTags(Map.of("tenant", CustomTag.header("x-tenant",
                CustomTagOptions.builder().defaultValue("none").build())))
            .build())
        .build();
    Telemetry.Builder.create(chart, "Cart")
        .metadata(named("cart"))
        .target(PolicyTarget.workload(cart))
        .metrics(List.of(Metrics.builder()
            .overrides(List.of(
                MetricsOverride.builder().metric(IstioMetric.REQUEST_SIZE).disabled(true).build(),
                MetricsOverride.builder()
                    .mode(WorkloadMode.SERVER)
                    .tagOverrides(Map.of("request_host", TagOverride.expression("request.host")))
                    .build()))
            .build()))
        .build();
  }

  private static void wasmPlugin(Chart chart) {
    ApiObject cart = deploymentOf(chart, "cart", object("app", "cart"));

    WasmPlugin.Builder.create(chart, "Auth")
        .metadata(named("auth"))
        .target(PolicyTarget.workload(cart))
        .url("oci://registry.example.com/auth:1.0")
        .imagePullSecret("registry")
        .phase(PluginPhase.AUTHN)
        .pluginConfig(Map.of("realm", "shop"))
        .env(Map.of("LOG_LEVEL", "info"))
        .match(List.of(TrafficMatch.builder().mode(WorkloadMode.SERVER).ports(List.of(8080)).build()))
        .build();
  }

  private static void trafficExtension(Chart chart) {
    ApiObject cart = deploymentOf(chart, "cart", object("app", "cart"));

    TrafficExtension.Builder.create(chart, "Header")
        .metadata(named("header"))
        .target(PolicyTarget.workload(cart))
        .lua("function envoy_on_response(handle) handle:headers():add(\"x-served-by\", \"cart\") end")
        .match(List.of(TrafficMatch.builder().mode(WorkloadMode.SERVER).build()))
        .build();
    TrafficExtension.Builder.create(chart, "Auth")
        .metadata(named("auth"))
        .target(PolicyTarget.workload(cart))
        .wasm(WasmModule.builder()
            .url("oci://registry.example.com/auth:1.0")
            .pluginConfig(Map.of("realm", "shop"))
            .build())
        .phase(TrafficExtensionExecutionPhase.AUTHN)
        .build();
  }

  // Generated kinds, and the ways out

  private static void imports(Chart chart) {
    Map<String, Object> option = Map.of("level", 1, "name", 9, "int_value", 1, "state", "STATE_LISTENING");
    io.github.cdk8s_istio.networking.EnvoyFilter.Builder.create(chart, "Keepalive")
        .metadata(named("keepalive"))
        .spec(EnvoyFilterSpec.builder()
            .workloadSelector(WorkloadSelector.builder().labels(Map.of("app", "web")).build())
            .configPatches(List.of(EnvoyFilterEnvoyConfigObjectPatch.builder()
                .applyTo(EnvoyFilterApplyTo.LISTENER)
                .match(EnvoyFilterEnvoyConfigObjectMatch.builder()
                    .context(EnvoyFilterPatchContext.SIDECAR_INBOUND)
                    .build())
                .patch(EnvoyFilterPatch.builder()
                    .operation(EnvoyFilterPatchOperation.MERGE)
                    .value(Map.of("socket_options", List.of(option)))
                    .build())
                .build()))
            .build())
        .build();
  }

  private static void generatedKinds(Chart chart) {
    io.github.cdk8s_istio.security.AuthorizationPolicy.Builder.create(chart, "Policy")
        .metadata(named("frontend"))
        .spec(AuthorizationPolicySpec.builder()
            .selector(io.github.cdk8s_istio.security.WorkloadSelector.builder()
                .matchLabels(Map.of("app", "cart"))
                .build())
            .rules(List.of(Rule.builder()
                .from(List.of(RuleFrom.builder()
                    .source(io.github.cdk8s_istio.security.Source.builder().namespaces(List.of("shop")).build())
                    .build()))
                .to(List.of(RuleTo.builder()
                    .operation(io.github.cdk8s_istio.security.Operation.builder().methods(List.of("GET")).build())
                    .build()))
                .build()))
            .build())
        .build();
    io.github.cdk8s_istio.telemetry_api.Telemetry.Builder.create(chart, "Telemetry")
        .metadata(named("default"))
        .spec(TelemetrySpec.builder()
            .tracing(List.of(io.github.cdk8s_istio.telemetry_api.Tracing.builder().randomSamplingPercentage(5).build()))
            .build())
        .build();
    io.github.cdk8s_istio.extensions.WasmPlugin.Builder.create(chart, "Plugin")
        .metadata(named("auth"))
        .spec(WasmPluginSpec.builder().url("oci://registry.example.com/auth:1.0").phase(PluginPhase.AUTHN).build())
        .build();
    HttpRoute.Builder.create(chart, "Route")
        .metadata(named("web"))
        .spec(HttpRouteSpec.builder()
            .parentRefs(List.of(ParentReference.builder().name("edge").build()))
            .hostnames(List.of("shop.example.com"))
            .rules(List.of(HttpRouteRule.builder()
                .backendRefs(List.of(HttpBackendRef.builder().name("web").port(80).build()))
                .build()))
            .build())
        .build();
  }

  private static void jsonPatch(Chart chart) {
    DestinationRule rule = DestinationRule.Builder.create(chart, "Reviews")
        .metadata(named("reviews"))
        .service(ServiceRef.fromName("reviews", ServiceRefOptions.builder()
            .ports(List.of(ServicePort.builder().port(9080).build()))
            .build()))
        .build();
    ApiObject.of(rule).addJsonPatch(
        JsonPatch.add("/metadata/annotations", Map.of("example.com/owner", "shop")),
        JsonPatch.add("/spec/trafficPolicy", Map.of("connectionPool", Map.of("tcp", Map.of("maxConnections", 100)))));
  }

  // Checks and questions

  private static void checks(Chart chart) {
    IstioChecks checks = IstioChecks.on(chart, IstioChecksSettings.builder()
        .failOn(Severity.ERROR)
        .world(World.CLOSED)
        .meshConfig(Map.of("outboundTrafficPolicy", Map.of("mode", "REGISTRY_ONLY")))
        .externals(List.of(
            Externals.namespace("shop", Map.of("istio-injection", "enabled")),
            Externals.istioIngressGateway(),
            Externals.service("web", ExternalServiceOptions.builder()
                .namespace("shop")
                .ports(List.of(ServicePort.builder().port(80).name("http").build()))
                .build()),
            Externals.secret("shop-cert", ExternalSecretOptions.builder().namespace("istio-system").build())))
        .suppress(List.of(
            Suppression.builder()
                .code("CDI0306")
                .object("EnvoyFilter shop/*")
                .reason("the pods come with the next release")
                .build(),
            Suppression.builder()
                .code("CDI0201")
                .object("VirtualService shop/nowhere")
                .reason("no such object is left")
                .build()))
        .build());

    List<EnvoyFilter> filters = Stream.of("raw", "reported")
        .map(name -> EnvoyFilter.Builder.create(chart, name)
            .metadata(named(name))
            .workloadSelector(WorkloadSelector.builder().labels(Map.of("app", "nobody")).build())
            .configPatches(List.of(EnvoyFilterEnvoyConfigObjectPatch.builder()
                .applyTo(EnvoyFilterApplyTo.CLUSTER)
                .match(EnvoyFilterEnvoyConfigObjectMatch.builder()
                    .context(EnvoyFilterPatchContext.SIDECAR_OUTBOUND)
                    .build())
                .patch(EnvoyFilterPatch.builder()
                    .operation(EnvoyFilterPatchOperation.MERGE)
                    .value(Map.of("per_connection_buffer_limit_bytes", 65536))
                    .build())
                .build()))
            .build())
        .collect(Collectors.toList());
    IstioChecks.accept(filters.get(0), "IST0133", "no field of Istio can say this");

    for (Finding finding : checks.findings()) {
      String severity = finding.getSeverity().name().toLowerCase(Locale.ROOT);
      String of = finding.getObject().getKind() + " " + finding.getObject().getName();
      String at = finding.getPath() + " " + finding.getConstruct();
      System.out.println(severity + " " + finding.getCode() + " " + of + " " + at);
    }

    Map<String, Object> destination = Map.of("destination", Map.of("host", "reviews", "subset", "v1"));
    List<Finding> findings = IstioChecks.check(List.of(Map.of(
        "apiVersion", "networking.istio.io/v1",
        "kind", "VirtualService",
        "metadata", Map.of("name", "reviews", "namespace", "shop"),
        "spec", Map.of("hosts", List.of("reviews"), "http", List.of(Map.of("route", List.of(destination)))))));
    for (Finding finding : findings) {
      System.out.println(finding.getCode() + " " + finding.getMessage());
    }
  }

  private static void tracing(Chart chart) {
    ApiObject frontend = deploymentOf(chart, "frontend", object("app", "frontend"));
    ApiObject cart = deploymentOf(chart, "cart", object("app", "cart"));
    ApiObject cartService = cartServiceOf(chart);

    MeshNamespace.Builder.create(chart, "Shop").name("shop").injection(Injection.sidecar()).build();
    IngressedService.Builder.create(chart, "Cart")
        .service(cartService)
        .port(80)
        .hosts(List.of("shop.example.com"))
        .routes(List.of(IngressRoute.prefix("/cart")))
        .build();

    Mesh mesh = Mesh.of(chart);
    Trace trace = mesh.get("http://shop.example.com/cart?item=7");
    System.out.println(trace.toString());

    System.out.println(trace.shareOf(cart));
    System.out.println(mesh.from(frontend).get("http://cart/").shareOf(cartService));
    Trace posted = mesh.request("http://shop.example.com/admin", RequestOptions.builder().method("POST").build());
    System.out.println(posted.getOutcomes().get(0).getStatus());
    Trace asked = mesh.trace(CallProps.builder()
        .from(frontend)
        .url("http://cart/")
        .headers(Map.of("x-canary", "always"))
        .build());
    System.out.println(asked.getHops().stream().map(TraceHop::getProxy).collect(Collectors.joining(", ")));
  }

  private static void reachability(Chart chart) {
    ApiObject frontend = deploymentOf(chart, "frontend", object("app", "frontend"));
    ApiObject cart = deploymentOf(chart, "cart", object("app", "cart"));
    cartServiceOf(chart);

    MeshNamespace.Builder.create(chart, "Shop").name("shop").injection(Injection.sidecar()).build();
    Access.denyByDefault(chart, "DenyByDefault");
    Access.allow(chart, "FrontendToCart", AllowOptions.builder()
        .from(List.of(frontend))
        .to(cart)
        .ports(List.of(8080))
        .methods(List.of("GET", "POST"))
        .paths(List.of("/cart/*"))
        .build());

    Reach reach = Mesh.of(chart).reach(ReachOptions.builder().to(cart).build());
    System.out.println(reach.toString());

    System.out.println(String.join(", ", reach.getCallers()));
  }

  private static void graph(Chart chart) {
    IngressedService.Builder.create(chart, "Cart")
        .service(cartServiceOf(chart))
        .port(80)
        .hosts(List.of("shop.example.com"))
        .build();

    MeshGraph picture = Mesh.of(chart).graph(GraphFilter.builder().namespaces(List.of("shop")).build());
    System.out.println(picture.toMermaid());
  }

  public static void main(String[] args) {
    make("ingressed-service", Reference::ingressedService);
    make("canary-release", Reference::canaryRelease, "bookinfo");
    make("gateway-deployment", Reference::gatewayDeployment);
    make("alb-ingress", Reference::albIngress);
    make("dashboard-exposure", Reference::dashboardExposure);
    make("egress-sni-passthrough", Reference::egressSniPassthrough);
    make("egress-tls-origination", Reference::egressTlsOrigination);
    make("mesh-namespace", Reference::meshNamespace);
    make("gateway", Reference::gateway);
    make("virtual-service", Reference::virtualService);
    make("destination-rule", Reference::destinationRule);
    make("service-entry", Reference::serviceEntry);
    make("sidecar", Reference::sidecar);
    make("workload-entry", Reference::workloadEntry);
    make("workload-group", Reference::workloadGroup);
    make("envoy-filter", Reference::envoyFilter);
    make("proxy-config", Reference::proxyConfig);
    make("authorization-policy", Reference::authorizationPolicy);
    make("peer-authentication", Reference::peerAuthentication);
    make("request-authentication", Reference::requestAuthentication);
    make("telemetry", Reference::telemetry);
    make("wasm-plugin", Reference::wasmPlugin);
    make("traffic-extension", Reference::trafficExtension);
    make("imports", Reference::imports);
    make("generated-kinds", Reference::generatedKinds);
    make("json-patch", Reference::jsonPatch);
    make("checks", Reference::checks);
    make("tracing", Reference::tracing);
    make("reachability", Reference::reachability);
    make("graph", Reference::graph);
  }
}
