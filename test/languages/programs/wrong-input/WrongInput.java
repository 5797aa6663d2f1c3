import io.github.cdk8s_istio.CanaryRelease;
import io.github.cdk8s_istio.Destination;
import io.github.cdk8s_istio.DestinationOptions;
import io.github.cdk8s_istio.EgressSniPassthrough;
import io.github.cdk8s_istio.HostDestinationOptions;
import io.github.cdk8s_istio.HttpRouteOptions;
import io.github.cdk8s_istio.IngressedService;
import io.github.cdk8s_istio.IstioChecks;
import io.github.cdk8s_istio.IstioChecksSettings;
import io.github.cdk8s_istio.Mesh;
import io.github.cdk8s_istio.ServicePort;
import io.github.cdk8s_istio.ServiceRef;
import io.github.cdk8s_istio.ServiceRefOptions;
import io.github.cdk8s_istio.Version;
import io.github.cdk8s_istio.VirtualService;
import io.github.cdk8s_istio.World;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.cdk8s.ApiObjectMetadata;
import org.cdk8s.App;
import org.cdk8s.Chart;
import org.cdk8s.ChartProps;

/** What people get wrong, and what they read then: as wrong-input.ts, in Java. */
public final class WrongInput {
  private WrongInput() {}

  /** Makes a mistake, and prints what is said of it. */
  private static void attempt(String mistake, Consumer<Chart> make) {
    System.out.println("== " + mistake);
    App app = new App();
    try {
      make.accept(new Chart(app, "shop", ChartProps.builder().namespace("shop").build()));
      app.synth();
      System.out.println("nothing was said");
    } catch (RuntimeException error) {
      System.out.println(error.getMessage());
    }
  }

  public static void main(String[] args) {
    ServiceRef web = ServiceRef.fromName("web", ServiceRefOptions.builder()
        .ports(List.of(ServicePort.builder().port(80).build()))
        .build());

    attempt("two problems of one construct", chart ->
        IngressedService.Builder.create(chart, "Web")
            .service(web)
            .port(8080)
            .hosts(List.of("https://shop.example.com"))
            .build());

    attempt("empty hosts", chart ->
        IngressedService.Builder.create(chart, "Web").service(web).hosts(List.of()).build());

    attempt("a split that is no percentage, and two versions of one name", chart ->
        CanaryRelease.Builder.create(chart, "Web")
            .service(web)
            .stable(Version.labelled("v1", Map.of("version", "v1")))
            .canary(Version.labelled("v1", Map.of("version", "v2")))
            .split(120)
            .build());

    attempt("weights that make 110", chart ->
        VirtualService.Builder.create(chart, "Web")
            .services(List.of(web))
            .http(List.of(HttpRouteOptions.builder()
                .route(List.of(
                    Destination.service(web, DestinationOptions.builder().weight(80).build()),
                    Destination.service("other", DestinationOptions.builder().port(80).weight(30).build())))
                .build()))
            .build());

    attempt("a wildcard without a strategy", chart ->
        EgressSniPassthrough.Builder.create(chart, "Wikipedia")
            .hosts(List.of("*.wikipedia.org"))
            .clients(List.of("default"))
            .build());

    attempt("a service that is none", chart ->
        IngressedService.Builder.create(chart, "Web").service(chart).hosts(List.of("shop.example.com")).build());

    attempt("checks twice", chart -> {
      IstioChecks.on(chart);
      IstioChecks.on(chart);
    });

    attempt("a question without a scheme", chart -> Mesh.of(chart).get("shop.example.com/cart"));

    attempt("a caller that is not there", chart -> Mesh.of(chart).from("shop/nobody").get("http://web/"));

    attempt("what the checks find", chart -> {
      IstioChecks.on(chart, IstioChecksSettings.builder().world(World.CLOSED).build());
      VirtualService.Builder.create(chart, "Route")
          .metadata(ApiObjectMetadata.builder().name("web").build())
          .hosts(List.of("web"))
          .http(List.of(HttpRouteOptions.builder()
              .route(List.of(Destination.host("wbe", HostDestinationOptions.builder().port(80).build())))
              .build()))
          .build();
    });
  }
}
