"""So many objects of this package, two for each Service behind a gateway."""

import sys

from cdk8s import App, Chart
from cdk8s_istio import IngressedService, ServicePort, ServiceRef

app = App()
chart = Chart(app, "bench", namespace="shop")
for i in range(int(sys.argv[1]) // 2):
    IngressedService(
        chart,
        f"Ingress{i}",
        service=ServiceRef.from_name(f"web{i}", ports=[ServicePort(port=8080)]),
        hosts=[f"web{i}.example.com"],
    )
app.synth()
