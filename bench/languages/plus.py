"""So many objects of cdk8s-plus, a Deployment and its Service each."""

import sys

import cdk8s_plus_28 as kplus
from cdk8s import App, Chart

app = App()
chart = Chart(app, "bench", namespace="shop")
for i in range(int(sys.argv[1]) // 2):
    deployment = kplus.Deployment(
        chart,
        f"Web{i}",
        containers=[kplus.ContainerProps(image="example.com/web:1", port_number=8080)],
    )
    deployment.expose_via_service(ports=[kplus.ServicePort(port=80, target_port=8080)])
app.synth()
