"""What people get wrong, and what they read then: as wrong-input.ts, in Python."""

from typing import Callable

from cdk8s import ApiObjectMetadata, App, Chart
from cdk8s_istio import (
    CanaryRelease,
    Destination,
    EgressSniPassthrough,
    HttpRouteOptions,
    IngressedService,
    IstioChecks,
    Mesh,
    ServicePort,
    ServiceRef,
    Version,
    VirtualService,
    World,
)

web = ServiceRef.from_name("web", ports=[ServicePort(port=80)])


def attempt(mistake: str, make: Callable[[Chart], None]) -> None:
    """Makes a mistake, and prints what is said of it."""
    app = App()
    try:
        make(Chart(app, "shop", namespace="shop"))
        app.synth()
        print(f"== {mistake}\nnothing was said")
    except RuntimeError as error:
        print(f"== {mistake}\n{error}")


def two_problems(chart: Chart) -> None:
    IngressedService(chart, "Web", service=web, port=8080, hosts=["https://shop.example.com"])


def empty_hosts(chart: Chart) -> None:
    IngressedService(chart, "Web", service=web, hosts=[])


def no_percentage(chart: Chart) -> None:
    CanaryRelease(
        chart,
        "Web",
        service=web,
        stable=Version.labelled("v1", {"version": "v1"}),
        canary=Version.labelled("v1", {"version": "v2"}),
        split=120,
    )


def weights(chart: Chart) -> None:
    VirtualService(
        chart,
        "Web",
        services=[web],
        http=[
            HttpRouteOptions(
                route=[
                    Destination.service(web, weight=80),
                    Destination.service("other", port=80, weight=30),
                ],
            ),
        ],
    )


def wildcard(chart: Chart) -> None:
    EgressSniPassthrough(chart, "Wikipedia", hosts=["*.wikipedia.org"], clients=["default"])


def no_service(chart: Chart) -> None:
    IngressedService(chart, "Web", service=chart, hosts=["shop.example.com"])


def checks_twice(chart: Chart) -> None:
    IstioChecks.on(chart)
    IstioChecks.on(chart)


def no_scheme(chart: Chart) -> None:
    Mesh.of(chart).get("shop.example.com/cart")


def no_caller(chart: Chart) -> None:
    Mesh.of(chart).from_("shop/nobody").get("http://web/")


def findings(chart: Chart) -> None:
    IstioChecks.on(chart, world=World.CLOSED)
    VirtualService(
        chart,
        "Route",
        metadata=ApiObjectMetadata(name="web"),
        hosts=["web"],
        http=[HttpRouteOptions(route=[Destination.host("wbe", port=80)])],
    )


attempt("two problems of one construct", two_problems)
attempt("empty hosts", empty_hosts)
attempt("a split that is no percentage, and two versions of one name", no_percentage)
attempt("weights that make 110", weights)
attempt("a wildcard without a strategy", wildcard)
attempt("a service that is none", no_service)
attempt("checks twice", checks_twice)
attempt("a question without a scheme", no_scheme)
attempt("a caller that is not there", no_caller)
attempt("what the checks find", findings)
