"""Dicts in the place of structs and tuples in the place of lists, as many people write them: as arguments, and in one another."""

from typing import Any, Callable

from cdk8s import ApiObjectMetadata, App, Chart, Duration
from cdk8s_istio import (
    Destination,
    HttpMatch,
    HttpMirror,
    HttpRouteOptions,
    IngressedService,
    IstioMetric,
    Metrics,
    MetricsOverride,
    ServicePort,
    ServiceRef,
    TagOverride,
    Telemetry,
    VirtualService,
    networking,
    security,
)


def with_classes(chart: Chart) -> None:
    web = ServiceRef.from_name("web", ports=[ServicePort(port=80, target_port=8080)])
    security.AuthorizationPolicy(
        chart,
        "Policy",
        metadata=ApiObjectMetadata(name="web"),
        spec=security.AuthorizationPolicySpec(
            rules=[
                security.Rule(
                    from_=[security.RuleFrom(source=security.Source(not_principals=["cluster.local/ns/shop/sa/cart"]))],
                    to=[security.RuleTo(operation=security.Operation(not_methods=["DELETE"]))],
                ),
            ],
        ),
    )
    networking.VirtualService(
        chart,
        "Redirect",
        metadata=ApiObjectMetadata(name="redirect"),
        spec=networking.VirtualServiceSpec(
            hosts=["web"],
            http=[
                networking.HttpRoute(
                    match=[
                        networking.HttpMatchRequest(
                            headers={"x-old": networking.StringMatch(prefix="1")},
                            ignore_uri_case=True,
                        ),
                    ],
                    redirect=networking.HttpRedirect(redirect_code=301, uri="/new"),
                ),
            ],
        ),
    )
    VirtualService(
        chart,
        "Routes",
        metadata=ApiObjectMetadata(name="web"),
        services=[web],
        http=[
            HttpRouteOptions(
                match=[HttpMatch.header("x-canary", "always")],
                route=[Destination.service(web)],
                timeout=Duration.seconds(2),
                mirrors=[HttpMirror(destination=Destination.host("mirror.example.com", port=80), percentage=5)],
            )
        ],
    )
    Telemetry(
        chart,
        "Metrics",
        metadata=ApiObjectMetadata(name="default"),
        metrics=[
            Metrics(
                overrides=[
                    MetricsOverride(
                        metric=IstioMetric.REQUEST_SIZE,
                        tag_overrides={"request_host": TagOverride.remove()},
                    )
                ]
            )
        ],
    )


def with_dicts(chart: Chart) -> None:
    ports: list[Any] = [{"port": 80, "target_port": 8080}]
    web = ServiceRef.from_name("web", ports=ports)
    policy: dict[str, Any] = {
        "rules": [
            {
                "from_": [{"source": {"not_principals": ("cluster.local/ns/shop/sa/cart",)}}],
                "to": [{"operation": {"not_methods": ["DELETE"]}}],
            },
        ],
    }
    security.AuthorizationPolicy(chart, "Policy", metadata={"name": "web"}, spec=policy)
    redirect: dict[str, Any] = {
        "match": ({"headers": {"x-old": {"prefix": "1"}}, "ignore_uri_case": True},),
        "redirect": {"redirect_code": 301, "uri": "/new"},
    }
    networking.VirtualService(
        chart,
        "Redirect",
        metadata={"name": "redirect"},
        spec={"hosts": ["web"], "http": [redirect]},
    )
    routes: list[Any] = [
        {
            "match": [HttpMatch.header("x-canary", "always")],
            "route": (Destination.service(web),),
            "timeout": Duration.seconds(2),
            "mirrors": [{"destination": Destination.host("mirror.example.com", port=80), "percentage": 5}],
        },
    ]
    VirtualService(chart, "Routes", metadata={"name": "web"}, services=(web,), http=routes)
    override = {"metric": IstioMetric.REQUEST_SIZE, "tag_overrides": {"request_host": TagOverride.remove()}}
    metrics: list[Any] = [{"overrides": [override]}]
    Telemetry(chart, "Metrics", metadata={"name": "default"}, metrics=metrics)


def attempt(make: Callable[[], object]) -> None:
    try:
        make()
        print("nothing was said")
    except TypeError as error:
        print(error)


app = App()
with_classes(Chart(app, "classes", namespace="shop"))
with_dicts(Chart(app, "dicts", namespace="shop"))
app.synth()

# What is misspelt in a dict, or spelt as in YAML.
mistakes = Chart(App(), "mistakes", namespace="shop")
deny: Any = {"rules": [{"from": [{"source": {"namespaces": ["shop"]}}]}]}
attempt(lambda: security.AuthorizationPolicy(mistakes, "From", spec=deny))
moved: Any = [{"redirect": {"redirectCode": 301}}]
attempt(lambda: networking.VirtualServiceSpec(hosts=["web"], http=moved))
shop: Any = [{"port": 80, "targetPort": 8080}]
attempt(lambda: IngressedService(mistakes, "Shop", service=ServiceRef.from_name("web", ports=shop), hosts=["a.example"]))
headers: Any = {"x-old": {"prefx": "1"}}
attempt(lambda: networking.HttpMatchRequest(headers=headers))
