import io.github.cdk8s_istio.IngressedService;
import io.github.cdk8s_istio.ServicePort;
import io.github.cdk8s_istio.ServiceRef;
import io.github.cdk8s_istio.ServiceRefOptions;
import java.util.List;
import org.cdk8s.App;
import org.cdk8s.Chart;
import org.cdk8s.ChartProps;

/** So many objects of this package, two for each Service behind a gateway. */
public final class Ours {
  private Ours() {}

  public static void main(String[] args) {
    App app = new App();
    Chart chart = new Chart(app, "bench", ChartProps.builder().namespace("shop").build());
    for (int i = 0; i < Integer.parseInt(args[0]) / 2; i++) {
      IngressedService.Builder.create(chart, "Ingress" + i)
          .service(ServiceRef.fromName("web" + i, ServiceRefOptions.builder()
              .ports(List.of(ServicePort.builder().port(8080).build()))
              .build()))
          .hosts(List.of("web" + i + ".example.com"))
          .build();
    }
    app.synth();
  }
}
