"""So many charts with a Service behind a gateway, in an App with checks: they run once, whatever the number of charts."""

import sys

from cdk8s import App, Chart
from cdk8s_istio import IngressedService, IstioChecks, ServicePort, ServiceRef

app = App()
IstioChecks.on(app)
for i in range(int(sys.argv[1])):
    IngressedService(
        Chart(app, f"shop{i}", namespace=f"shop{i}"),
        "Web",
        service=ServiceRef.from_name("web", ports=[ServicePort(port=8080)]),
        hosts=[f"shop{i}.example.com"],
    )
app.synth()
