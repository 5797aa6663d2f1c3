// What people get wrong, and what they read then: as wrong-input.ts, in Go.
package main

import (
	"fmt"

	"github.com/aws/jsii-runtime-go"
	istio "github.com/cdk8s-istio/cdk8s-istio-go/cdk8sistio"
	"github.com/cdk8s-team/cdk8s-core-go/cdk8s/v2"
)

// attempt makes a mistake, and prints what is said of it.
func attempt(mistake string, make func(cdk8s.Chart)) {
	fmt.Println("== " + mistake)
	defer func() {
		if said := recover(); said != nil {
			fmt.Println(said)
		}
	}()
	app := cdk8s.NewApp(nil)
	make(cdk8s.NewChart(app, jsii.String("shop"), &cdk8s.ChartProps{Namespace: jsii.String("shop")}))
	app.Synth()
	fmt.Println("nothing was said")
}

func main() {
	defer jsii.Close()

	web := istio.ServiceRef_FromName(jsii.String("web"), &istio.ServiceRefOptions{
		Ports: &[]*istio.ServicePort{{Port: jsii.Number(80)}},
	})

	attempt("two problems of one construct", func(chart cdk8s.Chart) {
		istio.NewIngressedService(chart, jsii.String("Web"), &istio.IngressedServiceProps{
			Service: web,
			Port:    8080,
			Hosts:   jsii.Strings("https://shop.example.com"),
		})
	})

	attempt("empty hosts", func(chart cdk8s.Chart) {
		istio.NewIngressedService(chart, jsii.String("Web"), &istio.IngressedServiceProps{
			Service: web,
			Hosts:   jsii.Strings(),
		})
	})

	attempt("a split that is no percentage, and two versions of one name", func(chart cdk8s.Chart) {
		labels := func(version string) *map[string]*string {
			return &map[string]*string{"version": jsii.String(version)}
		}
		istio.NewCanaryRelease(chart, jsii.String("Web"), &istio.CanaryReleaseProps{
			Service: web,
			Stable:  istio.Version_Labelled(jsii.String("v1"), labels("v1")),
			Canary:  istio.Version_Labelled(jsii.String("v1"), labels("v2")),
			Split:   120,
		})
	})

	attempt("weights that make 110", func(chart cdk8s.Chart) {
		istio.NewVirtualService(chart, jsii.String("Web"), &istio.VirtualServiceProps{
			Services: &[]any{web},
			Http: &[]*istio.HttpRouteOptions{{
				Route: &[]istio.Destination{
					istio.Destination_Service(web, &istio.DestinationOptions{Weight: jsii.Number(80)}),
					istio.Destination_Service("other", &istio.DestinationOptions{Port: 80, Weight: jsii.Number(30)}),
				},
			}},
		})
	})

	attempt("a wildcard without a strategy", func(chart cdk8s.Chart) {
		istio.NewEgressSniPassthrough(chart, jsii.String("Wikipedia"), &istio.EgressSniPassthroughProps{
			Hosts:   jsii.Strings("*.wikipedia.org"),
			Clients: &[]any{"default"},
		})
	})

	attempt("a service that is none", func(chart cdk8s.Chart) {
		istio.NewIngressedService(chart, jsii.String("Web"), &istio.IngressedServiceProps{
			Service: chart,
			Hosts:   jsii.Strings("shop.example.com"),
		})
	})

	attempt("checks twice", func(chart cdk8s.Chart) {
		istio.IstioChecks_On(chart, nil)
		istio.IstioChecks_On(chart, nil)
	})

	attempt("a question without a scheme", func(chart cdk8s.Chart) {
		istio.Mesh_Of(chart, nil).Get(jsii.String("shop.example.com/cart"), nil)
	})

	attempt("a caller that is not there", func(chart cdk8s.Chart) {
		istio.Mesh_Of(chart, nil).From("shop/nobody").Get(jsii.String("http://web/"), nil)
	})

	attempt("what the checks find", func(chart cdk8s.Chart) {
		istio.IstioChecks_On(chart, &istio.IstioChecksSettings{World: istio.World_CLOSED})
		istio.NewVirtualService(chart, jsii.String("Route"), &istio.VirtualServiceProps{
			Metadata: &cdk8s.ApiObjectMetadata{Name: jsii.String("web")},
			Hosts:    jsii.Strings("web"),
			Http: &[]*istio.HttpRouteOptions{{
				Route: &[]istio.Destination{
					istio.Destination_Host(jsii.String("wbe"), &istio.HostDestinationOptions{Port: jsii.Number(80)}),
				},
			}},
		})
	})
}
