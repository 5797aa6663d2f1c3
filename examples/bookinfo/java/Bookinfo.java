import io.github.cdk8s_istio.CanaryRelease;
import io.github.cdk8s_istio.HttpMatch;
import io.github.cdk8s_istio.IngressTls;
import io.github.cdk8s_istio.IngressTlsOptions;
import io.github.cdk8s_istio.IngressedService;
import java.util.List;
import org.cdk8s.ApiObject;
import org.cdk8s.App;
import org.cdk8s.Chart;
import org.cdk8s.ChartProps;
import org.cdk8s.Duration;
import org.cdk8s.Include;
import org.cdk8s.JsonPatch;
import software.constructs.Construct;

/** Bookinfo, with workloads from YAML that was there before: as ../chart.ts, in Java. */
public final class Bookinfo extends Chart {
  private Bookinfo(Construct scope, String id) {
    super(scope, id, ChartProps.builder().namespace("bookinfo").build());
    Include workloads = Include.Builder.create(this, "Workloads").url("../workloads.yaml").build();
    // The chart writes its namespace into every object; a Namespace itself has none.
    find(workloads, "Namespace", "bookinfo").addJsonPatch(JsonPatch.remove("/metadata/namespace"));

    IngressedService.Builder.create(this, "Productpage")
        .service(find(workloads, "Service", "productpage"))
        .hosts(List.of("bookinfo.example.com"))
        .tls(IngressTls.credential("bookinfo-example-com", IngressTlsOptions.builder().hsts(Duration.days(365)).build()))
        .build();

    CanaryRelease.Builder.create(this, "Reviews")
        .service(find(workloads, "Service", "reviews"))
        .stable(find(workloads, "Deployment", "reviews-v1"))
        .canary(find(workloads, "Deployment", "reviews-v2"))
        .split(20)
        .alwaysCanary(List.of(HttpMatch.header("x-canary", "always")))
        .build();
  }

  private static ApiObject find(Include workloads, String kind, String name) {
    return workloads.getApiObjects().stream()
        .filter(object -> object.getKind().equals(kind) && object.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  public static void main(String[] args) {
    App app = new App();
    new Bookinfo(app, "bookinfo");
    app.synth();
  }
}
