import java.util.List;
import org.cdk8s.App;
import org.cdk8s.Chart;
import org.cdk8s.ChartProps;
import org.cdk8s.plus28.ContainerProps;
import org.cdk8s.plus28.Deployment;
import org.cdk8s.plus28.DeploymentExposeViaServiceOptions;
import org.cdk8s.plus28.ServicePort;

/** So many objects of cdk8s-plus, a Deployment and its Service each. */
public final class Plus {
  private Plus() {}

  public static void main(String[] args) {
    App app = new App();
    Chart chart = new Chart(app, "bench", ChartProps.builder().namespace("shop").build());
    for (int i = 0; i < Integer.parseInt(args[0]) / 2; i++) {
      Deployment deployment = Deployment.Builder.create(chart, "Web" + i)
          .containers(List.of(ContainerProps.builder().image("example.com/web:1").portNumber(8080).build()))
          .build();
      deployment.exposeViaService(DeploymentExposeViaServiceOptions.builder()
          .ports(List.of(ServicePort.builder().port(80).targetPort(8080).build()))
          .build());
    }
    app.synth();
  }
}
